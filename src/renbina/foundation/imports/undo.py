"""Taking an applied file back: exactly what stood before, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.foundation import chain, outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports.access import lock_open, require_batch
from renbina.foundation.imports.actions import UNDO_DAYS, Progress
from renbina.foundation.imports.difference import undisturbed
from renbina.foundation.imports.journal import (
    CREATE,
    DELETE,
    Image,
    insert_images,
    remove,
    still_needed,
    stored_images,
    unpack,
    write_values,
)
from renbina.foundation.models import ImportBatch, ImportJournal
from renbina.ui import formats

UNDO_FOR: Final = timedelta(days=UNDO_DAYS)
_NAMED: Final = 5  # so many names stand in the refusal


class UndoTooLate(Refused):
    """The days in which a file can be taken back are over."""


class Superseded(Refused):
    """What the file wrote was changed since, or something depends on it."""


@dataclass(slots=True)
class _Reverse:
    """What happened on the way back."""

    counts: dict[str, int] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)  # names of what is not as the file left it
    needed: list[str] = field(default_factory=list)  # names of what others depend on by now

    def count(self, change: str, number: int) -> None:
        self.counts[change] = self.counts.get(change, 0) + number


def undo_until(batch: ImportBatch) -> datetime | None:
    """The last moment at which this file can be taken back; None where it was not applied."""
    return batch.applied_at + UNDO_FOR if batch.applied_at is not None else None


def can_undo(batch: ImportBatch, at: datetime) -> bool:
    """Whether there is time left to take this file back."""
    until = undo_until(batch)
    return batch.state == ImportBatch.State.APPLIED and until is not None and at <= until


@action
@undisturbed()
def undo_batch(
    *, batch: ImportBatch, by: Actor, at: datetime, progress: Progress = lambda back, total: None
) -> dict[str, int]:
    """Put back what stood before this file, all or nothing; returns how many writes were taken back by kind.

    progress: called with the rows taken back so far and all that this file stored.

    Raises UndoTooLate after seven days, Superseded where what the file wrote was changed since or is in use,
    BatchNotOpen where it is not applied (any more).
    """
    kind = require_batch(by, batch)
    chain.hold_head()  # whoever else is writing finishes first
    lock_open(batch, ImportBatch.State.APPLIED)
    _require_time(batch, at)
    if kind.undo_guard is not None and (reason := kind.undo_guard(by, _touched(batch))):
        raise Superseded(reason)
    found = _reversed(batch, progress)
    batch.state = ImportBatch.State.UNDONE
    batch.undone_at, batch.undone_by = at, by.label[:200]
    batch.save(update_fields=["state", "undone_at", "undone_by"])
    batch.journal.all().delete()  # it has done its work, and holds personal data
    if kind.announces:
        outbox.publish(kind.announces, {}, by=by, at=at)
    record(obj=batch, new={"undone": True, "taken_back": found.counts})
    return found.counts


def _require_time(batch: ImportBatch, at: datetime) -> None:
    until = undo_until(batch)
    if until is None or at > until:
        day = formats.day(localtime(until).date()) if until is not None else "–"
        raise UndoTooLate(
            _("This file could be taken back until %(day)s. Upload a corrected file instead.") % {"day": day}
        )


def _touched(batch: ImportBatch) -> dict[str, set[Any]]:
    """Model label -> keys of everything this file wrote, for a room that has a rule of its own about undoing."""
    found: dict[str, set[Any]] = {}
    for entry in batch.journal.order_by("position").iterator(chunk_size=20):
        found.setdefault(entry.model, set()).update(image[0] for image in unpack(entry.images))
    return found


def _reversed(batch: ImportBatch, progress: Progress) -> _Reverse:
    found = _Reverse()
    objects = batch.journal.aggregate(n=Sum("objects_count"))["n"] or 0
    counts = batch.summary.get("counts", {})
    rows, back = counts.get("new", 0) + counts.get("changed", 0), 0
    progress(0, rows)
    try:
        with transaction.atomic():
            for entry in batch.journal.order_by("-position").iterator(chunk_size=20):
                _take_back(entry, found)
                back += entry.objects_count
                progress(rows * back // objects, rows)
    except IntegrityError as error:  # what stood before has no room any more, such as a NIP that somebody else got
        raise Superseded(_refusal([], [])) from error
    if found.changed or found.needed:
        raise Superseded(_refusal(found.changed, found.needed))
    return found


def _take_back(entry: ImportJournal, found: _Reverse) -> None:
    model, images = apps.get_model(entry.model), unpack(entry.images)
    keys = [image[0] for image in images]
    if entry.change == CREATE:
        stored = stored_images(model, keys)
        found.changed += _titles(model, [pk for pk, *values in images if stored.get(pk) != values], found.changed)
        found.needed += _titles(model, sorted(still_needed(model, keys)), found.needed)
        if not found.changed and not found.needed:
            remove(model, keys)
    elif entry.change == DELETE:
        back = stored_images(model, keys)
        found.changed += _titles(model, list(back), found.changed)
        if not found.changed:
            insert_images(model, images)
    else:
        _put_back(model, images, found)
    found.count(entry.change, len(images))


def _put_back(model: type[Model], images: Sequence[Image], found: _Reverse) -> None:
    names = sorted({name for _pk, pairs in images for name in pairs})
    stored = stored_images(model, [pk for pk, _pairs in images], names)
    differing = []
    for pk, pairs in images:
        now = dict(zip(names, stored[pk], strict=True)) if pk in stored else {}
        if any(now.get(name) != after or not now for name, (_before, after) in pairs.items()):
            differing.append(pk)
    found.changed += _titles(model, differing, found.changed)
    if not differing:
        write_values(model, [(pk, {name: before for name, (before, _after) in pairs.items()}) for pk, pairs in images])


# --- names for the refusal


def _titles(model: type[Model], keys: Sequence[Any], known: Sequence[str]) -> list[str]:
    """How these rows are called; rows that are gone count without a name."""
    rows = {row.pk: row for row in model._base_manager.filter(pk__in=keys)} if len(known) <= _NAMED else {}
    return [_title(rows[pk]) if pk in rows else "" for pk in keys]


def _title(row: Model, depth: int = 2) -> str:
    """The row's own name, or the name of what it is about: a placement is called by its person."""
    for name in ("name", "title"):
        text = getattr(row, name, None)
        if isinstance(text, str) and text:
            return text
    for each in row._meta.concrete_fields:
        if depth and isinstance(each, ForeignKey) and each.name != "agency" and (other := getattr(row, each.name)):
            return _title(other, depth - 1)
    return ""


def _refusal(changed: Sequence[str], needed: Sequence[str]) -> str:
    parts = []
    if changed:
        parts.append(_("Changed since: %(names)s.") % {"names": _named(changed)})
    if needed:
        parts.append(_("In use elsewhere by now: %(names)s.") % {"names": _named(needed)})
    if not parts:
        parts.append(_("What stood before the file has no room any more."))
    return " ".join(
        [_("This file cannot be taken back as a whole, so nothing was."), *parts, _("Upload a corrected file instead.")]
    )


def _named(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(name for name in names if name))[:_NAMED]
    rest = len({name for name in names if name} - set(shown)) + sum(not name for name in names)
    if rest:
        shown.append(ngettext("%(n)s other", "%(n)s others", rest) % {"n": formats.number(rest)})
    return ", ".join(shown)
