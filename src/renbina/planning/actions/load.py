"""Bulk loads of what a plan rests on: plans, money, goals, activities, calendar, past years."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.models import Agency, Unit
from renbina.planning.access import LOAD, own_agency, require
from renbina.planning.actions.rows import (
    ActivityLine,
    AskedLine,
    CalendarLine,
    FundLine,
    GoalLine,
    HistoryLine,
    IndicatorLine,
    OrganiserLine,
    PlanLine,
)
from renbina.planning.enums import ActivityKind
from renbina.planning.models import (
    CalendarRule,
    Fund,
    Goal,
    GoalCompetency,
    Indicator,
    Organiser,
    Plan,
    PlanDecision,
    PlanHistory,
    PlanRow,
    ProgrammeFund,
)

T = TypeVar("T")


class PlanningReferenceUnknown(Refused):
    """A row names something that does not exist in the agency."""


class ActivityIsProgramme(Refused):
    """Attending programmes is what the computation fills; it is never loaded as an activity."""


_PLAN_VALUES: Final = ("title", "budget", "status", "realised", "people_at_target", "note")


@action
def load_plans(*, plans: Sequence[PlanLine], by: Actor, at: datetime) -> list[Plan]:
    """Write the plans, in the order given; a plan of the same year and stage is updated, its run kept.

    The status of a plan that was put forward here is what was decided, whatever a file says.
    """
    agency = _agency(by)
    decided = set(PlanDecision.objects.filter(plan__agency=agency).values_list("plan__year", "plan__stage"))
    made = []
    for row in plans:
        kept = ("status",) if (row.year, row.stage) in decided else ()
        values = {name: getattr(row, name) for name in _PLAN_VALUES if name not in kept}
        made.append(Plan.objects.update_or_create(agency=agency, year=row.year, stage=row.stage, defaults=values)[0])
    record(
        obj=agency, new={"plans": [{"year": plan.year, "stage": plan.stage, "budget": plan.budget} for plan in made]}
    )
    return made


@action
def load_funds(*, funds: Sequence[FundLine], by: Actor, at: datetime) -> dict[str, Fund]:
    """Write the funds with their units and programmes; key -> fund. Raises PlanningReferenceUnknown."""
    agency = _agency(by)
    units, programmes = _units(agency), _programmes(agency)
    names = ("name", "amount", "spender", "activity_code", "note")
    made = {}
    for row in funds:
        fund, _new = Fund.objects.update_or_create(
            agency=agency, year=row.year, key=row.key, defaults={name: getattr(row, name) for name in names}
        )
        fund.units.set([_found(units, code, _("unit")) for code in row.units])
        ProgrammeFund.objects.filter(fund=fund).delete()
        ProgrammeFund.objects.bulk_create(
            ProgrammeFund(fund=fund, programme=_found(programmes, code, _("programme"))) for code in row.programmes
        )
        made[row.key] = fund
    record(obj=agency, new={"funds": [{"year": row.year, "key": row.key, "amount": row.amount} for row in funds]})
    return made


@action
def load_goals(
    *, goals: Sequence[GoalLine], indicators: Sequence[IndicatorLine], asked: Sequence[AskedLine] = (), by: Actor,
    at: datetime,
) -> dict[str, str]:  # fmt: skip
    """Write the goal tree with what it asks people to be able to do; indicator key -> public id.

    Evidence is made from it by `derive_goal_evidence`. Raises PlanningReferenceUnknown for a later parent.
    """
    agency = _agency(by)
    known: dict[str, Goal] = {}
    programmes = _programmes(agency)
    for order, row in enumerate(goals):
        parent = _found(known, row.parent, _("goal")) if row.parent else None
        known[row.key], _new = Goal.objects.update_or_create(
            agency=agency, parent=parent, text=row.text, defaults={"level": row.level, "order": order}
        )
    names = ("unit", "baseline", "baseline_year", "target", "target_year", "source")
    public = {}
    for line in indicators:
        indicator, _new = Indicator.objects.update_or_create(
            goal=_found(known, line.goal, _("goal")),
            name=line.name,
            defaults={name: getattr(line, name) for name in names},
        )
        indicator.programmes.set([_found(programmes, code, _("programme")) for code in line.programmes])
        public[line.key] = indicator.public_id
    _write_asked(asked, known, agency)
    record(obj=agency, new={"goals": len(known), "indicators": len(public), "asked": len(asked)})
    return public


def _write_asked(asked: Sequence[AskedLine], goals: Mapping[str, Goal], agency: Agency) -> None:
    units = _units(agency)
    competencies = {each.code: each for each in Competency.objects.filter(agency=agency)}
    for line in asked:
        link, _new = GoalCompetency.objects.update_or_create(
            goal=_found(goals, line.goal, _("goal")),
            competency=_found(competencies, line.competency, _("competency")),
            defaults={name: getattr(line, name) for name in ("weight", "reason", "year_from", "year_to")},
        )
        link.units.set([_found(units, code, _("unit")) for code in line.units])


@action
def load_activities(*, plan: Plan, activities: Sequence[ActivityLine], by: Actor, at: datetime) -> int:
    """Replace a plan's activities that are not programmes. Raises ActivityIsProgramme, PlanningReferenceUnknown."""
    require(by, LOAD, plan)
    agency = _agency(by)
    units = _units(agency)
    funds = {fund.key: fund for fund in Fund.objects.filter(agency=agency, year=plan.year)}
    indicators = {row.public_id: row for row in Indicator.objects.filter(goal__agency=agency)}
    rows = []
    for row in activities:
        if row.kind == ActivityKind.PROGRAMME:
            raise ActivityIsProgramme(
                _("“%(title)s” is a programme. Put it into the catalogue; the plan places people in it.")
                % {"title": row.title}
            )
        rows.append(
            PlanRow(
                plan=plan,
                indicator=_found(indicators, row.indicator, _("indicator")) if row.indicator else None,
                kind=row.kind,
                title=row.title,
                owner=_found(units, row.owner, _("unit")) if row.owner else None,
                month_from=row.month_from,
                month_to=row.month_to,
                participants=row.participants,
                amount=row.amount,
                fund=_found(funds, row.fund, _("fund")) if row.fund else None,
                output=row.output,
            )
        )
    PlanRow.objects.filter(plan=plan).exclude(kind=ActivityKind.PROGRAMME).delete()
    PlanRow.objects.bulk_create(rows)
    record(obj=plan, new={"activities": len(rows), "amount": sum(row.amount for row in rows)})
    return len(rows)


@action
def load_calendar(*, year: int, rules: Sequence[CalendarLine], by: Actor, at: datetime) -> int:
    """Replace the calendar of a year: when who may leave. Raises PlanningReferenceUnknown."""
    agency = _agency(by)
    units = _units(agency)
    CalendarRule.objects.filter(agency=agency, year=year).delete()
    for row in rules:
        rule = CalendarRule.objects.create(
            agency=agency,
            year=year,
            title=row.title,
            effect=row.effect,
            at_work_min=row.at_work_min,
            months=list(row.months),
            families=list(row.families),
            note=row.note,
        )
        rule.units.set([_found(units, code, _("unit")) for code in row.units])
    record(obj=agency, new={"year": year, "calendar": len(rules)})
    return len(rules)


@action
def load_organisers(*, organisers: Sequence[OrganiserLine], by: Actor, at: datetime) -> int:
    """Write who can hold how many classes, with their programmes. Raises PlanningReferenceUnknown."""
    agency = _agency(by)
    programmes = _programmes(agency)
    for row in organisers:
        organiser, _new = Organiser.objects.update_or_create(
            agency=agency,
            year=row.year,
            key=row.key,
            defaults={
                "name": row.name,
                "batches_max": row.batches_max,
                "batches_max_by_month": {str(month): most for month, most in row.by_month},
                "note": row.note,
            },
        )
        organiser.programmes.set([_found(programmes, code, _("programme")) for code in row.programmes])
    record(obj=agency, new={"organisers": [row.key for row in organisers]})
    return len(organisers)


@action
def load_history(*, plan: Plan, rows: Sequence[HistoryLine], by: Actor, at: datetime) -> int:
    """Replace what a past year's plan held for each programme."""
    require(by, LOAD, plan)
    programmes = _programmes(_agency(by))
    PlanHistory.objects.filter(plan=plan).delete()
    names = ("name", "planned_people", "realised_people", "planned_amount", "realised_amount")
    PlanHistory.objects.bulk_create(
        PlanHistory(plan=plan, programme=programmes.get(row.programme), **{name: getattr(row, name) for name in names})
        for row in rows
    )
    record(obj=plan, new={"history": len(rows)})
    return len(rows)


def _agency(by: Actor) -> Agency:
    require(by, LOAD)
    return Agency.objects.get(pk=own_agency(by))


def _units(agency: Agency) -> dict[str, Unit]:
    return {unit.code: unit for unit in Unit.objects.filter(agency=agency).exclude(code="")}


def _programmes(agency: Agency) -> dict[str, Programme]:
    return {programme.code: programme for programme in Programme.objects.filter(agency=agency)}


def _found(known: Mapping[str, T], key: str, what: str) -> T:
    try:
        return known[key]
    except KeyError:
        raise PlanningReferenceUnknown(
            _("There is no %(what)s “%(key)s” in this agency. Add it first, or correct the row.")
            % {"what": what, "key": key}
        ) from None
