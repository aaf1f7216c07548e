"""The core's ledger -> counted hours on the records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from renbina.records.models import LearningRecord

BATCH = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """JP that count for one record, and the code of the reason where fewer count or something must be looked at."""

    hours: float
    note: str


def save_learning(
    new: Sequence[LearningRecord], known: Iterable[LearningRecord], counted: Mapping[str, Counted]
) -> tuple[int, int]:
    """Write new records with their counted hours and correct the known ones; (added, corrected)."""
    count_afresh(new, counted)
    LearningRecord.objects.bulk_create(new, batch_size=BATCH)
    corrected = count_afresh(known, counted)[1]
    LearningRecord.objects.bulk_update(corrected, ["counted_hours", "counted_note"], batch_size=BATCH)
    return len(new), len(corrected)


def count_afresh(
    rows: Iterable[LearningRecord], counted: Mapping[str, Counted]
) -> tuple[list[LearningRecord], list[LearningRecord]]:
    """Put the counted hours on the rows, unsaved; (all of them, those that came out different)."""
    every, corrected = [], []
    for row in rows:
        every.append(row)
        now = counted[row.public_id]
        if (row.counted_hours, row.counted_note) != (now.hours, now.note):
            row.counted_hours, row.counted_note = now.hours, now.note
            corrected.append(row)
    return every, corrected
