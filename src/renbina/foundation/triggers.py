"""The database itself refuses to change or remove audit lines, whoever asks."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE: Final = "foundation_auditevent"
_REFUSAL: Final = "audit lines are never changed or removed"

_SQLITE_UP: Final = tuple(
    f"CREATE TRIGGER IF NOT EXISTS audit_no_{verb} BEFORE {verb.upper()} ON {_TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("update", "delete")
)
_SQLITE_DOWN: Final = ("DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete")

_POSTGRESQL_UP: Final = (
    f"""CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$ LANGUAGE plpgsql""",
    f"""CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)
_POSTGRESQL_DOWN: Final = (
    f"DROP TRIGGER IF EXISTS audit_no_change ON {_TABLE}",
    "DROP FUNCTION IF EXISTS audit_refuse()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up; harmless where they stand already."""
    remove(connection)
    _run(connection, _POSTGRESQL_UP if connection.vendor == "postgresql" else _SQLITE_UP)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take them down: only to empty a test or demonstration database."""
    _run(connection, _POSTGRESQL_DOWN if connection.vendor == "postgresql" else _SQLITE_DOWN)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
