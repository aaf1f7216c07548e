"""What the pages of the organisation ask on every visit, worked out once for as long as nothing has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Q

from renbina.foundation.base import holds_on
from renbina.foundation.models import AuditEvent
from renbina.organisation.enums import PlacementKind, Relation
from renbina.organisation.gather import chart_of
from renbina.organisation.models import (
    Employee,
    EmploymentStatus,
    Placement,
    Substitution,
    Supervision,
    name_with_titles,
)
from renbina.organisation.queries import GONE, circles_in, unit_states
from renbina.organisation.queries.superiors import Wrong

SECONDS = 3600
SHAPE = 1  # of what is kept; another shape is drawn anew after an upgrade
# Writes after which an organisation may look otherwise: its own, and those of imports.
_CHANGING = Q(verb__startswith="organisation.") | Q(verb__startswith="foundation.")


@dataclass(frozen=True, slots=True)
class Head:
    """Who leads a unit."""

    public_id: str
    name: str
    full_name: str
    post_title: str
    acting: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Figures of a whole agency on a day. `counts`: unit -> serving people, those of them without a rating official."""

    counts: Mapping[int, tuple[int, int]]
    heads: Mapping[
        int, tuple[str, str, str, str, bool]
    ]  # unit -> the fields of Head: thousands are read from the cache
    wrong: Mapping[Wrong, tuple[int, ...]]  # employees whose rating official is missing or wrong
    circles: int


def picture_of(agency_id: int, on: date, *, is_today: bool) -> Picture:
    """Two queries while nothing has changed, about ten after that. Nothing in it depends on who looks."""
    key = _key(agency_id, on, is_today=is_today)
    known = cache.get(key)
    return Picture(*known) if known is not None else _kept(key, _draw(agency_id, on, is_today=is_today))


def wrong_today(agency_id: int, on: date) -> Mapping[Wrong, tuple[int, ...]]:
    """The part of today's picture that lists ask for: short, where the picture holds every unit."""
    key = _key(agency_id, on, is_today=True)
    known: Mapping[Wrong, tuple[int, ...]] | None = cache.get(f"{key}:wrong")
    return known if known is not None else _kept(key, _draw(agency_id, on, is_today=True)).wrong


def _key(agency_id: int, on: date, *, is_today: bool) -> str:
    written = AuditEvent.objects.filter(_CHANGING, agency_id=agency_id).order_by("-sequence")
    return f"organisation:{SHAPE}:{agency_id}:{on}:{is_today}:{written.values_list('hash', flat=True).first()}"


def _kept(key: str, drawn: Picture) -> Picture:
    cache.set(key, (drawn.counts, drawn.heads, drawn.wrong, drawn.circles), SECONDS)
    cache.set(f"{key}:wrong", drawn.wrong, SECONDS)
    return drawn


def _draw(agency_id: int, on: date, *, is_today: bool) -> Picture:
    held = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
    raters = Supervision.objects.filter(holds_on(on), relation=Relation.RATER)
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE).values("employee_id")
    serving = held.exclude(employee__in=gone)
    unled = serving.exclude(employee__in=raters.values("employee_id"))
    people = dict(serving.order_by().values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))
    without = dict(unled.order_by().values("unit_id").annotate(n=Count("pk")).values_list("unit_id", "n"))
    ruled = raters.filter(superior__in=gone, employee__in=serving.values("employee_id"))
    circles = circles_in(agency_id, on)
    return Picture(
        counts={unit: (count, without.get(unit, 0)) for unit, count in people.items()},
        heads=_heads(agency_id, on, is_today=is_today),
        wrong={
            Wrong.NONE: tuple(unled.order_by("pk").values_list("employee_id", flat=True)),
            Wrong.GONE: tuple(ruled.order_by("pk").values_list("employee_id", flat=True)),
            Wrong.CIRCLE: tuple(key for circle in circles for key in circle),
        },
        circles=len(circles),
    )


def _heads(agency_id: int, on: date, *, is_today: bool) -> dict[int, tuple[str, str, str, str, bool]]:
    chart = chart_of(agency_id, on, people=(), units=unit_states(agency_id, on, is_today=is_today))
    heads = chart.heads()
    acting = {(post.unit, post.person) for post in chart.posts if post.acting}
    fields = ("pk", "public_id", "name", "front_title", "back_title")
    people = {pk: rest for pk, *rest in Employee.objects.filter(pk__in=set(heads.values())).values_list(*fields)}
    found = {}
    for unit, person in heads.items():
        public_id, name, front, back = people[person]
        title, is_acting = chart.titles.get((person, unit), ""), (str(unit), str(person)) in acting
        found[unit] = (public_id, name, name_with_titles(front, name, back), title, is_acting)
    return found


def standing_today(agency_id: int, on: date, unit_id: int) -> list[Substitution]:
    """Who stands in for an official of a unit on a day; one query."""
    rows = Substitution.objects.filter(holds_on(on), agency_id=agency_id, unit_id=unit_id)
    return list(rows.select_related("absent", "substitute", "position").order_by("valid_from", "pk"))
