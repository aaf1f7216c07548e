"""Who writes while a large import holds SQLite's one writer is told to send again, not that something broke."""

import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from renbina.config.middleware import BusyMiddleware


def locked(path: Path) -> str:
    """What SQLite itself says to a second writer."""
    first, second = sqlite3.connect(path), sqlite3.connect(path, timeout=0.01)
    try:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as met:
            second.execute("BEGIN IMMEDIATE")
        return str(met.value)
    finally:
        first.close()
        second.close()


def answer(error: Exception) -> HttpResponse | None:
    def never(request: object) -> HttpResponse:
        raise AssertionError

    return BusyMiddleware(never).process_exception(RequestFactory().post("/impor/"), error)


def test_a_second_writer_is_asked_to_send_again(tmp_path: Path) -> None:
    told = answer(OperationalError(locked(tmp_path / "one.sqlite3")))
    assert told is not None
    assert (told.status_code, told.headers["Retry-After"]) == (503, "60")
    assert "Tidak satu pun kiriman Anda tersimpan" in told.content.decode()


def test_what_is_really_broken_stays_an_error() -> None:
    assert answer(OperationalError("no such table: plan")) is None
    assert answer(ValueError("database is locked")) is None
