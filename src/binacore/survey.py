"""Results of a questionnaire: distributions, means, and what small groups must not show.

Three rules keep a person from being read out of a figure: fewer than `LEAST` answers show nothing; an item on which all
of fewer than `UNANIMOUS` people agree shows nothing (whoever was there would know what each of them said); words are
shown from `WORDS` answers on. Groups are hidden together with the next smallest one, so that nobody can subtract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from binacore.cells import UNANIMOUS
from binacore.disclosure import LEAST
from binacore.intervals import mean_of_counts, mean_on_scale, share_interval

WORDS: Final = 10
STEP: Final = 10  # percent, of a response rate that is shown while answers still come in

Value = int | float | str
Sheet = Mapping[str, Any]  # one value a question, or a list of them (several choices, a ranking, the rows of a matrix)


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
    COMPARED = "compared"  # somebody could be found by comparing this view with another one (`binacore.cells`)


_SCALES: Final = (Kind.LIKERT, Kind.LEVEL, Kind.MATRIX)
_LISTS: Final = (Kind.MULTI, Kind.RANKING)
_WORDS: Final = (Kind.TEXT, Kind.SHORT)


@dataclass(frozen=True, slots=True)
class Question:
    """An item as far as its results need it. `options`: the values of a scale or a choice, in their order.

    `part`: of a matrix, which of its rows; each row is a question of its own, on the scale of `options`. `bounds`: the
    least and the most a number can be, None where nobody said.
    """

    key: str
    kind: Kind
    options: tuple[Value, ...] = ()
    part: int | None = None
    bounds: tuple[float, float] | None = None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Between which its mean must lie: the ends of a scale, the bounds of a number."""
        steps = [float(option) for option in self.options if isinstance(option, int | float)]
        return (min(steps), max(steps)) if self.kind in _SCALES and steps else self.bounds


@dataclass(frozen=True, slots=True)
class Bar:
    """One option with how many chose it and which share (0..1) of the answers to the item that is.

    `low`, `high`: Wilson's interval of the share. Of a ranking: how many put it first, and `place`, the mean place it
    was given (1 is the first).
    """

    value: Value
    count: int
    share: float
    low: float = 0.0
    high: float = 1.0
    place: float | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What may be said of one item. With `hidden` set, n is 0 and everything else is empty."""

    key: str
    n: int
    hidden: Hidden | None = None
    bars: tuple[Bar, ...] = ()
    mean: float | None = None  # of scales and numbers
    words: tuple[str, ...] = ()
    low: float | None = None  # the interval of the mean (`intervals.mean_on_scale`); None: equal answers, no bounds
    high: float | None = None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The mean of one item in one group; `mean` None: not shown."""

    group: str
    n: int
    mean: float | None


def item_results(questions: Sequence[Question], sheets: Sequence[Sheet]) -> tuple[ItemResult, ...]:
    """One result for every question, in their order. Answers that a question does not know are left out."""
    return tuple(result_of(question, _answers(question, sheets)) for question in questions)


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


def answer_of(question: Question, sheet: Sheet) -> Any:
    """What a sheet answers to a question, as something that can be compared; None where it answers nothing it knows.

    Lists become tuples. "Don't know" is no answer.
    """
    value = sheet.get(question.key)
    if question.part is not None:
        value = value[question.part] if isinstance(value, list | tuple) and question.part < len(value) else None
    if value is None:
        return None
    if question.kind in _LISTS:
        known = isinstance(value, list | tuple) and bool(value) and all(each in question.options for each in value)
        return tuple(value) if known else None
    if question.kind is Kind.NUMBER:
        return value if isinstance(value, int | float) else None
    if question.kind in _WORDS:
        return value if isinstance(value, str) and value.strip() else None
    if question.kind is Kind.DATE:
        return value if isinstance(value, str) else None
    return value if value in question.options else None


def _answers(question: Question, sheets: Sequence[Sheet]) -> list[Any]:
    return [found for sheet in sheets if (found := answer_of(question, sheet)) is not None]


def result_of(question: Question, answers: Sequence[Any]) -> ItemResult:
    """What may be said of these answers (as `answer_of` gives them) to one question."""
    n = len(answers)
    if n < LEAST:
        return ItemResult(question.key, 0, Hidden.FEW)
    if question.kind in _WORDS:
        if n < WORDS:
            return ItemResult(question.key, 0, Hidden.WORDS)
        return ItemResult(question.key, n, words=tuple(str(value) for value in answers))
    counts = Counter(answers)
    if n < UNANIMOUS and (len(counts) == 1 or _agreed(question, answers)):
        return ItemResult(question.key, 0, Hidden.UNANIMOUS)
    if question.kind is Kind.NUMBER:
        return _with_mean(question, n, counts, ())
    if question.kind is Kind.DATE:
        years = sorted(Counter(str(value)[:4] for value in answers).items())
        return ItemResult(question.key, n, bars=tuple(_bar(year, count, n) for year, count in years))
    if question.kind in _LISTS:
        return ItemResult(question.key, n, bars=_bars_of_lists(question, counts, n))
    bars = tuple(_bar(option, counts[option], n) for option in question.options)
    if question.kind in _SCALES:
        return _with_mean(question, n, counts, bars)
    return ItemResult(question.key, n, bars=bars)


def _agreed(question: Question, answers: Sequence[Any]) -> bool:
    """Whether all of a few named the same option among others, or put the same one first."""
    if question.kind is Kind.MULTI:
        return any(all(option in answer for answer in answers) for option in question.options)
    if question.kind is Kind.DATE:
        return len({str(answer)[:4] for answer in answers}) == 1
    return question.kind is Kind.RANKING and len({answer[0] for answer in answers}) == 1


def _with_mean(question: Question, n: int, counts: Mapping[Any, int], bars: tuple[Bar, ...]) -> ItemResult:
    if question.ends is not None:
        found = mean_on_scale(counts, *question.ends)
    elif len(counts) == 1:  # nothing tells how far others may be from it
        return ItemResult(question.key, n, bars=bars, mean=float(next(iter(counts))))
    else:
        found = mean_of_counts(counts)
    return ItemResult(question.key, n, bars=bars, mean=found.value, low=found.low, high=found.high)


def _bars_of_lists(question: Question, counts: Mapping[tuple[Value, ...], int], n: int) -> tuple[Bar, ...]:
    chosen: Counter[Value] = Counter()
    places: Counter[Value] = Counter()
    ranked = question.kind is Kind.RANKING
    for answer, count in counts.items():
        for place, option in enumerate(answer, start=1):
            chosen[option] += count if not ranked or place == 1 else 0
            places[option] += count * place
    return tuple(_bar(option, chosen[option], n, places[option] / n if ranked else None) for option in question.options)


def _bar(value: Value, count: int, n: int, place: float | None = None) -> Bar:
    share = share_interval(count, n)
    return Bar(value, count, share.value, share.low, share.high, place)


def _mean(values: Sequence[Value]) -> float | None:
    return sum(float(value) for value in values) / len(values) if values else None


def points(right: Mapping[str, str], sheet: Sheet) -> float | None:
    """Points (0 to 100) of a test: the share of its questions answered right; None for a sheet without any question.

    `right`: key of a question -> its right answer. A question left out counts as not right.
    """
    if not right:
        return None
    return 100 * sum(sheet.get(key) == answer for key, answer in right.items()) / len(right)
