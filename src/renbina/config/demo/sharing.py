"""Loads what people shared: notes, who may be asked, work-change reports, and the stories told out of them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from binacity.records import City
from binacity.sharing_records import ReportRecord
from renbina.community.actions import (
    NoteText,
    PastExpert,
    PastNote,
    PastStory,
    StoryText,
    load_shared_knowledge,
)
from renbina.community.models import Story
from renbina.config.demo.keys import Keys
from renbina.delivery.models import Registration
from renbina.evaluation.actions.past_reports import PastReport, load_reports
from renbina.evaluation.actions.reports import Lines
from renbina.foundation.actor import Actor

_Key = tuple[str, int, str]  # programme, number of the class, person


def load(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Needs the classes with their certificates."""
    stories = [row for row in city.reports if row.story and row.programme in keys.programmes]
    shared = load_shared_knowledge(
        notes=_notes(city, keys),
        experts=_experts(city, keys),
        stories=[_story(row, keys) for row in stories],
        by=by,
        at=at,
    )
    told = {_key(row): story for row, story in zip(stories, shared.stories, strict=True)}
    people = {keys.employees[row.employee].pk: row.employee for row in city.reports}
    rows = Registration.objects.filter(
        batch__agency=keys.agency, employee_id__in=people, certificate__isnull=False
    ).values_list("batch__programme__code", "batch__number", "employee_id", "pk")
    known = {(code, number, people[employee]): pk for code, number, employee, pk in rows}
    reports = [_report(row, known[_key(row)], told.get(_key(row)), keys) for row in city.reports if _key(row) in known]
    load_reports(rows=reports, by=by, at=at)


def _key(row: ReportRecord) -> _Key:
    return row.programme, row.number, row.employee


def _notes(city: City, keys: Keys) -> list[PastNote]:
    return [
        PastNote(
            author=keys.employees[row.author].pk,
            programme=keys.programmes[row.programme],
            text=NoteText(
                title=row.title,
                learnt=row.learnt,
                material_name=row.material_name,
                material_url=row.material_url,
                competencies=_competencies(row.competencies, keys),
            ),
            written_at=_moment(row.written_on, 15, keys),
        )
        for row in city.sharing.notes
        if row.programme in keys.programmes
    ]


def _experts(city: City, keys: Keys) -> list[PastExpert]:
    return [
        PastExpert(
            employee=keys.employees[row.employee].pk,
            competencies=_competencies(row.competencies, keys),
            reach=row.reach,
            offered_at=_moment(row.offered_on, 10, keys),
        )
        for row in city.sharing.experts
    ]


def _competencies(codes: tuple[str, ...], keys: Keys) -> tuple[int, ...]:
    return tuple(keys.competencies[code].pk for code in codes)


def _story(row: ReportRecord, keys: Keys) -> PastStory:
    _applied, before, now, proof, effect = row.lines
    return PastStory(
        author=keys.employees[row.employee].pk,
        programme=keys.programmes[row.programme],
        text=StoryText(row.story, before, now, proof, effect, row.named),
        shared_at=_moment(row.confirmed_on or row.due_on, 16, keys),
    )


def _report(row: ReportRecord, registration: int, story: Story | None, keys: Keys) -> PastReport:
    applied, before, now, proof, effect = row.lines
    superior = keys.employees.get(row.superior or "")
    return PastReport(
        registration=registration,
        asked_on=row.asked_on,
        due_on=row.due_on,
        lines=Lines(applied, before, now, proof, effect, row.nothing_changed),
        saved_at=_moment(row.saved_on, 13, keys) if row.saved_on else None,
        sent_at=_moment(row.sent_on, 14, keys) if row.sent_on else None,
        is_late=bool(row.sent_on and row.sent_on > row.due_on),
        outcome=row.outcome,
        hindrances=row.hindrances if row.outcome else (),
        remark=row.remark,
        superior=superior.pk if superior else None,
        superior_name=superior.full_name if superior else "",
        confirmed_at=_moment(row.confirmed_on, 15, keys) if row.confirmed_on else None,
        reminders=row.reminders,
        reminded_on=row.reminded_on,
        story=story,
    )


def _moment(day: date, hour: int, keys: Keys) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(keys.agency.timezone))
