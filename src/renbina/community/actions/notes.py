"""Writing, changing and withdrawing a note; hiding one and showing it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.community.access import HIDE, own_notes, require, require_employee, visible_notes
from renbina.community.actions.refusals import NoteRefused
from renbina.community.models import Expert, Note
from renbina.community.queries.notes import finished, raised_by
from renbina.competency.models import Competency
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class NoteText:
    """What was typed. `competencies` are keys; only those that the programme raises are kept."""

    title: str
    learnt: str
    material_name: str = ""
    material_url: str = ""
    competencies: tuple[int, ...] = ()
    ask_me: bool = False
    reach: str = ""


@action
def write_note(*, programme: Programme, text: NoteText, by: Actor, at: datetime) -> Note:
    """A note about a programme one has finished. Raises NotFound, and NoteRefused for a second one."""
    me = require_employee(by)
    if programme.agency_id != by.agency_id:
        raise NotFound
    if not finished(me, programme):
        raise NoteRefused(_("Your learning history does not hold this training yet; a note comes after it."))
    note = Note(agency_id=programme.agency_id, author_id=me, programme=programme, written_at=at)
    _fill(note, text)
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError as error:
        raise NoteRefused(_("You have a note about this training already. You can change it.")) from error
    _tie(note, text, at)
    record(obj=note, old=None, new={"programme": programme.code, "ask_me": text.ask_me})
    return note


@action
def change_note(*, note: Note, text: NoteText, by: Actor, at: datetime) -> Note:
    """Only by its author. A hidden note stays hidden until somebody who may hide shows it again."""
    if not own_notes(by).filter(pk=note.pk).exists():
        raise NotFound
    mine = Note.objects.select_for_update().select_related("programme").get(pk=note.pk)
    _fill(mine, text)
    mine.changed_at = at
    mine.save()
    _tie(mine, text, at)
    record(obj=mine, old=None, new={"ask_me": text.ask_me})
    return mine


@action
def withdraw_note(*, note: Note, by: Actor, at: datetime) -> None:
    """The author takes the note back; its words are deleted. What one may be asked about is not touched."""
    if not own_notes(by).filter(pk=note.pk).exists():
        raise NotFound
    record(obj=note, old={"withdrawn": False}, new={"withdrawn": True})
    Note.objects.filter(pk=note.pk).delete()


@action
def hide_note(*, note: Note, reason: str, by: Actor, at: datetime) -> Note:
    """Nobody but the author and who may hide reads it from now on; the author reads why. Raises NoteRefused."""
    found = _in_reach(note, by)
    if not reason.strip():
        raise NoteRefused(_("Say why the note is hidden; its author reads this."), field="reason")
    if found.hidden_at is not None:
        raise NoteRefused(_("This note is hidden already."))
    found.hidden_at, found.hidden_reason, found.hidden_by = at, reason.strip()[:300], by.label[:200]
    found.save(update_fields=["hidden_at", "hidden_reason", "hidden_by"])
    outbox.publish("community.note_decided", {"note": found.public_id}, by=by, at=at)
    record(obj=found, old={"hidden": False}, new={"hidden": True})
    return found


@action
def show_note(*, note: Note, by: Actor, at: datetime) -> Note:
    """A hidden note is there for everybody again."""
    found = _in_reach(note, by)
    was = found.hidden_at is not None
    found.hidden_at, found.hidden_reason, found.hidden_by = None, "", ""
    found.save(update_fields=["hidden_at", "hidden_reason", "hidden_by"])
    if was:
        outbox.publish("community.note_decided", {"note": found.public_id}, by=by, at=at)
    record(obj=found, old={"hidden": was}, new={"hidden": False})
    return found


def _in_reach(note: Note, by: Actor) -> Note:
    found = visible_notes(by).filter(pk=note.pk).select_for_update().first()
    if found is None:
        raise NotFound
    require(by, HIDE)
    return found


def _fill(note: Note, text: NoteText) -> None:
    note.title, note.learnt = text.title.strip(), text.learnt.strip()
    note.material_name, note.material_url = text.material_name.strip(), text.material_url.strip()


def _tie(note: Note, text: NoteText, at: datetime) -> None:
    """Competencies, and whether the author may be asked about them."""
    kept = [each for each in raised_by(note.programme) if each.pk in text.competencies]
    dropped = [each for each in note.competencies.all() if each not in kept]
    note.competencies.set(kept)
    _answer_for(note.author_id, kept, dropped, text, at)


def _answer_for(
    employee_id: int, kept: Iterable[Competency], dropped: Iterable[Competency], text: NoteText, at: datetime
) -> None:
    expert = Expert.objects.filter(employee_id=employee_id).first()
    if text.ask_me and kept:
        if expert is None:
            expert = Expert.objects.create(employee_id=employee_id, offered_at=at)
        if text.reach.strip():
            expert.reach = text.reach.strip()
            expert.save(update_fields=["reach"])
        expert.competencies.add(*kept)
    elif expert is not None:
        expert.competencies.remove(*kept, *dropped)
        if not expert.competencies.exists():
            expert.delete()
