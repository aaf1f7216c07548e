"""What every worker of a run needs and one of them makes: the migrated database and files that take long to make.

Workers are processes that know nothing of each other but a folder of their run. Whoever asks first makes the thing
under a lock; the others wait and take it as it is. A worker that dies lets go of the lock and leaves nothing behind
under the finished name: the next begins anew.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
import pytest
from django.apps import apps
from django.core import management
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "tests"
BESIDE_MODELS = ("models.py", "base.py", "enums.py", "triggers.py", "apps.py")


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """Shared by all workers of one run and by no other run."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """One worker at a time, for the thing that goes by this name."""
    with file.with_name(f"{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(file: Path, make: Callable[[Path], None]) -> Path:
    """The file, which `make` writes under the path it is handed unless it stands there already."""
    with alone(file):
        if not file.exists():
            half_made = file.with_name(f"{file.name}.new")
            make(half_made)
            half_made.rename(file)
    return file


def migrate_once(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Until `patch` is undone a test database is migrated only where no migrated one is kept, else it is a copy.

    SQLite: a file is kept from run to run under a name that says what it was made from. PostgreSQL: a template is kept
    for the workers of this run.
    """
    ordinary = connection.creation.create_test_db
    if connection.vendor == "postgresql":
        made, copied, file = _template_made, _template_taken, folder / "migrated.postgresql"
    else:
        made, copied, file = _file_made, _file_taken, KEPT / f"migrated-{_of_all_apps()}.sqlite3"
        KEPT.mkdir(parents=True, exist_ok=True)

    def create_test_db(*args: Any, **kwargs: Any) -> str:
        with alone(file.with_name("migrated")):
            if file.exists():
                with pytest.MonkeyPatch.context() as copying:
                    copied(copying, file)
                    name: str = ordinary(*args, **kwargs)
            else:
                name = ordinary(*args, **kwargs)
                half_made = file.with_name(f"{file.name}.new")
                half_made.unlink(missing_ok=True)
                made(half_made)
                for older in file.parent.glob("migrated-*.sqlite3"):
                    older.unlink()
                half_made.rename(file)
        return name

    patch.setattr(connection.creation, "create_test_db", create_test_db)


def _of_all_apps() -> str:
    return made_from((app.label, Path(app.path)) for app in apps.get_app_configs())


def made_from(rooms: Iterable[tuple[str, Path]]) -> str:
    """What decides what migrating leaves: migrations, what ours call and models (for content types and permissions) of
    every app (label, folder), and the versions of Django and SQLite."""
    told = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for label, room in sorted(rooms):
        files = {*room.glob("migrations/*.py"), *room.glob("models/**/*.py"), *(room / name for name in BESIDE_MODELS)}
        for file in sorted(file for file in files if file.exists()):
            told.update(f"\n{label} {file.relative_to(room)}\n".encode() + file.read_bytes())
    return told.hexdigest()[:20]


def _file_made(file: Path) -> None:
    with closing(sqlite3.connect(file)) as kept:
        connection.connection.backup(kept)


def _file_taken(copying: pytest.MonkeyPatch, file: Path) -> None:
    """Read into the empty database instead of migrating it."""

    def call_command(name: str, **options: Any) -> None:
        if name == "migrate":
            connection.ensure_connection()
            with closing(sqlite3.connect(file)) as migrated:
                migrated.backup(connection.connection)

    copying.setattr(management, "call_command", call_command)


@contextmanager
def standing_in_the_database(file: Path) -> Iterator[None]:
    """SQLite: what stands in the file is what the test database holds; afterwards it holds what it held before.

    Not inside a transaction: a copy has none.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(":memory:")) as before, closing(sqlite3.connect(file)) as other:
        connection.connection.backup(before)
        try:
            other.backup(connection.connection)
            yield
        finally:
            before.backup(connection.connection)


def for_other_processes(file: Path) -> str:
    """The address of the test database for processes beside this one: on SQLite, whose memory nobody else sees, a copy
    in this file, as it stands now."""
    if connection.vendor == "postgresql":
        values = connection.settings_dict
        return f"postgresql://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{file}"


def _template_made(file: Path) -> None:
    """On a server that outlives the run the next one finds it under its name and makes it anew."""
    source = connection.settings_dict["NAME"]
    name = f"{source}_migrated"
    quote = connection.ops.quote_name
    connection.close()  # nobody may be in a database that is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)}")
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(source)}")
    connection.ensure_connection()
    file.write_text(name, encoding="utf-8")


def _template_taken(copying: pytest.MonkeyPatch, file: Path) -> None:
    copying.setitem(connection.settings_dict["TEST"], "TEMPLATE", file.read_text(encoding="utf-8"))
    copying.setattr(management, "call_command", lambda name, **options: None)
