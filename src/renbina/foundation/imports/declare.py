"""The vocabulary in which a room says what it imports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, Literal

from django.utils.functional import Promise

from renbina.foundation.actor import Actor
from renbina.foundation.imports.reading import Sheet

Words = str | Promise
CellKind = Literal["text", "nip", "date", "int", "decimal", "choice", "bool"]
_KEY_CHARACTERS: Final = 80  # what the staging table holds
_KEY_KEPT: Final = 60
MAX_SHOWN: Final = 200  # characters of a wrong cell that are kept to be shown


def key_text(*parts: object) -> str:
    """A key made of names: capitals and blanks make no other key, and a long one stays the only one of its kind."""
    text = "/".join(" ".join(str(part).casefold().split()) for part in parts)
    return text if len(text) <= _KEY_CHARACTERS else f"{text[:_KEY_KEPT]}…{sha256(text.encode()).hexdigest()[:16]}"


class CellProblem(Exception):  # noqa: N818,RUF100 - named for what was wrong
    """A cell that cannot be read; raised by `Field.clean`. `params` fill the words of the message."""

    def __init__(self, code: str, suggestions: Sequence[str] = (), **params: Any) -> None:
        super().__init__(code)
        self.code, self.suggestions, self.params = code, tuple(suggestions), params


@dataclass(frozen=True, slots=True)
class Message:
    """How a room words a code of its own: why, and what to do. `%(value)s` and the problem's params may be used."""

    reason: Words
    fix: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `synonyms` are other headings; capitals, blanks, dots and underscores do not matter.

    kind: what a cell becomes: text -> str, nip -> 18 digits, date -> date, int -> int, decimal -> Decimal,
        choice -> a value of `choices`, bool -> bool. An empty cell becomes None.
    required: every row must fill it (and the column must exist).
    column_required: the column must exist, its cells may be empty.
    choices: spelling -> stored value, for kind "choice".
    clean: a last step on the read value; raises CellProblem.
    empty_keeps: an empty cell says nothing: what is stored stays (else an empty cell empties it).
    compare: False leaves the field out of the difference. Fields whose column is missing are never compared or changed.
    help: what to write, where the kind of the cell does not say it; stands in the template of the kind.
    write: a stored value as the file writes it, where reading the value itself would not give it back.
    """

    name: str
    label: Words
    kind: CellKind = "text"
    synonyms: tuple[str, ...] = ()
    required: bool = False
    column_required: bool = False
    choices: Mapping[str, str] = made_by(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    max_length: int = 255
    clean: Callable[[Any], Any] | None = None
    compare: bool = True
    help: Words = ""
    write: Callable[[Any], Any] | None = None
    empty_keeps: bool = False


@dataclass(slots=True)
class Problem:
    """Why a row is held (severity "error") or looks odd ("warning"). Worded by `imports.wording.problem_words`."""

    field: str
    code: str
    value: str = ""
    severity: Literal["error", "warning"] = "error"
    origin: Literal["cell", "check"] = "check"
    params: dict[str, Any] = made_by(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    confirmable: bool = False  # a person may say "it is right as it is"


@dataclass(slots=True)
class Row:
    """One row on its way. `values` holds only fields whose column is in the file."""

    sheet: str
    number: int  # as the spreadsheet shows it
    values: dict[str, Any]
    key: str = ""
    problems: list[Problem] = made_by(default_factory=list)
    confirmed: set[str] = made_by(default_factory=set)
    verdict: str = ""  # same | changed | new | held | missing, after the difference
    changes: dict[str, tuple[Any, Any]] = made_by(default_factory=dict)  # field -> (stored, in the file)

    @property
    def held(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def hold(
        self, field: str, code: str, *, suggestions: Sequence[str] = (), confirmable: bool = False, **params: Any
    ) -> None:
        """Keep this row out until it is fixed (or confirmed, where a person may judge)."""
        if confirmable and code in self.confirmed:
            return
        self._add(field, code, "error", suggestions, params, confirmable=confirmable)

    def warn(self, field: str, code: str, *, suggestions: Sequence[str] = (), **params: Any) -> None:
        """Say that something looks odd; the row is applied all the same."""
        self._add(field, code, "warning", suggestions, params)

    def _add(
        self,
        field: str,
        code: str,
        severity: Literal["error", "warning"],
        suggestions: Sequence[str],
        params: dict[str, Any],
        *,
        confirmable: bool = False,
    ) -> None:
        value = self.values.get(field)
        shown = "" if value is None else str(value)[:MAX_SHOWN]
        self.problems.append(
            Problem(field, code, shown, severity, "check", params, tuple(suggestions), confirmable=confirmable)
        )


@dataclass(frozen=True, slots=True)
class ImportContext:
    """Who imports, as of which day. `columns` are the fields whose column is in the file."""

    actor: Actor
    on: date
    at: datetime
    columns: frozenset[str] = frozenset()


def _no_checks(rows: Sequence[Row], context: ImportContext) -> None:
    """A kind without references or cross-row rules."""


def titled(*fields: str) -> Callable[[Mapping[str, Any]], str]:
    """What a row is called in lists: the first of these fields that says something."""
    return lambda values: next((str(values[name]) for name in fields if values.get(name)), "")


@dataclass(frozen=True, slots=True)
class ImportKind:
    """What a room imports.

    may(actor): whether this actor may import this kind at all.
    key_of(values): the key of a row, from its clean values; "" when it cannot be known (the row is then held anyway).
    stored(actor, on): what is stored now: key -> values by field name, in the same types as clean cells.
    check_rows(rows, context): references and cross-row rules; calls `row.hold(...)` and `row.warn(...)`.
        Rows that share a key are found by the engine already.
    apply(rows=..., by=..., at=..., journal=...): an @action that stores new and changed rows (see `row.verdict`,
        `row.changes`) through the journal (`imports.journal.Journal`: create, update, delete), so that the file can be
        taken back, and returns counts. It runs inside the engine's transaction: when it raises, nothing is stored.
    dropped: headings of personal data that are never kept, and said so on the page.
    sheets: names of sheets that are read together when a workbook has several; empty: only one may have a header.
    report_missing: show what is stored but not in the file (never removed by the engine).
    title_of(values): how a row is called in lists, e.g. the person's name.
    messages: words of the room's own problem codes.
    reshape: makes a sheet of another layout (a column for each competency) one with a row for each thing; a sheet that
        it does not know comes back as it is. The numbers of the rows stay those of the file.
    row_by_row: `check_rows` looks at each row by itself, so that after a fix only rows with the same key are checked;
        False where a row's verdict may depend on any other row of the file (a superior who stands further below).
    across: columns that make rows depend on each other after all, when the file has one of them.
    remembers, remember(field=, written=, meant=, by=, at=): fields whose spellings the room keeps, and its action that
        keeps one, so that the next file needs no correction.
    announces: the event that `apply` publishes; published again when the file is taken back.
    undo_guard(actor, touched): a sentence why a file may not be taken back (""  when it may), for a room with a rule of
        its own; touched: model label -> keys of what the file wrote.
    """

    key: str
    label: Words
    may: Callable[[Actor], bool]
    fields: tuple[Field, ...]
    key_of: Callable[[Mapping[str, Any]], str]
    stored: Callable[[Actor, date], Mapping[str, Mapping[str, Any]]]
    apply: Callable[..., Mapping[str, int]]
    check_rows: Callable[[Sequence[Row], ImportContext], None] = _no_checks
    description: Words = ""
    dropped: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    report_missing: bool = True
    title_of: Callable[[Mapping[str, Any]], str] | None = None
    messages: Mapping[str, Message] = made_by(default_factory=dict)
    reshape: Callable[[Sheet], Sheet] | None = None
    row_by_row: bool = False
    across: tuple[str, ...] = ()
    remembers: tuple[str, ...] = ()
    remember: Callable[..., object] | None = None
    announces: str = ""
    undo_guard: Callable[[Actor, Mapping[str, set[Any]]], str] | None = None

    def field_named(self, name: str) -> Field | None:
        return next((each for each in self.fields if each.name == name), None)
