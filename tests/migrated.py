"""`python -m tests.migrated`: the migrated SQLite database of the tests, made while the kernels are still compiled."""

import os
import tempfile
from pathlib import Path

import django
import pytest


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")
    django.setup()
    from django.db import connection

    from tests.once import migrate_once

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        migrate_once(patch, Path(folder))
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


if __name__ == "__main__":
    main()
