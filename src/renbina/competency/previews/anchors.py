"""What the levels of a competency look like at work on a day, and the behaviours that prove them."""

from dataclasses import dataclass
from datetime import date

from renbina.competency.models import Competency, CompetencyLevel
from renbina.competency.queries.dictionary import LevelWords, words_on
from renbina.ui.spoken import Spoken, spoken


@dataclass(frozen=True, slots=True)
class Anchor:
    """A level in the reader's language. `behaviours` (code, text) prove it; where there are none, its words do."""

    level: int
    words: Spoken
    behaviours: tuple[tuple[str, Spoken], ...]


def anchors_of(competency: Competency, on: date) -> tuple[Anchor, ...]:
    """From level 1 on; levels without words are not there."""
    words = words_on([competency.pk], on).get(competency.pk)
    levels = words.levels if words else ()
    return tuple(_anchor(each) for each in levels)


def _anchor(level: LevelWords) -> Anchor:
    words, *seen = (spoken(text, english) for text, english in level.texts)
    codes = [code for code, _text in level.indicators]
    return Anchor(level.level, words, tuple(zip(codes, seen, strict=True)) or ((f"{level.level}.1", words),))


def level_words(competency: Competency, on: date) -> tuple[Anchor, ...]:
    """The same without behaviours, for a page that shows many people beside them; one query."""
    rows = CompetencyLevel.objects.filter(version__competency=competency).order_by("-version__number", "level")
    found: dict[int, list[Anchor]] = {}
    begins: dict[int, date] = {}
    fields = ("version__number", "version__since", "level", "description", "description_en")
    for number, since, level, words, english in rows.values_list(*fields):
        found.setdefault(number, []).append(Anchor(level, spoken(words, english), ()))
        begins[number] = since
    chosen = next((number for number in found if begins[number] <= on), min(found, default=0))
    return tuple(found.get(chosen, ()))
