"""Results of a campaign: gathered, computed by `binacore.survey`, and shown; nothing of them is stored."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from binacore.survey import ItemResult, Kind, Question, group_results, item_results
from renbina.foundation.actor import Actor
from renbina.organisation.models import Unit
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import CampaignState, ItemKind
from renbina.surveys.gather import question
from renbina.surveys.models import Campaign, Item
from renbina.surveys.queries import items_of

_MEAN: Final = Question("mean", Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class GroupMean:
    """The mean over all scales in one unit; None: too few there, or one could be found by subtracting."""

    name: str
    n: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """What may be said of a campaign. `items` in the order of asking; empty `groups`: not asked for."""

    n: int
    items: tuple[tuple[Item, ItemResult], ...]
    mean: float | None  # over all scales of one width; None: too few, or no such scales
    low: int
    high: int
    groups: tuple[GroupMean, ...]
    elsewhere: int  # answers of units too small to show, counted in the whole


def results_of(actor: Actor, campaign: Campaign) -> Results | None:
    """The results, or None while they may not be seen: those that hide names are shown after the closing only.

    Raises NotFound for a campaign of another agency, Forbidden.
    """
    require(actor, VIEW, campaign)
    if campaign.hides_names and campaign.state != CampaignState.CLOSED:
        return None
    items = items_of(campaign.version_id)
    rows = _rows(campaign)
    sheets = [answers for _, answers in rows]
    scales = _one_width([item for item in items if item.kind == ItemKind.LIKERT])
    whole = item_results([_MEAN], [_mean_sheet(sheet, scales) for sheet in sheets])[0]
    groups = _groups(campaign, rows, scales)
    return Results(
        n=len(sheets),
        items=tuple(zip(items, item_results([question(item) for item in items], sheets), strict=True)),
        mean=whole.mean,
        low=scales[0].low if scales else 0,
        high=scales[0].high if scales else 0,
        groups=groups,
        elsewhere=len(sheets) - sum(group.n for group in groups) if groups else 0,
    )


def _rows(campaign: Campaign) -> list[tuple[str, dict[str, Any]]]:
    if campaign.is_anonymous:
        return list(campaign.anonymous_answers.order_by("key").values_list("group", "answers"))
    return [("", answers) for answers in campaign.named_answers.order_by("pk").values_list("answers", flat=True)]


def _one_width(scales: list[Item]) -> list[Item]:
    """Only scales of the same width have a common mean."""
    return scales if len({(item.low, item.high) for item in scales}) == 1 else []


def _mean_sheet(sheet: dict[str, Any], scales: list[Item]) -> dict[str, float]:
    values = [sheet[item.code] for item in scales if item.code in sheet]
    return {"mean": sum(values) / len(values)} if values else {}


def _groups(campaign: Campaign, rows: list[tuple[str, dict[str, Any]]], scales: list[Item]) -> tuple[GroupMean, ...]:
    if not campaign.by_unit or not scales:
        return ()
    by_group: dict[str, list[dict[str, float]]] = defaultdict(list)
    for group, answers in rows:
        by_group[group].append(_mean_sheet(answers, scales))
    names = dict(Unit.objects.filter(public_id__in=list(by_group)).values_list("public_id", "short_name"))
    found = [each for each in group_results(_MEAN, by_group) if each.group in names]
    return tuple(sorted((GroupMean(names[each.group], each.n, each.mean) for each in found), key=lambda row: row.name))
