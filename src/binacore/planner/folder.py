"""Problem and result folders of `renbina-problem/1` and `renbina-plan/1`: strict reading, canonical writing.

The only module of the planner that touches files, and only at the paths the caller names.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

import numpy as np

from binacore.planner.build import problem_from_cells
from binacore.planner.canonical import csv_bytes, digest_of_digests, json_bytes, problem_pieces
from binacore.planner.cells import Cells
from binacore.planner.columns import columns_of
from binacore.planner.csv_table import read_csv
from binacore.planner.params import SolveParams
from binacore.planner.parquet_table import parquet_bytes, read_parquet
from binacore.planner.plan import Plan
from binacore.planner.problem import Int32s, Problem
from binacore.planner.result import Components, Result
from binacore.planner.schema import (
    ALL_TABLES,
    COUNT_MAX,
    PERIODS_MAX,
    TABLES,
    Column,
    ErrorCode,
    Kind,
    ProblemError,
    ProblemInvalid,
)
from binacore.planner.stage import stages_from
from binacore.planner.validate import errors_of_header

RESULT_FORMAT = "renbina-plan/1"
RESULT_TABLES: dict[str, tuple[Column, ...]] = {
    "assignments": (Column("person_id", Kind.ID, key=True), Column("session_id", Kind.ID, key=True)),
    "batches": (Column("session_id", Kind.ID, key=True), Column("batches", Kind.INTEGER, 0, COUNT_MAX)),
}
COMPONENTS = ("coverage", "mandatory", "entitlement", "cost", "fairness")
TableKind = Literal["csv", "parquet"]


class ResultInvalid(ValueError):
    """A result folder cannot be read; the message names file, row and fix."""


def read_problem(path: str | Path) -> Problem:
    """The problem in a folder; raises ProblemInvalid naming code, table, column and row. Other files are ignored."""
    folder = Path(path)
    errors: list[ProblemError] = []
    digests: dict[str, str] = {}
    header: dict[str, Any] = {}
    try:
        header = _read_header(folder, digests)
        errors += errors_of_header(header)
    except ProblemInvalid as error:
        errors += error.errors
    periods = header.get("periods")
    year = periods if type(periods) is int and 1 <= periods <= PERIODS_MAX else PERIODS_MAX
    tables: dict[str, dict[str, Cells]] = {}
    for name, columns in ALL_TABLES.items():
        try:
            file = _table_file(folder, name, needed=name in TABLES)
        except ProblemInvalid as error:
            errors += error.errors
            continue
        if file is not None:
            tables[name], wrong = _read_table(file, name, columns, year, digests)
            errors += wrong
    if errors:
        raise ProblemInvalid(errors)
    return problem_from_cells(Problem, header, tables, digest_of_digests(digests))


def write_problem(problem: Problem, path: str | Path, tables: TableKind | Mapping[str, TableKind] = "csv") -> str:
    """Write the folder (created if needed), rows sorted by key; returns its digest.

    `tables` says which tables are Parquet (needs pyarrow). Tables of an earlier problem in the folder are removed, so
    that what is read back is this problem.
    """
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {name: tables if isinstance(tables, str) else tables.get(name, "csv") for name in ALL_TABLES}
    for name in ALL_TABLES:
        for kind in ("csv", "parquet"):
            (folder / f"{name}.{kind}").unlink(missing_ok=True)
    digests = {}
    columns = columns_of(problem) if "parquet" in kinds.values() else {}
    for name, pieces in problem_pieces(problem):
        table = name.removesuffix(".csv")
        if kinds.get(table) == "parquet":
            content = parquet_bytes(ALL_TABLES[table], columns[table])
            digests[f"{table}.parquet"] = _write(folder / f"{table}.parquet", [content])
        else:
            digests[name] = _write(folder / name, pieces)
    return digest_of_digests(digests)


def _write(file: Path, pieces: Iterable[bytes]) -> str:
    """Write a file and return its digest."""
    digest = hashlib.sha256()
    with file.open("wb") as target:
        for piece in pieces:
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def _read_header(folder: Path, digests: dict[str, str]) -> dict[str, Any]:
    file = folder / "problem.json"
    try:
        raw = file.read_bytes()
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror}"
        raise _invalid(ErrorCode.PROBLEM_MISSING, message=message) from error
    digests[file.name] = hashlib.sha256(raw).hexdigest()
    try:
        header = json.loads(raw.decode(), parse_constant=_no_constant, parse_int=_json_integer)
    except UnicodeDecodeError as error:
        raise _invalid(ErrorCode.ENCODING, table="problem.json", message="not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _invalid(ErrorCode.PROBLEM_NOT_JSON, message=f"problem.json: {error}") from error
    if not isinstance(header, dict):
        raise _invalid(ErrorCode.PROBLEM_NOT_JSON, message="problem.json is not one JSON object")
    return header


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _json_integer(text: str) -> int:
    # Python refuses to read integers of thousands of digits; any of them is out of range anyway
    return int(text) if len(text) < 400 else -(10**400) if text.startswith("-") else 10**400


def _invalid(code: ErrorCode, *, table: str = "", message: str) -> ProblemInvalid:
    return ProblemInvalid([ProblemError(code, table, message=message)])


def _table_file(folder: Path, name: str, *, needed: bool) -> Path | None:
    found = [file for file in (folder / f"{name}.csv", folder / f"{name}.parquet") if file.is_file()]
    if len(found) == 2:
        raise _invalid(ErrorCode.TABLE_AMBIGUOUS, table=name, message="both a .csv and a .parquet file exist")
    if not found and needed:
        raise _invalid(ErrorCode.TABLE_MISSING, table=name, message=f"neither {name}.csv nor {name}.parquet exists")
    return found[0] if found else None


def _read_table(
    file: Path, name: str, columns: tuple[Column, ...], periods: int, digests: dict[str, str]
) -> tuple[dict[str, Cells], list[ProblemError]]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        message = f"{file.name} cannot be read: {error.strerror}"
        return {}, [ProblemError(ErrorCode.TABLE_UNREADABLE, name, message=message)]
    digests[file.name] = hashlib.sha256(raw).hexdigest()
    read = read_parquet if file.suffix == ".parquet" else read_csv
    return read(name, raw, columns, periods)


def write_result(result: Result, path: str | Path, tables: TableKind = "csv") -> None:
    """Write the tables `assignments` and `batches`, `parameters.json` and `certificate.json` of section 4.

    Parquet needs pyarrow (ImportError without it). Tables of an earlier result in the folder are removed.
    """
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    for name in RESULT_TABLES:
        for kind in ("csv", "parquet"):
            (folder / f"{name}.{kind}").unlink(missing_ok=True)
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
        "solver": result.solver,
        "mode": result.mode,
        "stages": [stage.as_record() for stage in result.stages],
        "trace": dict(result.trace),
    }
    people, sessions = [pair[0] for pair in result.assignments], [pair[1] for pair in result.assignments]
    held = sorted(result.batches)
    written: dict[str, dict[str, list[Any]]] = {
        "assignments": {"person_id": people, "session_id": sessions},
        "batches": {"session_id": held, "batches": [result.batches[session] for session in held]},
    }
    for name, table in written.items():
        content = csv_bytes(table) if tables == "csv" else parquet_bytes(RESULT_TABLES[name], table)
        (folder / f"{name}.{tables}").write_bytes(content)
    (folder / "parameters.json").write_bytes(parameters)
    (folder / "certificate.json").write_bytes(json_bytes(certificate))


def read_result(path: str | Path) -> Result:
    """The answer in a folder as a Result without prices; raises ResultInvalid. It is not judged here: see `check`.

    Its `person_ids` and `session_ids` are those that the folder names.
    """
    folder = Path(path)
    certificate = _json_object(folder / "certificate.json")
    try:
        parameters = (folder / "parameters.json").read_bytes()
    except OSError as error:
        raise ResultInvalid(f"parameters.json: {error.strerror}") from error
    _require_fields(certificate)
    if certificate["parameters_sha256"] != hashlib.sha256(parameters).hexdigest():
        raise ResultInvalid("parameters_digest_wrong: parameters.json is not the file of the certificate")
    plan, person_ids, session_ids = _read_plan(folder)
    return Result(
        plan=plan,
        person_ids=person_ids,
        session_ids=session_ids,
        objective=certificate["objective"],
        components=Components(**{name: certificate["components"][name] for name in COMPONENTS}),
        bound=certificate["bound"],
        gap=certificate["gap"],
        iterations=certificate["iterations"],
        seed=certificate["seed"],
        params=_params(_json_object(folder / "parameters.json")),
        problem_sha256=certificate["problem_sha256"],
        software_version=certificate["software_version"],
        stop_reason=str(certificate.get("stop_reason", "")),
        baselines=certificate.get("baselines", {}),
        seconds=certificate["seconds"],
        solver=str(certificate.get("solver", "")),
        mode=str(certificate.get("mode", "")),
        stages=stages_from(certificate.get("stages", ())),
        trace=certificate.get("trace", {}),
    )


def _require_fields(certificate: Mapping[str, Any]) -> None:
    """The fields of section 4 with their types; raises ResultInvalid with the name `certificate_field`."""
    if certificate.get("format") != RESULT_FORMAT:
        raise ResultInvalid(f"certificate_field: format is not {RESULT_FORMAT}")
    components = certificate.get("components")
    if not isinstance(components, dict):
        raise ResultInvalid("certificate_field: components must be an object")
    right = {name: _is_number(certificate.get(name)) for name in ("objective", "bound", "seconds")}
    right |= {f"components.{name}": _is_number(components.get(name)) for name in COMPONENTS}
    right |= {name: type(certificate.get(name)) is int for name in ("iterations", "seed")}
    right |= {name: _is_digest(certificate.get(name)) for name in ("problem_sha256", "parameters_sha256")}
    right["gap"] = "gap" in certificate and (certificate["gap"] is None or _is_number(certificate["gap"]))
    version = certificate.get("software_version")
    right["software_version"] = isinstance(version, str) and version != ""
    wrong = [name for name, good in right.items() if not good]
    if wrong:
        raise ResultInvalid(f"certificate_field: {', '.join(wrong)} missing or of the wrong type")
    if certificate["seconds"] < 0 or certificate["iterations"] < 0:
        raise ResultInvalid("certificate_field: seconds and iterations may not be negative")


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]  # a number by then


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def _params(record: Mapping[str, Any]) -> SolveParams:
    """Our own settings; what another solver calls the same may mean something else and is then left alone."""
    known = {field.name for field in fields(SolveParams)}
    try:
        return SolveParams.from_record({name: value for name, value in record.items() if name in known})
    except (TypeError, ValueError):
        return SolveParams()


def _json_object(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_bytes().decode(), parse_constant=_no_constant)
    except (OSError, ValueError, RecursionError) as error:
        raise ResultInvalid(f"{file.name}: {error}") from error
    if not isinstance(record, dict):
        raise ResultInvalid(f"{file.name} is not one JSON object")
    return record


def _read_plan(folder: Path) -> tuple[Plan, tuple[str, ...], tuple[str, ...]]:
    tables: dict[str, dict[str, Cells]] = {}
    for name, columns in RESULT_TABLES.items():
        try:
            file = _table_file(folder, name, needed=True)
        except ProblemInvalid as error:
            raise ResultInvalid(str(error)) from error
        tables[name], errors = _read_table(file or folder / name, name, columns, PERIODS_MAX, {})
        if errors:
            raise ResultInvalid(str(ProblemInvalid(errors)))
    person, session = tables["assignments"]["person_id"], tables["assignments"]["session_id"]
    held, number = tables["batches"]["session_id"], tables["batches"]["batches"].values
    if len(held.names) < len(held):
        raise ResultInvalid("batches: a session appears twice; give each one number")
    person_ids, session_ids = tuple(sorted(person.names)), tuple(sorted({*session.names, *held.names}))
    batches = np.zeros(len(session_ids), np.int64)
    batches[_positions(held, session_ids)] = number
    plan = Plan.of(_positions(person, person_ids), _positions(session, session_ids), batches)
    return plan, person_ids, session_ids


def _positions(cells: Cells, ids: tuple[str, ...]) -> Int32s:
    at = {name: position for position, name in enumerate(ids)}
    return np.array([at[name] for name in cells.names], np.int32)[cells.values]
