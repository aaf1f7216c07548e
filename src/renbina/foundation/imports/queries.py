"""Batches and their rows as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renbina.foundation.actor import Actor
from renbina.foundation.imports.access import batch_for, kind_for, kinds_for, visible_batches
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.imports.rows import unpacked
from renbina.foundation.imports.wording import ProblemWords, problem_words, refusal_words
from renbina.foundation.models import ImportBatch, ImportRow
from renbina.ui import formats


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind that the actor may import."""

    key: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line of the list of files."""

    public_id: str
    file_name: str
    kind_label: str
    uploaded_at: datetime
    uploaded_by: str
    state: str
    state_label: str
    tone: str
    rows: int


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
class BatchPage:
    """The review of one file."""

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


def kind_cards(actor: Actor) -> list[KindCard]:
    return [KindCard(kind.key, str(kind.label), str(kind.description)) for kind in kinds_for(actor).values()]


def batch_rows(actor: Actor) -> list[BatchRow]:
    """The files of the agency, newest first; at most 500."""
    labels = {key: str(kind.label) for key, kind in kinds_for(actor).items()}
    words = _state_words()
    return [
        BatchRow(
            public_id=batch.public_id,
            file_name=batch.file_name,
            kind_label=labels[batch.kind],
            uploaded_at=batch.uploaded_at,
            uploaded_by=batch.uploaded_by,
            state=batch.state,
            state_label=words[batch.state][0],
            tone=words[batch.state][1],
            rows=batch.summary.get("counts", {}).get("rows", 0),
        )
        for batch in visible_batches(actor).order_by("-uploaded_at", "-pk")[:500]
    ]


def batch_page(actor: Actor, public_id: str) -> BatchPage:
    """Raises NotFound out of scope."""
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


def _state_words() -> dict[str, tuple[str, str]]:
    return {
        ImportBatch.State.READING: (_("Being read"), "amber"),
        ImportBatch.State.REFUSED: (_("Refused"), "warn"),
        ImportBatch.State.STAGED: (_("Waits for your decision"), "amber"),
        ImportBatch.State.ASKING: (_("Has a question"), "amber"),
        ImportBatch.State.APPLIED: (_("Applied"), "good"),
        ImportBatch.State.UNDONE: (_("Taken back"), ""),
        ImportBatch.State.DISCARDED: (_("Discarded"), ""),
    }
