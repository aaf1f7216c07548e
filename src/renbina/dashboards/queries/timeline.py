"""Everything dated about one person in one line of days, as far as the reader may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from renbina.dashboards.enums import FactKind
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import Verb, can, visible_employees
from renbina.organisation.enums import PlacementKind, Relation, Standing, Status, role_title
from renbina.organisation.models import (
    Employee,
    EmploymentStatus,
    Placement,
    RoleGrant,
    Substitution,
    Supervision,
    UnitChange,
    name_with_titles,
)
from renbina.organisation.queries import agency_of, day_for, status_on, superior_name
from renbina.records.queries import learning_history, performance_results
from renbina.ui import formats

_LASTING = (FactKind.POST, FactKind.ACTING, FactKind.SUPERIOR, FactKind.STATUS, FactKind.ROLE)


@dataclass(frozen=True, slots=True)
class Fact:
    """What began or happened on a day; `until` is the last day of what ended."""

    day: date
    kind: str
    title: str
    note: str = ""
    until: date | None = None
    is_ahead: bool = False

    @property
    def is_lasting(self) -> bool:
        """Still true: it has begun and has no end yet. A class or a result is over on its day."""
        return self.kind in _LASTING and self.until is None and not self.is_ahead


@dataclass(frozen=True, slots=True)
class State:
    """Where and what the person was on a day."""

    on: date
    post: str
    unit: str
    status: str
    rater: str
    team_lead: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Facts the newest first; `kinds` are those of which there is any."""

    public_id: str
    full_name: str
    today: date
    state: State
    facts: tuple[Fact, ...]
    kinds: tuple[str, ...]
    may_correct: bool
    is_own: bool


def timeline_of(actor: Actor, public_id: str, *, on: date | None, kind: str) -> TimelinePage:
    """One visible person. Raises NotFound for everybody out of sight. The queries do not grow with the facts."""
    today = day_for(actor)
    day = on or today
    people = visible_employees(actor, today).filter(public_id=public_id)
    person = people.annotate(
        status_then=status_on(day),
        rater=superior_name(Relation.RATER, day),
        team_lead=superior_name(Relation.TEAM_LEAD, day),
    ).first()
    if person is None:
        raise NotFound
    renames = _renames(person)
    found = list(_facts(actor, person, today, renames))
    shown = [fact for fact in found if (not kind or fact.kind == kind) and (on is None or fact.day <= on)]
    return TimelinePage(
        public_id=person.public_id,
        full_name=person.full_name,
        today=today,
        state=_state(person, day, renames),
        facts=tuple(sorted(shown, key=lambda fact: (fact.day, fact.kind, fact.title), reverse=True)),
        kinds=tuple(each for each in FactKind.values if any(fact.kind == each for fact in found)),
        may_correct=can(actor, Verb.CHANGE_ORGANISATION),
        is_own=actor.employee_id == person.pk,
    )


def _state(person: Any, day: date, renames: list[UnitChange]) -> State:
    held = person.placements.filter(holds_on(day), kind=PlacementKind.DEFINITIVE)
    row = held.values_list("position__title", "unit_id", "unit__name").first()
    return State(
        on=day,
        post=row[0] if row else "",
        unit=_called(renames, row[1], row[2], day) if row else "",
        status=str(Status(person.status_then).label) if person.status_then else "",
        rater=person.rater or "",
        team_lead=person.team_lead or "",
    )


def _facts(actor: Actor, person: Employee, today: date, renames: list[UnitChange]) -> Iterator[Fact]:
    yield from _service(person, today)
    yield from _posts(person, today, renames)
    yield from _superiors(person, today)
    yield from _learning(actor, person, today)
    for line in performance_results(actor, person.pk, on=today):
        yield Fact(
            date(line.year, 12, 31),
            FactKind.RATING,
            line.predicate_label,
            _("result of %(year)s") % {"year": line.year},
        )
    if can(actor, Verb.MANAGE_ACCESS) or actor.employee_id == person.pk:
        yield from _roles(actor, person, today)


def _service(person: Employee, today: date) -> Iterator[Fact]:
    if person.appointed_on is not None:
        yield Fact(person.appointed_on, FactKind.SERVICE, _("Appointed"), person.get_employment_display())
    if person.contract_end is not None:
        yield Fact(person.contract_end, FactKind.SERVICE, _("Contract ends"), "", None, person.contract_end > today)
    if person.retire_on is not None:
        yield Fact(person.retire_on, FactKind.SERVICE, _("Retires"), "", None, person.retire_on > today)
    rows = EmploymentStatus.objects.filter(employee=person).values_list("status", "note", "valid_from", "valid_to")
    for status, note, since, until in rows:
        yield Fact(since, FactKind.STATUS, str(Status(status).label), note, _last(until), since > today)


def _renames(person: Employee) -> list[UnitChange]:
    """What happened to the units in which the person has a post, while they had it; the earliest first; one query."""
    posts = Q(unit__placements__employee=person)
    meanwhile = Q(unit__placements__valid_to__isnull=True) | Q(unit__placements__valid_to__gt=F("day"))
    return list(UnitChange.objects.filter(posts, meanwhile).select_related("unit").distinct().order_by("day", "pk"))


def _called(renames: list[UnitChange], unit: int, now: str, on: date) -> str:
    """What a unit was called on a day: what the first later change kept of it, else as today."""
    return next((each.old_name for each in renames if each.unit_id == unit and each.day > on), now)


def _posts(person: Employee, today: date, renames: list[UnitChange]) -> Iterator[Fact]:
    fields = ("position__title", "unit_id", "unit__name", "kind", "decree", "valid_from", "valid_to")
    posts = list(Placement.objects.filter(employee=person).values_list(*fields))
    for title, unit, name, kind, decree, since, until in posts:
        note = " · ".join(filter(None, (_called(renames, unit, name, since), decree)))
        what = FactKind.ACTING if kind == PlacementKind.ACTING else FactKind.POST
        yield Fact(since, what, title, note, _last(until), since > today)
    for change in renames:
        held = any(
            row[1] == change.unit_id and row[5] < change.day and (row[6] is None or row[6] > change.day)
            for row in posts
        )
        if held:
            yield Fact(
                change.day, FactKind.POST, _("Unit: %(what)s") % {"what": change.get_kind_display()},
                _("%(old)s, today %(now)s · %(decree)s")
                % {"old": change.old_name, "now": change.unit.name, "decree": change.decree},
            )  # fmt: skip
    stood = Substitution.objects.filter(substitute=person).select_related("absent", "position")
    for row in stood:
        words = {"kind": Standing(row.kind).label, "office": row.position.title}
        note = _("for %(name)s · %(letter)s") % {"name": row.absent.full_name, "letter": row.letter_number}
        title = _("%(kind)s: %(office)s") % words
        yield Fact(row.valid_from, FactKind.ACTING, title, note, _last(row.valid_to), row.valid_from > today)


def _superiors(person: Employee, today: date) -> Iterator[Fact]:
    titled = ("superior__front_title", "superior__name", "superior__back_title")
    rows = Supervision.objects.filter(employee=person).values_list(
        "relation", "reason", "valid_from", "valid_to", *titled
    )
    for relation, reason, since, until, *name in rows:
        label = Relation(relation).label
        title = _("%(relation)s: %(name)s") % {"relation": label, "name": name_with_titles(*name)}
        yield Fact(since, FactKind.SUPERIOR, title, reason, _last(until), since > today)


def _learning(actor: Actor, person: Employee, today: date) -> Iterator[Fact]:
    for year in learning_history(actor, person.pk, on=today):
        for line in year.lines:
            yield Fact(line.ended_on, FactKind.LEARNING, line.name, formats.hours(line.counted_hours))


def _roles(actor: Actor, person: Employee, today: date) -> Iterator[Fact]:
    if person.user_id is None:
        return
    kind = agency_of(actor).kind
    rows = RoleGrant.objects.filter(user_id=person.user_id, agency_id=person.agency_id).select_related("unit")
    for row in rows:
        note = " · ".join(filter(None, (row.unit.name if row.unit else _("whole agency"), row.reason, row.end_reason)))
        title = role_title(row.role, kind)
        yield Fact(row.valid_from, FactKind.ROLE, title, note, _last(row.valid_to), row.valid_from > today)


def _last(until: date | None) -> date | None:
    return until - timedelta(days=1) if until else None
