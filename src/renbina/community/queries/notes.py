"""Notes after a training: all of them, one, and what somebody could write about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from renbina.catalogue.models import Programme
from renbina.community.access import HIDE, can, own_notes, require_employee, visible_notes
from renbina.community.models import Expert, Note
from renbina.competency.models import Competency
from renbina.delivery.queries.batches import unit_on
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.records.models import LearningRecord
from renbina.ui.spoken import spoken


@dataclass(frozen=True, slots=True)
class NotePage:
    """One note as somebody sees it. `reach` None: the author did not say "ask me" about this."""

    note: Note
    unit: str
    competencies: tuple[str, ...]
    reach: str | None
    is_mine: bool
    may_hide: bool


@dataclass(frozen=True, slots=True)
class NoteForm:
    """What the page on which one writes needs to know. `note` None: a new one."""

    programme: Programme
    competencies: tuple[Competency, ...]  # those the programme raises
    note: Note | None
    chosen: tuple[int, ...]
    may_be_asked: bool
    reach: str


def note_rows(actor: Actor, on: date, *, words: Sequence[str] = (), competency: str = "") -> QuerySet[Note]:
    """Notes the actor may read, newest first, each with `unit_name`; every word must be found somewhere in the note."""
    rows = visible_notes(actor)
    for word in words:
        spoken = rows.filter(competencies__name__icontains=word).order_by().values("pk")
        found = Q(title__icontains=word) | Q(learnt__icontains=word) | Q(programme__name__icontains=word)
        rows = rows.filter(found | Q(author__name__icontains=word) | Q(pk__in=spoken))
    if competency:
        rows = rows.filter(competencies__public_id=competency)
    rows = rows.select_related("author", "programme").prefetch_related(
        Prefetch("competencies", Competency.objects.order_by("name"))
    )
    return rows.annotate(unit_name=unit_on(on, "author")).order_by("-written_at", "-pk")


def competencies_spoken_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    """(public id, name) of every competency with a note or an expert; one query."""
    notes = Note.objects.filter(competencies=OuterRef("pk"), hidden_at__isnull=True)
    rows = Competency.objects.filter(agency_id=own_agency(actor))
    rows = rows.filter(Exists(notes) | Exists(Expert.objects.filter(competencies=OuterRef("pk"))))
    named = rows.order_by("name").values_list("public_id", "name", "name_en")
    return tuple((public_id, spoken(name, english)) for public_id, name, english in named)


def note_page(actor: Actor, public_id: str, on: date) -> NotePage:
    """Raises NotFound for a note of another agency and for one that is hidden from the actor."""
    rows = visible_notes(actor).filter(public_id=public_id).select_related("author", "programme")
    note = rows.annotate(unit_name=unit_on(on, "author")).first()
    if note is None:
        raise NotFound
    spoken = list(note.competencies.order_by("name"))
    asked = Expert.objects.filter(employee_id=note.author_id, competencies__in=spoken)
    return NotePage(
        note=note,
        unit=note.unit_name or "",
        competencies=tuple(each.said_name for each in spoken),
        reach=asked.values_list("reach", flat=True).first(),
        is_mine=note.author_id == actor.employee_id,
        may_hide=can(actor, HIDE),
    )


def to_write_about(actor: Actor) -> tuple[tuple[Programme, date], ...]:
    """Programmes the actor finished and wrote no note about, with the last day, newest first; two queries."""
    me = require_employee(actor)
    rows = LearningRecord.objects.filter(employee_id=me).exclude(programme_code="").order_by("ended_on")
    ended: dict[str, date] = dict(rows.values_list("programme_code", "ended_on"))  # the last time counts
    free = Programme.objects.filter(agency_id=own_agency(actor), code__in=ended)
    free = free.exclude(Exists(Note.objects.filter(author_id=me, programme=OuterRef("pk"))))
    return tuple(sorted(((each, ended[each.code]) for each in free), key=lambda row: (row[1], row[0].code))[::-1])


def new_note_form(actor: Actor, programme_id: str) -> NoteForm:
    """For a programme the actor finished. Raises NotFound."""
    me = require_employee(actor)
    programme = Programme.objects.filter(agency_id=own_agency(actor), public_id=programme_id).first()
    if programme is None or not finished(me, programme):
        raise NotFound
    known = raised_by(programme)
    expert = Expert.objects.filter(employee_id=me).first()
    return NoteForm(programme, known, None, tuple(each.pk for each in known), False, expert.reach if expert else "")


def note_form(actor: Actor, public_id: str) -> NoteForm:
    """For one's own note. Raises NotFound."""
    note = own_notes(actor).filter(public_id=public_id).select_related("programme").first()
    if note is None:
        raise NotFound
    chosen = tuple(note.competencies.values_list("pk", flat=True))
    expert = Expert.objects.filter(employee_id=note.author_id).first()
    asked = expert is not None and expert.competencies.filter(pk__in=chosen).exists()
    return NoteForm(
        note.programme, raised_by(note.programme), note, chosen, asked, expert.reach if expert is not None else ""
    )


def hidden_notes() -> Subquery:
    """How many of a person's notes are hidden, to annotate employees with (None: none)."""
    rows = Note.objects.filter(author=OuterRef("pk"), hidden_at__isnull=False)
    return Subquery(rows.order_by().values("author").annotate(n=Count("pk")).values("n"))


def own_note_about(actor: Actor, programme_id: str) -> Note | None:
    """The note the actor has written about a programme already."""
    return own_notes(actor).filter(programme__public_id=programme_id).first()


def hidden_own_notes(actor: Actor) -> tuple[Note, ...]:
    """The actor's notes that were hidden; one query, none for a login without an employee."""
    if actor.employee_id is None or actor.agency_id is None:
        return ()
    return tuple(own_notes(actor).filter(hidden_at__isnull=False).order_by("-hidden_at"))


def finished(employee_id: int, programme: Programme) -> bool:
    """Whether the learning history holds the programme."""
    return LearningRecord.objects.filter(employee_id=employee_id, programme_code=programme.code).exists()


def raised_by(programme: Programme) -> tuple[Competency, ...]:
    """The competencies a programme raises, by name."""
    return tuple(Competency.objects.filter(effects__programme=programme).distinct().order_by("name"))
