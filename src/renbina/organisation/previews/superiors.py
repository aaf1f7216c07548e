"""Setting a rating official right: what the tree says of a person, whom to choose, and what a derivation would do."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from binacore.superiors import Why
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import correctable_people, own_agency
from renbina.organisation.enums import PlacementKind, Relation
from renbina.organisation.gather import SuperiorChange, chart_of, superior_changes, units_above
from renbina.organisation.models import Employee, Placement, Supervision
from renbina.organisation.previews.picture import wrong_today
from renbina.organisation.queries.superiors import Wrong, officials, person_words, with_posts
from renbina.organisation.wording import why_words

SUGGESTED = 3
SHOWN = 200  # lines of a difference on the page


@dataclass(frozen=True, slots=True)
class Choice:
    """A person to choose, and why they are offered."""

    public_id: str
    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the rule says of the first of the people, and up to three officials to choose from."""

    rule: str
    choices: tuple[Choice, ...]
    is_top: bool


def known_wrong(actor: Actor, on: date) -> Mapping[Wrong, Collection[int]]:
    """The people of the agency by what is wrong with their rating official today."""
    return wrong_today(own_agency(actor), on)


def suggestions(actor: Actor, people: Sequence[Any], on: date, said: dict[str, str]) -> Suggestions:
    """The official of the rule, the one above, and who rates most colleagues of the unit. Ten queries.

    said: words for "above" and "colleagues".
    """
    agency, keys = own_agency(actor), {person.pk for person in people}
    chart = chart_of(agency, on, people=keys, units=units_above(agency, on, keys))
    derived = chart.derived()
    row = derived.get(people[0].pk)
    if row is None:
        return Suggestions("", (), is_top=False)
    wanted: dict[int, str] = {}
    if row.superior is not None:
        unit_name = chart.units[int(row.unit)].name if row.unit else ""
        wanted[int(row.superior)] = why_words(row.why, unit_name)
        above = derived.get(int(row.superior))
        if above is not None and above.superior is not None:
            wanted.setdefault(int(above.superior), said["above"])
    for person in _raters_nearby(keys, on):
        wanted.setdefault(person, said["colleagues"])
    names = with_posts(Employee.objects.filter(pk__in=set(wanted) - keys), on).in_bulk()
    choices = [Choice(names[pk].public_id, person_words(names[pk]), why) for pk, why in wanted.items() if pk in names]
    return Suggestions(why_words(row.why), tuple(choices[:SUGGESTED]), is_top=row.why is Why.IS_TOP)


def _raters_nearby(keys: set[int], on: date) -> list[int]:
    """Who rates people of the same units, the most frequent first."""
    units = Placement.objects.filter(holds_on(on), employee__in=keys, kind=PlacementKind.DEFINITIVE).values("unit_id")
    there = Placement.objects.filter(holds_on(on), unit__in=units, kind=PlacementKind.DEFINITIVE).values("employee_id")
    rows = Supervision.objects.filter(holds_on(on), relation=Relation.RATER, employee__in=there)
    counted = Counter(rows.order_by("pk").values_list("superior_id", flat=True))
    return [person for person, _count in counted.most_common(SUGGESTED + 1)]


def found(actor: Actor, words: str, on: date) -> tuple[Choice, ...]:
    """What a search for a person gives; nothing for no words."""
    if not words:
        return ()
    return tuple(Choice(person.public_id, person_words(person)) for person in officials(actor, on, words))


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One line of a difference, in names."""

    person: str
    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a derivation would change now. `fresh`: people without an official; `moved`: the tree says another now."""

    lines: list[SuperiorChange]
    shown: tuple[ShownChange, ...]
    fresh: int
    moved: int
    nobody: int  # for whom the rule finds nobody either


def difference(actor: Actor, on: date, *, again: bool) -> Difference:
    """Raises Forbidden. Eight queries."""
    every = superior_changes(own_agency(actor), on, correctable_people(actor, on))
    lines = [line for line in every if line.superior is not None and (line.old is None or again)]
    first = lines[:SHOWN]
    keys = {key for line in first for key in (line.employee, line.old, line.superior) if key is not None}
    names = with_posts(Employee.objects.filter(pk__in=keys), on).in_bulk()

    def shown(key: int | None) -> str:
        return person_words(names[key]) if key in names else ""

    def sentence(line: SuperiorChange) -> ShownChange:
        why = why_words(line.why, line.unit_name)
        return ShownChange(shown(line.employee), shown(line.old), shown(line.superior), why)

    return Difference(
        lines=lines,
        shown=tuple(map(sentence, first)),
        fresh=sum(line.old is None and line.superior is not None for line in every),
        moved=sum(line.old is not None and line.superior is not None for line in every),
        nobody=sum(line.superior is None for line in every),
    )
