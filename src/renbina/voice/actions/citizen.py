"""What a citizen may write: an answer at a service point, and once more when the reply did not help."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.voice.access import ANSWER, require
from renbina.voice.enums import Channel, State
from renbina.voice.models import SCORES, Feedback, FeedbackMessage, ServicePoint
from renbina.voice.queries import receipt_code, receipt_hash

TEXT_MAX: Final = 2000


class AnswerEmpty(Refused):
    """Neither a score nor a word."""


class PointClosed(Refused):
    """The service point does not take answers on this day."""


class CodeUnknown(Refused):
    """No feedback has this receipt code."""


class ReopenRefused(Refused):
    """It is still being handled, or was opened again before."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`code`: sixteen digits, told once and not stored. `again`: this very form was sent before; nothing was added."""

    code: str
    feedback: Feedback
    again: bool


@action
def submit_feedback(
    *,
    point: ServicePoint,
    scores: Mapping[str, int],
    text: str,
    token: str,
    on: date,
    by: Actor,
    at: datetime,
    channel: str = Channel.QR,
) -> Receipt:
    """Store one answer. `scores` maps u1..u9 to 1..4; `token` names the form: the same token is the same answer.

    `on` is the day it is said of. A paper slip needs an officer of the unit, the QR page nobody. Raises AnswerEmpty,
    PointClosed, Forbidden.
    """
    if channel == Channel.PAPER:
        require(by, ANSWER, point.service)
    words = text.strip()[:TEXT_MAX]
    given = {name: scores[name] for name in SCORES if scores.get(name)}
    code = receipt_code(token)
    refusal = _refusal(point, on, empty=not (given or words))
    if refusal is not None:
        known = Feedback.objects.filter(receipt_hash=receipt_hash(code)).first()
        if known is None:
            raise refusal
        return _again(code, known)
    feedback = Feedback(
        agency_id=point.service.agency_id,
        service=point.service,
        point=point,
        channel=channel,
        received_on=on,
        receipt_hash=receipt_hash(code),
        state=State.RECEIVED if words else State.COUNTED,
        **given,
    )
    stored = _store_once(feedback)
    if stored.public_id != feedback.public_id:
        return _again(code, stored)
    feedback.pk = stored.pk
    if words:
        FeedbackMessage.objects.create(feedback=feedback, by_citizen=True, written_on=on, text=words)
    record(obj=feedback, old=None, new={"channel": channel, "scores": len(given), "words": bool(words)})
    return Receipt(code, feedback, again=False)


def _refusal(point: ServicePoint, on: date, *, empty: bool) -> Refused | None:
    """Why nothing new is stored. What was sent before keeps its receipt all the same."""
    if not (point.valid_from <= on and (point.valid_to is None or on < point.valid_to)):
        return PointClosed(_("This service point no longer takes answers. Choose another one, or tell an officer."))
    if empty:
        return AnswerEmpty(_("Nothing was chosen yet. One answer is enough, or a few words."))
    return None


def _store_once(feedback: Feedback) -> Feedback:
    """What is stored under its receipt hash: itself, or the answer that came first; two clicks at once meet there."""
    Feedback.objects.bulk_create([feedback], ignore_conflicts=True)
    return Feedback.objects.only("public_id").get(receipt_hash=feedback.receipt_hash)


def _again(code: str, feedback: Feedback) -> Receipt:
    record(obj=feedback, old=None, new={"sent_again": True})
    return Receipt(code, feedback, again=True)


@action
def reopen_feedback(*, feedback: Feedback, text: str, on: date, by: Actor, at: datetime) -> Feedback:
    """The citizen says that the reply did not help. Once; whoever holds the code may. Raises ReopenRefused."""
    words = text.strip()[:TEXT_MAX]
    if not words:
        raise ReopenRefused(_("Write in a few words what is still wrong, so that somebody can act."), field="text")
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if locked.reopened:
        raise ReopenRefused(_("This matter was opened again before. Tell us anew at the service point, please."))
    if locked.state not in (State.ANSWERED, State.CLOSED):
        raise ReopenRefused(_("This matter is still being handled; it need not be opened again."))
    before = locked.state
    locked.state, locked.reopened = State.REOPENED, True
    locked.save(update_fields=["state", "reopened"])
    FeedbackMessage.objects.create(feedback=locked, by_citizen=True, written_on=on, text=words)
    record(obj=locked, old={"state": before}, new={"state": locked.state})
    return locked
