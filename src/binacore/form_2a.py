"""AKPK form 2a as a questionnaire: from the behaviours of a dictionary to questions, and from answers back to ticks.

Level by level: a level is asked about only where everything below it was answered with yes. By the rule of the ticks
(`binacore.gaps.level_from_indicators`: the highest level of which, and below which, everything is met) nothing above
the first no could change the level, so what is not asked is not missing. A competency whose levels are described in
words, without behaviours, is one question: which of these descriptions fits.

Whoever turns answers into ticks gives the behaviours of the day of the answer. Where the questions were others, the
answers prove nothing about those words, and `ticks` says so.

Where the dictionary has every word of the chosen competencies in English too, the form has both languages; one that is
half translated could not be asked. Ticks are held against the Indonesian words, which are the ones that count.
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
ENGLISH: Final = "en"
_TEXT: Final = 400  # characters that a question can have
_TITLE, _INTRO = 120, 400


@dataclass(frozen=True, slots=True)
class Level:
    """A level in words with the behaviours (code such as 2.1, text) that prove it; without any, the words do.

    The English of the behaviours stands in their order, "" where there is none.
    """

    level: int
    words: str
    behaviours: tuple[tuple[str, str], ...] = ()
    words_en: str = ""
    behaviours_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A competency as its dictionary describes it on a day: levels from 1 on."""

    code: str
    name: str
    definition: str
    levels: tuple[Level, ...]
    name_en: str = ""
    definition_en: str = ""

    @property
    def is_english(self) -> bool:
        """Whether everything that the form would say of it is there in English."""
        pairs = [(self.name, self.name_en), (self.definition, self.definition_en)]
        for level in self.levels:
            english = english_of(level)
            asked = behaviours_of(level)
            if len(english) != len(asked):
                return False
            pairs += [(text, said) for (_code, text), said in zip(asked, english, strict=True)]
        return all(said.strip() for text, said in pairs if text)

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


def form_of(
    competencies: Sequence[Described], *, name: str, purpose: str, intro: str, english: Mapping[str, str] | None = None
) -> Questionnaire:
    """The questionnaire, one part a competency in their order. Raises ValueError for one that is not described.

    english: name and intro in English; taken where all of the competencies have theirs.
    """
    both = bool(english) and all(each.is_english for each in competencies)
    taken: set[str] = set()
    parts = []
    for each in competencies:
        if not each.is_askable:
            raise ValueError(f"{each.code} has no words for level 1")
        slug = _slug(each.code, taken)
        said = {"title": _cut(each.name_en, _TITLE), "intro": _cut(each.definition_en, _INTRO)}
        parts.append(
            Part(
                _cut(each.name, _TITLE), _cut(each.definition, _INTRO), items_of(each, slug, english=both),
                translations=_translated(said if both else {}),
            )
        )  # fmt: skip
    code = form_code(each.code for each in competencies)
    said = dict(english or {}) if both else {}
    return Questionnaire(code, name, purpose, intro, tuple(parts), _translated(said))


def items_of(competency: Described, slug: str, *, english: bool = False) -> tuple[Item, ...]:
    """The questions of one competency; their codes begin with `slug`. english: also in English, which must be whole."""
    subject = PREFIX + competency.code
    if competency.by_level:
        anchors = [NONE_OF_THEM, *(_cut(each.words, _TEXT) for each in competency.levels)]
        text = f"Gambaran mana yang cocok dengan pekerjaan Anda sekarang: {competency.name}?"
        said = {
            "text": _cut(f"Which of these fits your work now: {competency.name_en}?", _TEXT),
            "choices": ["None of these yet", *(_cut(each.words_en, _TEXT) for each in competency.levels)],
        }
        return (
            Item(f"{slug}_0", Kind.LEVEL, _cut(text, _TEXT), choices=tuple(anchors), low=0, high=len(anchors) - 1,
                 subject=subject, translations=_translated(said if english else {})),
        )  # fmt: skip
    items: list[Item] = []
    before: list[Clause] = []
    for level in competency.levels:
        behaviours = behaviours_of(level)
        words = english_of(level) if english else [""] * len(behaviours)
        asked = [
            Item(_item_code(slug, code), Kind.INDICATOR, _cut(text, _TEXT), subject=subject, condition=tuple(before),
                 translations=_translated({"text": _cut(said, _TEXT)} if said else {}))
            for (code, text), said in zip(behaviours, words, strict=True)
        ]  # fmt: skip
        items += asked
        before = [Clause(each.code, (YES,)) for each in asked]
    return tuple(items)


def behaviours_of(level: Level) -> tuple[tuple[str, str], ...]:
    """What proves a level: its behaviours, or its words as the only one."""
    return level.behaviours or ((f"{level.level}.1", level.words),)


def english_of(level: Level) -> tuple[str, ...]:
    """The English of `behaviours_of`, in their order; "" where there is none."""
    return level.behaviours_en if level.behaviours else (level.words_en,)


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


def _translated(said: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    kept = {name: words for name, words in said.items() if words}
    return {ENGLISH: kept} if kept else {}


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
