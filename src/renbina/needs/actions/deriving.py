"""Derived evidence is put beside what was derived before: what differs is written, what nothing speaks for goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from renbina.needs.models import Evidence
from renbina.needs.queries.evidence import EvidenceRow
from renbina.organisation.models import Agency

_TOLD: Final = ("weight", "confidence", "people", "reason", "facts")
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Collected:
    """Rows of evidence that came, changed, stayed and went."""

    added: int
    changed: int
    same: int
    removed: int


def put(agency: Agency, wanted: Iterable[EvidenceRow], before: QuerySet[Evidence]) -> Collected:
    """Exactly the rows wanted, where `before` stood; the same facts twice change nothing. At most four queries."""
    stored = {(row.source, row.origin, row.unit_id, row.competency_id): row for row in before}
    new: list[Evidence] = []
    changed: list[Evidence] = []
    same = 0
    for row in wanted:
        held = stored.pop((row.source, row.origin, row.unit_id, row.competency_id), None)
        if held is None:
            new.append(Evidence(agency=agency, source=row.source, origin=row.origin, unit_id=row.unit_id,
                                competency_id=row.competency_id, recorded_on=row.recorded_on, **row.told))  # fmt: skip
        elif any(getattr(held, name) != value for name, value in row.told.items()):
            for name, value in row.told.items():
                setattr(held, name, value)
            held.recorded_on = row.recorded_on
            changed.append(held)
        else:
            same += 1
    Evidence.objects.bulk_create(new, batch_size=_BATCH)
    Evidence.objects.bulk_update(changed, [*_TOLD, "recorded_on"], batch_size=_BATCH)
    Evidence.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    return Collected(len(new), len(changed), same, len(stored))
