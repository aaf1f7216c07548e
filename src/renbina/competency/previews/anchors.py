"""What the levels of a competency look like at work on a day, and the behaviours that prove them."""

from dataclasses import dataclass
from datetime import date

from renbina.competency.models import Competency, CompetencyLevel
from renbina.competency.queries.dictionary import words_on


@dataclass(frozen=True, slots=True)
class Anchor:
    """A level in words. `behaviours` (code, text) prove it; where none are written, the words of the level do."""

    level: int
    words: str
    behaviours: tuple[tuple[str, str], ...]


def anchors_of(competency: Competency, on: date) -> tuple[Anchor, ...]:
    """From level 1 on; levels without words are not there."""
    words = words_on([competency.pk], on).get(competency.pk)
    levels = words.levels if words else ()
    return tuple(
        Anchor(each.level, each.description, each.indicators or ((f"{each.level}.1", each.description),))
        for each in levels
    )


def level_words(competency: Competency, on: date) -> tuple[Anchor, ...]:
    """The same without behaviours, for a page that shows many people beside them; one query."""
    rows = CompetencyLevel.objects.filter(version__competency=competency).order_by("-version__number", "level")
    found: dict[int, list[Anchor]] = {}
    begins: dict[int, date] = {}
    for number, since, level, words in rows.values_list("version__number", "version__since", "level", "description"):
        found.setdefault(number, []).append(Anchor(level, words, ()))
        begins[number] = since
    chosen = next((number for number in found if begins[number] <= on), min(found, default=0))
    return tuple(found.get(chosen, ()))
