"""Classes from before: they come in whole, and award nothing a second time."""

from datetime import date, timedelta

import pytest
from tests.rooms.delivery.school import FIRST, HOURS, School, build_school
from tests.rooms.planning.town import AT

from renbina.delivery.actions import BatchRefused, ClassLine, SeatLine, load_classes
from renbina.delivery.models import Attendance, Batch, Certificate, Registration
from renbina.foundation.models import AuditEvent
from renbina.records.models import LearningRecord

EARLIER = FIRST - timedelta(days=700)


def line(school: School, *seats: SeatLine, **other: object) -> ClassLine:
    values = {
        "plan": school.town.plan,
        "programme": school.offer.programme,
        "number": 1,
        "place": "Puskesmas Arai Hulu",
        "trainer": "Sari Widya",
        "method": "role_play",
        "capacity": 2,
        "hours": 16.0,
        "sessions": ((EARLIER, EARLIER + HOURS), (EARLIER + timedelta(days=1), EARLIER + timedelta(days=1) + HOURS)),
        "opened_at": EARLIER - timedelta(days=30),
        "answer_by": date(2025, 5, 20),
        "seats": seats,
        "ended_at": EARLIER + timedelta(days=3),
    }
    return ClassLine(**{**values, **other})


def test_a_class_from_before_comes_with_its_certificates_and_awards_no_hours(school: School) -> None:
    first, second = school.people[:2]
    seats = (
        SeatLine(first.pk, "passed", (0, 1), by_code=True, certificate="800.2/00007/2025"),
        SeatLine(second.pk, "declined", reason="Cuti"),
    )
    before, learnt = AuditEvent.objects.count(), LearningRecord.objects.count()
    assert load_classes(classes=[line(school, *seats)], by=school.analyst, at=AT) == 2
    held = Batch.objects.get()
    assert (held.taken, held.state, held.offer) == (1, "closed", None)
    assert Certificate.objects.get().number == "800.2/00007/2025"
    assert Attendance.objects.count() == 2
    assert LearningRecord.objects.count() == learnt
    assert AuditEvent.objects.count() == before + 1


def test_attendance_of_a_session_that_has_not_begun_is_not_taken_in(school: School) -> None:
    seat = SeatLine(school.people[0].pk, "confirmed", (0, 1))
    running = line(school, seat, state="open", ended_at=None)
    load_classes(classes=[running], by=school.analyst, at=EARLIER + timedelta(hours=1))
    assert Attendance.objects.count() == 1


def test_more_people_than_seats_are_refused_and_nothing_is_stored(school: School) -> None:
    seats = [SeatLine(each.pk, "passed") for each in school.people[:3]]
    with pytest.raises(BatchRefused, match="more people than seats"):
        load_classes(classes=[line(school, *seats)], by=school.analyst, at=AT)
    assert not Batch.objects.exists()


def test_a_person_of_another_agency_is_refused(school: School) -> None:
    stranger = build_school(name="Kabupaten Sebelah", first=50).people[0]
    with pytest.raises(BatchRefused, match="another agency"):
        load_classes(classes=[line(school, SeatLine(stranger.pk, "passed"))], by=school.analyst, at=AT)
    assert not Registration.objects.exists()
