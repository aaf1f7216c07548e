"""Do the questions under one heading measure one thing? Alpha, omega and each question among the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from binacore.reliability import Reliability, ScaleTooSmall, reliability
from binacore.survey import answer_of
from renbina.foundation.actor import Actor
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.gather import question
from renbina.surveys.models import Campaign, Item
from renbina.surveys.queries import items_of
from renbina.surveys.queries.sheets import Answered, may_be_told, sheets_of


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """The scales of one width under one heading; `found` None: fewer than ten whole sheets, or all the same."""

    title: str
    items: tuple[Item, ...]
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
        if item.kind == ItemKind.LIKERT:
            by_section.setdefault((item.section_id, item.low, item.high), []).append(item)
    sheets = sheets_of(campaign)
    return tuple(_report(items, sheets) for items in by_section.values() if len(items) > 1)


def _report(items: Sequence[Item], sheets: Sequence[Answered]) -> ScaleReport:
    asked = [question(item) for item in items]
    rows = [[answer_of(each, sheet.answers) for each in asked] for sheet in sheets]
    whole = [row for row in rows if None not in row]
    try:
        found = reliability(whole, items[0].low, items[0].high)
    except ScaleTooSmall:
        found = None
    return ScaleReport(items[0].section.title, tuple(items), len(whole), found)
