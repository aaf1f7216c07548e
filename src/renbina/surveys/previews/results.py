"""What a campaign says: question by question, of all or of those with one or two properties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binacore.cells import PAIR_LEAST, WHOLE, Cell, Cells, shown_cells
from binacore.disclosure import LEAST
from binacore.sheets import UNKNOWN
from binacore.survey import WORDS, Hidden, ItemResult, Kind, Question, answer_of, result_of
from renbina.foundation.actor import Actor
from renbina.organisation.models import Unit
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.gather import question
from renbina.surveys.models import Campaign, Item
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import said
from renbina.surveys.queries.sheets import UNIT, Answered, cells_of, dividing, may_be_told, sheets_of

_MEAN: Final = "mean"
_IN_WORDS: Final = (Kind.TEXT, Kind.SHORT)


@dataclass(frozen=True, slots=True)
class Told:
    """One question, or one row of a matrix (`row` says which), with how many answered "don't know"."""

    item: Item
    row: str
    result: ItemResult
    unknown: int


@dataclass(frozen=True, slots=True)
class Filter:
    """One property by which results can be looked at; `chosen` is empty where it is not used."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Results:
    """What may be said of a campaign, or of the part of it in view.

    `n` is 0 with `is_hidden`: too few people, or they could be found by comparing. `items` in the order of asking.
    `overall` is about the mean of each person over all scales of one width, None without such scales.
    """

    n: int
    is_hidden: bool
    items: tuple[Told, ...]
    overall: ItemResult | None
    low: int
    high: int
    filters: tuple[Filter, ...]

    @property
    def mean(self) -> float | None:
        return self.overall.mean if self.overall is not None else None

    @property
    def is_part(self) -> bool:
        return any(each.chosen for each in self.filters)


def results_of(actor: Actor, campaign: Campaign, view: Mapping[str, str] | None = None) -> Results | None:
    """The results, or None while they may not be seen: answers without a name are shown after the closing only.

    `view`: property -> value (`filters` of the result name them), at most two; unknown ones show nothing.
    Raises NotFound for a campaign of another agency, Forbidden.
    """
    require(actor, VIEW, campaign)
    return _Desk(campaign).results(frozenset((view or {}).items())) if may_be_told(campaign) else None


class Views:
    """All answers of a campaign with every view of them; one view is chosen in the light of all others."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.items = items_of(campaign.version_id)
        self.sheets: list[Answered] = sheets_of(campaign)
        self._told: dict[Question, tuple[list[Any], frozenset[Cell]]] = {}

    @cached_property
    def cells(self) -> Cells:
        return cells_of(self.campaign, self.items, self.sheets)

    @cached_property
    def people(self) -> frozenset[Cell]:
        """The views whose number of people may be told."""
        return self.shown(list(range(len(self.sheets))))

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """public_id -> short name, of the units that answers come from."""
        groups = {sheet.group for sheet in self.sheets if sheet.group}
        return dict(Unit.objects.filter(public_id__in=groups).values_list("public_id", "short_name"))

    def shown(self, answers: Sequence[Any], kind: Kind | None = None) -> frozenset[Cell]:
        return shown_cells(self.cells, answers, least=WORDS if kind in _IN_WORDS else LEAST, pair_least=PAIR_LEAST)

    def inside(self, cell: Cell) -> list[int]:
        """The places of the sheets in a view."""
        mask = self.cells.masks.get(cell, 0)
        return [place for place in range(len(self.sheets)) if mask >> place & 1]

    def result(self, asked: Question, cell: Cell) -> ItemResult:
        """What a question says in a view, hidden where this view of it must not be shown."""
        if asked not in self._told:
            answers = [answer_of(asked, sheet.answers) for sheet in self.sheets]
            self._told[asked] = answers, self.shown(answers, asked.kind)
        answers, shown = self._told[asked]
        found = result_of(asked, [answers[place] for place in self.inside(cell) if answers[place] is not None])
        if found.hidden is None and cell not in shown:
            return ItemResult(asked.key, 0, Hidden.COMPARED)
        return found

    @cached_property
    def scales(self) -> list[Item]:
        """The scales that have a common mean: those of one width."""
        found = [item for item in self.items if item.kind == ItemKind.LIKERT]
        return found if len({(item.low, item.high) for item in found}) == 1 else []

    @cached_property
    def means(self) -> list[float | None]:
        """The mean of each sheet over these scales."""
        asked = [question(item) for item in self.scales]
        return [_mean(asked, sheet) for sheet in self.sheets]

    @cached_property
    def shown_overall(self) -> frozenset[Cell]:
        return self.shown(self.means)

    def overall(self, cell: Cell) -> ItemResult | None:
        if not self.scales:
            return None
        asked = Question(_MEAN, Kind.NUMBER, bounds=(self.scales[0].low, self.scales[0].high))
        found = result_of(asked, [mean for place in self.inside(cell) if (mean := self.means[place]) is not None])
        hidden = found.hidden is None and cell not in self.shown_overall
        return ItemResult(_MEAN, 0, Hidden.COMPARED) if hidden else found


class _Desk(Views):
    def results(self, cell: Cell) -> Results:
        hidden = cell not in self.people and bool(self.sheets)
        items = self._items(cell) if not hidden or cell == WHOLE else ()
        n = len(self.inside(cell)) if not hidden or cell == WHOLE else 0
        return Results(
            n=n,
            is_hidden=hidden,
            items=items,
            overall=self.overall(cell) if items else None,
            low=self.scales[0].low if self.scales else 0,
            high=self.scales[0].high if self.scales else 0,
            filters=self._filters(dict(cell)),
        )

    def _items(self, cell: Cell) -> tuple[Told, ...]:
        inside = self.inside(cell)
        marked = [set(self.sheets[place].answers.get(UNKNOWN, ())) for place in inside]
        found = []
        for item in self.items:
            unknown = sum(item.code in marks for marks in marked) if item.unknown else 0
            for asked, row in questions(item):
                found.append(Told(item, row, self.result(asked, cell), unknown))
        return tuple(found)

    def _filters(self, chosen: Mapping[str, str]) -> tuple[Filter, ...]:
        found = []
        if self.campaign.by_unit and self.unit_names:
            options = sorted(self.unit_names.items(), key=lambda pair: pair[1])
            found.append(Filter(UNIT, _("Agency unit"), tuple(options), chosen.get(UNIT, "")))
        for item in dividing(self.items):
            words = said(item, get_language())
            found.append(Filter(item.code, words.text, words.choices, chosen.get(item.code, "")))
        return tuple(found)


def questions(item: Item) -> list[tuple[Question, str]]:
    """What is computed of an item: the question itself, or each row of a matrix with its words."""
    asked = question(item)
    if asked.kind is not Kind.MATRIX:
        return [(asked, "")]
    return [(Question(item.code, Kind.LIKERT, asked.options, place), row) for place, row in enumerate(item.rows)]


def _mean(asked: Sequence[Question], sheet: Answered) -> float | None:
    values = [found for each in asked if (found := answer_of(each, sheet.answers)) is not None]
    return sum(values) / len(values) if values else None
