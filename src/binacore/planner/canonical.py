"""The bytes of a problem: canonical CSV and JSON, and the digest the format defines.

A problem that was read from a folder keeps the digest of that folder's bytes; a problem built in memory has the digest
of the folder that `write_problem` would write.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from binacore.planner.problem import Problem


def problem_files(problem: Problem) -> dict[str, bytes]:
    """File name -> bytes: `problem.json` and the eight tables as CSV, rows in key order, LF line ends."""
    files = {"problem.json": json_bytes(problem.header_fields())}
    return files | {f"{name}.csv": csv_bytes(columns) for name, columns in problem.columns().items()}


def json_bytes(record: Mapping[str, object]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def csv_bytes(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """One table as CSV of section 1.3; an only column with an empty value cannot occur in the format's tables."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(_texts(values) for values in columns.values()), strict=True))
    return text.getvalue().encode()


def _texts(values: Sequence[Any]) -> list[Any]:
    return [("true" if value else "false") if isinstance(value, bool) else value for value in values]


def digest_of_files(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the lines `<sha256>  <name>` sorted by name: `LC_ALL=C sha256sum * | sha256sum`."""
    lines = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


def digest_of(problem: Problem) -> str:
    return problem.folder_sha256 or digest_of_files(problem_files(problem))
