"""What a programme is to reach: set before its first class, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.evaluation.access import MANAGE, require
from renbina.evaluation.enums import Indicator, TargetKind
from renbina.evaluation.models import Target
from renbina.evaluation.queries.programmes import first_class_on
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.queries import agency_of
from renbina.ui import formats

SCALES = {Indicator.SKM: (25.0, 100.0)}  # the elements: 1 to 4; a test: 0 to 100


class TargetRefused(Refused):
    """A target that no verdict could rest on; `field` names what to correct."""


class TargetTooLate(Refused):
    """The first class has begun: whoever sets a target now knows already how it went."""


@dataclass(frozen=True, slots=True)
class PastTarget:
    """A target as it was set in its time, by whom and on which day."""

    programme_id: int
    year: int
    kind: str  # TargetKind
    indicator: str
    baseline: float
    goal: float
    set_on: date
    set_by: str


@action
def set_target(
    *, programme: Programme, year: int, kind: str, indicator: str, baseline: float, goal: float, by: Actor, at: datetime
) -> Target:
    """The target of a programme in a year; it may be changed until the day before the first class.

    Raises TargetTooLate on the day of the first class and later, TargetRefused for figures that cannot be.
    """
    require(by, MANAGE, programme.agency_id)
    agency = agency_of(by)
    on = at.astimezone(ZoneInfo(agency.timezone)).date()
    row = PastTarget(
        programme.pk, year, kind, indicator if kind == TargetKind.SERVICE else "", baseline, goal, on, by.label
    )
    _check(row, first_class_on(agency, programme.pk, year))
    held = Target.objects.select_for_update().filter(programme=programme, year=year).first()
    old = {"goal": held.goal, "baseline": held.baseline, "indicator": held.indicator} if held else None
    target = held or Target(agency=agency, programme=programme, year=year)
    _fill(target, row)
    target.save()
    record(obj=target, old=old, new={"goal": goal, "baseline": baseline, "indicator": row.indicator, "year": year})
    return target


@action
def load_targets(*, rows: Sequence[PastTarget], by: Actor, at: datetime) -> int:
    """Targets of the past from records of their time; each must lie before its first class too."""
    require(by, MANAGE)
    agency = agency_of(by)
    known = set(Programme.objects.filter(agency=agency).values_list("pk", flat=True))
    made = []
    for row in rows:
        if row.programme_id not in known:
            raise NotFound
        _check(row, first_class_on(agency, row.programme_id, row.year))
        target = Target(agency=agency, programme_id=row.programme_id, year=row.year)
        _fill(target, row)
        made.append(target)
    Target.objects.bulk_create(made)
    record(obj=agency, old=None, new={"targets": len(made)})
    return len(made)


def _fill(target: Target, row: PastTarget) -> None:
    target.kind, target.indicator = row.kind, row.indicator
    target.baseline, target.goal = row.baseline, row.goal
    target.unit_of_measure = "0-100" if row.kind == TargetKind.SCORE else "-".join(f"{end:g}" for end in _ends(row))
    target.set_on, target.set_by = row.set_on, row.set_by


def _ends(row: PastTarget) -> tuple[float, float]:
    if row.kind == TargetKind.SCORE:
        return 0.0, 100.0
    return SCALES.get(Indicator(row.indicator), (1.0, 4.0))


def _check(row: PastTarget, first: date | None) -> None:
    if row.kind not in TargetKind.values:
        raise TargetRefused(_("Choose by what the programme is judged."), "kind")
    if row.kind == TargetKind.SERVICE and row.indicator not in Indicator.values:
        raise TargetRefused(_("Choose the indicator of the service."), "indicator")
    low, high = _ends(row)
    ends = {"low": formats.number(low), "high": formats.number(high)}
    for name in ("baseline", "goal"):
        if not low <= getattr(row, name) <= high:
            raise TargetRefused(_("This indicator runs from %(low)s to %(high)s.") % ends, name)
    if row.goal <= row.baseline:
        raise TargetRefused(_("The target must lie above what holds now."), "goal")
    if first is not None and row.set_on >= first:
        words = _("The first class began on %(day)s. A target must be set before it; set one for next year instead.")
        raise TargetTooLate(words % {"day": formats.day(first)})
