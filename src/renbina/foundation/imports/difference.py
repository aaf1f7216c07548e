"""What a file would change: same, changed (old -> new), new, missing, held."""

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from renbina.foundation.canonical import canonical_bytes
from renbina.foundation.imports.cells import as_read
from renbina.foundation.imports.declare import ImportContext, ImportKind, Problem, Row
from renbina.foundation.imports.rows import key_of, plain_values

Stored = Mapping[str, Mapping[str, Any]]
ALIKE: Final = 20
NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Made:
    """A difference that was made: the rows of the file carry their verdicts; these are stored and not in the file.

    stored_digest: of everything that the difference was made against.
    """

    missing: list[Row]
    stored_digest: str


def make(rows: Sequence[Row], kind: ImportKind, context: ImportContext) -> Made:
    """Check the rows and compare them with what is stored now."""
    stored = kind.stored(context.actor, context.on)
    check(rows, kind, context)
    missing = compare(rows, stored, kind, context.columns)
    return Made(missing, stored_digest(stored))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the collector of reference cycles, which would walk over every row again and again: half of the time of
    100,000 rows. Nothing here makes cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check(rows: Sequence[Row], kind: ImportKind, context: ImportContext) -> None:
    """Cross-row and reference problems, afresh; what the cells themselves had stays."""
    for row in rows:
        row.problems = [problem for problem in row.problems if problem.origin == "cell"]
    kind.check_rows(rows, context)
    for row in rows:
        row.key = key_of(row, kind)  # names are resolved now: two spellings of one thing have one key
    _check_keys(rows)


def compare(rows: Sequence[Row], stored: Stored, kind: ImportKind, columns: frozenset[str]) -> list[Row]:
    """Give every row its verdict; returns the rows that are stored but not in the file."""
    compared = [field.name for field in kind.fields if field.compare and field.name in columns]
    keeping = {field.name for field in kind.fields if field.empty_keeps}
    for row in rows:
        row.changes = {}
        if row.held or not row.key:
            row.verdict = "held"
            continue
        if any(problem.code == "repeated_row" for problem in row.problems):
            row.verdict = "same"  # its first occurrence speaks for it
            continue
        known = stored.get(row.key)
        if known is None:
            row.verdict = "new"
            continue
        for name in compared:
            was, written = known.get(name), row.values.get(name)
            if was == written and type(was) is type(written):
                continue  # nearly every cell of a list that comes every month
            old, new = as_read(was), as_read(written)
            if old != new and not (new is None and name in keeping):
                row.changes[name] = (old, new)
        row.verdict = "changed" if row.changes else "same"
    if not kind.report_missing:
        return []
    seen = {row.key for row in rows if row.key}
    return [
        Row("", 0, {name: values.get(name) for name in compared}, key=key, verdict="missing")
        for key, values in stored.items()
        if key not in seen
    ]


def stored_digest(stored: Stored) -> str:
    """Changes when anything that the difference was made against changes."""
    seal = sha256()
    for key in sorted(stored):  # a line at a time: the text of 100,000 rows in one piece takes 200 MiB
        seal.update(canonical_bytes([key, plain_values(stored[key])]))
    return seal.hexdigest()


def counts(rows: Sequence[Row], missing: Sequence[Row]) -> dict[str, int]:
    """How many of each verdict, and how many rows carry a warning."""
    by_verdict = Counter(row.verdict for row in rows)
    result = {name: by_verdict.get(name, 0) for name in ("same", "changed", "new", "held")}
    warned = sum(any(problem.severity == "warning" for problem in row.problems) for row in rows)
    return result | {"missing": len(missing), "warned": warned, "rows": len(rows)}


def held_alike(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What many held rows have in common: see `alike_among`."""
    return alike_among(asdict(problem) for row in rows if row.verdict == "held" for problem in row.problems)


def alike_among(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The errors with the same field, code and value that stand in most rows, each with how many; at most ALIKE."""
    found: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for each in problems:
        if each["severity"] == "error" and each["field"] and each["value"]:
            key = (each["field"], each["code"], each["value"])
            found[key] += 1
            first.setdefault(key, each)
    return [
        {**first[key], "suggestions": list(first[key]["suggestions"]), "rows": number}
        for key, number in found.most_common(ALIKE)
        if number > 1
    ]


def numbers_beside(row: Row, group: Iterable[Row]) -> str:
    """Where the other rows of a group stand, the first few by number: a group may be the whole file."""
    shown = [str(other.number) for other in islice((other for other in group if other is not row), NAMED + 1)]
    return ", ".join(shown[:NAMED]) + (" …" if len(shown) > NAMED else "")


def _said(row: Row) -> dict[str, Any]:
    """What a row says; capitals and blanks make no other data of it."""
    return {
        name: " ".join(value.split()).casefold() if isinstance(value, str) else value
        for name, value in row.values.items()
    }


def _check_keys(rows: Sequence[Row]) -> None:
    """The same key twice: equal rows are one row, different rows are all held, because one of them is wrong."""
    together: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.key:
            together[row.key].append(row)
        elif not row.held:
            row.problems.append(Problem("", "key_missing"))
    for key, group in together.items():
        if len(group) < 2:
            continue
        first = _said(group[0])
        equal = all(_said(row) == first for row in group[1:])
        for row in group if not equal else group[1:]:
            others = numbers_beside(row, group)
            severity = "warning" if equal else "error"
            code = "repeated_row" if equal else "key_twice"
            row.problems.append(Problem("", code, key, severity, "check", {"rows": others}))  # type: ignore[arg-type]  # one of the two literals
