"""What counts as an answer, and the words for what does not."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binacore.sheets import AnswerWrong, NotAnAnswer, clean_sheet, most_characters
from binacore.survey import Kind
from renbina.foundation.errors import Refused
from renbina.surveys.models import Item
from renbina.surveys.queries.questionnaires import questionnaire_of, said


class AnswersIncomplete(Refused):
    """An answer is missing or is none that the question knows; `field` is the code of the item."""


def checked_answers(items: Sequence[Item], answers: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """What may be stored: answers to the items that are asked and nothing else, as `binacore.sheets` describes them.

    With `whole` False, for a draft, nothing has to be answered yet. Raises AnswersIncomplete.
    """
    try:
        return clean_sheet(questionnaire_of(items), answers, whole=whole)
    except AnswerWrong as error:
        found = next(item for item in items if item.code == error.item.code)
        raise AnswersIncomplete(_sentence(error, said(found, get_language()).text), error.item.code) from error


def _sentence(error: AnswerWrong, question: str) -> str:
    if error.why is NotAnAnswer.MISSING:
        return _("Please answer “%(question)s”.") % {"question": question}
    if error.why is NotAnAnswer.TOO_LONG:
        return _("At most %(most)s characters, please.") % {"most": most_characters(error.item.kind)}
    if error.item.kind is Kind.RANKING:
        return _("“%(question)s”: give every choice a place of its own, from first to last.") % {"question": question}
    return _("“%(question)s” does not know this answer. Choose one that is offered.") % {"question": question}
