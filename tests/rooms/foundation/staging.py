"""Files on their way without a file: sheets handed to the engine in this process, so that a test takes milliseconds."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from tests.rooms.foundation.people import AT

from renbina.foundation.actor import Actor
from renbina.foundation.imports import actions
from renbina.foundation.imports.access import kind_for
from renbina.foundation.imports.reading import Sheet
from renbina.foundation.imports.rows import rows_of
from renbina.foundation.models import ImportBatch

NOT_DATA = ("foundation", "sessions", "contenttypes", "auth")


def staged(kind: str, rows: Sequence[Sequence[Any]], by: Actor, *, sheet: str = "PNS") -> ImportBatch:
    """A batch that waits for a decision."""
    batch = ImportBatch.objects.create(
        kind=kind, agency_id=by.agency_id, uploaded_by=by.label, uploaded_at=AT, file_name="berkas.xlsx", file_sha256=""
    )
    read = rows_of([Sheet(name=sheet, hidden=False, rows=[list(row) for row in rows])], kind_for(by, kind))
    actions.stage_rows(batch=batch, read=read, by=by, at=AT)
    return batch


def everything_stored(*, but: Sequence[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every room's tables: what an undo must leave as it was before."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.app_label not in NOT_DATA and model._meta.label_lower not in but
    }
