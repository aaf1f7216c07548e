"""Items as the core knows them, their words, and the size of a locked sheet."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from binacore.questionnaire import NO, YES
from binacore.sheets import most_characters
from binacore.survey import Kind, Question
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import Item

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
    if kind is Kind.NUMBER:
        return Question(item.code, kind, bounds=(item.low, item.high))
    return Question(item.code, kind)


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
