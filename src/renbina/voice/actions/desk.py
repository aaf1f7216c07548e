"""The desk: a moderator reads, covers and codes; the office answers, closes, and keeps its promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.needs.actions import EvidenceRow, record_evidence
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries.evidence import evidence_words
from renbina.organisation.models import Unit
from renbina.rulebook.queries import rules_on
from renbina.voice.access import ANSWER, MODERATE, may_keep, require
from renbina.voice.enums import REMEDIED, WAITING, Cause, State, Theme
from renbina.voice.models import Feedback, FeedbackMessage, Remedy
from renbina.voice.queries import said_so


class TriageRefused(Refused):
    """What the moderator decided is not whole, or the feedback does not wait for it."""


class AnswerRefused(Refused):
    """There is nothing to answer now, or no answer was written."""


class RemedyRefused(Refused):
    """A promise that is done already, or done without proof."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a unit will do, and by when."""

    unit: Unit
    text: str
    due_on: date


@action
def triage_feedback(
    *,
    feedback: Feedback,
    cause: str,
    shown: Mapping[int, str],
    on: date,
    by: Actor,
    at: datetime,
    competency: Competency | None = None,
    promise: Promise | None = None,
    leans_on: Remedy | None = None,
    theme: str = "",
) -> Feedback:
    """Say what others may read of each message (`shown`: message key -> text) and what the cause is.

    Competence needs the competency that lacks and becomes evidence once enough citizens said so; a cause that training
    cannot cure needs a promise of a unit, a new one or one made before about this service.
    Raises TriageRefused, Forbidden, NotFound.
    """
    require(by, MODERATE, feedback.service)
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if locked.state not in WAITING:
        raise TriageRefused(_("Somebody has handled this meanwhile. Open the page again."))
    _check(locked, cause, competency)
    if cause in REMEDIED and leans_on is None:
        _check_promise(locked, promise, on)
    if leans_on is not None and (leans_on.feedback is None or leans_on.feedback.service_id != locked.service_id):
        raise TriageRefused(_("Choose a promise about this service."), field="leans_on")
    _show(locked, shown)
    before = locked.state
    locked.state, locked.cause = State.TRIAGED, cause
    locked.competency = competency if cause == Cause.COMPETENCE else None
    locked.theme = theme if theme in Theme.values else locked.theme
    locked.remedy = leans_on if cause in REMEDIED else None
    locked.save(update_fields=["state", "theme", "cause", "competency", "remedy"])
    if promise is not None and cause in REMEDIED and leans_on is None:
        Remedy.objects.create(
            agency_id=locked.agency_id, feedback=locked, unit=promise.unit, cause=cause,
            promise=promise.text.strip(), due_on=promise.due_on,
        )  # fmt: skip
    record(obj=locked, old={"state": before}, new={"state": locked.state, "cause": cause})
    if locked.competency is not None:
        _weigh(locked, locked.competency, on=on, by=by, at=at)
    return locked


def _check(feedback: Feedback, cause: str, competency: Competency | None) -> None:
    if cause not in Cause.values:
        raise TriageRefused(_("Choose what the cause is."), field="cause")
    if cause == Cause.COMPETENCE and (competency is None or competency.agency_id != feedback.agency_id):
        raise TriageRefused(_("Choose the competency that lacks."), field="competency")


def _check_promise(feedback: Feedback, promise: Promise | None, on: date) -> None:
    if promise is None or not promise.text.strip():
        raise TriageRefused(_("Training does not cure this. Write what will be done."), field="promise")
    if promise.unit.agency_id != feedback.agency_id:
        raise TriageRefused(_("Choose the unit that will do it."), field="unit")
    if promise.due_on < on:
        raise TriageRefused(_("The day lies in the past. Choose today or a later day."), field="due_on")


def _show(feedback: Feedback, shown: Mapping[int, str]) -> None:
    for message in feedback.messages.filter(by_citizen=True, shown_text=""):
        text = shown.get(message.pk, "").strip()
        if not text:
            raise TriageRefused(_("Say what others may read of these words; cover names and numbers."), field="shown")
        message.shown_text = text
        message.save(update_fields=["shown_text"])


def _weigh(feedback: Feedback, competency: Competency, *, on: date, by: Actor, at: datetime) -> None:
    """Evidence of a training need, in the moment in which enough citizens have said so this year."""
    unit = feedback.service.unit
    rules = rules_on(unit.agency, on)
    said = said_so(feedback)
    if said != rules.integer("voice.evidence_after"):
        return
    facts = {"says": "citizens", "count": said, "year": feedback.received_on.year, "service": feedback.service.name}
    row = EvidenceRow(
        source=EvidenceSource.VOICE, competency_id=competency.pk, weight=rules.number("voice.evidence_weight"),
        reason=evidence_words(facts)[:255], recorded_on=on, unit_id=unit.pk, facts=facts,
    )  # fmt: skip
    record_evidence(rows=[row], by=by, at=at)


@action
def answer_feedback(*, feedback: Feedback, text: str, on: date, by: Actor, at: datetime) -> Feedback:
    """Answer the citizen, who reads it with the receipt code. Raises AnswerRefused, Forbidden, NotFound."""
    require(by, ANSWER, feedback.service)
    words = text.strip()
    if not words:
        raise AnswerRefused(_("Write the answer first."), field="text")
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if locked.state != State.TRIAGED:
        raise AnswerRefused(_("Only what a moderator has read and coded can be answered."))
    locked.state = State.ANSWERED
    locked.save(update_fields=["state"])
    FeedbackMessage.objects.create(feedback=locked, by_citizen=False, written_on=on, text=words, shown_text=words)
    record(obj=locked, old={"state": State.TRIAGED}, new={"state": locked.state})
    return locked


@action
def close_feedback(*, feedback: Feedback, by: Actor, at: datetime) -> Feedback:
    """Close what was answered. The citizen may still open it again. Raises AnswerRefused, Forbidden, NotFound."""
    require(by, ANSWER, feedback.service)
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if locked.state != State.ANSWERED:
        raise AnswerRefused(_("Answer it first; then it can be closed."))
    locked.state = State.CLOSED
    locked.save(update_fields=["state"])
    record(obj=locked, old={"state": State.ANSWERED}, new={"state": locked.state})
    return locked


@action
def finish_remedy(*, remedy: Remedy, proof: str, on: date, by: Actor, at: datetime) -> Remedy:
    """Say that a promise is kept, and by what one can see it. Raises RemedyRefused, Forbidden, NotFound."""
    if not may_keep(by, remedy):
        require(by, ANSWER, remedy.about)
    words = proof.strip()
    if not words:
        raise RemedyRefused(_("Write by what one can see that it is done."), field="proof")
    kept = Remedy.objects.filter(pk=remedy.pk, done_on=None).update(done_on=on, proof=words[:255])
    if not kept:
        raise RemedyRefused(_("This was reported as done before."))
    remedy.refresh_from_db()
    record(obj=remedy, old={"done_on": None}, new={"done_on": str(on)})
    return remedy
