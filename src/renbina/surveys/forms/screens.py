"""One question a screen, without a script and without anything kept on the server.

Every screen is a form that carries what was answered before as hidden inputs, so that the answer travels with the page
and is whole when it is sent. SCREEN names the question that was shown, GO what was pressed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from binacore.sheets import UNKNOWN, asked, following, preceding
from renbina.surveys.forms.answering import AnswerForm, sent
from renbina.surveys.models import Item
from renbina.surveys.queries.questionnaires import said
from renbina.surveys.wording import answer_words

SCREEN: Final = "layar"
GO: Final = "ke"
NEXT, BACK, SEND, LATER = "lanjut", "kembali", "kirim", "nanti"
LOOK: Final = "periksa"  # the last screen: everything, to be looked over and sent
LONG: Final = 8  # from so many questions on, one a screen is offered first


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the last screen."""

    code: str
    question: str
    answer: str  # empty: left out
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """What one screen shows. `item` None: the last one, with `lines`."""

    form: AnswerForm
    item: Item | None
    place: int  # of the question among those asked, from 1
    total: int
    carried: list[tuple[str, str]]
    answers: dict[str, Any]  # what can be taken so far: a draft
    lines: list[Answered] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.item.code if self.item is not None else LOOK

    @property
    def status(self) -> int:
        return 422 if self.item is not None and self.form.is_bound and self.item.code in self.form.errors else 200


def starts_with_screens(items: Sequence[Item], wish: str) -> bool:
    """Whether one question a screen is shown first: as wished, else for many questions or those with conditions."""
    if wish in ("satu", "semua"):
        return wish == "satu"
    return len(items) > LONG or any(item.condition or item.section.condition for item in items)


def is_screen(data: QueryDict) -> bool:
    """Whether a form was sent from a screen and is not yet the whole answer."""
    return SCREEN in data and data.get(GO) != SEND


def first_screen(items: Sequence[Item], given: Mapping[str, Any]) -> Screen:
    """The first question; for a draft, the first that is not answered yet."""
    form = AnswerForm(items=items, initial=given)
    found = asked(form.questionnaire, given)
    done = {*given, *given.get(UNKNOWN, ())}
    start = next((item for item in found if item.code not in done), None) if done else found[0] if found else None
    return _screen(items, dict(given), start.code if start is not None else LOOK, sent(items, given))


def next_screen(items: Sequence[Item], data: QueryDict) -> Screen:
    """The screen that follows what was sent: the next question, an earlier one, or the same with what is missing."""
    whole = AnswerForm(data, items=items)
    whole.is_valid()
    answers = whole.answers()
    shown, go = data.get(SCREEN, ""), data.get(GO, NEXT)
    everything = [(name, value) for name in data for value in data.getlist(name)]
    carried = [(name, value) for name, value in everything if name not in (SCREEN, GO, "csrfmiddlewaretoken")]
    codes = {item.code: item for item in items}
    if go == BACK:
        target = preceding(whole.questionnaire, answers, shown)
        return _screen(items, answers, target.code if target is not None else shown, carried)
    if go in codes or go == LOOK:
        return _screen(items, answers, go, carried)
    if shown in codes and shown in whole.errors:
        return _screen(items, answers, shown, carried, data)
    after = following(whole.questionnaire, answers, shown) if shown != LOOK else None
    return _screen(items, answers, after.code if after is not None else LOOK, carried)


def _screen(
    items: Sequence[Item], answers: dict[str, Any], code: str, carried: list[tuple[str, str]],
    data: QueryDict | None = None,
) -> Screen:  # fmt: skip
    item = next((each for each in items if each.code == code), None)
    only = item.code if item is not None else ""
    form = AnswerForm(data, items=items, only=only, initial=answers)
    if data is not None:
        form.is_valid()
    found = asked(form.questionnaire, answers)
    place = next((number for number, each in enumerate(found, start=1) if each.code == code), len(found))
    hidden = form.names(item.code) if item is not None else frozenset()
    return Screen(
        form=form,
        item=item,
        place=place,
        total=len(found),
        carried=[pair for pair in carried if pair[0] not in hidden],
        answers=answers,
        lines=[] if item is not None else _lines(items, [each.code for each in found], answers, form.language),
    )


def _lines(
    items: Sequence[Item], codes: Sequence[str], answers: Mapping[str, Any], language: str | None
) -> list[Answered]:
    by_code = {item.code: item for item in items}
    found = []
    for code in codes:
        item = by_code[code]
        words = said(item, language)
        answer = answer_words(item, answers[code], words) if code in answers else ""
        found.append(Answered(code, words.text, answer, code in answers.get(UNKNOWN, ())))
    return found
