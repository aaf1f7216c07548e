"""The public consultation forum: drafted and minuted by the unit, made public by the moderator, asked by citizens."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.models import Unit
from renbina.voice.access import ANSWER, MODERATE, require, units_to_answer_for
from renbina.voice.actions.desk import Promise
from renbina.voice.enums import Cause
from renbina.voice.models import Forum, ForumInput, Remedy
from renbina.voice.queries import receipt_hash

QUESTION_MAX = 1000


class ForumRefused(Refused):
    """What was written about a forum is not whole, or comes at the wrong time."""


class QuestionRefused(Refused):
    """A question that is empty, too late, or was read before."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told before a forum. `agenda` one point a line, `invited` one group a line."""

    title: str
    held_on: date
    place: str
    agenda: str
    invited: str
    begins_at: time | None = None


@action
def draft_forum(*, unit: Unit, said: Announcement, by: Actor, at: datetime) -> Forum:
    """A forum that only the office sees until a moderator announces it. Raises ForumRefused, Forbidden."""
    require(by, ANSWER)
    if not _answers_for(by, unit):
        raise ForumRefused(_("Choose a unit that you answer for."), field="unit")
    forum = Forum.objects.create(agency_id=unit.agency_id, unit=unit, **_whole(said))
    record(obj=forum, old=None, new={"unit": unit.public_id, "held_on": str(said.held_on)})
    return forum


@action
def change_forum(*, forum: Forum, said: Announcement, by: Actor, at: datetime) -> Forum:
    """Correct a draft; once it is announced only a moderator may. Raises ForumRefused, Forbidden, NotFound."""
    locked = _locked(forum)
    require(by, MODERATE if locked.announced_on else ANSWER, locked)
    before = {"held_on": str(locked.held_on), "place": locked.place}
    for name, value in _whole(said).items():
        setattr(locked, name, value)
    locked.save()
    record(obj=locked, old=before, new={"held_on": str(locked.held_on), "place": locked.place})
    return locked


@action
def announce_forum(*, forum: Forum, on: date, by: Actor, at: datetime) -> Forum:
    """From now on everybody reads date, place and agenda, and may ask. Raises ForumRefused, Forbidden, NotFound."""
    require(by, MODERATE, forum)
    if not Forum.objects.filter(pk=forum.pk, announced_on=None).update(announced_on=on):
        raise ForumRefused(_("This forum is announced already."))
    record(obj=forum, old={"announced_on": None}, new={"announced_on": str(on)})
    forum.refresh_from_db()
    return forum


@action
def write_minutes(*, forum: Forum, present: int, minutes: str, on: date, by: Actor, at: datetime) -> Forum:
    """How many came and what was said; no list of names. Raises ForumRefused, Forbidden, NotFound."""
    locked = _open_minutes(forum, by)
    words = minutes.strip()
    if locked.announced_on is None:
        raise ForumRefused(_("Have the forum announced first; then its minutes can be written."))
    if on < locked.held_on:
        raise ForumRefused(_("The forum has not been held yet. Write the minutes afterwards."))
    if present < 1:
        raise ForumRefused(_("Give the number of people who came."), field="present")
    if not words:
        raise ForumRefused(_("Write in a few sentences what was said."), field="minutes")
    locked.present, locked.minutes = present, words
    locked.save(update_fields=["present", "minutes"])
    record(obj=locked, old=None, new={"present": present, "letters": len(words)})
    return locked


@action
def note_input(*, forum: Forum, text: str, answer: str, by: Actor, at: datetime) -> ForumInput:
    """One thing that was said at the forum, and what was replied. Raises ForumRefused, Forbidden, NotFound."""
    locked = _open_minutes(forum, by)
    words = text.strip()
    if not words:
        raise ForumRefused(_("Write what was said, without names."), field="text")
    said = ForumInput.objects.create(
        forum=locked, beforehand=False, said_on=locked.held_on, text=words, shown_text=words, answer=answer.strip()
    )
    record(obj=said, old=None, new={"forum": locked.public_id})
    return said


@action
def remove_input(*, said: ForumInput, by: Actor, at: datetime) -> None:
    """Take a noted input back before the minutes are public. Raises ForumRefused, Forbidden, NotFound."""
    forum = _open_minutes(said.forum, by)
    if said.beforehand:
        raise ForumRefused(_("A citizen's question stays; a moderator can set it aside."))
    record(obj=said, old={"forum": forum.public_id}, new=None)
    said.delete()


@action
def add_commitment(*, forum: Forum, promise: Promise, cause: str, by: Actor, at: datetime) -> Remedy:
    """What a unit promised at the forum, and by when. Raises ForumRefused, Forbidden, NotFound."""
    locked = _open_minutes(forum, by)
    words = promise.text.strip()
    if not words:
        raise ForumRefused(_("Write what was promised in one sentence."), field="promise")
    if promise.unit.agency_id != locked.agency_id:
        raise ForumRefused(_("Choose the unit that will do it."), field="unit")
    if promise.due_on < locked.held_on:
        raise ForumRefused(_("A promise cannot be due before the forum at which it was made."), field="due_on")
    if cause not in Cause.values or cause == Cause.NONE:
        raise ForumRefused(_("Choose what the promise changes."), field="cause")
    remedy = Remedy.objects.create(
        agency_id=locked.agency_id, forum=locked, unit=promise.unit, cause=cause, promise=words, due_on=promise.due_on
    )
    record(obj=remedy, old=None, new={"forum": locked.public_id, "due_on": str(promise.due_on)})
    return remedy


@action
def remove_commitment(*, remedy: Remedy, by: Actor, at: datetime) -> None:
    """Take a noted promise back before the minutes are public. Raises ForumRefused, Forbidden, NotFound."""
    if remedy.forum is None:
        raise ForumRefused(_("Only a promise of a forum can be taken back, before it is public."))
    forum = _open_minutes(remedy.forum, by)
    if forum.published_on is not None:
        raise ForumRefused(_("What was promised in public stays. Keep it, or say in the minutes why not."))
    record(obj=remedy, old={"forum": forum.public_id, "promise": remedy.promise}, new=None)
    remedy.delete()


@action
def publish_minutes(*, forum: Forum, on: date, by: Actor, at: datetime) -> Forum:
    """Everybody reads minutes, inputs and promises, and whether they are kept. Raises ForumRefused, Forbidden."""
    require(by, MODERATE, forum)
    locked = _locked(forum)
    if locked.published_on is not None:
        raise ForumRefused(_("These minutes are public already."))
    if locked.announced_on is None or not locked.minutes or locked.present is None:
        raise ForumRefused(_("There are no minutes yet. The unit writes them after the forum."))
    locked.published_on = on
    locked.save(update_fields=["published_on"])
    record(obj=locked, old={"published_on": None}, new={"published_on": str(on)})
    return locked


@action
def ask_forum(*, forum: Forum, text: str, token: str, on: date, by: Actor, at: datetime) -> ForumInput:
    """A citizen's question before the forum; the same form (`token`) is one question. Raises QuestionRefused."""
    words, mark = text.strip()[:QUESTION_MAX], receipt_hash(f"forum {token}")
    if forum.announced_on is None or on > forum.held_on:
        raise QuestionRefused(_("This forum takes no more questions. Its minutes tell what was said."))
    if not words:
        raise QuestionRefused(_("Write your question first; a few words are enough."), field="text")
    known = ForumInput.objects.filter(form_hash=mark).first()
    if known is None:
        try:
            with transaction.atomic():  # a savepoint: two clicks at once meet at the unique hash
                known = ForumInput.objects.create(forum=forum, beforehand=True, said_on=on, text=words, form_hash=mark)
        except IntegrityError:
            known = ForumInput.objects.get(form_hash=mark)
    record(obj=known, old=None, new={"forum": forum.public_id})
    return known


@action
def read_question(*, question: ForumInput, shown: str, by: Actor, at: datetime) -> ForumInput:
    """Say what others may read of a question; nothing sets it aside. Raises QuestionRefused, Forbidden, NotFound."""
    require(by, MODERATE, question.forum)
    words = shown.strip()
    waiting = ForumInput.objects.filter(pk=question.pk, beforehand=True, shown_text="", set_aside=False)
    if not waiting.update(shown_text=words, set_aside=not words):
        raise QuestionRefused(_("Somebody has read this question meanwhile. Open the page again."))
    question.refresh_from_db()
    record(obj=question, old=None, new={"shown": bool(words)})
    return question


@action
def answer_question(*, question: ForumInput, text: str, by: Actor, at: datetime) -> ForumInput:
    """Answer a question that a moderator let through. Raises QuestionRefused, Forbidden, NotFound."""
    require(by, ANSWER, question.forum)
    words = text.strip()
    if not words:
        raise QuestionRefused(_("Write the answer first."), field="text")
    if not question.shown_text:
        raise QuestionRefused(_("A moderator reads the question first; then it can be answered."))
    question.answer = words
    question.save(update_fields=["answer"])
    record(obj=question, old=None, new={"answered": True})
    return question


def _answers_for(by: Actor, unit: Unit) -> bool:
    return units_to_answer_for(by).filter(pk=unit.pk).exists()


def _locked(forum: Forum) -> Forum:
    return Forum.objects.select_for_update(of=("self",)).select_related("unit").get(pk=forum.pk)


def _open_minutes(forum: Forum, by: Actor) -> Forum:
    """The forum, for writing: by its unit until the minutes are public, by a moderator also afterwards."""
    locked = _locked(forum)
    require(by, ANSWER, locked)
    if locked.published_on is not None:
        require(by, MODERATE, locked)
    return locked


def _whole(said: Announcement) -> dict[str, object]:
    """The announcement without blanks around it. Raises ForumRefused for what is missing."""
    missing = {
        "title": _("Say what the forum is about."),
        "place": _("Say where it is held."),
        "agenda": _("Write the agenda, one point a line."),
        "invited": _("Say which groups are invited, one a line; no names."),
    }
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()}
    for name, words in missing.items():
        if not values[name]:
            raise ForumRefused(words, field=name)
    return values
