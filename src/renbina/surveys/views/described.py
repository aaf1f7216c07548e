"""A questionnaire as its editor reads it: every question with its number, its answers, and when it is asked."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from binacore.questionnaire import faults
from renbina.surveys.enums import ItemKind
from renbina.surveys.gather.around import subject_names
from renbina.surveys.models import Item, Section
from renbina.surveys.queries import InstrumentPage
from renbina.surveys.queries.questionnaires import clauses, heading_of, said
from renbina.surveys.wording import condition_words, ends_words, fault_words, option_labels


@dataclass(frozen=True, slots=True)
class Line:
    """A question: `labels` are what it offers, `hint` what it says beside, `rule` when it is asked.

    `about`: the name of its subject, empty without one.
    """

    number: int
    item: Item
    text: str
    labels: list[str]
    hint: str
    rule: str
    about: str


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its questions."""

    section: Section
    title: str
    intro: str
    rule: str
    lines: list[Line]


def described(page: InstrumentPage) -> dict[str, Any]:
    """The context of the page: the blocks, and what keeps the questionnaire from being asked.

    Whoever writes it reads the words that they write; what can only be read is in the reader's language where it was
    translated.
    """
    language = "" if page.may_change else get_language() or ""
    items = {item.code: item for _section, rows in page.sections for item in rows}
    numbers = {code: number for number, code in enumerate(items, start=1)}
    subjects = subject_names(page.instrument.agency_id, [item.subject for item in items.values()])
    blocks = []
    for section, rows in page.sections:
        title, intro = heading_of(section, language)
        rule = condition_words(clauses(section.condition), items, language)
        lines = [_line(numbers[item.code], item, items, subjects.get(item.subject, ""), language) for item in rows]
        blocks.append(Block(section, title, intro, rule, lines))
    wrong = [fault_words(fault, page.content) for fault in faults(page.content)] if items else []
    whole = page.version.translations.get(language, {})
    name, intro = whole.get("name") or page.instrument.name, whole.get("intro") or page.version.intro
    return {"page": page, "blocks": blocks, "wrong": wrong, "name": name, "intro": intro}


def _line(number: int, item: Item, items: dict[str, Item], about: str, language: str) -> Line:
    words = said(item, language)
    listed = item.kind not in (ItemKind.LIKERT, ItemKind.MATRIX, ItemKind.NUMBER)
    labels = [str(label) for _value, label in option_labels(item, words)] if listed else list(words.rows)
    rule = condition_words(clauses(item.condition), items, language)
    return Line(number, item, words.text, labels, ends_words(item, words), rule, about)
