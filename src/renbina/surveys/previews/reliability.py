"""Do the questions under one heading measure one thing? Alpha, omega and each question among the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from binacore.reliability import Reliability, ScaleTooSmall, reliability
from binacore.survey import answer_of
from renbina.foundation.actor import Actor
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import Campaign, Item
from renbina.surveys.previews.results import questions
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import heading_of
from renbina.surveys.queries.sheets import Answered, may_be_told, sheets_of


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """The scales of one width under one heading; `found` None: fewer than ten whole sheets, or all the same.

    `title`: the heading in the reader's language. `items`: one for each scale, and for each row of a matrix, which is
    the words beside it ("" for a scale).
    """

    title: str
    items: tuple[tuple[Item, str], ...]
    n: int  # sheets that answer all of them
    found: Reliability | None


def reliability_of(actor: Actor, campaign: Campaign) -> tuple[ScaleReport, ...] | None:
    """By heading, of headings with two scales or more; None while results may not be seen. Raises NotFound, Forbidden.

    Always over everybody who answered: parts are never compared here.
    """
    require(actor, VIEW, campaign)
    if not may_be_told(campaign):
        return None
    by_section: dict[tuple[int, int, int], list[Item]] = {}
    for item in items_of(campaign.version_id):
        if item.kind in (ItemKind.LIKERT, ItemKind.MATRIX):
            by_section.setdefault((item.section_id, item.low, item.high), []).append(item)
    sheets = sheets_of(campaign)
    found = (_report(items, sheets) for items in by_section.values())
    return tuple(report for report in found if len(report.items) > 1)


def _report(items: Sequence[Item], sheets: Sequence[Answered]) -> ScaleReport:
    asked = [(item, each, row) for item in items for each, row in questions(item)]
    rows = [[answer_of(each, sheet.answers) for _item, each, _row in asked] for sheet in sheets]
    whole = [row for row in rows if None not in row]
    try:
        found = reliability(whole, items[0].low, items[0].high)
    except ScaleTooSmall:
        found = None
    title, _intro = heading_of(items[0].section, get_language())
    return ScaleReport(title, tuple((item, row) for item, _each, row in asked), len(whole), found)
