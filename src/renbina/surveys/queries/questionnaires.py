"""Rows of items as the core knows a questionnaire, and their words in a language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from binacore import questionnaire
from binacore.survey import Kind
from renbina.surveys.models import InstrumentVersion, Item, Section


def asked_item(item: Item) -> questionnaire.Item:
    """A row as `binacore.questionnaire` knows it."""
    same = ("code", "text", "required", "unknown", "low", "high", "low_label", "high_label", "right", "subject")
    return questionnaire.Item(
        kind=Kind(item.kind),
        choices=tuple(item.choices),
        rows=tuple(item.rows),
        condition=clauses(item.condition),
        translations=item.translations,
        **{name: getattr(item, name) for name in same},
    )


def clauses(stored: Iterable[Mapping[str, Any]]) -> tuple[questionnaire.Clause, ...]:
    """A condition as it is stored: [{"item": "q1", "values": ["Ya"]}, {"item": "q2", "low": 4, "high": None}]."""
    return tuple(
        questionnaire.Clause(each["item"], tuple(each.get("values", ())), each.get("low"), each.get("high"))
        for each in stored
    )


def questionnaire_of(items: Sequence[Item], version: InstrumentVersion | None = None) -> questionnaire.Questionnaire:
    """The questionnaire of these items, which carry their sections, in the order of asking.

    With `version` (and its instrument) also what stands above them. A section without items is left out.
    """
    parts: dict[int, tuple[Section, list[questionnaire.Item]]] = {}
    for item in items:
        parts.setdefault(item.section_id, (item.section, []))[1].append(asked_item(item))
    sections = tuple(
        questionnaire.Part(part.title, part.intro, tuple(rows), clauses(part.condition), part.translations)
        for part, rows in parts.values()
    )
    if version is None:
        return questionnaire.Questionnaire("", "", sections=sections)
    named = version.instrument
    return questionnaire.Questionnaire(
        named.code, named.name, named.purpose, version.intro, sections, version.translations
    )


@dataclass(frozen=True, slots=True)
class Said:
    """The words of an item in one language; those of a choice stand beside what is stored."""

    text: str
    choices: tuple[tuple[str, str], ...]  # (stored, said)
    rows: tuple[str, ...]
    low_label: str
    high_label: str


def heading_of(section: Section, language: str | None) -> tuple[str, str]:
    """Title and introduction of a section in a language; where words lack, those in which it was written."""
    words = section.translations.get(language or "", {})
    return words.get("title") or section.title, words.get("intro") or section.intro


def said(item: Item, language: str | None) -> Said:
    """An item in a language; where words lack, those in which it was written."""
    words = item.translations.get(language or "", {})
    choices, rows = words.get("choices") or item.choices, words.get("rows") or item.rows
    return Said(
        text=words.get("text") or item.text,
        choices=tuple(zip(item.choices, choices, strict=False)),
        rows=tuple(rows) if len(rows) == len(item.rows) else tuple(item.rows),
        low_label=words.get("low_label") or item.low_label,
        high_label=words.get("high_label") or item.high_label,
    )
