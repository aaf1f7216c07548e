"""The tree of units on a day: people, heads and problems, each unit with everything below it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from binacore.names import fold_name
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind, Relation, UnitKind
from renbina.organisation.gather import OrganisationChart, chart_of
from renbina.organisation.models import (
    Employee,
    EmploymentStatus,
    Placement,
    Substitution,
    Supervision,
    name_with_titles,
)
from renbina.organisation.queries import GONE, UnitState, circles_on, tree_on

WHOLE = 500  # units that are drawn at once; of larger trees the parts of one top unit at a time


@dataclass(slots=True)
class UnitLine:
    """A unit of the tree. `people` and `unled` count everything below too; `head` is a name, "" without one."""

    pk: int
    public_id: str
    name: str
    short_name: str
    kind: str
    own_people: int = 0
    people: int = 0
    unled: int = 0  # people without a rating official
    head: str = ""
    acting: bool = False
    parts: list["UnitLine"] = field(default_factory=list)

    @property
    def is_headless(self) -> bool:
        return self.people > 0 and not self.head

    @property
    def is_empty(self) -> bool:
        return self.people == 0


@dataclass(frozen=True, slots=True)
class Head:
    """Who leads a unit."""

    public_id: str
    full_name: str
    post_title: str
    acting: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """All that is asked of a tree in sum, and its units from the top."""

    on: date
    roots: tuple[UnitLine, ...]
    states: Mapping[int, UnitState]
    lines: Mapping[int, UnitLine]
    heads: Mapping[int, Head]  # by unit
    standing: Mapping[int, list[Substitution]]  # who stands in on the day, by unit of the office
    people: int
    unled: int
    circles: int
    headless: tuple[UnitLine, ...]
    empty: tuple[UnitLine, ...]

    @property
    def is_large(self) -> bool:
        return len(self.lines) > WHOLE

    def matching(self, words: str) -> list[UnitLine]:
        """Units whose name or short name holds these words, in any spelling that folds alike."""
        wanted = fold_name(words)
        return [
            line for line in self.lines.values() if wanted in f"{fold_name(line.name)} {fold_name(line.short_name)}"
        ]


def tree_page(actor: Actor, on: date, below: str = "") -> Tree:
    """The tree of a day as far as the actor may open it. Raises Forbidden. Eight queries.

    below: only this path of today, with what is above; the counts of those above are not whole then.
    """
    states = tree_on(actor, on, below)
    agency = own_agency(actor)
    lines = {pk: _line(state) for pk, state in states.items()}
    for unit, own, unled in _counts(agency, on, below):
        if unit in lines:
            lines[unit].own_people = lines[unit].people = own
            lines[unit].unled = unled
    chart = chart_of(agency, on, people=(), units=states)
    heads = _name_heads(chart, lines)
    roots = _hang_up(states, lines)
    return Tree(
        on=on,
        roots=tuple(roots),
        states=states,
        lines=lines,
        heads=heads,
        standing=_by_unit(chart.standing),
        people=sum(line.people for line in roots),
        unled=sum(line.unled for line in roots),
        circles=0 if below else len(circles_on(actor, on)),
        headless=tuple(line for line in lines.values() if line.is_headless),
        empty=tuple(line for line in lines.values() if line.is_empty),
    )


def _by_unit(rows: Iterable[Substitution]) -> dict[int, list[Substitution]]:
    found: dict[int, list[Substitution]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _line(state: UnitState) -> UnitLine:
    return UnitLine(state.pk, state.public_id, state.name, state.short_name, str(UnitKind(state.kind).label))


def _counts(agency_id: int, on: date, below: str) -> Iterable[tuple[int, int, int]]:
    """Unit, its serving people, and those of them without a rating official; the same people as on the home page."""
    rated = Supervision.objects.filter(holds_on(on), relation=Relation.RATER).values("employee_id")
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=GONE).values("employee_id")
    held = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
    held = held.filter(unit__path__startswith=below) if below else held
    counted = held.exclude(employee__in=gone).order_by().values("unit_id")
    return counted.annotate(own=Count("pk"), unled=Count("pk", filter=~Q(employee__in=rated))).values_list(
        "unit_id", "own", "unled"
    )


def _name_heads(chart: OrganisationChart, lines: Mapping[int, UnitLine]) -> dict[int, Head]:
    heads = chart.heads()
    acting = {(post.unit, post.person) for post in chart.posts if post.acting}
    fields = ("pk", "public_id", "name", "front_title", "back_title")
    people = {pk: rest for pk, *rest in Employee.objects.filter(pk__in=set(heads.values())).values_list(*fields)}
    found = {}
    for unit, person in heads.items():
        public_id, name, front, back = people[person]
        is_acting = (str(unit), str(person)) in acting
        title = chart.titles.get((person, unit), "")
        found[unit] = Head(public_id, name_with_titles(front, name, back), title, is_acting)
        lines[unit].head, lines[unit].acting = name, is_acting
    return found


def _hang_up(states: Mapping[int, UnitState], lines: Mapping[int, UnitLine]) -> list[UnitLine]:
    """Parts below their unit, sums upwards: the order of the tree has parents first, so backwards parts come first."""
    roots = []
    for pk, state in states.items():
        if state.parent is not None and state.parent in lines:
            lines[state.parent].parts.append(lines[pk])
        else:
            roots.append(lines[pk])
    for pk in reversed(list(states)):
        above = states[pk].parent
        if above is not None and above in lines:
            lines[above].people += lines[pk].people
            lines[above].unled += lines[pk].unled
    return roots
