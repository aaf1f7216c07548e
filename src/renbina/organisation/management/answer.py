"""The command's answer: one JSON object in the shape of the contract (docs/import.md)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.foundation.imports import ImportKind, Problem, Row
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.header import fold_heading
from renbina.foundation.imports.rows import FileRows, Note, packed
from renbina.foundation.imports.wording import problem_words, refusal_words
from renbina.organisation.gather import Directory
from renbina.organisation.management.codes import CODES, QUIET, REASONS, REFUSALS, WORDS, code_of, filled

ROSTER: Final = "roster"
_KINDS: Final = {"pns": "PNS", "cpns": "PNS", "pppk": "PPPK", "pppk_part_time": "PPPK_PW"}
_PERSONAL: Final = ("nik", "npwp", "bpjs", "alamat", "nomor hp", "no hp", "agama", "jenis kawin", "nomor identitas",
                    "no ktp", "nomor ktp", "no nik", "nomor nik", "no npwp", "nomor npwp", "no bpjs", "nomor bpjs",
                    "nomor telepon", "no telepon", "status kawin")  # fmt: skip
_NAMES: Final = {"birth_date": "birth_date", "position_since": "position_date", "front_title": "title_front",
                 "back_title": "title_back", "employment": "kind"}  # fmt: skip

# codes of the reader's notes -> code and severity of the contract
_NOTES: Final = {
    "hidden_sheets": ("hidden_content", "warning"),
    "hidden_rows": ("hidden_content", "warning"),
    "hidden_columns": ("hidden_content", "warning"),
    "rows_skipped": ("rows_skipped", "warning"),
    "date_month_first": ("date_ambiguous_column", "error"),
    "date_swapped": ("date_ambiguous_column", "error"),
}

Answer = dict[str, Any]


def refused(reason: str, message: str) -> Answer:
    """Nothing was read, and why."""
    problem = {"row": None, "sheet": None, "field": None, "code": reason, "severity": "error", "message": message}
    return {
        "file": {"accepted": False, "reason": reason, "token": None},
        "rows_read": 0,
        "summary": {"new": 0, "changed": 0, "same": 0},
        "dropped_columns": [],
        "valid": [],
        "problems": [problem],
    }


def refusal(error: FileRefused) -> Answer:
    """A file that the engine refused."""
    reason = REASONS.get(error.code, error.code)
    params = {name: str(value) for name, value in error.params.items()}
    if reason in REFUSALS and error.code != "sheet_unknown":
        words = filled(REFUSALS[reason], params)
    else:
        words = " ".join(refusal_words({"code": error.code, "params": params}))
    return refused(reason, words)


def named_refusal(reason: str) -> Answer:
    """A refusal of the command itself."""
    return refused(reason, filled(REFUSALS[reason], {}))


def accepted(read: FileRows, kind: ImportKind, directory: Directory) -> Answer:
    """What the file says, row by row, in the order of the file; the token is for the caller to put in."""
    repeated = {id(row) for row in read.rows if any(problem.code == "repeated_row" for problem in row.problems)}
    taken = [row for row in read.rows if not row.held and id(row) not in repeated]
    held = [row for row in read.rows if row.held]
    shape = _person if kind.key == ROSTER else _plain_row
    headings = _headings(read)
    problems = [_note(each, kind, headings) for each in read.notes if each.code in _NOTES]
    for row in read.rows:
        problems += _problems(row, kind, headings)
    return {
        "file": {"accepted": True, "reason": None, "token": None},
        "rows_read": len(taken) + len(held),
        "summary": {name: sum(row.verdict == name for row in taken) for name in ("new", "changed", "same")},
        "dropped_columns": [text for text in read.about.get("dropped", ()) if _is_personal(text)],
        "valid": [shape(row, directory, kind) for row in taken],
        "problems": problems,
    }


def _is_personal(heading: str) -> bool:
    folded = fold_heading(heading)
    return any(folded == each or folded.startswith(f"{each} ") for each in _PERSONAL)


def _headings(read: FileRows) -> Mapping[str, str]:
    found: Mapping[str, str] = read.about.get("columns", {})
    return found


def _person(row: Row, directory: Directory, kind: ImportKind) -> Answer:
    values = row.values
    unit = directory.by_label.get(values.get("unit") or "")
    return {
        "row": row.number,
        "sheet": row.sheet or None,
        "nip": values["nip"],
        "name": values["name"],
        "title_front": values.get("front_title"),
        "title_back": values.get("back_title"),
        "kind": _KINDS.get(str(values.get("kind"))),
        "birth_date": _iso(values.get("birth_date")),
        "grade": values.get("grade"),
        "position": values.get("position"),
        "position_date": _iso(values.get("position_since")),
        "unit": unit.name if unit is not None else values.get("unit"),
        "superior_nip": values.get("superior_nip"),
        "service_years": values.get("service_years"),
    }


def _plain_row(row: Row, directory: Directory, kind: ImportKind) -> Answer:
    return {"row": row.number, "sheet": row.sheet or None} | {
        field.name: packed(row.values.get(field.name)) for field in kind.fields
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _problems(row: Row, kind: ImportKind, headings: Mapping[str, str]) -> Iterable[Answer]:
    said: set[tuple[str, str]] = set()
    for problem in row.problems:
        code = code_of(problem.code, problem.field)
        if problem.code in QUIET or (code, problem.field) in said:
            continue
        said.add((code, problem.field))
        field = problem.field or ("nip" if code.startswith("nip_") or code == "required_missing" else "")
        column = headings.get(field) or _label(kind, field)
        place = where(row.sheet, row.number, column)
        words = _words(problem, code, kind)
        yield {
            "row": row.number,
            "sheet": row.sheet or None,
            "field": _NAMES.get(field, field) or None,
            "code": code,
            "severity": problem.severity,
            "message": f"{place}: {words}",
        }


def _label(kind: ImportKind, name: str) -> str:
    field = kind.field_named(name)
    return (field.synonyms[0] if field.synonyms else str(field.label)) if field is not None else ""


def where(sheet: str, row: int | None, column: str) -> str:
    """`Baris 3, kolom NIP BARU`, with the sheet where it has a name."""
    parts = [_("Row %(number)s") % {"number": row}] if row is not None else []
    if column:
        parts.append(_("column %(name)s") % {"name": column})
    if sheet:
        parts.append(_("sheet %(name)s") % {"name": sheet})
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _words(problem: Problem, code: str, kind: ImportKind) -> str:
    params: dict[str, Any] = {"rows": "–", "nearest": "–", "what": "", "count": 0} | problem.params
    if problem.suggestions:
        params["nearest"] = "; ".join(problem.suggestions[:5])
    if code in WORDS and (kind.key == ROSTER or problem.code in CODES):
        return filled(WORDS[code], params)
    about = {"field": problem.field, "code": problem.code, "severity": problem.severity, "params": problem.params}
    words = problem_words(about | {"value": _harmless(problem, kind)}, kind)
    return f"{words.reason} {words.fix}"


def _harmless(problem: Problem, kind: ImportKind) -> str:
    """The cell, unless it may hold somebody's number."""
    field = kind.field_named(problem.field)
    return "" if field is None or field.kind == "nip" else problem.value


def _note(said: Note, kind: ImportKind, headings: Mapping[str, str]) -> Answer:
    """What is said about the whole file, a sheet or a column."""
    code, severity = _NOTES[said.code]
    params: dict[str, Any] = {"rows": "–", "count": 0, "what": _hidden(said)} | dict(said.params)
    column = (headings.get(said.field) or _label(kind, said.field)) if said.field else ""
    row = params.get("row")
    place = where(said.sheet, row if isinstance(row, int) else None, column)
    words = filled(WORDS[code], params)
    return {
        "row": None,
        "sheet": said.sheet or None,
        "field": _NAMES.get(said.field, said.field) or None,
        "code": code,
        "severity": severity,
        "message": f"{place}: {words}" if place else words[:1].upper() + words[1:],
    }


def _hidden(said: Note) -> str:
    count = int(said.params.get("count", 0))
    words = {
        "hidden_sheets": ngettext("%(n)s sheet", "%(n)s sheets", count),
        "hidden_rows": ngettext("%(n)s row", "%(n)s rows", count),
        "hidden_columns": ngettext("%(n)s column", "%(n)s columns", count),
    }
    return words[said.code] % {"n": count} if said.code in words else ""
