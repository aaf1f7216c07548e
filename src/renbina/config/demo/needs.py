"""Loads the needs analysis for 2027: its stages, talks, proposals with what became of them, gates and studies."""

from datetime import date, datetime

from binacity.records import City
from binacity.talks import DONE_ON, GUIDE, OWNERS, PLAN_YEAR, STARTS_ON, GateRecord, TalkRecord, heard
from binacity.wishes import OWN, SAME_REASON, WishRecord, wishes
from binacore.gate import Cause
from binacore.workdays import AKPK_DAYS
from renbina.catalogue.models import Programme
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor, Grant, Role
from renbina.needs import actions
from renbina.needs.enums import Stage
from renbina.needs.models import Proposal

PROPOSED, DECIDED, OWN_PROPOSED = date(2026, 10, 14), date(2026, 11, 2), date(2026, 11, 18)


def load_needs_analysis(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """After units, people, competencies and programmes; changes nothing that the plan weighs by itself."""
    units = frozenset(unit.key for unit in city.units)
    found = heard(units, len(city.employees))
    _cycle(by=by, at=at)
    for talk in found.talks:
        _talk(talk, keys, by=by, at=at)
    programmes = {each.code: each for each in Programme.objects.filter(agency=keys.agency)}
    _wishes(wishes(units, len(city.employees)), keys, programmes, by=by, at=at)
    if found.talks:
        _own_wishes(city, keys, programmes, at=at)
    for gate in found.gates:
        _gate(gate, keys, by=by, at=at)
    for study in found.studies:
        new = actions.NewStudy(
            PLAN_YEAR, study.kind, study.title, study.source, study.change, keys.competencies[study.competency],
            study.people, keys.units[study.unit] if study.unit else None, study.effective_on,
        )  # fmt: skip
        actions.record_study(study=new, on=study.studied_on, by=by, at=at)


def _cycle(*, by: Actor, at: datetime) -> None:
    stages = [actions.StagePlan(stage, days, role) for stage, days, role in zip(Stage, AKPK_DAYS, OWNERS, strict=True)]
    cycle = actions.plan_cycle(year=PLAN_YEAR, starts_on=STARTS_ON, stages=stages, by=by, at=at)
    for stage, day in zip(cycle.stages.order_by("position"), DONE_ON, strict=False):
        actions.finish_stage(stage=stage, on=day, by=by, at=at)


def _talk(talk: TalkRecord, keys: Keys, *, by: Actor, at: datetime) -> None:
    new = actions.NewInterview(
        PLAN_YEAR, talk.kind, keys.units[talk.unit], talk.topic, talk.held_on, talk.people, "\n".join(GUIDE), talk.notes
    )
    quotes = [
        actions.NewQuote(
            each.speaker, each.text, each.cause, keys.competencies[each.competency] if each.competency else None
        )
        for each in talk.quotes
    ]
    actions.hold_interview(talk=new, quotes=quotes, on=talk.held_on, by=by, at=at)


def _wishes(
    rows: tuple[WishRecord, ...], keys: Keys, programmes: dict[str, Programme], *, by: Actor, at: datetime
) -> None:
    made: dict[int, Proposal] = {}
    for row in rows:
        new = actions.NewProposal(
            PLAN_YEAR, keys.units[row.unit], row.title, row.people, row.reason,
            programme=programmes.get(row.programme), amount=row.amount, place=row.place,
        )  # fmt: skip
        made[row.number] = actions.propose(proposal=new, on=PROPOSED, by=by, at=at)
    for row in rows:
        if row.status:
            actions.decide_proposal(
                proposal=made[row.number], status=row.status, reason=row.status_reason, on=DECIDED, by=by, at=at
            )
        if row.same_as:
            into, other = made[row.same_as], made[row.number]
            actions.merge_proposals(into=into, others=[other], reason=SAME_REASON, on=DECIDED, by=by, at=at)


def _own_wishes(city: City, keys: Keys, programmes: dict[str, Programme], *, at: datetime) -> None:
    logins = {login.username: login for login in city.logins}
    for row in OWN:
        login = logins.get(row.login)
        if login is None or login.employee is None or login.unit is None:
            continue
        person = keys.employees[login.employee]
        who = Actor(None, keys.agency.pk, person.pk, person.full_name, frozenset({Grant(Role.EMPLOYEE)}))
        new = actions.NewProposal(
            PLAN_YEAR, keys.units[login.unit], row.title, 1, row.reason, for_unit=False,
            programme=programmes.get(row.programme),
            competency=keys.competencies[row.competency] if row.competency else None,
        )  # fmt: skip
        actions.propose(proposal=new, on=OWN_PROPOSED, by=who, at=at)


def _gate(row: GateRecord, keys: Keys, *, by: Actor, at: datetime) -> None:
    gate = actions.open_gate(
        year=PLAN_YEAR, unit=keys.units[row.unit], competency=keys.competencies[row.competency], problem=row.problem,
        on=row.opened_on, by=by, at=at,
    )  # fmt: skip
    counts = dict(zip(Cause, row.counts, strict=True))
    actions.answer_gate(gate=gate, counts=counts, source=row.source, on=row.opened_on, by=by, at=at)
    if row.decided_on is None:
        return
    routes = [actions.Route(Cause(each.cause), each.text, keys.units[each.unit], each.due_on) for each in row.routes]
    actions.decide_gate(gate=gate, routes=routes, reason=row.reason, on=row.decided_on, by=by, at=at)
    for each, handed in zip(row.routes, gate.handovers.order_by("pk"), strict=True):
        if each.done_on is not None:
            actions.finish_handover(handover=handed, proof=each.proof, on=each.done_on, by=by, at=at)
