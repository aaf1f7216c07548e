"""One unit on a day: who leads it, who stands in, its people, its parts, its problems and its history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import AGENCY_READERS, UNIT_READERS, Verb, can, own_agency, sees_agency
from renbina.organisation.enums import HEADS, PlacementKind, Relation
from renbina.organisation.models import Employee, Placement, Substitution, Supervision, Unit, UnitChange
from renbina.organisation.previews.picture import Head, standing_today
from renbina.organisation.previews.superiors import Choice
from renbina.organisation.previews.tree import Tree, UnitLine, tree_page
from renbina.organisation.queries import UnitState, day_for, in_service_on, people_of_unit, unit_states
from renbina.organisation.queries.superiors import person_words, with_posts, with_superiors


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit shows. `state` is the unit on the day; `line` has its counts; None: closed."""

    on: date
    unit: Unit
    state: UnitState
    line: UnitLine | None
    above: tuple[UnitState, ...]  # from the top
    head: Head | None
    acting: tuple[Substitution, ...]
    people: QuerySet[Any]
    history: tuple[UnitChange, ...]
    unled: int
    may_change: bool
    may_correct: bool
    tree: Tree


def unit_page(actor: Actor, public_id: str, on: date) -> UnitPage:
    """A unit the actor may open, closed ones too. Raises NotFound, Forbidden. About a dozen queries."""
    agency = own_agency(actor)
    unit = Unit.objects.filter(agency_id=agency, public_id=public_id).first()
    if unit is None or not _may_open(actor, unit):
        raise NotFound
    tree = tree_page(actor, on, unit.path if on >= day_for(actor) else "")
    line = tree.lines.get(unit.pk)
    state = tree.states.get(unit.pk) or unit_states(agency, on, Unit.objects.filter(pk=unit.pk))[unit.pk]
    people = people_of_unit(actor, unit, on, tree.states if line else None)
    return UnitPage(
        on=on,
        unit=unit,
        state=state,
        line=line,
        above=_above(state, tree),
        head=Head(*known) if (known := tree.picture.heads.get(unit.pk)) else None,
        acting=tuple(standing_today(agency, on, unit.pk)),
        people=with_superiors(with_posts(people, on), on),
        history=_history(unit),
        unled=line.unled if line else 0,
        may_change=can(actor, Verb.CHANGE_ORGANISATION) and unit.closed_on is None,
        may_correct=can(actor, Verb.CORRECT_SUPERIORS),
        tree=tree,
    )


def unit_to_change(actor: Actor, public_id: str) -> Unit:
    """A unit of today, for its forms. Raises NotFound, Forbidden."""
    unit = Unit.objects.filter(agency_id=own_agency(actor), public_id=public_id, closed_on__isnull=True).first()
    if unit is None or not _may_open(actor, unit):
        raise NotFound
    return unit


def _may_open(actor: Actor, unit: Unit) -> bool:
    """By the path of today: a closed unit stays where it was."""
    if not can(actor, Verb.VIEW_UNITS):
        return False
    return sees_agency(actor) or unit.path.startswith(actor.unit_paths(*AGENCY_READERS, *UNIT_READERS))


def _above(state: UnitState, tree: Tree) -> tuple[UnitState, ...]:
    """Those that the actor may open, from the top."""
    found: list[UnitState] = []
    step = tree.states.get(state.parent) if state.parent else None
    while step is not None and step not in found:
        found.append(step)
        step = tree.states.get(step.parent) if step.parent else None
    return tuple(reversed(found))


def _history(unit: Unit) -> tuple[UnitChange, ...]:
    """What happened to it, and what was merged into it or split from it; the newest first."""
    own = UnitChange.objects.filter(unit=unit) | UnitChange.objects.filter(other=unit)
    return tuple(own.select_related("unit", "other", "old_parent").order_by("-day", "-pk"))


def deputies(absent: Employee, on: date) -> list[Choice]:
    """Who may stand in for an official: people they rate, those of the same unit and the highest first; three."""
    below = Supervision.objects.filter(holds_on(on), superior=absent, relation=Relation.RATER).values("employee_id")
    rank = Case(*(When(post_kind=kind, then=Value(place)) for place, kind in enumerate(HEADS)), default=Value(9))
    kind = Placement.objects.filter(holds_on(on), employee=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    people = in_service_on(Employee.objects.filter(pk__in=below), on).annotate(
        post_kind=Subquery(kind.values("position__kind")[:1])
    )
    near = Exists(kind.filter(unit__in=Placement.objects.filter(holds_on(on), employee=absent).values("unit_id")))
    first = with_posts(people, on).annotate(rank=rank, near=near).order_by("-near", "rank", "name", "pk")[:3]
    return [Choice(person.public_id, person_words(person)) for person in first]
