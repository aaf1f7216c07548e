"""The harness: strict templates, shuffled unordered queries, no network, and the people tests talk about."""

import gc
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import caches
from django.db.models import QuerySet
from pytest_socket import socket_allow_hosts

from tests.once import folder_of_the_run, migrate_once

# Workbooks of tests are the same bytes whether lxml happens to be there or not; openpyxl asks as it is loaded.
os.environ["OPENPYXL_LXML"] = "False"

if os.environ.get("RENBINA_MODE") != "test":
    raise pytest.UsageError("Run tests with RENBINA_MODE=test (make check and make test do).")


Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns without it, and warnings are errors


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}  # fixtures of whoever touches it


class UnknownTemplateVariable(Exception):
    """A template asked for something its view did not give."""


class _StrictInvalid(str):
    """Django puts this where a variable is unknown; formatting it raises."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, missing: object) -> str:
        raise UnknownTemplateVariable(str(missing))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[pytest.MonkeyPatch]:
    """Migrations run once for all workers."""
    with pytest.MonkeyPatch.context() as patch:
        migrate_once(patch, folder_of_the_run(tmp_path_factory))
        yield patch


@pytest.fixture(autouse=True, scope="session")
def strict_templates() -> None:
    """An unknown template variable fails the test that shows it."""
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _StrictInvalid("%s")


@pytest.fixture(autouse=True, scope="session")
def shuffled_unordered_queries() -> Iterator[None]:
    """Rows of a query without an order come in any order, as a database may give them."""
    original = QuerySet._fetch_all
    shuffler = random.Random(20270101)

    def fetch_all(self: QuerySet) -> None:
        fresh = self._result_cache is None
        original(self)
        if fresh and not self.ordered and self._result_cache and len(self._result_cache) > 1:
            shuffler.shuffle(self._result_cache)

    QuerySet._fetch_all = fetch_all
    yield
    QuerySet._fetch_all = original


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    """The same way of hashing in its smallest size: a strong hash takes as long as a dozen pages."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test reaches the network; the loopback is ours (PostgreSQL, live server, browser). None finds what another
    left in memory: their databases begin alike."""
    caches["process"].clear()
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector that looks through all of it every few hundred objects costs a fifth
    of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _commits(item: pytest.Item) -> bool:
    """Tests that empty the database afterwards stay where pytest-django puts them: at the end."""
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _pure(item: pytest.Item) -> bool:
    """pytest-django refuses these tests any access to the database: it makes no difference to them which it is."""
    return item.get_closest_marker("django_db") is None and not _fixtures(item) & DATABASE


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever walks the small world waits for it to be built: not in the quick subset.

    Modules with slow tests come first: one of them at the end would leave the other core idle. The first module that
    walks the world begins, so that nobody else waits while it is built; beside it those run that want no database,
    which is migrated meanwhile.
    """
    for item in items:
        if "world" in _fixtures(item):
            item.add_marker(pytest.mark.slow)
        if _pure(item):
            item.add_marker(pytest.mark.pure)
    slow = {item.path for item in items if item.get_closest_marker("slow") and not _commits(item)}
    walking = [item.path for item in items if "world" in _fixtures(item)]
    wanting = {item.path for item in items if not _pure(item)}

    def turn(item: pytest.Item) -> int:
        if item.path not in slow:
            return 4
        if item.path in walking:
            return 0 if item.path == walking[0] else 3
        return 2 if item.path in wanting else 1

    items.sort(key=turn)
