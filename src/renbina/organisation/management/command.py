"""`renbina import KIND FILE`: a dry run or an import on the command line, over the engine of the pages.

What is asked comes in as `Asked`, what is found goes out as one answer (see `answer`). Nothing is printed here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import OperationalError, ProgrammingError, transaction

from binacore.names import fold_name
from renbina.foundation import chain
from renbina.foundation.actor import Actor
from renbina.foundation.canonical import canonical_bytes, digest
from renbina.foundation.imports import ImportContext, ImportKind, difference
from renbina.foundation.imports.access import kinds
from renbina.foundation.imports.asking import read_rows
from renbina.foundation.imports.direct import ChangedSinceDryRun, store_file, token_of
from renbina.foundation.imports.guard import FileRefused, inspect_file
from renbina.foundation.imports.header import find_header
from renbina.foundation.imports.reading import Sheet, read_sheets
from renbina.foundation.imports.rows import FileRows, rows_of
from renbina.foundation.models import ImportBatch
from renbina.organisation.actions import create_agency, rename_agency
from renbina.organisation.gather import Directory, directory_of
from renbina.organisation.management import database
from renbina.organisation.management.answer import ROSTER, Answer, accepted, named_refusal, refusal
from renbina.organisation.models import Agency

NAMES: Final = {"employees": ROSTER}  # the contract's word for what the page calls the roster
UNNAMED: Final = "Instansi ini"  # until somebody says the name of the agency
_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was written on the command line. `apply` False: a dry run."""

    kind: str
    path: Path
    apply: bool
    token: str
    sheets: tuple[str, ...]
    agency: str
    on: date
    at: datetime


@dataclass(slots=True)
class _Looked:
    """A file read and compared."""

    kind: ImportKind
    read: FileRows
    made: difference.Made
    token: str
    answer: Answer


def answer_to(asked: Asked) -> Answer:
    """The whole of it: refusals of the file, of the command and of the database are answers too."""
    kind = kinds().get(NAMES.get(asked.kind, asked.kind))
    if kind is None:
        return named_refusal("usage")
    if not asked.path.is_file():
        return named_refusal("file_not_found")
    if asked.apply and kind.key == ROSTER and not asked.token:
        return named_refusal("token_missing")
    try:
        with difference.undisturbed():
            if kind.key == "people" and asked.apply:
                return _people(asked, kind)
            return _apply(asked, kind) if asked.apply else _dry_run(asked, kind)
    except FileRefused as error:
        return refusal(error)
    except _Unknown as error:
        return named_refusal(str(error))
    except ChangedSinceDryRun:
        return named_refusal("changed_since_dry_run")
    except OSError:
        return named_refusal("file_not_found")
    except (OperationalError, ProgrammingError):
        return named_refusal("database_not_ready")


class _Unknown(Exception):  # noqa: N818,RUF100 - names a refusal
    """A refusal by its reason."""


def _dry_run(asked: Asked, kind: ImportKind) -> Answer:
    agency = None if database.is_empty() else agency_named(asked.agency)
    actor = Actor.system(agency.pk if agency is not None else None, "perintah impor")
    return _look(asked, kind, actor).answer


def _apply(asked: Asked, kind: ImportKind) -> Answer:
    """Look again and store, all in one transaction, so that what was compared is what is changed."""
    with transaction.atomic():
        agency = agency_named(asked.agency) or _new_agency(asked.agency, asked.at)
        return _store(asked, kind, agency)


def _store(asked: Asked, kind: ImportKind, agency: Agency) -> Answer:
    actor = Actor.system(agency.pk, "perintah impor")
    chain.hold_head()  # whoever else is writing finishes first
    looked = _look(asked, kind, actor)
    if asked.token and asked.token != looked.answer["file"]["token"]:
        raise ChangedSinceDryRun("")
    batch = ImportBatch(
        kind=kind.key,
        agency_id=agency.pk,
        uploaded_by=actor.label,
        uploaded_at=asked.at,
        file_name=asked.path.name[-255:],
        file_sha256=_sha256(asked.path),
    )
    store_file(
        batch=batch, path=asked.path, read=looked.read, token=looked.token, on=asked.on, by=actor, at=asked.at,
        made=looked.made,
    )  # fmt: skip
    return looked.answer


def _look(asked: Asked, kind: ImportKind, actor: Actor) -> _Looked:
    read = _rows(asked, kind, actor)
    context = ImportContext(actor=actor, on=asked.on, at=asked.at, columns=read.columns)
    made = difference.make(read.rows, kind, context)
    token = token_of(kind, asked.path, read, made.stored_digest, asked.on)
    directory = directory_of(actor.agency_id) if actor.agency_id is not None else Directory()
    answer = accepted(read, kind, directory)
    # units, positions and spellings count too: whatever changes the outcome changes the token
    answer["file"]["token"] = _sealed(token, answer)
    return _Looked(kind, read, made, token, answer)


def _sealed(token: str, answer: Answer) -> str:
    """Digest of the token and of all that is said, row by row, because it may be long."""
    seal = hashlib.sha256(token.encode())
    for each in (*answer["valid"], *answer["problems"]):
        seal.update(canonical_bytes(each))
    return seal.hexdigest()


def _rows(asked: Asked, kind: ImportKind, actor: Actor) -> FileRows:
    sheets = read_sheets(asked.path, inspect_file(asked.path, asked.path.name))
    only = _chosen_sheets(sheets, asked, kind)
    try:
        return rows_of(sheets, kind, only_sheets=only)
    except FileRefused as refusal:
        if actor.agency_id is None or not refusal.question:
            raise
    # once more, with what the agency told about its headings on the page
    return read_rows(asked.path, asked.path.name, kind, agency_id=actor.agency_id, only_sheets=only)


def _chosen_sheets(sheets: Sequence[Sheet], asked: Asked, kind: ImportKind) -> list[str] | None:
    """The sheets to read. Where several hold a list, somebody must say which: none is taken in silence."""
    if [sheet.name for sheet in sheets] == [""]:
        return None
    if asked.sheets and _ALL not in {name.casefold() for name in asked.sheets}:
        return list(asked.sheets)
    holding = [sheet.name for sheet in sheets if _holds_list(sheet, kind)]
    if len(holding) > 1 and not asked.sheets:
        raise FileRefused("several_sheets", sheets=", ".join(holding))
    return holding or None


def _holds_list(sheet: Sheet, kind: ImportKind) -> bool:
    """A header with the columns that say who it is about, and something below it."""
    header = find_header(sheet, kind) if sheet.rows else None
    if header is None:
        return False
    needed = [field.name for field in kind.fields if field.required][:2]
    if not all(name in header.columns for name in needed):
        return False
    return any(any(cell not in (None, "") for cell in row) for row in sheet.rows[header.row + 1 :])


def agency_named(name: str) -> Agency | None:
    """The agency of that name, short name or public id; without a name, the first of the installation.

    None where there is none at all. Raises the refusal agency_unknown.
    """
    if not name:
        return Agency.objects.order_by("pk").first()
    wanted = fold_name(name)
    for agency in Agency.objects.order_by("pk"):
        if name == agency.public_id or wanted in {fold_name(text) for text in (agency.name, agency.short_name)}:
            return agency
    if Agency.objects.exists():
        raise _Unknown("agency_unknown")
    return None


def _new_agency(name: str, at: datetime) -> Agency:
    name = name or UNNAMED
    return create_agency(name=name, short_name=name[:100], kind="kota", by=Actor.system(None), at=at)


def _people(asked: Asked, kind: ImportKind) -> Answer:
    """People of several agencies in one file: each goes to its own. Agencies that are not there yet are added."""
    with transaction.atomic():
        read = rows_of(read_sheets(asked.path, inspect_file(asked.path, asked.path.name)), kind)
        named: dict[str, str] = {}
        for row in read.rows:
            if row.values.get("agency"):
                named.setdefault(fold_name(row.values["agency"]), row.values["agency"])
        answers = [_store(replace(asked, token=""), kind, agency) for agency in _agencies(named, read, asked)]
        return _together(answers) if answers else _dry_run(asked, kind)


def _agencies(named: dict[str, str], read: FileRows, asked: Asked) -> list[Agency]:
    """The agencies of a file. An agency without a name yet is the one whose units the file names most."""
    known = {fold_name(agency.name): agency for agency in Agency.objects.order_by("pk")}
    unnamed = known.get(fold_name(UNNAMED))
    missing = [name for key, name in named.items() if key not in known]
    if unnamed is not None and missing:
        directory = directory_of(unnamed.pk)
        hits = dict.fromkeys(missing, 0)
        for row in read.rows:
            name = named.get(fold_name(row.values.get("agency") or ""), "")
            if name in hits and directory.units.find(row.values.get("unit") or "").items:
                hits[name] += 1
        own = max(missing, key=lambda name: hits[name])
        rename_agency(agency=unnamed, name=own, by=Actor.system(unnamed.pk), at=asked.at)
        missing.remove(own)
    for name in missing:
        _new_agency(name, asked.at)
    again = {fold_name(agency.name): agency for agency in Agency.objects.order_by("pk")}
    return [again[key] for key in named]


def _together(answers: Sequence[Answer]) -> Answer:
    """One answer of several agencies: a row counts where its own agency took it."""
    valid = sorted(
        (row for answer in answers for row in answer["valid"]), key=lambda row: (row["sheet"] or "", row["row"])
    )
    taken = {(row["sheet"], row["row"]) for row in valid}
    problems: dict[str, Any] = {}
    for answer in answers:
        for problem in answer["problems"]:
            place = (problem["sheet"], problem["row"])
            elsewhere = (
                problem["code"] == "nip_other_agency" and problem["field"] == "agency"
            )  # its own agency takes it
            if not elsewhere and (place not in taken or problem["severity"] != "error"):
                problems.setdefault(digest([problem]), problem)
    rows = {(each["sheet"], each["row"]) for each in problems.values() if each["severity"] == "error"} | taken
    summary = {name: sum(answer["summary"][name] for answer in answers) for name in ("new", "changed", "same")}
    return {
        "file": {"accepted": True, "reason": None, "token": digest([answer["file"]["token"] for answer in answers])},
        "rows_read": len(rows),
        "summary": summary,
        "dropped_columns": answers[0]["dropped_columns"],
        "valid": valid,
        "problems": list(problems.values()),
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
