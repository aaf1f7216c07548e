"""A questionnaire as its editor reads it: every question with its number, its answers, and when it is asked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from binacore.questionnaire import faults
from renbina.surveys.enums import ItemKind
from renbina.surveys.gather.around import subject_names
from renbina.surveys.models import Item, Section
from renbina.surveys.queries import InstrumentPage
from renbina.surveys.queries.questionnaires import clauses, said
from renbina.surveys.wording import condition_words, ends_words, fault_words, option_labels


@dataclass(frozen=True, slots=True)
class Line:
    """A question: `labels` are what it offers, `hint` what it says beside, `rule` when it is asked.

    `about`: the name of its subject, empty without one.
    """

    number: int
    item: Item
    labels: list[str]
    hint: str
    rule: str
    about: str


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its questions."""

    section: Section
    rule: str
    lines: list[Line]


def described(page: InstrumentPage) -> dict[str, Any]:
    """The context of the page: the blocks, and what keeps the questionnaire from being asked."""
    items = {item.code: item for _section, rows in page.sections for item in rows}
    numbers = {code: number for number, code in enumerate(items, start=1)}
    subjects = subject_names(page.instrument.agency_id, [item.subject for item in items.values()])
    blocks = [
        Block(
            section,
            condition_words(clauses(section.condition), items, get_language()),
            [_line(numbers[item.code], item, items, subjects.get(item.subject, "")) for item in rows],
        )
        for section, rows in page.sections
    ]
    wrong = [fault_words(fault, page.content) for fault in faults(page.content)] if items else []
    return {"page": page, "blocks": blocks, "wrong": wrong}


def _line(number: int, item: Item, items: dict[str, Item], about: str) -> Line:
    words = said(item, None)
    listed = item.kind not in (ItemKind.LIKERT, ItemKind.MATRIX, ItemKind.NUMBER)
    labels = [str(label) for _value, label in option_labels(item, words)] if listed else list(words.rows)
    rule = condition_words(clauses(item.condition), items, get_language())
    return Line(number, item, labels, ends_words(item, words), rule, about)
