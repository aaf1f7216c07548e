"""A world that many tests begin with is built once, and afterwards put back row by row as it was.

Building a small town through the product's own actions takes some three hundred statements; the rows that it leaves
are written again with a few dozen. Every test still begins with an empty database and writes these rows into its own
transaction, so nothing of one test reaches another.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")
Table = type[Model]


@dataclass(frozen=True, slots=True)
class Photograph:
    """What was built, the statements that write its rows, and the keys that must be free for them."""

    built: bytes
    statements: tuple[tuple[str, Any], ...]
    spans: tuple[tuple[str, str, int, int], ...]  # table, column, first and last key

    def fits(self) -> bool:
        """Whether no row stands where one of these belongs."""
        if not self.spans:
            return True
        quote = connection.ops.quote_name
        taken = " UNION ALL ".join(
            f"SELECT EXISTS(SELECT 1 FROM {quote(table)} WHERE {quote(column)} BETWEEN {first} AND {last})"  # noqa: S608 - our own tables
            for table, column, first, last in self.spans
        )
        with connection.cursor() as cursor:
            cursor.execute(taken)
            return not any(row[0] for row in cursor.fetchall())

    def put_back(self) -> Any:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values)
            self._pass_keys(cursor)
        return pickle.loads(self.built)  # noqa: S301 - pickled by this process

    def _pass_keys(self, cursor: Any) -> None:
        """PostgreSQL counts keys apart from the rows: in a database that has never built this, the next row of the
        product's own would get a key that one of these holds."""
        if connection.vendor != "postgresql" or not self.spans:
            return
        quote = connection.ops.quote_name
        sequences = [f"pg_get_serial_sequence('{quote(table)}', '{column}')" for table, column, *_keys in self.spans]
        passed = [
            f"setval({sequence}, GREATEST({last}, nextval({sequence})))"
            for sequence, (*_named, last) in zip(sequences, self.spans, strict=True)
        ]
        cursor.execute(f"SELECT {', '.join(passed)}")


_taken: dict[tuple[object, ...], Photograph | None] = {}  # None: built once


def photographed(build: Callable[P, T]) -> Callable[P, T]:
    """The builder, which from its third call on puts back what it built: the same rows and keys, fresh objects.

    For builders that depend on nothing but their arguments, the day and the language. Where another row already stands
    under one of the keys, it is built anew.
    """

    @wraps(build)
    def photographing(*args: P.args, **kwargs: P.kwargs) -> T:
        day: date | None = settings.RENBINA_FROZEN_ON
        key = (connection.vendor, build, args, tuple(sorted(kwargs.items())), day, get_language())
        if key not in _taken:  # most are needed again, some are not
            _taken[key] = None
            return build(*args, **kwargs)
        taken = _taken[key] or take(lambda: build(*args, **kwargs))
        _taken[key] = taken
        if not taken.fits():
            return build(*args, **kwargs)
        built: T = taken.put_back()
        return built

    return photographing


def _tables() -> list[Table]:
    return [table for table in apps.get_models(include_auto_created=True) if table._meta.managed]


def _counts(tables: list[Table]) -> list[int]:
    quote = connection.ops.quote_name
    counting = " UNION ALL ".join(
        f"SELECT {place}, COUNT(*) FROM {quote(table._meta.db_table)}"  # noqa: S608 - our own tables
        for place, table in enumerate(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(counting)
        return [count for _place, count in sorted(cursor.fetchall())]


def _added(table: Table, standing: set[Any]) -> list[Model]:
    return [row for row in table._base_manager.order_by("pk") if row.pk not in standing]


def take(build: Callable[[], object]) -> Photograph:
    """Built inside a transaction that is taken back; then the rows are written once to learn the statements."""
    tables = _tables()
    before = _counts(tables)
    standing = {
        table: set(table._base_manager.values_list("pk", flat=True)) if count else set()
        for table, count in zip(tables, before, strict=True)
    }
    with transaction.atomic():
        made = pickle.dumps(build())
        changed = [table for table, old, new in zip(tables, before, _counts(tables), strict=True) if new != old]
        rows = {table: _added(table, standing[table]) for table in changed}
        transaction.set_rollback(True)
    statements: list[tuple[str, Any]] = []
    spans: list[tuple[str, str, int, int]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            statements.append((sql, tuple(bytes(each) if isinstance(each, memoryview) else each for each in params)))
        return execute(sql, params, many, context)

    with transaction.atomic():
        for table, added in rows.items():
            with connection.execute_wrapper(note):
                table._base_manager.bulk_create(added)
            if isinstance(added[0].pk, int):
                key = table._meta.pk
                assert key is not None
                spans.append((table._meta.db_table, key.column, added[0].pk, added[-1].pk))
        transaction.set_rollback(True)
    return Photograph(made, tuple(statements), tuple(spans))
