"""Correcting held rows on the page: one row, or every row with the same wrong value, and remembering the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.foundation.imports import difference
from renbina.foundation.imports.access import lock_open, require_batch
from renbina.foundation.imports.actions import check_again, context_of, keep_rows
from renbina.foundation.imports.declare import ImportKind, Row
from renbina.foundation.imports.rows import fill, from_record, key_of, to_record
from renbina.foundation.models import ImportBatch, ImportRow

_CHUNK: Final = 500


class RowNotHeld(Refused):
    """The row to be fixed is not there, or needs no fix."""


@action
def fix_row(
    *, batch: ImportBatch, row: int, values: Mapping[str, str], confirmed: Sequence[str], by: Actor, at: datetime
) -> str:
    """Correct cells of a held row, or confirm what is odd but right, and check again; returns the new verdict."""
    kind = require_batch(by, batch)
    lock_open(batch, ImportBatch.State.STAGED)
    held = batch.rows.filter(pk=row, verdict=ImportRow.Verdict.HELD).first()
    if held is None:
        raise RowNotHeld(_("This row needs no fix any more. Open the page again to see the rows that are left."))

    def change(fixed: Row) -> None:
        _type_again(batch, kind, fixed, values)
        offered = {problem.code for problem in fixed.problems if problem.confirmable}
        fixed.confirmed |= offered & set(confirmed)

    counts = _fix(batch, kind, {held.pk: change}, by, at)
    held.refresh_from_db()
    record(obj=batch, new={"row": held.number, "fields": sorted(values), "confirmed": sorted(confirmed)} | counts)
    return held.verdict


@action
def fix_alike(
    *, batch: ImportBatch, field: str, code: str, value: str, text: str, remember: bool, by: Actor, at: datetime
) -> tuple[int, int]:
    """The same correction for every held row with this problem and value: (how many rows, how many still held).

    remember: tell the room, where it remembers spellings of this field, so that the next file needs no correction.
    """
    kind = require_batch(by, batch)
    lock_open(batch, ImportBatch.State.STAGED)
    held = batch.rows.filter(verdict=ImportRow.Verdict.HELD).order_by("pk").values_list("pk", "problems")
    keys = [
        pk
        for pk, problems in held.iterator(chunk_size=2000)
        if any((each["field"], each["code"], each["value"]) == (field, code, value) for each in problems)
    ]
    if not keys or not text.strip():
        raise RowNotHeld(_("No row has this problem any more, or the correction is empty."))

    def change(fixed: Row) -> None:
        _type_again(batch, kind, fixed, {field: text})

    counts = _fix(batch, kind, dict.fromkeys(keys, change), by, at)
    left = sum(
        batch.rows.filter(pk__in=keys[start : start + _CHUNK], verdict=ImportRow.Verdict.HELD).count()
        for start in range(0, len(keys), _CHUNK)
    )
    kept = remember and left < len(keys) and kind.remember is not None and field in kind.remembers
    if kept and kind.remember is not None:
        kind.remember(field=field, written=value, meant=text, by=by, at=at)
    record(obj=batch, new={"field": field, "code": code, "rows_alike": len(keys), "remembered": kept} | counts)
    return len(keys), left


def _type_again(batch: ImportBatch, kind: ImportKind, row: Row, values: Mapping[str, str]) -> None:
    for name, text in values.items():
        field = kind.field_named(name)
        if field is not None and name in batch.summary["fields"]:
            row.problems = [problem for problem in row.problems if problem.field != name]
            fill(row, field, text)
    row.key = key_of(row, kind)


def _fix(batch: ImportBatch, kind: ImportKind, changes: Mapping[int, Any], by: Actor, at: datetime) -> dict[str, int]:
    """Change these rows and check what that can touch: for a kind that looks at each row alone only the rows themselves
    and those that have (or had) the same key; else the whole file."""
    if not kind.row_by_row or set(kind.across) & set(batch.summary["fields"]):

        def change(pk: int, row: Row) -> None:
            if pk in changes:
                changes[pk](row)

        return check_again(batch, kind, by, at, change)
    return _check_some(batch, kind, changes, by, at)


def _check_some(
    batch: ImportBatch, kind: ImportKind, changes: Mapping[int, Any], by: Actor, at: datetime
) -> dict[str, int]:
    columns = frozenset(batch.summary["fields"])
    context = context_of(by, at, columns)
    rows = {each.pk: from_record(each, kind) for each in _rows(batch, "pk", changes)}
    had = {row.key for row in rows.values()}
    for pk, change in changes.items():
        change(rows[pk])
    kind.check_rows(list(rows.values()), context)  # names are resolved, so that the keys below are the final ones
    keys = {key for row in rows.values() if (key := key_of(row, kind))} | had - {""}
    others = [each for each in _rows(batch, "key", keys) if each.pk not in rows]
    rows |= {each.pk: from_record(each, kind) for each in others if each.verdict != ImportRow.Verdict.MISSING}
    ordered = [rows[pk] for pk in sorted(rows)]
    difference.check(ordered, kind, context)
    stored = kind.stored(by, context.on)
    about = {key: stored[key] for key in keys if key in stored}
    missing = difference.compare(ordered, about, kind, columns)
    for pk, row in rows.items():
        new = to_record(row, batch.pk)
        new.pk = pk
        new.save()
    gone = [each.pk for each in others if each.verdict == ImportRow.Verdict.MISSING]
    for start in range(0, len(gone), _CHUNK):
        batch.rows.filter(pk__in=gone[start : start + _CHUNK]).delete()
    keep_rows(batch, missing)
    return _count_again(batch)


def _rows(batch: ImportBatch, name: str, wanted: Any) -> list[ImportRow]:
    values = list(wanted)
    found: list[ImportRow] = []
    for start in range(0, len(values), _CHUNK):
        found += batch.rows.filter(**{f"{name}__in": values[start : start + _CHUNK]}).order_by("pk")
    return found


def _count_again(batch: ImportBatch) -> dict[str, int]:
    """The counts from the table; what the difference was made against stays what it was."""
    counts = dict.fromkeys(("same", "changed", "new", "held", "missing", "warned", "rows"), 0)
    rows = batch.rows.order_by("pk")
    for verdict, warned in rows.values_list("verdict", "warned").iterator(chunk_size=5000):
        counts[verdict] += 1
        counts["warned"] += warned
        counts["rows"] += verdict != ImportRow.Verdict.MISSING
    held = rows.filter(verdict=ImportRow.Verdict.HELD).values_list("problems", flat=True).iterator(chunk_size=2000)
    alike = difference.alike_among(each for problems in held for each in problems)
    batch.summary = batch.summary | {"counts": counts, "alike": alike, "compared_again": None}
    batch.save(update_fields=["summary"])
    return counts
