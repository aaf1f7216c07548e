"""A closed campaign by perangkat daerah: who answered, the mean with its interval, and every scale of every unit."""

from dataclasses import dataclass

from binacore.survey import ItemResult
from renbina.foundation.actor import Actor
from renbina.organisation.models import Unit
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.gather import question
from renbina.surveys.models import Campaign, Item
from renbina.surveys.previews.results import Views
from renbina.surveys.queries.scores import invited_by_unit
from renbina.surveys.queries.sheets import UNIT, may_be_told


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit. `n` None: too few answered, or they could be found by subtracting; then nothing else is told.

    `means`: of each scale of the report, None where hidden.
    """

    name: str
    invited: int
    n: int | None
    overall: ItemResult | None
    means: tuple[float | None, ...]

    @property
    def share(self) -> float | None:
        """Share (0..1) of those asked who answered."""
        return self.n / self.invited if self.n is not None and self.invited else None


@dataclass(frozen=True, slots=True)
class UnitReport:
    """All units that were asked, by name. `whole` are the means over everybody, `overall` of all scales."""

    lines: tuple[UnitLine, ...]
    scales: tuple[Item, ...]
    whole: tuple[float | None, ...]
    overall: ItemResult | None
    low: int
    high: int
    elsewhere: int  # answers of the units that are not shown


def units_of(actor: Actor, campaign: Campaign) -> UnitReport | None:
    """None while results may not be seen, or where the campaign promised none by unit. Raises NotFound, Forbidden."""
    require(actor, VIEW, campaign)
    if not may_be_told(campaign) or not campaign.by_unit:
        return None
    views = Views(campaign)
    scales = tuple(item for item in views.items if item.kind in (ItemKind.LIKERT, ItemKind.LEVEL))
    invited = {group: n for group, n in invited_by_unit(campaign).items() if group}
    known = {*invited, *views.unit_names}
    names = dict(Unit.objects.filter(public_id__in=known).values_list("public_id", "short_name"))
    means = {item.pk: _means(views, item) for item in scales}
    lines = [_line(views, group, name, invited.get(group, 0), scales, means) for group, name in names.items()]
    shown = sum(line.n or 0 for line in lines)
    return UnitReport(
        lines=tuple(sorted(lines, key=lambda line: line.name)),
        scales=scales,
        whole=tuple(means[item.pk].get("") for item in scales),
        overall=views.overall(frozenset()),
        low=min((item.low for item in scales), default=0),
        high=max((item.high for item in scales), default=0),
        elsewhere=len(views.sheets) - shown,
    )


def _line(
    views: Views, group: str, name: str, invited: int, scales: tuple[Item, ...], means: dict[int, dict[str, float]]
) -> UnitLine:
    cell = frozenset({(UNIT, group)})
    if cell not in views.people:
        return UnitLine(name, invited, None, None, (None,) * len(scales))
    told = tuple(means[item.pk].get(group) for item in scales)
    return UnitLine(name, invited, len(views.inside(cell)), views.overall(cell), told)


def _means(views: Views, item: Item) -> dict[str, float]:
    """Mean of one scale by unit, under an empty key that of everybody; only those that may be shown."""
    found = {}
    for group in ("", *views.unit_names):
        result = views.result(question(item), frozenset({(UNIT, group)}) if group else frozenset())
        if result.mean is not None:
            found[group] = result.mean
    return found
