"""The core's gaps and leans -> rows. They are derived: replaced whole, so that none outlives its reason."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from binacore import gaps as core
from binacore.severity import Severity
from renbina.competency.models import Gap, RaterLean, UnitGap
from renbina.foundation.base import holds_on
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement

BATCH = 2000


def replace_gaps(agency_id: int, gaps: Iterable[core.Gap], on: date) -> int:
    """Delete the agency's gaps and write these; returns how many were written."""
    return _replace(Gap.objects.filter(employee__agency_id=agency_id), gaps, on)


def replace_gaps_of(people: Collection[int], gaps: Iterable[core.Gap], on: date) -> None:
    """The same for some people, and the sums of the units in which they serve, from everybody's stored gaps."""
    _replace(Gap.objects.filter(employee_id__in=people), gaps, on)
    held = Placement.objects.filter(holds_on(on), kind=PlacementKind.DEFINITIVE)
    units = set(held.filter(employee_id__in=people).values_list("unit_id", flat=True))
    there = held.filter(employee_id__in=held.filter(unit_id__in=units).values("employee_id"))
    # who holds two posts counts in the later one, as where everybody's gaps are computed
    unit_of = dict(there.order_by("employee_id", "valid_from").values_list("employee_id", "unit_id"))
    sums: dict[tuple[int, int], UnitGap] = {}
    mine = [employee for employee, unit in unit_of.items() if unit in units]
    rows = Gap.objects.filter(employee_id__in=mine).order_by("pk")
    fields = ("employee_id", "competency_id", "held", "size", "is_critical")
    for employee, competency, known, size, critical in rows.values_list(*fields):
        _count(sums, unit_of[employee], competency, known, size, critical=critical)
    UnitGap.objects.filter(unit_id__in=units).delete()
    UnitGap.objects.bulk_create(sums.values(), batch_size=BATCH)


def _replace(standing: QuerySet[Gap], gaps: Iterable[core.Gap], on: date) -> int:
    standing.delete()
    rows = [
        Gap(
            employee_id=int(gap.person_id),
            competency_id=int(gap.competency_id),
            required=gap.required,
            held=gap.held,
            size=gap.gap or 0,
            category=gap.category.value,
            method=gap.method.value if gap.method else "",
            assessed_on=gap.assessed_on,
            is_critical=gap.critical,
            computed_on=on,
        )
        for gap in gaps
    ]
    Gap.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def replace_unit_gaps(agency_id: int, gaps: Iterable[core.Gap], units: Mapping[str, str]) -> None:
    """Delete the agency's sums by unit and write those of these gaps; `units`: person -> unit on the day."""
    sums: dict[tuple[int, int], UnitGap] = {}
    for gap in gaps:
        _count(sums, int(units[gap.person_id]), int(gap.competency_id), gap.held, gap.gap or 0, critical=gap.critical)
    UnitGap.objects.filter(unit__agency_id=agency_id).delete()
    UnitGap.objects.bulk_create(sums.values(), batch_size=BATCH)


def _count(
    sums: dict[tuple[int, int], UnitGap], unit: int, competency: int, held: int | None, size: int, *, critical: bool
) -> None:
    row = sums.get((unit, competency))
    if row is None:
        row = UnitGap(unit_id=unit, competency_id=competency, people=0, known=0, below=0, missing=0, missing_critical=0)
        sums[unit, competency] = row
    row.people += 1
    row.known += held is not None
    row.below += bool(size)
    row.missing += size
    row.missing_critical += size if critical else 0


def replace_leans(agency_id: int, found: Severity, given: Mapping[str, tuple[int, int, int]], on: date) -> int:
    """Delete the agency's leans and write these; returns how many were written.

    given: rater -> values given, those exactly at the standard, those of the commonest level.
    """
    RaterLean.objects.filter(agency_id=agency_id).delete()
    rows = []
    for name, lean in found.leans.items():
        ratings, at_standard, same = given[name]
        rows.append(
            RaterLean(
                agency_id=agency_id,
                rater_id=int(name[1:]) if name[0] == "p" else None,
                unit_id=int(name[1:]) if name[0] == "u" else None,
                ratings=ratings,
                shared=lean.shared,
                at_standard=at_standard,
                same=same,
                raw=lean.raw,
                lean=lean.lean,
                low=lean.low,
                high=lean.high,
                is_anchored=lean.anchored,
                is_clear=lean.is_clear,
                computed_on=on,
            )
        )
    RaterLean.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
