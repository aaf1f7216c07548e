"""Results of a questionnaire: distributions, means, and what small groups must not show.

Three rules keep a person from being read out of a figure: fewer than `LEAST` answers show nothing; an item on which all
of fewer than `UNANIMOUS` people agree shows nothing (whoever was there would know what each of them said); words are
shown from `WORDS` answers on. Groups are hidden together with the next smallest one, so that nobody can subtract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from binacore.disclosure import LEAST

UNANIMOUS: Final = 10
WORDS: Final = 10
STEP: Final = 10  # percent, of a response rate that is shown while answers still come in

Value = int | float | str
Sheet = Mapping[str, Value]


class Kind(StrEnum):
    """What an item asks for."""

    LIKERT = "likert"
    CHOICE = "choice"  # one of several
    MULTI = "multi"  # several of several
    MATRIX = "matrix"  # one scale for several rows
    RANKING = "ranking"
    NUMBER = "number"
    DATE = "date"
    SHORT = "short"  # words on one line
    TEXT = "text"
    INDICATOR = "indicator"  # a behaviour that is seen, or not
    LEVEL = "level"  # a level of competency with its anchors


class Hidden(StrEnum):
    """Why a figure is not shown."""

    FEW = "few"  # fewer than LEAST answers
    UNANIMOUS = "unanimous"  # fewer than UNANIMOUS people, all of them alike
    WORDS = "words"  # fewer than WORDS answers in words


@dataclass(frozen=True, slots=True)
class Question:
    """An item as far as its results need it. `options`: the values of a scale or a choice, in their order."""

    key: str
    kind: Kind
    options: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One option with how many chose it and which share (0..1) of the answers to the item that is."""

    value: Value
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What may be said of one item. With `hidden` set, n is 0 and everything else is empty."""

    key: str
    n: int
    hidden: Hidden | None = None
    bars: tuple[Bar, ...] = ()
    mean: float | None = None  # of scales and numbers
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The mean of one item in one group; `mean` None: not shown."""

    group: str
    n: int
    mean: float | None


def item_results(questions: Sequence[Question], sheets: Sequence[Sheet]) -> tuple[ItemResult, ...]:
    """One result for every question, in their order. Answers that a question does not know are left out."""
    return tuple(_result(question, _answers(question, sheets)) for question in questions)


def group_results(question: Question, sheets: Mapping[str, Sequence[Sheet]]) -> tuple[GroupResult, ...]:
    """The means of one scale or number by group, by name of group; groups that must not show have no figure."""
    answers = {group: _answers(question, rows) for group, rows in sheets.items()}
    shown = showable_groups({group: len(values) for group, values in answers.items()})
    found = []
    for group in sorted(answers):
        values = answers[group]
        unanimous = len(values) < UNANIMOUS and len(set(values)) == 1
        if group not in shown or unanimous:
            found.append(GroupResult(group, 0, None))
        else:
            found.append(GroupResult(group, len(values), _mean(values)))
    return tuple(found)


def showable_groups(counts: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The groups whose figures may stand beside the total.

    A group below `least` is hidden. Where those hidden are together below `least`, the total minus the rest would show
    them, so the smallest of the shown groups is hidden with them, until what is hidden is empty or large enough.
    """
    shown = {group for group, count in counts.items() if count >= least}
    hidden = sum(count for group, count in counts.items() if group not in shown)
    while shown and 0 < hidden < least:
        smallest = min(shown, key=lambda group: (counts[group], group))
        shown.remove(smallest)
        hidden += counts[smallest]
    return frozenset(shown)


def banded_rate(answered: int, asked: int) -> int:
    """The response rate while answers still come in: whole percent, rounded down to steps.

    A step is ten percent, and never less than five people: who watches the figure rise learns of nobody alone.
    """
    if asked <= 0:
        return 0
    step = max(STEP, -(-100 * LEAST // asked))
    return min(100 * answered // asked // step * step, 100)


def _answers(question: Question, sheets: Sequence[Sheet]) -> list[Value]:
    given = [sheet[question.key] for sheet in sheets if question.key in sheet]
    if question.kind in (Kind.LIKERT, Kind.CHOICE):
        return [value for value in given if value in question.options]
    if question.kind is Kind.NUMBER:
        return [value for value in given if isinstance(value, int | float)]
    return [value for value in given if isinstance(value, str) and value.strip()]


def _result(question: Question, answers: Sequence[Value]) -> ItemResult:
    n = len(answers)
    if n < LEAST:
        return ItemResult(question.key, 0, Hidden.FEW)
    if question.kind is Kind.TEXT:
        if n < WORDS:
            return ItemResult(question.key, 0, Hidden.WORDS)
        return ItemResult(question.key, n, words=tuple(str(value) for value in answers))
    if n < UNANIMOUS and len(set(answers)) == 1:
        return ItemResult(question.key, 0, Hidden.UNANIMOUS)
    if question.kind is Kind.NUMBER:
        return ItemResult(question.key, n, mean=_mean(answers))
    counts = {option: sum(value == option for value in answers) for option in question.options}
    bars = tuple(Bar(option, count, count / n) for option, count in counts.items())
    return ItemResult(question.key, n, bars=bars, mean=_mean(answers) if question.kind is Kind.LIKERT else None)


def _mean(values: Sequence[Value]) -> float | None:
    return sum(float(value) for value in values) / len(values) if values else None


def points(right: Mapping[str, str], sheet: Sheet) -> float | None:
    """Points (0 to 100) of a test: the share of its questions answered right; None for a sheet without any question.

    `right`: key of a question -> its right answer. A question left out counts as not right.
    """
    if not right:
        return None
    return 100 * sum(sheet.get(key) == answer for key, answer in right.items()) / len(right)
