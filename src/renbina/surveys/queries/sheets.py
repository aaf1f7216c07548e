"""The answers of a closed campaign as rows that results are computed from, and what divides those who gave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from binacore.cells import Cells, all_cells
from renbina.surveys.enums import CampaignState, ItemKind
from renbina.surveys.models import Campaign, Invitation, Item

UNIT: Final = "unit"  # the dimension that is no question; codes of questions begin with "q" or a word of their own
DIVIDING_MOST: Final = 3  # questions by which results can be looked at
OPTIONS_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """One sheet. `key` is of the row that holds it, in no order of people; `group`: public_id of a unit, or empty."""

    key: str
    group: str
    answers: dict[str, Any]


def may_be_told(campaign: Campaign) -> bool:
    """Whether answers may be looked at: after the closing, and before it only of campaigns that show names anyhow."""
    return campaign.state == CampaignState.CLOSED or not campaign.hides_names


def sheets_of(campaign: Campaign) -> list[Answered]:
    """Every answer that was sent; one query, two of campaigns that know who answered.

    The unit of an answer is that of the day of asking, kept with the invitation: whoever moves later moves no figure.
    """
    if campaign.is_anonymous:
        rows = campaign.anonymous_answers.order_by("key").values_list("key", "group", "answers")
        return [Answered(key, group if campaign.by_unit else "", answers) for key, group, answers in rows]
    groups = _groups(campaign) if campaign.by_unit else {}
    given = campaign.named_answers.order_by("pk").values_list("pk", "employee_id", "answers")
    return [Answered(str(key), groups.get(employee, ""), answers) for key, employee, answers in given]


def _groups(campaign: Campaign) -> dict[int, str]:
    found = Invitation.objects.filter(campaign=campaign)
    return dict(found.values_list("employee_id", "group"))


def dividing(items: Sequence[Item]) -> list[Item]:
    """The questions by whose answers the results can be looked at: the first choices of one among few."""
    choices = [item for item in items if item.kind == ItemKind.CHOICE and len(item.choices) <= OPTIONS_MOST]
    return choices[:DIVIDING_MOST]


def cells_of(campaign: Campaign, items: Sequence[Item], sheets: Sequence[Answered]) -> Cells:
    """Every view of these answers by unit and by the questions that divide them."""
    dimensions = {UNIT: [sheet.group for sheet in sheets]} if campaign.by_unit else {}
    for item in dividing(items):
        answers = [sheet.answers.get(item.code) for sheet in sheets]
        dimensions[item.code] = [str(each) if each in item.choices else "" for each in answers]
    return all_cells(dimensions, len(sheets))
