"""How the results of a campaign are drawn: one line of bars a question, and where people agree most and least."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from binacore.survey import ItemResult
from renbina.surveys import previews
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import Item
from renbina.surveys.wording import hidden_words
from renbina.ui import formats
from renbina.ui.charts import Bar, Chart, bar_chart, scale_bar


@dataclass(frozen=True, slots=True)
class Line:
    """One question; `why` says why nothing is shown, `chart` is None for numbers, words and what is hidden."""

    item: Item
    result: ItemResult
    why: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Block:
    """The results under one heading."""

    title: str
    lines: list[Line]


def blocks(results: previews.Results | None) -> list[Block]:
    """Section by section, in the order of asking."""
    found: dict[int, Block] = {}
    for item, result in results.items if results is not None else ():
        block = found.setdefault(item.section_id, Block(item.section.title, []))
        block.lines.append(Line(item, result, hidden_words(result.hidden), _chart(item, result)))
    return list(found.values())


def ends(results: previews.Results | None) -> tuple[Line, Line] | None:
    """The scales with the lowest and the highest mean; None with fewer than two to compare, or of different widths."""
    if results is None or results.mean is None:
        return None
    known = [(item, found) for item, found in results.items if item.kind == ItemKind.LIKERT and found.mean is not None]
    if len(known) < 2:
        return None
    ordered = sorted(known, key=lambda pair: pair[1].mean or 0)
    return Line(*ordered[0], "", None), Line(*ordered[-1], "", None)


def _chart(item: Item, result: ItemResult) -> Chart | None:
    if not result.bars:
        return None
    bars = [
        Bar(
            str(each.value),
            each.count,
            _("%(people)s (%(share)s)") % {"people": formats.number(each.count), "share": formats.percent(each.share)},
        )
        for each in result.bars
    ]
    words = _("How many gave which answer")
    head = (_("Answer"), _("People"))
    if item.kind == ItemKind.LIKERT:
        low, high = (f"{n} {label}" if label else "" for n, label in
                     ((item.low, item.low_label), (item.high, item.high_label)))  # fmt: skip
        return scale_bar(item.text, words, bars, head=head, ends=(low, high))
    return bar_chart(item.text, words, bars, head=head, maximum=result.n)
