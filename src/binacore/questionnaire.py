"""Questionnaires: their questions, which of them are asked when, and what is wrong with one.

How answers are stored: `binacore.sheets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from binacore.survey import Kind

YES, NO = "yes", "no"
SCALES: Final = frozenset({Kind.LIKERT, Kind.LEVEL, Kind.NUMBER})
LISTED: Final = frozenset({Kind.CHOICE, Kind.MULTI, Kind.RANKING, Kind.LEVEL})  # kinds with choices of their own
DECIDING: Final = frozenset({*SCALES, Kind.CHOICE, Kind.MULTI, Kind.INDICATOR})  # kinds that a condition may look at
WORDED: Final = ("text", "low_label", "high_label")
LISTS: Final = ("choices", "rows")


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a condition: the answer to an earlier question is one of `values`, or lies from `low` to `high`.

    For several choices: at least one of `values` was chosen. A question without an answer never fulfils a clause.
    """

    item: str
    values: tuple[int | str, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question. `condition`: every clause must hold; `translations`: language -> its words, by field.

    `subject` is an opaque key of whoever uses the answers, such as "competency:DIG-01".
    """

    code: str
    kind: Kind
    text: str
    required: bool = True
    unknown: bool = False  # "don't know" is offered
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    low: int = 1
    high: int = 5
    low_label: str = ""
    high_label: str = ""
    right: str = ""
    subject: str = ""
    condition: tuple[Clause, ...] = ()
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading, asked together if `condition` holds."""

    title: str
    intro: str = ""
    items: tuple[Item, ...] = ()
    condition: tuple[Clause, ...] = ()
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire, in its order."""

    code: str
    name: str
    purpose: str = ""
    intro: str = ""
    sections: tuple[Part, ...] = ()
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for part in self.sections for item in part.items)


class Wrong(StrEnum):
    """What keeps a questionnaire from being asked."""

    EMPTY = "empty"  # no question at all
    TWICE = "twice"  # a code that two questions have
    UNKNOWN_ITEM = "unknown_item"  # a condition on a question that does not exist
    LATER_ITEM = "later_item"  # a condition on a question that comes later, or on itself
    NOT_DECIDING = "not_deciding"  # a condition on a question whose answers decide nothing, such as words
    NO_SUCH_ANSWER = "no_such_answer"  # a condition on an answer that the question does not offer
    CONTRADICTION = "contradiction"  # conditions that never hold together
    NEVER_ASKED = "never_asked"  # depends on a question that is never asked itself
    UNTRANSLATED = "untranslated"  # words that a translation which was begun lacks


@dataclass(frozen=True, slots=True)
class Fault:
    """`place`: code of a question, or the number of a section as "#2", or "" for the whole; `detail`: of what kind.

    detail is the code of the other question (conditions), the answer that is not offered, or "language:field".
    """

    wrong: Wrong
    place: str
    detail: str = ""
    answer: str = ""


def faults(questionnaire: Questionnaire) -> tuple[Fault, ...]:
    """Everything that keeps it from being asked, in the order of its questions; empty if nothing does."""
    if not questionnaire.items:
        return (Fault(Wrong.EMPTY, ""),)
    return (*_condition_faults(questionnaire), *_translation_faults(questionnaire))


def languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages in which a translation was begun: at least one word of it is there."""
    return tuple(
        sorted({language for each in _worded(questionnaire) for language, said in each.items() if _any_words(said)})
    )


def is_whole(value: Any) -> bool:
    """Whether it is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


# --- conditions


def _condition_faults(questionnaire: Questionnaire) -> list[Fault]:
    found: list[Fault] = []
    codes = {item.code for item in questionnaire.items}
    before: dict[str, Item] = {}
    needs: dict[str, tuple[Clause, ...]] = {}  # everything that must hold for a question to be asked
    never: set[str] = set()
    for number, part in enumerate(questionnaire.sections, start=1):
        own = _faults_of(part.condition, f"#{number}", codes, before, needs, never)
        found += own
        for item in part.items:
            if item.code in before:
                found.append(Fault(Wrong.TWICE, item.code))
            mine = _faults_of(item.condition, item.code, codes, before, needs, never, part.condition if not own else ())
            found += mine
            if own or mine:
                never.add(item.code)
            clauses = (*part.condition, *item.condition)
            needs[item.code] = (*clauses, *(each for clause in clauses for each in needs.get(clause.item, ())))
            before[item.code] = item
    return found


def _faults_of(
    clauses: Sequence[Clause], place: str, codes: set[str], before: Mapping[str, Item],
    needs: Mapping[str, tuple[Clause, ...]], never: set[str], outer: Sequence[Clause] = (),
) -> list[Fault]:  # fmt: skip
    found = [fault for clause in clauses if (fault := _clause_fault(clause, place, codes, before, never)) is not None]
    if found or not clauses:
        return found
    together = [*outer, *clauses]
    together += [each for clause in list(together) for each in needs.get(clause.item, ())]
    clash = next((code for code in _decisive(together) if not _can_hold(before[code], together)), None)
    return [Fault(Wrong.CONTRADICTION, place, clash)] if clash is not None else []


def _decisive(clauses: Iterable[Clause]) -> list[str]:
    return list(dict.fromkeys(clause.item for clause in clauses))


def _clause_fault(
    clause: Clause, place: str, codes: set[str], before: Mapping[str, Item], never: set[str]
) -> Fault | None:
    if clause.item not in codes:
        return Fault(Wrong.UNKNOWN_ITEM, place, clause.item)
    item = before.get(clause.item)
    if item is None:
        return Fault(Wrong.LATER_ITEM, place, clause.item)
    if clause.item in never:
        return Fault(Wrong.NEVER_ASKED, place, clause.item)
    ranged = clause.low is not None or clause.high is not None
    if item.kind not in DECIDING or (ranged and item.kind not in SCALES) or not (ranged or clause.values):
        return Fault(Wrong.NOT_DECIDING, place, clause.item)
    wrong = next((value for value in clause.values if not _offers(item, value)), None)
    if wrong is not None:
        return Fault(Wrong.NO_SUCH_ANSWER, place, clause.item, str(wrong))
    if ranged and not _can_hold(item, [clause]):
        bounds = f"{clause.low if clause.low is not None else ''}..{clause.high if clause.high is not None else ''}"
        return Fault(Wrong.NO_SUCH_ANSWER, place, clause.item, bounds)
    return None


def _offers(item: Item, value: int | str) -> bool:
    if item.kind in SCALES:
        return is_whole(value) and item.low <= int(value) <= item.high
    return value in ((YES, NO) if item.kind is Kind.INDICATOR else item.choices)


def _can_hold(item: Item, clauses: Sequence[Clause]) -> bool:
    """Whether one answer to `item` can fulfil all clauses about it; several choices can always be made together."""
    mine = [clause for clause in clauses if clause.item == item.code]
    if item.kind is Kind.MULTI:
        return True
    low = max([item.low, *(clause.low for clause in mine if clause.low is not None)])
    high = min([item.high, *(clause.high for clause in mine if clause.high is not None)])
    named = [set(clause.values) for clause in mine if clause.values]
    if item.kind not in SCALES:
        return not named or bool(set.intersection(*named))
    return low <= high if not named else any(low <= int(value) <= high for value in set.intersection(*named))


# --- translation


def _worded(questionnaire: Questionnaire) -> list[Mapping[str, Mapping[str, Any]]]:
    parts = questionnaire.sections
    return [
        questionnaire.translations,
        *(part.translations for part in parts),
        *(item.translations for item in questionnaire.items),
    ]


def _any_words(said: Mapping[str, Any]) -> bool:
    return any(any(each.strip() for each in words) if isinstance(words, list | tuple) else str(words).strip()
               for words in said.values())  # fmt: skip


def _translation_faults(questionnaire: Questionnaire) -> list[Fault]:
    found: list[Fault] = []
    for language in languages(questionnaire):
        whole = {"name": questionnaire.name, "intro": questionnaire.intro}
        found += _lacking("", language, whole, questionnaire.translations)
        for number, part in enumerate(questionnaire.sections, start=1):
            found += _lacking(f"#{number}", language, {"title": part.title, "intro": part.intro}, part.translations)
            for item in part.items:
                said = {name: getattr(item, name) for name in (*WORDED, *LISTS)}
                found += _lacking(item.code, language, said, item.translations)
    return found


def _lacking(
    place: str, language: str, original: Mapping[str, Any], translations: Mapping[str, Mapping[str, Any]]
) -> list[Fault]:
    said = translations.get(language, {})
    return [
        Fault(Wrong.UNTRANSLATED, place, f"{language}:{name}")
        for name, value in original.items()
        if value and not _as_whole(value, said.get(name))
    ]


def _as_whole(value: Any, said: Any) -> bool:
    if isinstance(value, str):
        return isinstance(said, str) and bool(said.strip())
    return isinstance(said, list | tuple) and len(said) == len(value) and all(str(each).strip() for each in said)
