"""Who was there: the list, the code, and what closing the class makes of it."""

from datetime import timedelta

import pytest
from tests.rooms.delivery.school import DURING, FIRST, HOURS, OVER, School, build_school
from tests.rooms.planning.town import AT

from renbina.delivery.actions import (
    AttendanceRefused,
    ClosingRefused,
    RevocationRefused,
    cancel_batch,
    check_in,
    close_batch,
    note_attendance,
    revoke_certificate,
)
from renbina.delivery.models import Attendance, Batch, Certificate, Registration
from renbina.delivery.queries import code_for, verified
from renbina.foundation.errors import Forbidden, NotFound
from renbina.records.models import LearningRecord


@pytest.fixture
def batch(school: School) -> Batch:
    """Three people with a seat."""
    made = school.open(capacity=3, invite=4)
    for person in school.people[:3]:
        school.confirm(made, person)
    return made


def public_ids(school: School, batch: Batch, *people: int) -> list[str]:
    return [school.registration(batch, school.people[n]).public_id for n in people]


def test_the_code_of_the_room_notes_a_person_once(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    by = school.actor(school.people[0])
    for _turn in range(2):
        check_in(session=session, code=code_for(session, DURING), by=by, at=DURING)
    assert Attendance.objects.values_list("means", flat=True).get() == "code"


def test_small_letters_and_blanks_do_not_matter(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    code = code_for(session, DURING).lower()
    check_in(session=session, code=f" {code[:4]}-{code[4:]} ", by=school.actor(school.people[0]), at=DURING)
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(("age", "words"), [(89, None), (125, "just expired"), (3 * 3600, "not a code")])
def test_a_code_lives_a_minute_and_a_half_at_most(school: School, batch: Batch, age: int, words: str | None) -> None:
    session = school.sessions(batch)[0]
    start = DURING + timedelta(hours=3)
    code, later = code_for(session, start), start + timedelta(seconds=age)
    by = school.actor(school.people[0])
    if words is None:
        check_in(session=session, code=code, by=by, at=later)
    else:
        with pytest.raises(AttendanceRefused, match=words):
            check_in(session=session, code=code, by=by, at=later)


def test_the_code_of_another_session_is_not_taken(school: School, batch: Batch) -> None:
    today, tomorrow = school.sessions(batch)
    with pytest.raises(AttendanceRefused, match="not a code of this session"):
        check_in(session=today, code=code_for(tomorrow, DURING), by=school.actor(school.people[0]), at=DURING)


@pytest.mark.parametrize(("at", "words"), [(FIRST - timedelta(minutes=31), "not begun"), (FIRST + HOURS, "is over")])
def test_a_code_counts_only_around_its_session(school: School, batch: Batch, at, words: str) -> None:
    session = school.sessions(batch)[0]
    with pytest.raises(AttendanceRefused, match=words):
        check_in(session=session, code=code_for(session, at), by=school.actor(school.people[0]), at=at)


def test_without_a_seat_the_code_does_not_help(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    for person in school.people[3:5]:  # invited only, and not invited at all
        with pytest.raises(AttendanceRefused, match="no seat"):
            check_in(session=session, code=code_for(session, DURING), by=school.actor(person), at=DURING)


def test_nobody_is_in_two_places_at_once(school: School, batch: Batch) -> None:
    person = school.people[0]
    other = school.open(capacity=3)
    Registration.objects.create(batch=other, employee=person, state="confirmed", invited_at=AT)
    here, there = school.sessions(batch)[0], school.sessions(other)[0]
    check_in(session=here, code=code_for(here, DURING), by=school.actor(person), at=DURING)
    with pytest.raises(AttendanceRefused, match="same time in another class"):
        check_in(session=there, code=code_for(there, DURING), by=school.actor(person), at=DURING)
    with pytest.raises(AttendanceRefused, match="same time in another class"):
        note_attendance(session=there, present=public_ids(school, other, 0), by=school.analyst, at=DURING)


def test_the_list_is_what_the_trainer_says_last(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    check_in(session=session, code=code_for(session, DURING), by=school.actor(school.people[2]), at=DURING)
    note_attendance(session=session, present=public_ids(school, batch, 0, 1), by=school.analyst, at=DURING)
    names = Attendance.objects.order_by("registration__employee__name").values_list(
        "registration__employee__name", flat=True
    )
    assert list(names) == [school.people[0].name, school.people[1].name]


def test_a_list_before_the_session_is_refused(school: School, batch: Batch) -> None:
    with pytest.raises(AttendanceRefused, match="not begun"):
        note_attendance(
            session=school.sessions(batch)[0], present=public_ids(school, batch, 0), by=school.analyst, at=AT
        )


def test_a_trainer_of_our_own_notes_their_class_and_a_participant_does_not(school: School) -> None:
    trainer = school.people[7]
    made = school.open(capacity=3, invite=1, trainer_nip=trainer.nip)
    school.confirm(made, school.people[0])
    session, present = school.sessions(made)[0], public_ids(school, made, 0)
    assert note_attendance(session=session, present=present, by=school.actor(trainer), at=DURING) == 1
    with pytest.raises(Forbidden):
        note_attendance(session=session, present=present, by=school.actor(school.people[0]), at=DURING)


def held(school: School, batch: Batch) -> None:
    """The first two come on both days, the third on one."""
    first, second = school.sessions(batch)
    note_attendance(session=first, present=public_ids(school, batch, 0, 1, 2), by=school.analyst, at=DURING)
    later = second.starts_at + timedelta(hours=1)
    note_attendance(session=second, present=public_ids(school, batch, 0, 1), by=school.analyst, at=later)


def test_closing_awards_hours_and_certificates_to_who_was_there(school: School, batch: Batch) -> None:
    held(school, batch)
    result = close_batch(batch=batch, by=school.analyst, at=OVER)
    assert (result.passed, result.missed) == (2, 1)
    rows = LearningRecord.objects.filter(programme_code="C02").order_by("employee__name")
    assert [(row.employee_id, row.certificate_hours, row.counted_hours) for row in rows] == [
        (school.people[0].pk, 16, 16),
        (school.people[1].pk, 16, 16),
    ]
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["001/C02/1/2027", "002/C02/1/2027"]
    assert set(rows.values_list("certificate_number", flat=True)) == set(numbers)
    assert school.registration(batch, school.people[2]).state == "missed"


def test_a_lower_share_lets_one_missing_day_pass(school: School) -> None:
    made = school.open(capacity=3, invite=3, least_share=50)
    for person in school.people[:3]:
        school.confirm(made, person)
    held(school, made)
    assert close_batch(batch=made, by=school.analyst, at=OVER).passed == 3


def test_closing_twice_awards_once(school: School, batch: Batch) -> None:
    held(school, batch)
    close_batch(batch=batch, by=school.analyst, at=OVER)
    with pytest.raises(ClosingRefused, match="finished already"):
        close_batch(batch=batch, by=school.analyst, at=OVER)
    assert LearningRecord.objects.filter(programme_code="C02").count() == 2


def test_a_class_that_is_not_over_is_not_closed(school: School, batch: Batch) -> None:
    with pytest.raises(ClosingRefused, match="not over yet"):
        close_batch(batch=batch, by=school.analyst, at=DURING)


def test_a_session_without_a_list_is_named_before_anybody_loses_hours(school: School, batch: Batch) -> None:
    first = school.sessions(batch)[0]
    note_attendance(session=first, present=public_ids(school, batch, 0), by=school.analyst, at=DURING)
    with pytest.raises(ClosingRefused, match="4"):
        close_batch(batch=batch, by=school.analyst, at=OVER)
    assert not Certificate.objects.exists()


def test_a_certificate_proves_name_and_programme_and_can_be_revoked(school: School, batch: Batch) -> None:
    held(school, batch)
    close_batch(batch=batch, by=school.analyst, at=OVER)
    one = Certificate.objects.order_by("number").first()
    assert one is not None
    proof = verified(one.public_id.upper())
    assert proof is not None
    assert (proof.name, proof.revoked_at) == (school.people[0].full_name, None)
    revoke_certificate(certificate=one, reason="Salah orang", by=school.analyst, at=OVER)
    again = verified(one.public_id)
    assert again is not None
    assert again.revoked_at == OVER
    with pytest.raises(RevocationRefused, match="already"):
        revoke_certificate(certificate=one, reason="Salah orang", by=school.analyst, at=OVER)


def test_only_the_agency_itself_revokes_its_certificates(school: School, batch: Batch) -> None:
    held(school, batch)
    close_batch(batch=batch, by=school.analyst, at=OVER)
    one = Certificate.objects.first()
    assert one is not None
    with pytest.raises(NotFound):
        revoke_certificate(certificate=one, reason="x", by=build_school(2, "Kota Lain", 600).analyst, at=OVER)
    with pytest.raises(Forbidden):
        revoke_certificate(certificate=one, reason="x", by=school.actor(school.people[0]), at=OVER)


@pytest.mark.parametrize("code", ["", "2222222222222a", "'; drop table", "0" * 400])
def test_a_code_that_was_never_given_out_proves_nothing(db: None, code: str) -> None:
    assert verified(code) is None


def test_a_signed_sheet_is_typed_in_and_says_so(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    at = session.ends_at + timedelta(hours=2)
    first = public_ids(school, batch, 0)
    check_in(session=session, code=code_for(session, DURING), by=school.actor(school.people[0]), at=DURING)
    both = [*first, *public_ids(school, batch, 1)]
    assert note_attendance(session=session, present=both, means="paper", by=school.analyst, at=at) == 2
    means = {row.registration.public_id: row.means for row in Attendance.objects.select_related("registration")}
    assert [means[each] for each in both] == ["code", "paper"]


def test_attendance_is_never_noted_by_a_means_that_a_form_invented(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    with pytest.raises(AttendanceRefused, match="list or from a signed sheet"):
        note_attendance(session=session, present=[], means="code", by=school.analyst, at=DURING)


def test_the_code_of_a_cancelled_class_is_not_taken(school: School, batch: Batch) -> None:
    session = school.sessions(batch)[0]
    cancel_batch(batch=batch, reason="Ruang terpakai", by=school.analyst, at=AT)
    session.batch.refresh_from_db()
    with pytest.raises(AttendanceRefused, match="was cancelled"):
        check_in(session=session, code=code_for(session, DURING), by=school.actor(school.people[0]), at=DURING)
    assert not Attendance.objects.exists()
