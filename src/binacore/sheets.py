"""Answers to a questionnaire: which questions they lead to, and what may be stored of them.

A sheet holds the answers of one person by code of the question:

=========  ==================================================================================================
kind       value
=========  ==================================================================================================
likert     a step of the scale, `low` to `high`
level      a level, `low` to `high`; `choices` are its anchors, one a level
number     a whole number, `low` to `high`
choice     one of `choices`, letter by letter, in Indonesian in whatever language it was answered
multi      a list of different `choices`, in their order, at least one
ranking    a list of all `choices`, the first one first
matrix     a list with a step of the scale for every one of `rows`; None where a row was left out
indicator  "yes" or "no"
date       a day as in 2026-12-31
short      words on one line, at most SHORT_MOST characters
text       words, at most TEXT_MOST characters
=========  ==================================================================================================

"Don't know" is never a number: the answer is absent, and the list under UNKNOWN names the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from binacore.questionnaire import NO, SCALES, YES, Clause, Item, Questionnaire, is_whole
from binacore.survey import Kind

UNKNOWN: Final = "_unknown"  # key of a sheet: codes of the questions answered with "don't know"
TEXT_MOST: Final = 500  # characters
SHORT_MOST: Final = 120


def asked(questionnaire: Questionnaire, sheet: Mapping[str, Any]) -> tuple[Item, ...]:
    """The questions that these answers lead to, in their order; answers to questions not asked decide nothing."""
    found: list[Item] = []
    open_to: dict[str, Item] = {}
    for part in questionnaire.sections:
        for item in part.items:
            clauses = (*part.condition, *item.condition)
            if all(_holds(clause, open_to.get(clause.item), sheet) for clause in clauses):
                found.append(item)
                open_to[item.code] = item
    return tuple(found)


def following(questionnaire: Questionnaire, sheet: Mapping[str, Any], after: str = "") -> Item | None:
    """The question that comes after `after` (a code; "" for the first); None at the end."""
    found = asked(questionnaire, sheet)
    order = [item.code for item in questionnaire.items]
    place = order.index(after) if after in order else -1
    return next((item for item in found if order.index(item.code) > place), None)


def preceding(questionnaire: Questionnaire, sheet: Mapping[str, Any], before: str) -> Item | None:
    """The question that came before `before` ("" for the end); None at the beginning."""
    order = [item.code for item in questionnaire.items]
    place = order.index(before) if before in order else len(order)
    found = [item for item in asked(questionnaire, sheet) if order.index(item.code) < place]
    return found[-1] if found else None


# --- answers


class NotAnAnswer(StrEnum):
    """Why something is no answer."""

    MISSING = "missing"
    NOT_OFFERED = "not_offered"
    TOO_LONG = "too_long"


class AnswerWrong(ValueError):
    """The first question of a sheet whose answer cannot be taken."""

    def __init__(self, item: Item, why: NotAnAnswer) -> None:
        super().__init__(f"{item.code}: {why}")
        self.item, self.why = item, why


def clean_sheet(questionnaire: Questionnaire, answers: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """What may be stored of `answers`: to the questions that are asked and nothing else, with UNKNOWN if there are any.

    With `whole` False (a draft) missing answers are no fault. Raises AnswerWrong.
    """
    marked = answers.get(UNKNOWN)
    unknown = set(marked) if isinstance(marked, list | tuple | set | frozenset) else set()
    sheet: dict[str, Any] = {}
    marks: list[str] = []
    for part in questionnaire.sections:
        for item in part.items:
            clauses = (*part.condition, *item.condition)
            if not all(_met(clause, sheet) for clause in clauses):
                continue
            value = answers.get(item.code)
            if _is_empty(value):
                if item.unknown and item.code in unknown:
                    marks.append(item.code)
                elif item.required and whole:
                    raise AnswerWrong(item, NotAnAnswer.MISSING)
                continue
            sheet[item.code] = clean_value(item, value, whole=whole)
    return sheet | ({UNKNOWN: marks} if marks else {})


def clean_value(item: Item, value: Any, *, whole: bool = True) -> Any:
    """The answer as it is stored. Raises AnswerWrong."""
    if item.kind is Kind.MATRIX:
        return _clean_rows(item, value, whole=whole)
    if item.kind is Kind.DATE:
        return _clean_day(item, value)
    if item.kind in (Kind.SHORT, Kind.TEXT):
        return _clean_words(item, value)
    if not _offered(item, value):
        raise AnswerWrong(item, NotAnAnswer.NOT_OFFERED)
    if item.kind is Kind.MULTI:
        return [choice for choice in item.choices if choice in value]
    return list(value) if item.kind is Kind.RANKING else value


def _offered(item: Item, value: Any) -> bool:
    if item.kind in SCALES:
        return is_whole(value) and item.low <= value <= item.high
    if item.kind in (Kind.MULTI, Kind.RANKING):
        known = isinstance(value, list | tuple) and len(set(value)) == len(value) and set(value) <= set(item.choices)
        return known and (item.kind is Kind.MULTI or len(value) == len(item.choices))
    return isinstance(value, str) and value in ((YES, NO) if item.kind is Kind.INDICATOR else item.choices)


def most_characters(kind: Kind) -> int:
    """How long an answer in words may be."""
    return SHORT_MOST if kind is Kind.SHORT else TEXT_MOST


def _clean_rows(item: Item, value: Any, *, whole: bool) -> list[int | None]:
    known = isinstance(value, list | tuple) and len(value) == len(item.rows)
    if not known or not all(each is None or (is_whole(each) and item.low <= each <= item.high) for each in value):
        raise AnswerWrong(item, NotAnAnswer.NOT_OFFERED)
    if whole and item.required and None in value:
        raise AnswerWrong(item, NotAnAnswer.MISSING)
    return list(value)


def _clean_day(item: Item, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()[:10]
    except ValueError as error:
        raise AnswerWrong(item, NotAnAnswer.NOT_OFFERED) from error


def _clean_words(item: Item, value: Any) -> str:
    if not isinstance(value, str):
        raise AnswerWrong(item, NotAnAnswer.NOT_OFFERED)
    kept = "\n" if item.kind is Kind.TEXT else ""
    lines = value.replace("\r\n", "\n").replace("\n", "\n" if kept else " ")
    words = "".join(letter for letter in lines if letter.isprintable() or letter == kept).strip()
    if len(words) > most_characters(item.kind):
        raise AnswerWrong(item, NotAnAnswer.TOO_LONG)
    return words


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple) and all(each is None for each in value))


# --- conditions


def _holds(clause: Clause, item: Item | None, sheet: Mapping[str, Any]) -> bool:
    return item is not None and _met(clause, sheet)


def _met(clause: Clause, sheet: Mapping[str, Any]) -> bool:
    value = sheet.get(clause.item)
    if _is_empty(value):
        return False
    if isinstance(value, list | tuple):
        return any(each in clause.values for each in value)
    if clause.values and value not in clause.values:
        return False
    low, high = clause.low, clause.high
    if low is None and high is None:
        return True
    return isinstance(value, int) and (low is None or value >= low) and (high is None or value <= high)
