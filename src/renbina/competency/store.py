"""The core's gaps -> rows. Gaps are derived: they are replaced whole, so that none outlives its reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from binacore import gaps as core
from renbina.competency.models import Gap, UnitGap

BATCH = 2000


def replace_gaps(agency_id: int, gaps: Iterable[core.Gap], on: date) -> int:
    """Delete the agency's gaps and write these; returns how many were written."""
    Gap.objects.filter(employee__agency_id=agency_id).delete()
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
        unit, competency = int(units[gap.person_id]), int(gap.competency_id)
        row = sums.get((unit, competency))
        if row is None:
            row = UnitGap(unit_id=unit, competency_id=competency, people=0, known=0, below=0, missing=0)
            sums[unit, competency] = row
        row.people += 1
        row.known += gap.held is not None
        row.below += bool(gap.gap)
        row.missing += gap.gap or 0
        row.missing_critical += (gap.gap or 0) if gap.critical else 0
    UnitGap.objects.filter(unit__agency_id=agency_id).delete()
    UnitGap.objects.bulk_create(sums.values(), batch_size=BATCH)
