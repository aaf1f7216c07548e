"""What closed campaigns say about the subjects of their questions, for higher rooms: means with their uncertainty."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count

from binacore.cells import WHOLE, Cell, shown_cells
from binacore.intervals import mean_on_scale
from binacore.survey import Kind, Question, answer_of
from renbina.foundation.actor import Actor
from renbina.organisation.models import Unit
from renbina.surveys.access import VIEW, own_agency, require, visible_campaigns
from renbina.surveys.enums import CampaignState, ItemKind
from renbina.surveys.models import Campaign, Invitation, Item
from renbina.surveys.queries.sheets import UNIT, Answered, cells_of, sheets_of

_SCALES: Final = (ItemKind.LIKERT, ItemKind.LEVEL)


@dataclass(frozen=True, slots=True)
class SubjectScore:
    """The mean of one subject in one campaign, over all (`group` empty) or in one unit (its public_id).

    Over people: where several questions have the subject, each person counts with the mean of theirs. `low`, `high`:
    the interval of 95 % on that scale (`binacore.intervals.mean_on_scale`). `n` answered of `invited` on a scale
    from `scale_low` to `scale_high`.
    """

    campaign_public_id: str
    title: str
    closed_on: date
    subject: str
    group: str
    n: int
    invited: int
    mean: float
    low: float
    high: float
    scale_low: int
    scale_high: int


def scores_by_subject(actor: Actor, *, campaign: Campaign | None = None) -> tuple[SubjectScore, ...]:
    """Of one campaign, or of all closed ones of the agency that ask about subjects, the newest first.

    Groups in which somebody could be found out are absent (`binacore.cells`); so are subjects asked on scales of
    different width in one questionnaire. Two or three queries a campaign. Raises Forbidden, NotFound.
    """
    if campaign is not None:
        require(actor, VIEW, campaign)
    # what becomes an assessment of each person is not counted a second time as the voice of the staff
    found = visible_campaigns(actor).filter(state=CampaignState.CLOSED, version__instrument__becomes="")
    about = Item.objects.exclude(subject="").filter(kind__in=_SCALES).values("section__version")
    found = found.filter(version__in=about) if campaign is None else found.filter(pk=campaign.pk)
    return tuple(score for each in found.order_by("-closes_on", "-pk") for score in _scores(each))


def score_of(actor: Actor, campaign: Campaign, subject: str, view: Mapping[str, str]) -> SubjectScore | None:
    """What evidence was made of: one subject in one campaign, over all or in the unit of a view. None: not shown."""
    if not set(view) <= {UNIT}:
        return None
    group = view.get(UNIT, "")
    found = scores_by_subject(actor, campaign=campaign)
    return next((each for each in found if each.subject == subject and each.group == group), None)


def with_unit(
    actor: Actor, options: Sequence[tuple[str, str, tuple[tuple[str, str], ...]]], asked: str
) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Filters of results (key, label, options) with one more unit of the agency, which an address asks for.

    Nobody there answered, so its view shows nothing and says so; that is no wrong address. One query if it is missing.
    """
    missing = [key for key, _label, known in options if key == UNIT and asked not in ("", *dict(known))]
    unit = Unit.objects.filter(public_id=asked, agency_id=own_agency(actor)).first() if missing else None
    if unit is None:
        return list(options)
    return [(key, label, (*known, (asked, unit.short_name)) if key == UNIT else known) for key, label, known in options]


def _scores(campaign: Campaign) -> list[SubjectScore]:
    items = list(Item.objects.filter(section__version_id=campaign.version_id).order_by(
        "section__rank", "section_id", "rank", "pk"
    ))  # fmt: skip
    subjects: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.subject and item.kind in _SCALES:
            subjects[item.subject].append(item)
    if not subjects:
        return []
    sheets = sheets_of(campaign)
    cells, invited = cells_of(campaign, items, sheets), invited_by_unit(campaign)
    scores = []
    for subject, asked in subjects.items():
        if len({(item.low, item.high) for item in asked}) > 1:
            continue
        means = [_mean(asked, sheet) for sheet in sheets]
        for cell in sorted(shown_cells(cells, means), key=sorted):
            group = _group(cell)
            if group is not None:
                told = [mean for place, mean in enumerate(means) if mean is not None and cells.masks[cell] >> place & 1]
                scores.append(_score(campaign, subject, group, told, invited, asked[0]))
    return scores


def _group(cell: Cell) -> str | None:
    """The unit of a view; empty for the whole, None for a view by something else."""
    if cell == WHOLE:
        return ""
    (key, value), *others = cell
    return value if key == UNIT and not others else None


def _mean(items: Sequence[Item], sheet: Answered) -> float | None:
    scales = (Question(item.code, Kind.LIKERT, tuple(range(item.low, item.high + 1))) for item in items)
    values = [found for scale in scales if (found := answer_of(scale, sheet.answers)) is not None]
    return sum(values) / len(values) if values else None


def _score(
    campaign: Campaign, subject: str, group: str, means: Sequence[float], invited: Mapping[str, int], item: Item
) -> SubjectScore:
    found = mean_on_scale(Counter(means), item.low, item.high)
    return SubjectScore(
        campaign_public_id=campaign.public_id,
        title=campaign.title,
        closed_on=campaign.closes_on,
        subject=subject,
        group=group,
        n=found.n,
        invited=invited.get(group, 0) if group else campaign.invited,
        mean=found.value,
        low=found.low,
        high=found.high,
        scale_low=item.low,
        scale_high=item.high,
    )


def invited_by_unit(campaign: Campaign) -> dict[str, int]:
    """How many people of each unit (public_id) were asked; one query. Empty where results are not shown by unit."""
    if not campaign.by_unit:
        return {}
    rows = Invitation.objects.filter(campaign=campaign).values("group").annotate(n=Count("pk")).order_by("group")
    return {row["group"]: row["n"] for row in rows}
