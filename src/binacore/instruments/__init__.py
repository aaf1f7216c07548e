"""Questionnaires that come with the product, as data: `*.toml` in this folder, content in Indonesian."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from binacore.survey import Kind


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An item as it is asked. `choices`: labels of a choice; `low`, `high`: bounds of a number or ends of a scale."""

    code: str
    kind: Kind
    text: str
    required: bool = True
    choices: tuple[str, ...] = ()
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True)
class ReadySection:
    """Items under one heading."""

    title: str
    intro: str
    items: tuple[ReadyItem, ...]


@dataclass(frozen=True, slots=True)
class ReadyInstrument:
    """A whole questionnaire."""

    code: str
    name: str
    purpose: str
    intro: str
    sections: tuple[ReadySection, ...]


@cache
def ready_instruments() -> tuple[ReadyInstrument, ...]:
    """All questionnaires of this folder, by code. The files ship with the package and never change while it runs."""
    files = [entry for entry in resources.files("binacore.instruments").iterdir() if entry.name.endswith(".toml")]
    read = (_instrument(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)
    return tuple(sorted(read, key=lambda instrument: instrument.code))


def _instrument(content: dict[str, Any]) -> ReadyInstrument:
    sections = tuple(
        ReadySection(each["title"], each.get("intro", ""), tuple(_item(item) for item in each["item"]))
        for each in content["section"]
    )
    return ReadyInstrument(content["code"], content["name"], content["purpose"], content.get("intro", ""), sections)


def _item(content: dict[str, Any]) -> ReadyItem:
    fields = {**content, "kind": Kind(content["kind"]), "choices": tuple(content.get("choices", ()))}
    return ReadyItem(**fields)
