"""How the results of a campaign are drawn: one line of bars a question, and where people agree most and least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binacore.reliability import ItemFit, Reliability
from binacore.survey import Bar as Counted
from binacore.survey import Hidden, ItemResult
from renbina.surveys import previews
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import Item
from renbina.surveys.queries import ThemeCount
from renbina.surveys.queries.questionnaires import heading_of, said
from renbina.surveys.wording import hidden_words, option_labels
from renbina.ui import formats
from renbina.ui.charts import Bar, Chart, bar_chart, heat_map, scale_bar

SCALES = (ItemKind.LIKERT, ItemKind.LEVEL, ItemKind.MATRIX)
IN_WORDS = (ItemKind.TEXT, ItemKind.SHORT)


@dataclass(frozen=True, slots=True)
class Line:
    """One question; `why` says why nothing is shown, `chart` is None for numbers, words and what is hidden.

    `text`: the question, or the row of a matrix under it. `themes`: what answers in words are about, when coded.
    """

    item: Item
    text: str
    result: ItemResult
    why: str
    chart: Chart | None
    unknown: int = 0
    themes: Chart | None = None
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The results under one heading."""

    title: str
    lines: list[Line]


def blocks(results: previews.Results | None, themes: Mapping[str, Sequence[ThemeCount]] | None = None) -> list[Block]:
    """Section by section, in the order of asking and in the reader's language where it was translated."""
    found: dict[int, Block] = {}
    for told in results.items if results is not None else ():
        title, _intro = heading_of(told.item.section, get_language())
        block = found.setdefault(told.item.section_id, Block(title, []))
        block.lines.append(_line(told, (themes or {}).get(told.item.code, ())))
    return list(found.values())


def ends(results: previews.Results | None) -> tuple[Line, Line] | None:
    """The scales with the lowest and the highest mean; None with fewer than two to compare, or of different widths."""
    if results is None or results.mean is None:
        return None
    known = [told for told in results.items if told.item.kind == ItemKind.LIKERT and told.result.mean is not None]
    if len(known) < 2:
        return None
    ordered = sorted(known, key=lambda told: told.result.mean or 0)
    return _line(ordered[0], ()), _line(ordered[-1], ())


def said_question(told: previews.Told) -> str:
    """The question in the reader's language, with the row of a matrix."""
    return said_text(told.item, told.row)


def said_text(item: Item, row: str) -> str:
    """A question in the reader's language; of a matrix with one of its rows (as it is stored)."""
    words = said(item, get_language())
    if not row:
        return words.text
    return f"{words.text} – {dict(zip(item.rows, words.rows, strict=False)).get(row, row)}"


def _line(told: previews.Told, themes: Sequence[ThemeCount]) -> Line:
    text = said_question(told)
    in_words = told.item.kind in IN_WORDS
    return Line(
        item=told.item,
        text=text,
        result=told.result,
        why=hidden_words(told.result.hidden),
        chart=_chart(told.item, text, told.result),
        unknown=told.unknown if told.result.hidden is not Hidden.FEW else 0,
        themes=_theme_chart(text, themes, told.result.n) if in_words and told.result.hidden is None else None,
        in_words=in_words,
    )


def _chart(item: Item, text: str, result: ItemResult) -> Chart | None:
    if not result.bars:
        return None
    bars = [Bar(said_answer(item, each.value), each.count, _said(each)) for each in result.bars]
    words = _("How many gave which answer")
    head = (_("Answer"), _("People"))
    if item.kind == ItemKind.RANKING:
        return bar_chart(text, _("How many put it first"), bars, head=head, maximum=result.n)
    if item.kind in SCALES:
        ends_said = said(item, get_language())
        low, high = (f"{n} {label}" if label else "" for n, label in
                     ((item.low, ends_said.low_label), (item.high, ends_said.high_label)))  # fmt: skip
        return scale_bar(text, words, bars, head=head, ends=(low, high))
    return bar_chart(text, words, bars, head=head, maximum=result.n)


def said_answer(item: Item, value: object) -> str:
    """One of the answers that were offered, in the reader's language; a step of a scale is its number."""
    if item.kind in SCALES:
        return str(value)
    labels = {str(stored): str(label) for stored, label in option_labels(item, said(item, get_language()))}
    return labels.get(str(value), str(value))


def _said(bar: Counted) -> str:
    """People and share, with the interval of the share or the mean place of a ranking."""
    facts = {
        "people": formats.number(bar.count),
        "share": formats.percent(bar.share, 0),
        "low": formats.number(100 * bar.low),
        "high": formats.percent(bar.high, 0),
        "place": formats.number(bar.place, 1),
    }
    if bar.place is not None:
        return _("%(share)s first · place %(place)s") % facts
    return _("%(people)s (%(share)s; %(low)s–%(high)s)") % facts


def _theme_chart(text: str, themes: Sequence[ThemeCount], n: int) -> Chart | None:
    if not themes:
        return None
    bars = [Bar(each.name, each.n, _("%(n)s answers") % {"n": formats.number(each.n)}) for each in themes]
    return bar_chart(text, _("What the answers are about"), bars, head=(_("Theme"), _("Answers")), maximum=n)


def unit_chart(report: previews.UnitReport) -> Chart | None:
    """Units by scales, with the mean in each cell; None where no unit may be shown."""
    lines = [line for line in report.lines if line.n is not None]
    if not lines or not report.scales:
        return None
    return heat_map(
        _("Means by unit and question"),
        _("An empty cell is not shown: too few answered, or somebody could be found by comparing."),
        [line.name for line in lines],
        [f"{place}. {said(item, get_language()).text}" for place, item in enumerate(report.scales, start=1)],
        [line.means for line in lines],
        head=_("Unit"),
        show=lambda value: formats.number(value, 1),
        maximum=report.high,
        best=True,
        least=report.low,
    )


GOOD_ENOUGH: Final = 0.7  # the usual mark for comparing groups; for judging one person it would be 0.9
WEAK_ITEM: Final = 0.3
AT_AN_END: Final = 0.5


def scale_words(found: Reliability | None) -> tuple[str, str, list[str]]:
    """A sentence about a scale, its tone, and one about each item that needs a look ("" for the others)."""
    if found is None:
        return _("Fewer than ten people answered all of it, or all the same: nothing can be said."), "", []
    best = found.omega if found.omega is not None else found.alpha
    if best >= GOOD_ENOUGH:
        sentence, tone = _("These questions hold together: their mean may be used as one figure."), "good"
    else:
        sentence, tone = _("These questions do not hold together well: read them one by one, not as a mean."), "warn"
    return sentence, tone, [_item_words(fit) for fit in found.items]


def _item_words(fit: ItemFit) -> str:
    if fit.rest is not None and fit.rest < 0:
        return _("Goes against the others: perhaps it is worded the other way round.")
    if fit.rest is None:
        return _("Everybody answered the same: it tells nobody apart.")
    if fit.rest < WEAK_ITEM:
        return _("Measures something else than the others.")
    if fit.ceiling >= AT_AN_END:
        return _("More than half are at the highest step: no room to improve shows.")
    if fit.floor >= AT_AN_END:
        return _("More than half are at the lowest step: no room to fall shows.")
    return ""
