"""The words of a competency as the reader reads them."""

from dataclasses import dataclass

from renbina.competency.queries import Words
from renbina.ui.spoken import Spoken, spoken


@dataclass(frozen=True, slots=True)
class SaidLevel:
    """A level with its behaviours (code, text)."""

    level: int
    words: Spoken
    behaviours: tuple[tuple[str, Spoken], ...]


@dataclass(frozen=True, slots=True)
class SaidWords:
    """One version in the reader's language; what has no English is Indonesian and says so."""

    number: int
    name: Spoken
    definition: Spoken
    levels: tuple[SaidLevel, ...]


def said(words: Words) -> SaidWords:
    """Nothing is left out: the reader gets every text in the one or the other language."""
    levels = []
    for each in words.levels:
        description, *seen = (spoken(text, english) for text, english in each.texts)
        codes = (code for code, _text in each.indicators)
        levels.append(SaidLevel(each.level, description, tuple(zip(codes, seen, strict=True))))
    return SaidWords(
        words.number, spoken(words.name, words.name_en), spoken(words.definition, words.definition_en), tuple(levels)
    )
