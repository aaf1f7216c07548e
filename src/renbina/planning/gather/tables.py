"""Facts -> the tables of the problem format. Nothing is decided here."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from renbina.planning.enums import NAMED
from renbina.planning.gather.candidates import Candidate, GapFact
from renbina.planning.gather.groups import MONTHS, Group
from renbina.planning.gather.money import Payers, fund_budgets
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.people import Person
from renbina.planning.gather.rows import Rows
from renbina.planning.gather.sessions import Begun, Session

Table = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was found out, ready to be written down."""

    rows: Rows
    parameters: PlanningParameters
    hours_target: float
    nomination_weight: float
    payers: Payers
    people: Sequence[Person]
    gaps: Mapping[int, Mapping[str, GapFact]]
    candidates: Mapping[int, Sequence[Candidate]]
    sessions: Sequence[Session]
    begun: Begun
    used: Mapping[str, int]
    groups: Sequence[Group]


def tables_of(facts: Facts) -> dict[str, Table]:
    """The eight tables, and those of section 7 of the format that this agency needs."""
    tables = {
        "units": _units(facts),
        "persons": _persons(facts),
        "gaps": _gaps(facts),
        "programmes": _programmes(facts),
        "effects": _effects(facts),
        "sessions": _sessions(facts),
        "candidates": _candidates(facts),
        "funds": _funds(facts),
        "unit_periods": _unit_periods(facts),
    }
    if facts.rows.organisers:
        tables |= _organisers(facts)
    if facts.begun.going:
        tables["fixed"] = _fixed(facts)
    return tables


def _units(facts: Facts) -> Table:
    least = facts.parameters.fairness_smallest
    return {
        "unit_id": [group.key for group in facts.groups],
        "budget": [None] * len(facts.groups),
        "away_max": [group.usual for group in facts.groups],
        "fairness": [
            None if sum(person.entitled for person in group.people) >= least else 0.0 for group in facts.groups
        ],
    }


def _unit_periods(facts: Facts) -> Table:
    rows = [
        (group.key, month, group.limits[month])
        for group in facts.groups
        for month in MONTHS
        if group.limits[month] != group.usual
    ]
    return {
        "unit_id": [row[0] for row in rows],
        "period": [row[1] for row in rows],
        "away_max": [row[2] for row in rows],
    }


def _persons(facts: Facts) -> Table:
    unit_of = {person.pk: group.key for group in facts.groups for person in group.people}
    usual = facts.parameters.usual_hours_max
    room = [_hours_max(person, facts.candidates[person.pk], facts.hours_target) for person in facts.people]
    return {
        "person_id": [person.key for person in facts.people],
        "unit_id": [unit_of[person.pk] for person in facts.people],
        "hours_max": [None if most == usual else most for most in room],
        "hours_target": [
            None if not person.entitled or person.hours_target == facts.hours_target else person.hours_target
            for person in facts.people
        ],
        "hours_done": [person.hours_done or None for person in facts.people],
        "entitled": [None if person.entitled else False for person in facts.people],
    }


def _hours_max(person: Person, candidates: Sequence[Candidate], hours_target: float) -> float:
    """The person's limit; what the agency sends them to by name is on top where it alone is longer."""
    named = sum(each.programme.hours for each in candidates if each.mandatory or each.begun)
    long = max((each.programme.hours for each in candidates if each.named), default=0.0)
    needed = max(named, long) + person.hours_done
    if needed <= person.hours_max:
        return person.hours_max
    return needed if person.is_pppk else needed + hours_target


def _gaps(facts: Facts) -> Table:
    """Known gaps, and for everybody who is named without owing it one step that only this programme closes."""
    rows: list[tuple[str, str, int, int, float]] = []
    for person in facts.people:
        rows += [(person.key, code, gap.held, gap.size, gap.weight) for code, gap in facts.gaps[person.pk].items()]
        rows += [
            (person.key, f"{NAMED}{each.programme.code}", 0, 1, facts.nomination_weight)
            for each in facts.candidates[person.pk]
            if each.named and not each.mandatory
        ]
    return _columns(("person_id", "competency_id", "held", "gap", "weight"), rows)


def _programmes(facts: Facts) -> Table:
    organiser = {
        programme.pk: each.key for each in reversed(facts.rows.organisers) for programme in each.programmes.all()
    }
    columns: dict[str, list[Any]] = defaultdict(list)
    for programme in facts.rows.programmes:
        load = facts.parameters.load_of(programme.days) if programme.synchronous else 1.0
        columns["programme_id"].append(programme.code)
        columns["hours"].append(programme.hours)
        columns["cost_per_person"].append(programme.cost_per_person)
        columns["cost_per_batch"].append(programme.cost_per_batch)
        columns["capacity"].append(programme.capacity)
        columns["batch_min"].append(programme.batch_min)
        columns["synchronous"].append(programme.synchronous)
        columns["fund_id"].append(facts.payers.of_programme(programme.pk))
        columns["prerequisite_id"].append(programme.prerequisite.code if programme.prerequisite else None)
        columns["away_load"].append(None if load == 1.0 else load)
        columns["organiser_id"].append(organiser.get(programme.pk))
    names = ("programme_id", "hours", "cost_per_person", "cost_per_batch", "capacity", "batch_min", "synchronous")
    more = ("fund_id", "prerequisite_id", "away_load", *(("organiser_id",) if facts.rows.organisers else ()))
    return {name: columns[name] for name in (*names, *more)}


def _effects(facts: Facts) -> Table:
    rows = [
        (programme.code, each.competency.code, each.lift, each.ceiling)
        for programme in facts.rows.programmes
        for each in facts.rows.effects.get(programme.pk, ())
        if each.lift > 0
    ]
    weighed = (each for found in facts.candidates.values() for each in found)
    named = {each.programme.code for each in weighed if each.named and not each.mandatory}
    rows += [(code, f"{NAMED}{code}", 1, 1) for code in sorted(named)]
    return _columns(("programme_id", "competency_id", "lift", "ceiling"), rows)


def _sessions(facts: Facts) -> Table:
    held = facts.begun.classes
    return {
        "session_id": [each.key for each in facts.sessions],
        "programme_id": [each.programme.code for each in facts.sessions],
        "period": [each.first or None for each in facts.sessions],
        "batches_max": [max(0, each.batches_max - held.get(each.pk, 0)) for each in facts.sessions],
        "duration": [each.last - each.first + 1 if each.last > each.first else None for each in facts.sessions],
        "closed": [each.closed or None for each in facts.sessions],
    }


def _candidates(facts: Facts) -> Table:
    rows = []
    for person in facts.people:
        for each in facts.candidates[person.pk]:
            payer = None if each.payer == facts.payers.of_programme(each.programme.pk) else each.payer
            rows.append((person.key, each.programme.code, each.mandatory, each.needs_prerequisite, payer))
    return _columns(("person_id", "programme_id", "mandatory", "needs_prerequisite", "fund_id"), rows)


def _funds(facts: Facts) -> Table:
    left = fund_budgets(facts.rows, facts.used)
    return {"fund_id": list(left), "budget": list(left.values())}


def _organisers(facts: Facts) -> dict[str, Table]:
    """Classes that are over no longer count towards the year; months behind us hold nothing new."""
    held: Counter[int] = Counter()
    programme_of = {session.pk: session.programme.pk for session in facts.sessions}
    for session, count in facts.begun.classes.items():
        held[programme_of[session]] += count
    rows = []
    years = []
    for each in facts.rows.organisers:
        used = sum(held[programme.pk] for programme in each.programmes.all())
        years.append(None if each.batches_max is None else max(0, each.batches_max - used))
        rows += [(each.key, int(month), most) for month, most in sorted(each.batches_max_by_month.items())]
    return {
        "organisers": {
            "organiser_id": [each.key for each in facts.rows.organisers],
            "batches_max_year": years,
        },
        "organiser_periods": _columns(("organiser_id", "period", "batches_max"), rows),
    }


def _fixed(facts: Facts) -> Table:
    keys = {person.pk: person.key for person in facts.people}
    names = {session.pk: session.key for session in facts.sessions}
    rows = [(keys[employee], names[session]) for employee, session in facts.begun.going]
    return _columns(("person_id", "session_id"), rows)


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
