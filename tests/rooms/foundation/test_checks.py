"""Unsafe settings do not start outside the demonstration."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from tests.rooms.foundation.people import PEOPLE

from renbina.foundation import checks
from renbina.foundation.imports import declare, guard
from renbina.foundation.imports.wording import known_codes, problem_words, refusal_words

ROOT = Path(__file__).parents[3]
SAFE: dict[str, Any] = {
    "RENBINA_MODE": "production",
    "SECRET_KEY": "s" * 50,
    "RENBINA_AUDIT_KEY": "a" * 50,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["renbina.example.go.id"],
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "RENBINA_FROZEN_ON": None,
}


def found(**changes: Any) -> set[str]:
    with override_settings(**(SAFE | changes)):
        return {str(message.id) for message in checks.unsafe_settings(None) if message.level >= 40}


def test_a_safe_installation_starts() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("changes", "identifier"),
    [
        ({"SECRET_KEY": "only-for-development-" + "x" * 40}, "renbina.E001"),
        ({"RENBINA_AUDIT_KEY": "short"}, "renbina.E002"),
        ({"RENBINA_AUDIT_KEY": "s" * 50}, "renbina.E003"),
        ({"DEBUG": True}, "renbina.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "renbina.E005"),
        ({"SESSION_COOKIE_SECURE": False}, "renbina.E006"),
        ({"RENBINA_FROZEN_ON": "2026-11-23"}, "renbina.E007"),
        ({"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"style-src": ["'unsafe-inline'"]}}}, "renbina.E008"),
    ],
)
def test_an_unsafe_setting_is_named(changes: dict[str, Any], identifier: str) -> None:
    assert found(**changes) == {identifier}


def test_sqlite_without_several_writers_is_refused() -> None:
    loose = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}
    assert [message.id for message in checks.database_checks(loose)] == ["renbina.E009"]


def test_the_start_is_refused_with_what_to_do() -> None:
    with override_settings(**(SAFE | {"DEBUG": True})), pytest.raises(ImproperlyConfigured, match="RENBINA_DEBUG"):
        checks.refuse_unsafe()


def test_the_demonstration_may_be_loose() -> None:
    assert found(RENBINA_MODE="demo", SECRET_KEY="x", ALLOWED_HOSTS=["*"]) == set()


@pytest.mark.slow  # a process
@pytest.mark.django_db  # which reads where the database is
def test_a_real_process_does_not_start_with_a_standing_clock() -> None:
    unsafe = {
        "RENBINA_MODE": "production",
        "RENBINA_SECRET_KEY": "s" * 50,
        "RENBINA_AUDIT_KEY": "a" * 50,
        "RENBINA_HOSTS": "renbina.example.go.id",
        "RENBINA_FROZEN_ON": "2026-11-23",
    }
    command = [sys.executable, "-c", "import renbina.config.wsgi"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | unsafe | {"PYTHONPATH": "src"}, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "renbina.E007" in done.stderr


SOURCE = "".join(path.read_text(encoding="utf-8") for path in Path(declare.__file__).parent.glob("*.py"))


def test_every_code_of_a_cell_and_of_a_file_has_words() -> None:
    import re

    from binacore.nip import NipError

    problems, refusals = known_codes()
    raised = set(re.findall(r'CellProblem\("(\w+)"', SOURCE)) | {str(code) for code in NipError}
    assert raised - problems == set()
    assert set(re.findall(r'(?:FileRefused|Refused)\("(\w+)"', SOURCE)) - refusals == set()


def test_a_problem_is_worded_with_its_numbers() -> None:
    problem = {"field": "nip", "code": "nip_length", "value": "123", "severity": "error", "params": {"detail": "3"}}
    words = problem_words(problem, PEOPLE)
    assert words.field_label == "NIP"
    assert "123" in words.reason
    assert "3" in words.reason


def test_an_unknown_code_still_gives_a_sentence() -> None:
    assert "strange_code" in refusal_words({"code": "strange_code"})[0]


def test_a_refusal_never_carries_an_unfilled_mark() -> None:
    _, refusals = known_codes()
    params = {
        "extension": "x",
        "megabytes": 20,
        "rows": 1,
        "columns": "A",
        "row": 1,
        "column": "A",
        "sheets": "S",
        "members": 1000,
    }
    for code in refusals:
        reason, fix = refusal_words({"code": code, "params": params})
        assert "%(" not in reason + fix, code


def test_the_guard_knows_only_declared_kinds() -> None:
    assert guard.EXTENSIONS == ("xlsx", "xls", "ods", "csv")
