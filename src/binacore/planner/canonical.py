"""The bytes of a problem: canonical CSV and JSON, and the digest the format defines.

A problem that was read from a folder keeps the digest of that folder's bytes; a problem built in memory has the digest
of the folder that `write_problem` would write. The two tables that grow with the persons are made in pieces.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from binacore.planner.columns import candidate_rows, columns_of, gap_rows
from binacore.planner.problem import Problem
from binacore.planner.schema import ALL_TABLES

PIECE = 200_000
"""Rows written at a time: bounds the memory, not the bytes."""

_QUOTED = re.compile(r'[",\r\n]')


def problem_files(problem: Problem) -> dict[str, bytes]:
    """File name -> bytes: `problem.json` and the tables as CSV, rows in key order, LF line ends."""
    return {name: b"".join(pieces) for name, pieces in problem_pieces(problem)}


def problem_pieces(problem: Problem) -> Iterator[tuple[str, Iterable[bytes]]]:
    """(file name, its bytes in pieces) of every file of the problem."""
    yield "problem.json", [json_bytes(problem.header_fields())]
    tables = columns_of(problem, big=False)
    for name in ALL_TABLES:
        if name == "gaps":
            yield "gaps.csv", _pieces(problem, gap_rows, len(problem.gap_weight))
        elif name == "candidates":
            yield "candidates.csv", _pieces(problem, candidate_rows, len(problem.candidate_programme))
        elif name in tables:
            yield f"{name}.csv", [csv_bytes(tables[name])]


def _pieces(problem: Problem, rows: Any, count: int) -> Iterator[bytes]:
    yield csv_bytes(rows(problem, 0, min(PIECE, count)))
    for start in range(PIECE, count, PIECE):
        yield csv_bytes(rows(problem, start, min(start + PIECE, count)), header=False)


def json_bytes(record: Mapping[str, object]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def csv_bytes(columns: Mapping[str, Sequence[Any]], *, header: bool = True) -> bytes:
    """One table as CSV of section 1.3; an only column with an empty value cannot occur in the format's tables."""
    lines = [",".join(columns)] if header else []
    lines += map(",".join, zip(*(_texts(values) for values in columns.values()), strict=True))
    return "".join(f"{line}\n" for line in lines).encode()


def _texts(values: Sequence[Any]) -> list[str]:
    """Each different value is written once: a column repeats the few identifiers of its table."""
    known: dict[object, str] = {}
    texts = []
    for value in values:
        # 1, 1.0 and True are equal and are written differently; a column holds values of one type
        text = known.get(value)
        if text is None:
            text = known[value] = _text(value)
        texts.append(text)
    return texts


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value
    return repr(value)


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the lines `<sha256>  <name>` sorted by name: `LC_ALL=C sha256sum * | sha256sum`."""
    return digest_of_digests({name: hashlib.sha256(content).hexdigest() for name, content in files.items()})


def digest_of_digests(digests: Mapping[str, str]) -> str:
    """The same from the digest of each file."""
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()


def digest_of(problem: Problem) -> str:
    if problem.folder_sha256:
        return problem.folder_sha256
    digests = {}
    for name, pieces in problem_pieces(problem):
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        digests[name] = digest.hexdigest()
    return digest_of_digests(digests)
