"""AKPK form 2a as a questionnaire: from the behaviours of a dictionary to questions, and from answers back to ticks.

Level by level: a level is asked about only where everything below it was answered with yes. By the rule of the ticks
(`binacore.gaps.level_from_indicators`: the highest level of which, and below which, everything is met) nothing above
the first no could change the level, so what is not asked is not missing. A competency whose levels are described in
words, without behaviours, is one question: which of these descriptions fits.

Whoever turns answers into ticks gives the behaviours of the day of the answer. Where the questions were others, the
answers prove nothing about those words, and `ticks` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from binacore.gaps import level_from_indicators
from binacore.questionnaire import YES, Clause, Item, Part, Questionnaire
from binacore.survey import Kind

PREFIX: Final = "competency:"
CODE: Final = "akpk-2a-"
NONE_OF_THEM: Final = "Belum satu pun dari ini"
_TEXT: Final = 400  # characters that a question can have
_TITLE, _INTRO = 120, 400


@dataclass(frozen=True, slots=True)
class Level:
    """A level in words with the behaviours (code such as 2.1, text) that prove it; without any, the words do."""

    level: int
    words: str
    behaviours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A competency as its dictionary describes it on a day: levels from 1 on."""

    code: str
    name: str
    definition: str
    levels: tuple[Level, ...]

    @property
    def is_askable(self) -> bool:
        """Whether level 1 is described; without it nothing could be proven."""
        return bool(self.levels) and self.levels[0].level == 1

    @property
    def by_level(self) -> bool:
        """Whether it is one question with anchors: levels without a gap, and no behaviours."""
        numbers = [each.level for each in self.levels]
        return numbers == list(range(1, len(numbers) + 1)) and not any(each.behaviours for each in self.levels)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What somebody ticked of one competency: behaviour -> yes, as far as they were asked, and the level it makes."""

    marks: Mapping[str, bool]
    level: int


def form_code(codes: Iterable[str]) -> str:
    """The code of the form for these competencies: the same ones make the next version of the same form."""
    return CODE + sha256("\n".join(sorted(codes)).encode()).hexdigest()[:12]


def form_of(competencies: Sequence[Described], *, name: str, purpose: str, intro: str) -> Questionnaire:
    """The questionnaire, one part a competency in their order. Raises ValueError for one that is not described."""
    taken: set[str] = set()
    parts = []
    for each in competencies:
        if not each.is_askable:
            raise ValueError(f"{each.code} has no words for level 1")
        slug = _slug(each.code, taken)
        parts.append(Part(_cut(each.name, _TITLE), _cut(each.definition, _INTRO), items_of(each, slug)))
    return Questionnaire(form_code(each.code for each in competencies), name, purpose, intro, tuple(parts))


def items_of(competency: Described, slug: str) -> tuple[Item, ...]:
    """The questions of one competency; their codes begin with `slug`."""
    subject = PREFIX + competency.code
    if competency.by_level:
        anchors = [NONE_OF_THEM, *(_cut(each.words, _TEXT) for each in competency.levels)]
        text = f"Gambaran mana yang cocok dengan pekerjaan Anda sekarang: {competency.name}?"
        return (
            Item(f"{slug}_0", Kind.LEVEL, _cut(text, _TEXT), choices=tuple(anchors), low=0, high=len(anchors) - 1,
                 subject=subject),
        )  # fmt: skip
    items: list[Item] = []
    before: list[Clause] = []
    for level in competency.levels:
        asked = [
            Item(_item_code(slug, code), Kind.INDICATOR, _cut(text, _TEXT), subject=subject, condition=tuple(before))
            for code, text in behaviours_of(level)
        ]
        items += asked
        before = [Clause(each.code, (YES,)) for each in asked]
    return tuple(items)


def behaviours_of(level: Level) -> tuple[tuple[str, str], ...]:
    """What proves a level: its behaviours, or its words as the only one."""
    return level.behaviours or ((f"{level.level}.1", level.words),)


def ticks(competency: Described, items: Sequence[Item], sheet: Mapping[str, Any]) -> Ticked | None:
    """What a sheet says of a competency. `items`: the questions that were asked about it.

    None where it answers none of them, or where they are not the behaviours of the dictionary, word for word.
    """
    slug = items[0].code.split("_", 1)[0] if items else ""
    expected = items_of(competency, slug) if competency.is_askable else ()
    if not items or _words(items) != _words(expected):
        return None
    if competency.by_level:
        value = sheet.get(items[0].code)
        if not isinstance(value, int):
            return None
        marks = {code: level.level <= value for level in competency.levels for code, _text in behaviours_of(level)}
    else:
        codes = {_item_code(slug, code): code for level in competency.levels for code, _text in behaviours_of(level)}
        marks = {codes[item]: sheet[item] == YES for item in codes if item in sheet}
    if not marks:
        return None
    every = (code for level in competency.levels for code, _text in behaviours_of(level))
    return Ticked(marks, level_from_indicators({code: marks.get(code, False) for code in every}))


def _words(items: Iterable[Item]) -> set[tuple[str, Kind, str, tuple[str, ...]]]:
    return {(each.code, each.kind, each.text, each.choices) for each in items}


def _item_code(slug: str, behaviour: str) -> str:
    return f"{slug}_{behaviour.replace('.', '_')}"


def _slug(code: str, taken: set[str]) -> str:
    """The code in letters and digits that a question's code can have, once."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-") or "k"
    slug = next(each for number in range(len(taken) + 1) if (each := plain + "-x" * number) not in taken)
    taken.add(slug)
    return slug


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
