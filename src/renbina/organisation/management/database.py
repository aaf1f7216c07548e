"""The database of a command that must write nothing: opened for reading only, and not made where there is none.

Before the first connection, because opening a database the usual way may create it, or files beside it.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections


def read_only() -> None:
    """Point Django at the database for reading only. Call before `django.setup()`."""
    about: dict[str, Any] = settings.DATABASES["default"]
    if about["ENGINE"].endswith("postgresql"):
        about["OPTIONS"] = {**about.get("OPTIONS", {}), "options": "-c default_transaction_read_only=on"}
        return
    path = Path(about["NAME"])
    about["OPTIONS"] = {"timeout": 20}
    if not path.is_file():
        about["NAME"] = ":memory:"
        return
    # A log beside the file belongs to somebody who is writing; without one, nothing beside it needs to be opened.
    beside = path.with_name(path.name + "-wal")
    quiet = not beside.exists() or beside.stat().st_size == 0
    about["NAME"] = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if quiet else ''}"


def is_empty() -> bool:
    """True for a database without a single table of ours; asks nothing of one that does not exist."""
    return "organisation_agency" not in connection.introspection.table_names()


def close() -> None:
    connections.close_all()
