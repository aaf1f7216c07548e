"""The files of results: exactly what the page shows, never more."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renbina.surveys import previews
from renbina.surveys.models import Campaign
from renbina.surveys.queries.questionnaires import said
from renbina.surveys.views.drawn import said_answer, said_question
from renbina.surveys.wording import hidden_words
from renbina.ui.sheets import FORMATS, Sheet, SheetColumn, file_response, xlsx_bytes

SHARE, MEAN = "0.0%", "0.00"


def results_file(kind: str, campaign: Campaign, results: previews.Results) -> HttpResponse | None:
    """None where no file was asked for. A workbook has the answers in words on a sheet of their own."""
    if kind not in FORMATS:
        return None
    ending, written = FORMATS[kind]
    name = f"{_('results')}-{campaign.title[:60]}.{ending}"
    if kind != "xlsx":
        return file_response(written(_figures(campaign, results)), name)
    return file_response(xlsx_bytes([_figures(campaign, results), _words(results)], title=campaign.title), name)


def units_file(kind: str, campaign: Campaign, report: previews.UnitReport) -> HttpResponse | None:
    """Every unit with its rate, its mean and its interval, and the mean of each question."""
    if kind not in FORMATS:
        return None
    ending, written = FORMATS[kind]
    columns = [
        SheetColumn(_("Unit")), SheetColumn(_("Asked")), SheetColumn(_("Answered")), SheetColumn(_("Share"), SHARE),
        SheetColumn(_("Mean"), MEAN), SheetColumn(_("from"), MEAN), SheetColumn(_("to"), MEAN),
        *(SheetColumn(said(item, get_language()).text, MEAN) for item in report.scales),
    ]  # fmt: skip
    rows = [
        (line.name, line.invited, line.n, line.n / line.invited if line.n and line.invited else None,
         *((line.overall.mean, line.overall.low, line.overall.high) if line.overall else (None, None, None)),
         *line.means)
        for line in report.lines
    ]  # fmt: skip
    sheet = Sheet(_("By unit"), columns, rows, note=_("Empty: not shown, too few people or they could be found."))
    return file_response(written(sheet), f"{_('results by unit')}-{campaign.title[:60]}.{ending}")


def _figures(campaign: Campaign, results: previews.Results) -> Sheet:
    columns = [
        SheetColumn(_("Question")), SheetColumn(_("Kind")), SheetColumn(_("Answers")), SheetColumn(_("Don't know")),
        SheetColumn(_("Mean"), MEAN), SheetColumn(_("from"), MEAN), SheetColumn(_("to"), MEAN),
        SheetColumn(_("Answer")), SheetColumn(_("People")), SheetColumn(_("Share"), SHARE),
        SheetColumn(_("from"), SHARE), SheetColumn(_("to"), SHARE), SheetColumn(_("Not shown because")),
    ]  # fmt: skip
    chosen = [f"{each.label}: {dict(each.options).get(each.chosen, '')}" for each in results.filters if each.chosen]
    note = " · ".join([campaign.title, *chosen, _("intervals of 95 percent")])
    return Sheet(_("Results"), columns, _rows(results), note=note)


def _rows(results: previews.Results) -> Iterator[tuple[Any, ...]]:
    for told in results.items:
        found = told.result
        head = (said_question(told), str(told.item.get_kind_display()), found.n or None, told.unknown or None)
        mean = (found.mean, found.low, found.high)
        if not found.bars:
            yield (*head, *mean, None, None, None, None, None, hidden_words(found.hidden))
        for bar in found.bars:
            yield (*head, *mean, said_answer(told.item, bar.value), bar.count, bar.share, bar.low, bar.high, "")


def _words(results: previews.Results) -> Sheet:
    rows = [(said_question(told), words) for told in results.items for words in told.result.words]
    return Sheet(_("In words"), [SheetColumn(_("Question")), SheetColumn(_("Answer"))], rows)
