"""Ways of asking a unit (ratings, form 2a, a talk) by how much the answers could change the plan; `binacore.enough`."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date

from binacore.disclosure import LEAST
from binacore.enough import ANSWERING, FORM_TOPICS, Option, Way, options
from renbina.competency.queries.form_2a import forms_for
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.needs.queries.ranking import Need, Ranking, Unasked, UnitNamed
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement
from renbina.surveys.queries import answered_share


@dataclass(frozen=True, slots=True)
class AskWay:
    """One way of asking one unit. `needs`: what it asks about, the most worth first.

    `form`: public id of the version of form 2a that asks just that, where one was made.
    """

    unit: UnitNamed
    option: Option
    needs: tuple[Need, ...]
    form: str

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(need.competency.code for need in self.needs)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A unit with competencies of which nobody there is assessed: what asking could change cannot be told.

    `topics`: as many as one form 2a can hold, those that most people need first; `more`: how many are left out.
    `people`: whose posts ask for the first of them. `form`: as of `AskWay`.
    """

    unit: UnitNamed
    topics: tuple[Unasked, ...]
    more: int
    people: int
    form: str

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(each.competency.code for each in self.topics)

    @property
    def is_few(self) -> bool:
        """Whether superiors rate them in a minute: a form to the whole unit would ask many for the sake of a few."""
        return self.people < LEAST


@dataclass(frozen=True, slots=True)
class Ways:
    """The most worth first. `answering`: share (0 to 1) that answers a questionnaire; `is_measured`: from own ones."""

    rows: tuple[AskWay, ...]
    answering: float
    is_measured: bool


def ways_of(actor: Actor, on: date, ranking: Ranking, cut: float) -> Ways:
    """Every way worth its while of asking a unit about its needs; three queries.

    `cut`: the score down to which the plan pays.
    """
    agency = own_agency(actor)
    measured = answered_share(agency)
    answering = ANSWERING if measured is None else measured
    of_unit: dict[str, list[Need]] = defaultdict(list)
    for need in ranking.needs:
        of_unit[need.unit.path].append(need)
    staff = _staff(agency, on, of_unit)
    rows = [
        AskWay(needs[0].unit, option, tuple(needs[place] for place in option.topics), "")
        for path, needs in of_unit.items()
        for option in options([need.group for need in needs], cut, staff=staff[path], answering=answering)
    ]
    forms = forms_for(actor, {row.codes for row in rows if row.option.way is Way.FORM})
    known = (
        AskWay(row.unit, row.option, row.needs, forms.get(row.codes, "")) if row.option.way is Way.FORM else row
        for row in rows
    )
    ordered = sorted(known, key=lambda row: (-row.option.worth, row.unit.path, row.option.way))
    return Ways(tuple(ordered), answering, measured is not None)


def unknown_units(actor: Actor, ranking: Ranking) -> tuple[Unknown, ...]:
    """The units of a ranking where of some competency nobody is assessed, the most people first; one query."""
    of_unit: dict[str, list[Unasked]] = defaultdict(list)
    for each in ranking.unasked:  # the most people first
        of_unit[each.unit.path].append(each)
    rows = [
        Unknown(lines[0].unit, tuple(lines[:FORM_TOPICS]), max(0, len(lines) - FORM_TOPICS), lines[0].people, "")
        for lines in of_unit.values()
    ]
    forms = forms_for(actor, {row.codes for row in rows})
    known = (replace(row, form=forms.get(row.codes, "")) for row in rows)
    return tuple(sorted(known, key=lambda row: (-row.people, row.unit.path)))


def _staff(agency_id: int, on: date, paths: dict[str, list[Need]]) -> Counter[str]:
    """People who hold a post in each of these units and below; one query."""
    held = Placement.objects.filter(holds_on(on), employee__agency_id=agency_id, kind=PlacementKind.DEFINITIVE)
    places = dict(held.order_by("employee_id", "valid_from").values_list("employee_id", "unit__path"))
    lengths = sorted({len(path) for path in paths})
    found: Counter[str] = Counter()
    for path in places.values():
        found.update(path[:length] for length in lengths if path[:length] in paths and len(path) >= length)
    return found
