"""Batches and their rows as pages show them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renbina.foundation.actor import Actor
from renbina.foundation.imports.access import batch_for, kind_for, kinds_for, visible_batches
from renbina.foundation.imports.asking import SHEET_CODES
from renbina.foundation.imports.declare import Field, ImportKind
from renbina.foundation.imports.rows import unpacked
from renbina.foundation.imports.undo import can_undo, undo_until
from renbina.foundation.imports.wording import ProblemWords, problem_words, refusal_words
from renbina.foundation.models import ImportBatch, ImportRow, Job
from renbina.ui import formats

_ALIKE_SHOWN: Final = 5
_NIP_FIRST: Final = re.compile(r"\d{18}")


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind that the actor may import."""

    key: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class FixField:
    """A cell to be typed again."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that waits for a person."""

    id: int
    title: str
    place: str
    problems: tuple[ProblemWords, ...]
    fields: tuple[FixField, ...]
    confirmable: tuple[ProblemWords, ...]


@dataclass(frozen=True, slots=True)
class AlikeRows:
    """Many held rows with the same wrong value, which one answer can correct."""

    problem: ProblemWords
    rows: int
    can_remember: bool


@dataclass(frozen=True, slots=True)
class BatchPage:
    """The review of one file. `undo_until` is empty where it cannot be taken back; `working` is the page of a job that
    is applying or taking it back right now."""

    batch: ImportBatch
    kind: ImportKind
    kind_label: str
    state: str
    counts: Mapping[str, int]
    to_apply: int
    sheets: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]
    other_sheets: tuple[str, ...]
    same_as: str
    refusal: tuple[str, str]
    told: tuple[tuple[str, str], ...]
    alike: tuple[AlikeRows, ...]
    compared_again: bool
    undo_until: str
    working: str


def kind_cards(actor: Actor) -> list[KindCard]:
    return [KindCard(kind.key, str(kind.label), str(kind.description)) for kind in kinds_for(actor).values()]


def batches(actor: Actor, state: str = "") -> QuerySet[ImportBatch]:
    """The files of the agency, newest first; of one state, or all."""
    rows = visible_batches(actor).order_by("-uploaded_at", "-pk")
    return rows.filter(state=state) if state in ImportBatch.State else rows


def decided_words(batch: ImportBatch) -> str:
    """Who applied a file, and that it was taken back."""
    words = [batch.applied_by] if batch.applied_by else []
    if batch.undone_at is not None:
        words.append(
            _("taken back by %(who)s, %(when)s")
            % {"who": batch.undone_by, "when": formats.moment(localtime(batch.undone_at))}
        )
    return " · ".join(words)


def batch_page(actor: Actor, public_id: str, at: datetime) -> BatchPage:
    """Two queries; raises NotFound out of scope."""
    batch = batch_for(actor, public_id)
    kind = kind_for(actor, batch.kind)
    about = batch.summary
    counts = about.get("counts", {})
    same_as = about.get("same_as")
    return BatchPage(
        batch=batch,
        kind=kind,
        kind_label=str(kind.label),
        state=batch.state,
        counts={name: counts.get(name, 0) for name in ("rows", "held", "changed", "new", "missing", "same", "warned")},
        to_apply=counts.get("new", 0) + counts.get("changed", 0),
        sheets=tuple(_sheet_words(sheet) for sheet in about.get("sheets", ())),
        dropped=tuple(about.get("dropped", ())),
        ignored=tuple(about.get("ignored", ())),
        other_sheets=tuple(about.get("other_sheets", ())),
        same_as=formats.moment(localtime(datetime.fromisoformat(same_as["applied_at"]))) if same_as else "",
        refusal=refusal_words(batch.refusal) if batch.refusal else ("", ""),
        told=_told_words(about.get("told", {}), kind),
        alike=tuple(_alike(each, kind) for each in about.get("alike", ())[:_ALIKE_SHOWN]),
        compared_again=bool(about.get("compared_again")),
        undo_until=formats.day(localtime(undo_until(batch)).date()) if can_undo(batch, at) else "",
        working=_working(batch),
    )


def _alike(problem: Mapping[str, Any], kind: ImportKind) -> AlikeRows:
    remembers = kind.remember is not None and problem["field"] in kind.remembers
    return AlikeRows(problem_words(problem, kind), problem["rows"], remembers)


def _told_words(told: Mapping[str, str], kind: ImportKind) -> tuple[tuple[str, str], ...]:
    fields = {field.name: str(field.label) for field in kind.fields}
    return tuple((fields.get(name, name), heading) for name, heading in told.items() if heading)


def _working(batch: ImportBatch) -> str:
    """The address of the job that applies or takes back this file, while it does."""
    decided = batch.state in (ImportBatch.State.STAGED, ImportBatch.State.APPLIED, ImportBatch.State.READING)
    open_states = (Job.State.QUEUED, Job.State.RUNNING)
    if not decided or not Job.objects.filter(public_id=batch.job, state__in=open_states).exists():
        return ""
    return reverse("foundation:job", args=[batch.job])


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field for which no column was found, with the columns that come nearest."""

    name: str
    label: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of the file (heading, its first values), or a sheet (name, rows)."""

    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the reader could not tell: fields without a column, or which sheets to read."""

    missing: tuple[MissingField, ...]
    columns: tuple[Choice, ...]
    sheets: tuple[Choice, ...]  # only where the sheet is in question


def question_of(batch: ImportBatch, kind: ImportKind) -> Question:
    """The question of a batch that waits for an answer. No query."""
    asked = batch.question
    samples: dict[str, str] = {}
    for sheet in asked.get("sheets", ()):
        for heading in sheet["headings"]:
            samples.setdefault(heading, ", ".join(sheet.get("samples", {}).get(heading, ())))
    missing = []
    for each in asked.get("missing", ()):
        field = kind.field_named(each["field"])
        label = str(field.label) if field else each["label"]
        missing.append(MissingField(each["field"], label, tuple(each.get("suggestions", ()))))
    sheets = asked.get("sheets", ()) if asked.get("code") in SHEET_CODES else ()
    words = _("%(rows)s rows")
    return Question(
        tuple(missing),
        tuple(Choice(*pair) for pair in samples.items()),
        tuple(Choice(each["name"], words % {"rows": formats.number(each["rows"])}) for each in sheets),
    )


def rows_with(batch: ImportBatch, verdict: str) -> QuerySet[ImportRow]:
    """Rows of one verdict (or "warned": odd, but taken), in the order of the file."""
    if verdict == "warned":
        return batch.rows.filter(warned=True).order_by("pk")
    return batch.rows.filter(verdict=verdict).order_by("pk")


def held_rows(records: Sequence[ImportRow], kind: ImportKind) -> list[HeldRow]:
    """Held rows with their problems in words and the cells that may be typed again."""
    return [_held_row(each, kind) for each in records]


def row_title(record: ImportRow, kind: ImportKind) -> str:
    """How the row is called: by the kind's own title, else by its key."""
    if kind.title_of is not None:
        try:
            title = kind.title_of(record.cells)
        except (KeyError, TypeError, AttributeError):
            title = ""
        if title:
            return title
    return record.key or _("Row %(number)s") % {"number": record.number}


def known_by(kind: ImportKind) -> Field | None:
    """The column by which people know a row beside its title: a NIP, else a code. A key is made for comparing, not for
    reading: of a position it is a digest."""
    return next((field for field in kind.fields if field.kind == "nip"), None) or kind.field_named("code")


def known_as(record: ImportRow, field: Field) -> str:
    """What the row has in that column; of one that is not in the file, the NIP with which its key begins."""
    told = record.cells.get(field.name)
    if told or field.kind != "nip":
        return str(told or "")
    begins = _NIP_FIRST.match(record.key)
    return begins[0] if begins else ""


def place_of(record: ImportRow) -> str:
    """Where the row stands in the file."""
    row = _("row %(number)s") % {"number": record.number}
    return f"{record.sheet}, {row}" if record.sheet else row


def change_words(record: ImportRow, kind: ImportKind) -> str:
    """`Position: Staff → Head of section; Rank: III/c → III/d`."""
    parts = []
    for name, (old, new) in record.changes.items():
        field = kind.field_named(name)
        shape = field.kind if field else "text"
        label = field.label if field else name
        parts.append(f"{label}: {value_words(unpacked(old, shape))} → {value_words(unpacked(new, shape))}")
    return "; ".join(parts)


def warning_words(record: ImportRow, kind: ImportKind) -> str:
    """What is odd about a row that is taken all the same."""
    words = (problem_words(problem, kind) for problem in record.problems)
    return " ".join(f"{each.reason} {each.fix}" for each in words if not each.is_error)


def value_words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return formats.day(value) if isinstance(value, date) else str(value)


def _held_row(record: ImportRow, kind: ImportKind) -> HeldRow:
    problems = tuple(problem_words(problem, kind) for problem in record.problems)
    wrong = {problem.field: problem.value for problem in problems if problem.is_error and problem.field}
    fields = []
    for name, value in wrong.items():
        field = kind.field_named(name)
        if field is not None and name in record.cells:
            fields.append(FixField(name, str(field.label), value))
    return HeldRow(
        id=record.pk,
        title=row_title(record, kind),
        place=place_of(record),
        problems=problems,
        fields=tuple(fields),
        confirmable=tuple(problem for problem in problems if problem.confirmable),
    )


def _sheet_words(sheet: Mapping[str, Any]) -> tuple[str, str]:
    words = _("%(rows)s rows, header in row %(header)s") % {
        "rows": formats.number(sheet["rows"]), "header": sheet["header_row"],
    }  # fmt: skip
    if sheet["hidden"]:
        words = _("%(words)s, a hidden sheet") % {"words": words}
    return (sheet["name"] or _("The file"), words)


def state_words() -> dict[str, tuple[str, str]]:
    return {
        ImportBatch.State.READING: (_("Being read"), "amber"),
        ImportBatch.State.REFUSED: (_("Refused"), "warn"),
        ImportBatch.State.STAGED: (_("Waits for your decision"), "amber"),
        ImportBatch.State.ASKING: (_("Has a question"), "amber"),
        ImportBatch.State.APPLIED: (_("Applied"), "good"),
        ImportBatch.State.UNDONE: (_("Taken back"), ""),
        ImportBatch.State.DISCARDED: (_("Discarded"), ""),
    }
