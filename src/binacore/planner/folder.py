"""Problem and result folders of `renbina-problem/1` and `renbina-plan/1`: strict reading, canonical writing.

The only module of the planner that touches files, and only at the paths the caller names. Parquet needs pyarrow (the
extra `parquet`); without it a Parquet table is refused as unreadable, never skipped.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from binacore.planner.canonical import csv_bytes, digest_of_files, json_bytes, problem_files
from binacore.planner.params import SolveParams
from binacore.planner.problem import Problem
from binacore.planner.result import Components, Result
from binacore.planner.schema import ALL_TABLES, TABLES, Column, ErrorCode, Kind, ProblemError, ProblemInvalid

_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
RESULT_FORMAT = "renbina-plan/1"


class ResultInvalid(ValueError):
    """A result folder cannot be read; the message names file, row and fix."""


def read_problem(path: str | Path) -> Problem:
    """The problem in a folder; raises ProblemInvalid naming code, table, column and row. Other files are ignored."""
    folder = Path(path)
    header, header_bytes = _read_header(folder)
    errors: list[ProblemError] = []
    tables: dict[str, dict[str, list[Any]]] = {}
    files = {"problem.json": header_bytes}
    for name in ALL_TABLES:
        try:
            file = _table_file(folder, name)
            if file is not None:
                files[file.name] = file.read_bytes()
                tables[name] = _table_columns(name, file, files[file.name])
        except ProblemInvalid as error:
            errors += error.errors
    if errors:
        raise ProblemInvalid(errors)
    problem = Problem.from_columns(header, tables)
    return replace(problem, folder_sha256=digest_of_files(files))


def write_problem(problem: Problem, path: str | Path) -> str:
    """Write the folder (created if needed) as CSV, rows sorted by key; returns its digest. Overwrites its own files."""
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    files = problem_files(problem)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return digest_of_files(files)


def _read_header(folder: Path) -> tuple[dict[str, Any], bytes]:
    try:
        raw = (folder / "problem.json").read_bytes()
    except OSError as error:
        message = f"{folder / 'problem.json'} cannot be read: {error.strerror}"
        raise _invalid(ErrorCode.PROBLEM_MISSING, message=message) from error
    try:
        header = json.loads(raw.decode(), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _invalid(ErrorCode.ENCODING, table="problem.json", message="not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _invalid(ErrorCode.PROBLEM_NOT_JSON, message=f"problem.json: {error}") from error
    if not isinstance(header, dict):
        raise _invalid(ErrorCode.PROBLEM_NOT_JSON, message="problem.json is not one JSON object")
    return header, raw


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _invalid(
    code: ErrorCode, *, table: str = "", column: str = "", row: int | None = None, message: str
) -> ProblemInvalid:
    return ProblemInvalid([ProblemError(code, table, column, row, message)])


def _table_file(folder: Path, name: str) -> Path | None:
    found = [file for file in (folder / f"{name}.csv", folder / f"{name}.parquet") if file.is_file()]
    if len(found) == 2:
        raise _invalid(ErrorCode.TABLE_AMBIGUOUS, table=name, message="both a .csv and a .parquet file exist")
    if not found and name in TABLES:
        raise _invalid(ErrorCode.TABLE_MISSING, table=name, message=f"neither {name}.csv nor {name}.parquet exists")
    return found[0] if found else None


def _table_columns(name: str, file: Path, raw: bytes) -> dict[str, list[Any]]:
    if file.suffix == ".parquet":
        return _parquet_columns(name, file)
    return _csv_columns(name, raw, ALL_TABLES[name])


def _csv_columns(name: str, raw: bytes, columns: Sequence[Column]) -> dict[str, list[Any]]:
    header, rows = csv_rows(name, raw)
    double = sorted({column for column in header if header.count(column) > 1})
    if double:
        raise ProblemInvalid(
            [ProblemError(ErrorCode.COLUMN_DUPLICATE, name, column, None, "appears twice") for column in double]
        )
    errors: list[ProblemError] = []
    known = {column.name: column for column in columns}
    table: dict[str, list[Any]] = {}
    for position, title in enumerate(header):
        texts = [row[position] for row in rows]
        table[title] = _parsed(name, known[title], texts, errors) if title in known else texts
    if errors:
        raise ProblemInvalid(errors)
    return table


def csv_rows(name: str, raw: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file of section 1.3; raises ProblemInvalid for encoding, shape and broken quoting."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(ErrorCode.ENCODING, table=name, message="not UTF-8") from error
    if not text:
        raise _invalid(ErrorCode.COLUMN_MISSING, table=name, message="the file is empty, it has no columns")
    rows = _split(name, text)
    header = rows[0]
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(header) or (row == [""]):
            message = f"{len(row)} fields, the header has {len(header)}" if row != [""] else "blank line"
            raise _invalid(ErrorCode.ROW_SHAPE, table=name, row=number, message=message)
    return header, rows[1:]


_FIELD = re.compile(r'"((?:[^"]|"")*)"|([^",\r\n]*)')


def _split(name: str, text: str) -> list[list[str]]:
    """RFC 4180 to the letter: quotes only around a whole field, line ends LF or CRLF, no lone CR."""
    if '"' not in text and "\r" not in text:
        lines = text.split("\n")
        if lines[-1] == "":
            lines.pop()
        return [line.split(",") for line in lines]
    rows: list[list[str]] = []
    row: list[str] = []
    at = 0
    while True:
        match = _FIELD.match(text, at)
        if match is None:  # pragma: no cover - the pattern matches the empty string
            raise AssertionError("field pattern must match")
        quoted, plain = match.groups()
        row.append(quoted.replace('""', '"') if quoted is not None else plain)
        at = match.end()
        if text.startswith(",", at):
            at += 1
            continue
        rows.append(row)
        row = []
        end = 2 if text.startswith("\r\n", at) else 1 if text.startswith("\n", at) else 0
        at += end
        if at >= len(text):
            return rows
        if not end:
            raise _invalid(ErrorCode.ROW_SHAPE, table=name, row=max(1, len(rows) - 1), message="broken quoting")


def _parsed(name: str, column: Column, texts: list[str], errors: list[ProblemError]) -> list[Any]:
    convert = _CONVERT[column.kind]
    values: list[Any] = []
    for row, text in enumerate(texts, start=1):
        if text == "":
            values.append(None)
            continue
        try:
            values.append(convert(text))
        except ValueError:
            values.append(None)
            message = f"{text!r} is not of type {column.kind}"
            errors.append(ProblemError(ErrorCode.VALUE_TYPE, name, column.name, row, message))
    return values


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    # Python refuses to read integers of thousands of digits; any of them is out of range anyway
    return int(text) if len(text) < 400 else 10**400


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_CONVERT: dict[Kind, Callable[[str], Any]] = {
    Kind.ID: str,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
}


def _parquet_columns(name: str, file: Path) -> dict[str, list[Any]]:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        message = f"{file.name} needs pyarrow; install the extra 'parquet' or use {name}.csv"
        raise _invalid(ErrorCode.TABLE_UNREADABLE, table=name, message=message) from error
    try:
        table = parquet.read_table(file, partitioning=None)
    except Exception as error:  # whatever pyarrow raises, the file cannot be read and the reason is passed on
        raise _invalid(ErrorCode.TABLE_UNREADABLE, table=name, message=f"{file.name}: {error}") from error
    if len(set(table.column_names)) != len(table.column_names):
        raise _invalid(ErrorCode.COLUMN_DUPLICATE, table=name, message="a column appears twice")
    return {title: table.column(title).to_pylist() for title in table.column_names}


def write_result(result: Result, path: str | Path) -> None:
    """Write `assignments.csv`, `batches.csv`, `parameters.json` and `certificate.json` of section 4."""
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    parameters = json_bytes(result.params.as_record())
    certificate = {
        "format": RESULT_FORMAT,
        "objective": result.objective,
        "components": result.components.as_record(),
        "bound": result.bound,
        "gap": result.gap,
        "seconds": result.seconds,
        "iterations": result.iterations,
        "seed": result.seed,
        "problem_sha256": result.problem_sha256,
        "parameters_sha256": hashlib.sha256(parameters).hexdigest(),
        "software_version": result.software_version,
        "stop_reason": result.stop_reason,
        "baselines": dict(result.baselines),
    }
    people, sessions = [pair[0] for pair in result.assignments], [pair[1] for pair in result.assignments]
    held = sorted(result.batches)
    (folder / "assignments.csv").write_bytes(csv_bytes({"person_id": people, "session_id": sessions}))
    (folder / "batches.csv").write_bytes(
        csv_bytes({"session_id": held, "batches": [result.batches[session] for session in held]})
    )
    (folder / "parameters.json").write_bytes(parameters)
    (folder / "certificate.json").write_bytes(json_bytes(certificate))


def read_result(path: str | Path) -> Result:
    """The answer in a folder as a Result without prices; raises ResultInvalid. It is not judged here: see `check`."""
    folder = Path(path)
    certificate = _json_object(folder / "certificate.json")
    parameters = (folder / "parameters.json").read_bytes()
    try:
        if certificate["format"] != RESULT_FORMAT:
            raise ResultInvalid(f"certificate.json: format is not {RESULT_FORMAT}")
        if certificate["parameters_sha256"] != hashlib.sha256(parameters).hexdigest():
            raise ResultInvalid("parameters_digest_wrong: parameters.json is not the file of the certificate")
        record = _json_object(folder / "parameters.json")
        known = {key: value for key, value in record.items() if key in SolveParams.__slots__}
        return Result(
            assignments=_assignments(folder),
            batches=_batches(folder),
            objective=certificate["objective"],
            components=Components(**certificate["components"]),
            bound=certificate["bound"],
            gap=certificate["gap"],
            iterations=certificate["iterations"],
            seed=certificate["seed"],
            params=SolveParams.from_record(known),
            problem_sha256=certificate["problem_sha256"],
            software_version=certificate["software_version"],
            stop_reason=str(certificate.get("stop_reason", "")),
            baselines=certificate.get("baselines", {}),
            seconds=certificate["seconds"],
        )
    except (KeyError, TypeError) as error:
        raise ResultInvalid(f"certificate_field: {error}") from error


def _json_object(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise ResultInvalid(f"{file.name}: {error}") from error
    if not isinstance(record, dict):
        raise ResultInvalid(f"{file.name} is not one JSON object")
    return record


def _assignments(folder: Path) -> tuple[tuple[str, str], ...]:
    rows = _result_rows(folder / "assignments.csv", ["person_id", "session_id"])
    return tuple(sorted((row[0], row[1]) for row in rows))


def _batches(folder: Path) -> Mapping[str, int]:
    rows = _result_rows(folder / "batches.csv", ["session_id", "batches"])
    batches = {}
    for number, (session, count) in enumerate(rows, start=1):
        if not _INTEGER.fullmatch(count) or len(count) > 10 or session in batches:
            raise ResultInvalid(f"batches.csv row {number}: {session!r}, {count!r} is not one number for one session")
        batches[session] = int(count)
    return batches


def _result_rows(file: Path, columns: list[str]) -> list[list[str]]:
    try:
        header, rows = csv_rows(file.stem, file.read_bytes())
    except (OSError, ProblemInvalid) as error:
        raise ResultInvalid(f"{file.name}: {error}") from error
    if sorted(header) != sorted(columns):
        raise ResultInvalid(f"{file.name}: columns are {header}, expected {columns}")
    places = [header.index(column) for column in columns]
    return [[row[place] for place in places] for row in rows]
