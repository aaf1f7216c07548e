"""Items as the core knows them, their words, and the size of a locked sheet."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from binacore import questionnaire
from binacore.questionnaire import NO, YES
from binacore.sheets import most_characters
from binacore.survey import Kind, Question
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import InstrumentVersion, Item, Section

_STEP: Final = 256  # bytes


def question(item: Item) -> Question:
    """What computing needs of an item; the answers as `binacore.sheets` stores them."""
    kind = Kind(item.kind)
    if kind in (Kind.LIKERT, Kind.LEVEL, Kind.MATRIX):
        return Question(item.code, Kind.LIKERT if kind is Kind.LEVEL else kind, tuple(range(item.low, item.high + 1)))
    if kind is Kind.INDICATOR:
        return Question(item.code, Kind.CHOICE, (YES, NO))
    if kind in (Kind.CHOICE, Kind.MULTI, Kind.RANKING):
        return Question(item.code, kind, tuple(item.choices))
    return Question(item.code, kind)


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


def sheet_bytes(group: str, answers: Mapping[str, Any]) -> bytes:
    """One answer as it is locked."""
    return json.dumps({"group": group, "answers": dict(answers)}, ensure_ascii=False, separators=(",", ":")).encode()


def sheet_size(items: Iterable[Item]) -> int:
    """Bytes that hold every possible answer to these items: all sheets of a campaign are as long as this."""
    widest = 100  # the frame, the group, the mark of what is not known
    for item in items:
        widest += 2 * len(item.code) + _longest(item) + 12
    return -(-widest // _STEP) * _STEP


def _longest(item: Item) -> int:
    """Bytes of the longest answer to an item."""
    choices = [len(json.dumps(choice, ensure_ascii=False).encode()) + 1 for choice in item.choices]
    if item.kind in (ItemKind.TEXT, ItemKind.SHORT):
        return most_characters(Kind(item.kind)) * 4
    if item.kind == ItemKind.CHOICE:
        return max(choices, default=2)
    if item.kind in (ItemKind.MULTI, ItemKind.RANKING):
        return sum(choices) + 2
    return 24 if item.kind != ItemKind.MATRIX else 12 * len(item.rows) + 2
