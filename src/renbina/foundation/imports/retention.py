"""Nothing of a file is kept longer than it is needed: the register of personal data names the days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.imports.actions import remove_file
from renbina.foundation.imports.undo import UNDO_FOR
from renbina.foundation.models import ImportBatch, ImportJournal, ImportRow

WAITS_FOR_AN_ANSWER: Final = timedelta(days=1)
ROWS_STAY: Final = timedelta(days=90)  # after the file is applied or discarded
_OVER: Final = (ImportBatch.State.APPLIED, ImportBatch.State.UNDONE, ImportBatch.State.DISCARDED)


@action
def expire_imports(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Files that nobody answered about, images of files that cannot be taken back any more, rows of long ago."""
    asked = ImportBatch.objects.filter(state=ImportBatch.State.ASKING, uploaded_at__lt=at - WAITS_FOR_AN_ANSWER)
    forgotten = list(asked.order_by("pk"))
    for batch in forgotten:
        transaction.on_commit(partial(remove_file, batch))
    asked.update(state=ImportBatch.State.DISCARDED, question={})
    images, _each = ImportJournal.objects.filter(batch__applied_at__lt=at - UNDO_FOR).delete()
    old = ImportBatch.objects.filter(state__in=_OVER, uploaded_at__lt=at - ROWS_STAY)
    rows, _each = ImportRow.objects.filter(batch__in=old, batch__applied_at__isnull=True).delete()
    applied = ImportRow.objects.filter(batch__in=old, batch__applied_at__lt=at - ROWS_STAY)
    rows += applied.delete()[0]
    record(new={"files": len(forgotten), "journal_steps": images, "rows": rows})
