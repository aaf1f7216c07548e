"""People found by name for a class that has room, and what stands against inviting each of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from renbina.delivery.access import MANAGE, require
from renbina.delivery.enums import BatchState, InviteObstacle, SeatState
from renbina.delivery.models import Batch, Registration, Session
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import visible_employees
from renbina.organisation.enums import PlacementKind, Status
from renbina.organisation.models import Employee, Placement, Unit
from renbina.organisation.queries import GONE, status_on

MOST: Final = 12  # people shown for one search; more words find fewer
_MOST_WORDS: Final = 5
_AWAY: Final = (Status.STUDY_LEAVE, Status.UNPAID_LEAVE, Status.SUSPENDED)
_COUNTED: Final = (SeatState.INVITED, SeatState.CONFIRMED)  # may well be away then


@dataclass(frozen=True, slots=True)
class Crowd:
    """A unit that can spare `most` people in one month, and how many of its people are asked for that month."""

    unit: str
    most: int
    away: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """`obstacle`: enums.InviteObstacle, empty when nothing stands against it; `detail`: the other class, a status.

    crowd: the unit whose people would be too few at work with one more away; None where nobody is missed.
    asked_elsewhere: the name of another class at these times that the person has not answered yet.
    """

    public_id: str
    name: str
    position: str
    unit: str
    obstacle: str
    detail: str
    crowd: Crowd | None
    asked_elsewhere: str

    @property
    def place(self) -> str:
        return " · ".join(part for part in (self.position, self.unit) if part)


@dataclass(frozen=True, slots=True)
class Search:
    text: str
    found: tuple[Candidate, ...] = ()
    more: bool = False


def candidates(actor: Actor, batch: Batch, text: str, on: date) -> Search:
    """People whose name has all the words, or who have exactly this NIP; a fixed number of queries."""
    require(actor, MANAGE, batch)
    words = text.split()[:_MOST_WORDS]
    if not words:
        return Search("")
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    people = visible_employees(actor, on).filter(named | Q(nip="".join(words)))
    rows = list(_placed(people, batch).order_by("name", "pk")[: MOST + 1])
    return Search(" ".join(words), judge(batch, rows[:MOST]), len(rows) > MOST)


def candidate(batch: Batch, employee: Employee) -> Candidate:
    """One person, as the action that invites judges them."""
    return judge(batch, list(_placed(Employee.objects.filter(pk=employee.pk), batch)))[0]


def judge(batch: Batch, people: Sequence[Employee]) -> tuple[Candidate, ...]:
    """`people` as `_placed` annotates them; five queries however many there are."""
    sessions = list(batch.sessions.order_by("starts_at"))
    same_time = _same_time(sessions)
    keys = [person.pk for person in people]
    here = dict(Registration.objects.filter(batch=batch, employee__in=keys).values_list("employee_id", "state"))
    elsewhere: dict[int, dict[str, str]] = defaultdict(dict)
    asked = Registration.objects.filter(same_time("batch__sessions__"), employee__in=keys, batch__state=BatchState.OPEN)
    rows = asked.exclude(batch=batch).filter(state__in=(*_COUNTED, SeatState.WAITING)).order_by("pk")
    for person, state, name in rows.values_list("employee_id", "state", "batch__programme__name"):
        elsewhere[person][state] = name
    given = Batch.objects.filter(same_time("sessions__"), trainer_employee__in=keys, state=BatchState.OPEN)
    taught = {person: name for person, name in given.values_list("trainer_employee_id", "programme__name") if person}
    crowds = _Crowds(batch, sessions)
    last = _last_day(batch, sessions)
    return tuple(_candidate(each, here.get(each.pk), elsewhere[each.pk], taught, crowds, last) for each in people)


def _candidate(
    person: Any,
    state: str | None,
    elsewhere: dict[str, str],
    taught: dict[int, str],
    crowds: "_Crowds",
    last: date,
) -> Candidate:
    obstacle, detail = "", ""
    if state is not None:
        said_no = state in (SeatState.DECLINED, SeatState.OBJECTED)
        obstacle = InviteObstacle.SAID_NO if said_no else InviteObstacle.HERE
    elif person.status_then in GONE or _leaves_by(person, last):
        obstacle = InviteObstacle.GONE
    elif person.status_then in _AWAY:
        obstacle, detail = InviteObstacle.AWAY, str(Status(person.status_then).label)
    elif person.pk in taught:
        obstacle, detail = InviteObstacle.TEACHES, taught[person.pk]
    elif SeatState.CONFIRMED in elsewhere:
        obstacle, detail = InviteObstacle.SEATED, elsewhere[SeatState.CONFIRMED]
    return Candidate(
        public_id=person.public_id,
        name=person.full_name,
        position=person.position_title or "",
        unit=person.unit_name or "",
        obstacle=obstacle,
        detail=detail,
        crowd=None if obstacle else crowds.of(person.unit_path or "", person.pk),
        asked_elsewhere=next((name for key, name in elsewhere.items() if key != SeatState.CONFIRMED), ""),
    )


def _placed(people: QuerySet[Employee], batch: Batch) -> QuerySet[Employee]:
    """With post, unit and status on the first day of the class."""
    first = _first_day(batch)
    held = Placement.objects.filter(holds_on(first), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    place = held.order_by("-valid_from", "-pk")
    return people.annotate(
        unit_name=Subquery(place.values("unit__short_name")[:1]),
        unit_path=Subquery(place.values("unit__path")[:1]),
        position_title=Subquery(place.values("position__title")[:1]),
        status_then=status_on(first),
    )


def _leaves_by(person: Employee, last: date) -> bool:
    """`retire_on` is the first day after service, `contract_end` the last day of work."""
    retired = person.retire_on is not None and person.retire_on <= last
    return retired or (person.contract_end is not None and person.contract_end < last)


def _same_time(sessions: Sequence[Session]) -> Any:
    """prefix -> the filter "overlaps one of these sessions"; nothing overlaps no session."""

    def filtered(prefix: str) -> Q:
        found = Q(pk__in=[])
        for each in sessions:
            found |= Q(**{f"{prefix}starts_at__lt": each.ends_at, f"{prefix}ends_at__gt": each.starts_at})
        return found

    return filtered


def _first_day(batch: Batch) -> date:
    first = batch.sessions.order_by("starts_at").first()
    return _day(first.starts_at if first else batch.opened_at, batch)


def _last_day(batch: Batch, sessions: Sequence[Session]) -> date:
    return _day(sessions[-1].starts_at if sessions else batch.opened_at, batch)


def _day(at: datetime, batch: Batch) -> date:
    return at.astimezone(ZoneInfo(batch.agency.timezone)).date()


class _Crowds:
    """Units that limit how many are away in the months of a class; the nearest above a person counts, as in a plan."""

    def __init__(self, batch: Batch, sessions: Sequence[Session]) -> None:
        limited = Unit.objects.filter(agency_id=batch.agency_id, away_max__isnull=False)
        self.limits = {unit.path: unit for unit in limited.only("path", "away_max", "short_name")}
        self.away: dict[str, set[int]] = defaultdict(set)
        if not sessions or not self.limits:
            return
        starts = sessions[0].starts_at.astimezone(ZoneInfo(batch.agency.timezone)).replace(day=1, hour=0, minute=0)
        last = sessions[-1].starts_at.astimezone(ZoneInfo(batch.agency.timezone)).replace(day=1, hour=0, minute=0)
        ends = (last + timedelta(days=32)).replace(day=1)
        in_month = Session.objects.filter(starts_at__gte=starts, starts_at__lt=ends)
        held = Placement.objects.filter(
            holds_on(starts.date()), employee=OuterRef("employee"), kind=PlacementKind.DEFINITIVE
        )
        rows = Registration.objects.filter(
            batch__in=in_month.values("batch"), batch__agency_id=batch.agency_id, batch__state=BatchState.OPEN,
            state__in=_COUNTED,
        )  # fmt: skip
        placed = rows.annotate(path=Coalesce(Subquery(held.values("unit__path")[:1]), Value("")))
        for person, path in placed.order_by().values_list("employee_id", "path"):
            nearest = self._nearest(path)
            if nearest:
                self.away[nearest].add(person)

    def of(self, path: str, person: int) -> Crowd | None:
        """The unit that would have too few at work if this person went too."""
        nearest = self._nearest(path)
        if not nearest:
            return None
        unit, away = self.limits[nearest], self.away[nearest] - {person}
        if len(away) < (unit.away_max or 0):
            return None
        return Crowd(unit.short_name, unit.away_max or 0, len(away))

    def _nearest(self, path: str) -> str:
        while path and path not in self.limits:
            path = path[: -Unit.steplen]
        return path
