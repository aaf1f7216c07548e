"""Read-only tables and lists, so that a rule or a reason cannot change after it was handed out.

`types.MappingProxyType` would do, but it cannot be hashed or sent to a worker process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any


class Table(Mapping[str, Any]):
    """A mapping with text keys that can be read, hashed and pickled, never written."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, key: str) -> Any:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __hash__(self) -> int:
        return hash(frozenset(self._rows.items()))

    def __reduce__(self) -> tuple[type[Table], tuple[dict[str, Any]]]:
        return (Table, (self._rows,))

    def __repr__(self) -> str:
        return f"Table({self._rows!r})"


def freeze(value: Any) -> Any:
    """Mappings become `Table`, lists become tuples, all the way down; numbers, texts and dates stay."""
    if isinstance(value, Mapping):
        return Table({str(key): freeze(inner) for key, inner in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(inner) for inner in value)
    return value


def canonical_json(value: Any) -> str:
    """One text for one content: sorted keys, no spaces, ISO dates. Used for digests."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
