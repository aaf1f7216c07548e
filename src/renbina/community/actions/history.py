"""Notes, experts and stories that were there before Renbina; loaded once, in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from renbina.catalogue.models import Programme
from renbina.community.access import LOAD, require
from renbina.community.actions.notes import NoteText
from renbina.community.actions.stories import StoryText
from renbina.community.models import Expert, Note, Story
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee


@dataclass(frozen=True, slots=True)
class PastNote:
    author: int  # key of the employee
    programme: int
    text: NoteText
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PastExpert:
    employee: int
    competencies: tuple[int, ...]
    reach: str
    offered_at: datetime


@dataclass(frozen=True, slots=True)
class PastStory:
    author: int
    programme: int
    text: StoryText
    shared_at: datetime


@dataclass(frozen=True, slots=True)
class Shared:
    """What became of a load; the stories in the order in which they came."""

    notes: int = 0
    experts: int = 0
    stories: tuple[Story, ...] = field(default_factory=tuple)


@action
def load_shared_knowledge(
    *,
    notes: Sequence[PastNote] = (),
    experts: Sequence[PastExpert] = (),
    stories: Sequence[PastStory] = (),
    by: Actor,
    at: datetime,
) -> Shared:
    """Raises NotFound when a person or a programme is not of the actor's agency."""
    require(by, LOAD)
    agency_id = own_agency(by)
    people = {each.author for each in notes} | {each.author for each in stories} | {each.employee for each in experts}
    programmes = {each.programme for each in notes} | {each.programme for each in stories}
    if Employee.objects.filter(agency_id=agency_id, pk__in=people).count() != len(people):
        raise NotFound
    if Programme.objects.filter(agency_id=agency_id, pk__in=programmes).count() != len(programmes):
        raise NotFound
    for past in notes:
        text = past.text
        note = Note.objects.create(
            agency_id=agency_id, author_id=past.author, programme_id=past.programme, title=text.title,
            learnt=text.learnt, material_name=text.material_name, material_url=text.material_url,
            written_at=past.written_at,
        )  # fmt: skip
        note.competencies.set(text.competencies)
    for offer in experts:
        expert = Expert.objects.create(employee_id=offer.employee, reach=offer.reach, offered_at=offer.offered_at)
        expert.competencies.set(offer.competencies)
    told = Story.objects.bulk_create(
        Story(
            agency_id=agency_id, author_id=each.author, programme_id=each.programme, title=each.text.title,
            before=each.text.before, now=each.text.now, proof=each.text.proof, effect=each.text.effect,
            is_named=each.text.is_named, shared_at=each.shared_at,
        )
        for each in stories
    )  # fmt: skip
    record(obj=None, old=None, new={"notes": len(notes), "experts": len(experts), "stories": len(told)})
    return Shared(len(notes), len(experts), tuple(told))
