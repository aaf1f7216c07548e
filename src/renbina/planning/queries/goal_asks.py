"""What goals ask people to be able to do: how many must, how many miss it, and whom the plan sends to a programme."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from renbina.competency.queries import need_rows
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import visible_units
from renbina.organisation.enums import PlacementKind
from renbina.planning.access import own_agency
from renbina.planning.models import Assignment, GoalCompetency, Plan


@dataclass(frozen=True, slots=True)
class Raised:
    """A programme that raises the competency, with the seats the plan gives in it to the people concerned."""

    code: str
    name: str
    public_id: str
    seats: int


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One competency of a goal and the people of the visible units concerned (all, or those that carry the goal).

    people: whose post asks for it; known: assessed; below: of these, how many miss the standard; seats: people whom
    the plan sends to a programme that raises it (None: there is no plan); raised: those programmes, for one goal.
    """

    link: GoalCompetency
    units: tuple[str, ...]
    people: int
    known: int
    below: int
    seats: int | None
    raised: tuple[Raised, ...] = ()


def asked_of(
    actor: Actor, links: Iterable[GoalCompetency], plan: Plan | None, on: date, *, programmes: bool = False
) -> dict[int, list[AskedOf]]:
    """Key of a goal -> what it asks for, the heaviest first. Two queries beside `links`, three with programmes.

    Access to the goals is the caller's.
    """
    asked = list(links)
    if not asked:
        return {}
    wanted = {link.competency_id for link in asked}
    sums: dict[int, list[tuple[str, int, int, int]]] = defaultdict(list)
    for path, competency, people, known, below, *_rest in need_rows(actor):
        if competency in wanted:
            sums[competency].append((path, people, known, below))
    placed = _seats(actor, wanted, plan, on) if plan is not None else {}
    raised = _raised(actor, wanted, plan, on) if programmes and plan is not None else {}
    found: dict[int, list[AskedOf]] = defaultdict(list)
    for link in asked:
        units = sorted(link.units.all(), key=lambda unit: unit.path)
        paths = tuple(unit.path for unit in units) or ("",)
        rows = [row[1:] for row in sums[link.competency_id] if row[0].startswith(paths)]
        people, known, below = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0, 0)
        found[link.goal_id].append(
            AskedOf(
                link, tuple(unit.short_name for unit in units), people, known, below,
                _count(placed.get(link.competency_id, ()), paths) if plan is not None else None,
                _programmes(raised.get(link.competency_id, {}), paths),
            )
        )  # fmt: skip
    for every in found.values():
        every.sort(key=lambda each: (-each.link.weight, each.link.competency.code))
    return dict(found)


def _count(rows: Iterable[tuple[str, int]], paths: tuple[str, ...]) -> int:
    return sum(number for path, number in rows if path.startswith(paths))


def _programmes(
    rows: Mapping[tuple[str, str, str], list[tuple[str, int]]], paths: tuple[str, ...]
) -> tuple[Raised, ...]:  # fmt: skip
    counted = (Raised(*named, _count(seats, paths)) for named, seats in rows.items())
    return tuple(sorted((each for each in counted if each.seats), key=lambda each: (-each.seats, each.code)))


def _placed(actor: Actor, competencies: Collection[int], plan: Plan, on: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        holds_on(on, "employee__placements__"),
        run=plan.current_run_id,
        offer__programme__effects__competency_id__in=competencies, offer__programme__effects__lift__gt=0,
        employee__placements__kind=PlacementKind.DEFINITIVE,
        employee__placements__unit__in=visible_units(actor).order_by(),
        employee__agency_id=own_agency(actor),
    ).order_by()  # fmt: skip


def _seats(
    actor: Actor, competencies: Collection[int], plan: Plan, on: date
) -> dict[int, list[tuple[str, int]]]:  # fmt: skip
    """By competency: (path of a unit, people); nobody counts twice, who sits in two programmes neither."""
    names = ("offer__programme__effects__competency_id", "employee__placements__unit__path")
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = _placed(actor, competencies, plan, on).values_list(*names).annotate(n=Count("employee_id", distinct=True))
    for competency, path, number in rows:
        found[competency].append((path, number))
    return found


def _raised(
    actor: Actor, competencies: Collection[int], plan: Plan, on: date
) -> dict[int, dict[tuple[str, str, str], list[tuple[str, int]]]]:
    """By competency and programme (code, name, public id): (path of a unit, people)."""
    programme = "offer__programme__"
    names = (f"{programme}effects__competency_id", f"{programme}code", f"{programme}name", f"{programme}public_id")
    rows = _placed(actor, competencies, plan, on).values_list(*names, "employee__placements__unit__path")
    found: dict[int, dict[tuple[str, str, str], list[tuple[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for competency, code, name, public_id, path, number in rows.annotate(n=Count("employee_id", distinct=True)):
        found[competency][code, name, public_id].append((path, number))
    return found
