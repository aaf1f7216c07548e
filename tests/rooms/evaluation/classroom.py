"""Finished classes of one programme, and what may be noted about them: targets, scores, answers, findings."""

from datetime import UTC, date, datetime, timedelta

from django.test import Client
from tests.rooms.delivery.school import OVER, School
from tests.rooms.planning.town import AT

from renbina.accounts.models import User
from renbina.catalogue.models import Programme
from renbina.delivery.actions import close_batch, note_attendance
from renbina.delivery.models import Batch, Registration, Session
from renbina.evaluation.actions import (
    NewFollowUp,
    record_finding,
    save_scores,
    set_target,
)
from renbina.evaluation.gather import subject_of
from renbina.evaluation.models import Finding, Target
from renbina.foundation.actor import Role
from renbina.organisation.actions import grant_role
from renbina.surveys.actions import PastCampaign, load_past_campaigns, load_ready
from renbina.surveys.models import Instrument

NOW = date(2027, 8, 2)
LATER = datetime(2027, 8, 2, 3, tzinfo=UTC)
SHEET = {
    "isi_perlu": 5, "isi_jelas": 5, "isi_baru": 4, "cara_latihan": 2, "cara_waktu": "Cukup", "pengajar_paham": 4,
    "pengajar_tanggap": 4, "tempat_layak": 4, "pakai": 4,
}  # fmt: skip


def finished(school: School) -> Batch:
    """A closed class of the first six people."""
    batch = school.open(capacity=6, invite=6)
    for person in school.people[:6]:
        school.confirm(batch, person)
    for session in school.sessions(batch):
        ids = [school.registration(batch, person).public_id for person in school.people[:6]]
        note_attendance(session=session, present=ids, by=school.analyst, at=session.starts_at)
    close_batch(batch=batch, by=school.analyst, at=OVER)
    return batch


def another(batch: Batch, number: int) -> Batch:
    """A finished class of the same people, as it would be a week later."""
    sessions, seats = list(batch.sessions.all()), list(batch.registrations.all())
    batch.pk, batch.public_id, batch.number = None, f"kelas{number}", number
    batch.save()
    for each in sessions:
        Session.objects.create(
            batch=batch,
            starts_at=each.starts_at + timedelta(weeks=number),
            ends_at=each.ends_at + timedelta(weeks=number),
        )
    for seat in seats:
        Registration.objects.create(batch=batch, employee_id=seat.employee_id, state=seat.state, invited_at=AT)
    return batch


def programme_of(school: School) -> Programme:
    return Programme.objects.get(agency=school.town.agency, code="C02")


def aim(school: School, *, at: datetime = AT, **changed) -> Target:
    values = {"kind": "score", "indicator": "", "baseline": 55.0, "goal": 75.0} | changed
    return set_target(programme=programme_of(school), year=2027, by=school.analyst, at=at, **values)


def note(school: School, **changed) -> Finding:
    values = {
        "kind": "remedial", "text": "Dua orang di bawah 70", "by": school.analyst, "at": LATER,
        "follow_up": NewFollowUp("Damping di loket", school.town.units["LOKET"], date(2027, 9, 1)),
    } | changed  # fmt: skip
    return record_finding(programme=programme_of(school), year=2027, **values)


def points(school: School, batch: Batch, pairs: list[tuple[object, object]]) -> int:
    lines = [f"{school.people[n].nip};{before};{after}" for n, (before, after) in enumerate(pairs)]
    return save_scores(batch=batch, text="\n".join(lines), by=school.analyst, at=LATER)


def answered(school: School, batch: Batch, sheets: list[dict[str, object]]) -> None:
    load_ready(by=school.analyst, at=LATER)
    version = Instrument.objects.get(agency=school.town.agency, code="reaksi").versions.get()
    people = tuple(person.pk for person in school.people[:6])
    past = PastCampaign("Reaksi", subject_of(batch), NOW, NOW, people, tuple(sheets))
    load_past_campaigns(version=version, campaigns=[past], by=school.analyst, at=LATER)


def browser(school: School, *roles: Role, person: int | None = None, unit: str = "") -> Client:
    user = User.objects.create(username=f"{roles}-{person}-{unit}", display_name="Uji")
    if person is not None:
        user = school.login(school.people[person])
    for role in roles:
        grant_role(
            user=user, agency=school.town.agency, role=role, unit=school.town.units[unit] if unit else None,
            since=date(2026, 1, 1), by=school.town.system, at=AT,
        )  # fmt: skip
    client = Client()
    client.cookies["renbina_language"] = "en"
    client.force_login(user)
    return client
