"""The core's gaps -> rows. Gaps are derived: they are replaced whole, so that none outlives its reason."""

from collections.abc import Iterable
from datetime import date

from binacore import gaps as core
from renbina.competency.models import Gap

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
