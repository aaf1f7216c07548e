"""Questionnaires that come with the product, as data: `*.toml` in this folder, content in Indonesian and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from binacore.questionnaire import Questionnaire
from binacore.questionnaire_files import read


@cache
def ready_instruments() -> tuple[Questionnaire, ...]:
    """All questionnaires of this folder, by code. The files ship with the package and never change while it runs."""
    files = [entry for entry in resources.files("binacore.instruments").iterdir() if entry.name.endswith(".toml")]
    found = (read(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)
    return tuple(sorted(found, key=lambda each: each.code))


def ready_instrument(code: str) -> Questionnaire:
    """One of them. Raises KeyError."""
    return {each.code: each for each in ready_instruments()}[code]
