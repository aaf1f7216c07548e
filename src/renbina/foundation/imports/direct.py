"""A file read and compared without a page: for commands. The same reader, checks, difference and journal as the pages.

`dry_run` writes nothing to the database. `apply_file` stores only what a dry run of the same file against the same
stored data showed: its token says so.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from renbina.foundation import chain
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import digest
from renbina.foundation.errors import Refused
from renbina.foundation.imports import difference
from renbina.foundation.imports.access import kind_for
from renbina.foundation.imports.actions import apply_batch, context_of, stage_rows
from renbina.foundation.imports.asking import read_rows
from renbina.foundation.imports.declare import ImportKind, Row
from renbina.foundation.imports.difference import Made
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.rows import FileRows
from renbina.foundation.models import ImportBatch

_CHANGED: Final = _("The file or the stored data changed since the dry run. Nothing was stored; run it again and look.")


class ChangedSinceDryRun(Refused):
    """The file, the stored data or what was asked for is not what the dry run saw."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a file would do. With a `refusal` there are no rows and no token.

    rows: every row with its verdict (same, changed, new, held), problems and changes. missing: stored, not in the file.
    about: sheets, columns (field -> heading), dropped, ignored (see `rows.rows_of`). counts: rows by verdict.
    """

    kind: ImportKind
    refusal: FileRefused | None = None
    token: str = ""
    rows: list[Row] = field(default_factory=list)
    missing: list[Row] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    about: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Applied:
    """A file that was stored; `batch` is its place in the history, from where it can be taken back."""

    compared: Compared
    batch: ImportBatch | None


@difference.undisturbed()
def dry_run(
    kind: str,
    path: Path,
    name: str,
    *,
    by: Actor,
    at: datetime,
    on: date | None = None,
    sheets: Sequence[str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Compared:
    """What storing this file would do, as of a day (today where none is given). Nothing is written.

    sheets: names of the sheets to read; mapping: field -> heading. Raises NotFound, Forbidden.
    """
    declared = kind_for(by, kind)
    try:
        read = read_rows(path, name, declared, agency_id=by.agency_id or 0, mapping=mapping, only_sheets=sheets)
    except FileRefused as refusal:
        return Compared(declared, refusal)
    context = context_of(by, at, read.columns, on)
    made = difference.make(read.rows, declared, context)
    return Compared(
        kind=declared,
        token=token_of(declared, path, read, made.stored_digest, context.on),
        rows=read.rows,
        missing=made.missing,
        columns=read.columns,
        about=read.about,
        counts=difference.counts(read.rows, made.missing),
    )


def apply_file(
    kind: str,
    path: Path,
    name: str,
    *,
    token: str,
    by: Actor,
    at: datetime,
    on: date | None = None,
    sheets: Sequence[str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Applied:
    """Store new and changed rows, all or nothing. Raises ChangedSinceDryRun unless the token is the one of now.

    A file that is refused stores nothing: see `compared.refusal`.
    """
    declared = kind_for(by, kind)
    try:
        read = read_rows(path, name, declared, agency_id=by.agency_id or 0, mapping=mapping, only_sheets=sheets)
    except FileRefused as refusal:
        return Applied(Compared(declared, refusal), None)
    batch = ImportBatch(
        kind=declared.key,
        agency_id=by.agency_id or 0,
        uploaded_by_id=by.user_id,
        uploaded_by=by.label[:200],
        uploaded_at=at,
        file_name=name.replace("\\", "/").rsplit("/", 1)[-1][-255:],
        file_sha256=_file_digest(path),
    )
    store_file(batch=batch, path=path, read=read, token=token, on=on, by=by, at=at)
    compared = Compared(declared, None, token, read.rows, [], read.columns, read.about, batch.summary["counts"])
    return Applied(compared, batch)


@action
def store_file(
    *,
    batch: ImportBatch,
    path: Path,
    read: FileRows,
    token: str,
    on: date | None,
    by: Actor,
    at: datetime,
    made: Made | None = None,
) -> None:
    """Stage and apply in one transaction, where the token is still true.

    made: the difference that the token was given for, where the caller made it in this transaction, behind the lock of
    the audit record. Else it is made here, behind the same lock.
    """
    declared = kind_for(by, batch.kind)
    chain.hold_head()  # whoever else is writing finishes first, and nobody writes until the end
    context = context_of(by, at, read.columns, on)
    with difference.undisturbed():
        made = made or difference.make(read.rows, declared, context)
    if token != token_of(declared, path, read, made.stored_digest, context.on):
        raise ChangedSinceDryRun(_CHANGED)
    batch.save()
    stage_rows(batch=batch, read=read, by=by, at=at, on=on, made=made)
    apply_batch(batch=batch, by=by, at=at, on=on, staged=read.rows)
    record(obj=batch, new={"kind": batch.kind, "sha256": batch.file_sha256})


def token_of(kind: ImportKind, path: Path, read: FileRows, stored: str, on: date) -> str:
    """Digest of everything the outcome depends on: file, columns taken, sheets read, stored data, day."""
    sheets = [sheet["name"] for sheet in read.about.get("sheets", [])]
    columns = read.about.get("columns", {})
    return digest([kind.key, _file_digest(path), columns, sheets, stored, on])


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
