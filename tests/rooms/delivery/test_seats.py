"""Opening, inviting, answering, and moving up from the waiting list."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from tests.rooms.delivery.school import DURING, FIRST, School, build_school
from tests.rooms.planning.town import AT

from renbina.delivery import wording
from renbina.delivery.actions import (
    AnswerRefused,
    BatchRefused,
    CancellingRefused,
    NewBatch,
    NobodyToInvite,
    answer_as_superior,
    cancel_batch,
    confirm_seat,
    decline_seat,
    invite_planned,
    note_attendance,
    open_batch,
    send_cancellations,
    send_invitations,
)
from renbina.delivery.models import Batch, Registration
from renbina.delivery.queries import class_waits, unopened
from renbina.foundation import outbox
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import OutboxEvent
from renbina.planning.models import Assignment


def states(batch: Batch) -> list[str]:
    return sorted(Registration.objects.filter(batch=batch).values_list("state", flat=True))


def test_a_class_opens_with_its_sessions_and_invites_as_many_as_asked(school: School) -> None:
    batch = school.open(invite=5)
    assert (batch.number, batch.sessions.count(), states(batch)) == (1, 2, ["invited"] * 5)


def test_whoever_must_attend_is_invited_first(school: School) -> None:
    last = school.people[-1]
    Assignment.objects.filter(employee=last).update(mandatory=True)
    batch = school.open(invite=1)
    assert school.registration(batch, last).state == "invited"


def test_a_second_class_invites_those_without_an_invitation(school: School) -> None:
    first = school.open(invite=5)
    second = school.open(invite=6, first=FIRST + timedelta(days=7))
    assert second.number == 2
    invited = set(Registration.objects.filter(batch=second).values_list("employee_id", flat=True))
    assert len(invited) == 3
    assert invited.isdisjoint(Registration.objects.filter(batch=first).values_list("employee_id", flat=True))


def test_when_everybody_is_invited_the_analyst_is_told(school: School) -> None:
    batch = school.open(invite=8)
    with pytest.raises(NobodyToInvite, match="invitation already"):
        invite_planned(batch=batch, count=1, by=school.analyst, at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"capacity": 7}, "capacity"),
        ({"capacity": 0}, "capacity"),
        ({"sessions": ()}, "first_day"),
        ({"sessions": ((AT - timedelta(hours=2), AT - timedelta(hours=1)),)}, "first_day"),
        ({"sessions": ((FIRST, FIRST),)}, "ends"),
        ({"sessions": ((FIRST, DURING + timedelta(hours=1)), (DURING, DURING + timedelta(hours=2)))}, "first_day"),
        ({"trainer_nip": "198001012005011999"}, "trainer_nip"),
        ({"least_share": 0}, "least_share"),
    ],
)
def test_a_class_that_cannot_be_is_refused_at_its_field(school: School, change: dict, field: str) -> None:
    good = NewBatch("Aula", "Sari", 3, ((FIRST, DURING),), date(2027, 4, 20))
    with pytest.raises(BatchRefused) as refused:
        open_batch(plan=school.town.plan, offer=school.offer, new=replace(good, **change), by=school.analyst, at=AT)
    assert refused.value.field == field
    assert not Batch.objects.exists()


def test_only_those_who_keep_the_plan_open_classes(school: School) -> None:
    good = NewBatch("Aula", "Sari", 3, ((FIRST, DURING),), date(2027, 4, 20))
    with pytest.raises(Forbidden):
        open_batch(plan=school.town.plan, offer=school.offer, new=good, by=school.actor(school.people[1]), at=AT)


def test_a_full_class_puts_the_next_on_the_waiting_list(school: School) -> None:
    batch = school.open(capacity=2, invite=4)
    for person in school.people[:4]:
        school.confirm(batch, person)
    assert states(batch) == ["confirmed", "confirmed", "waiting", "waiting"]


def test_confirming_twice_takes_one_seat(school: School) -> None:
    batch = school.open(capacity=2, invite=4)
    school.confirm(batch, school.people[0])
    school.confirm(batch, school.people[0])
    batch.refresh_from_db()
    assert batch.taken == 1


def test_a_declined_seat_goes_to_the_first_who_waits(school: School) -> None:
    batch = school.open(capacity=1, invite=3)
    one, two, three = school.people[:3]
    school.confirm(batch, one)
    confirm_seat(registration=school.registration(batch, three), by=school.actor(three), at=AT)
    confirm_seat(registration=school.registration(batch, two), by=school.actor(two), at=AT + timedelta(minutes=1))
    mine = school.registration(batch, one)
    decline_seat(registration=mine, reason="Dinas luar", by=school.actor(one), at=AT)
    batch.refresh_from_db()
    assert school.registration(batch, three).state == "confirmed"
    assert school.registration(batch, two).state == "waiting"
    assert batch.taken == 1


def test_declining_asks_for_a_reason(school: School) -> None:
    batch = school.open(invite=1)
    person = school.people[0]
    with pytest.raises(AnswerRefused) as refused:
        decline_seat(registration=school.registration(batch, person), reason=" ", by=school.actor(person), at=AT)
    assert refused.value.field == "reason"


def test_two_classes_at_the_same_time_are_refused(school: School) -> None:
    first = school.open(invite=2)
    person = school.people[0]
    school.confirm(first, person)
    second = school.open(invite=0)
    other = Registration.objects.create(batch=second, employee=person, invited_at=AT)
    with pytest.raises(AnswerRefused, match="same time"):
        confirm_seat(registration=other, by=school.actor(person), at=AT)


def test_whoever_has_another_class_by_then_does_not_move_up(school: School) -> None:
    batch = school.open(capacity=1, invite=3)
    one, two, three = school.people[:3]
    for person in (one, two, three):
        school.confirm(batch, person)
    other = school.open(invite=0)
    Registration.objects.create(batch=other, employee=two, state="confirmed", invited_at=AT)
    decline_seat(registration=school.registration(batch, one), reason="Sakit", by=school.actor(one), at=AT)
    assert school.registration(batch, two).state == "waiting"
    assert school.registration(batch, three).state == "confirmed"


def test_an_answer_after_the_class_has_begun_is_refused_kindly(school: School) -> None:
    batch = school.open(invite=1)
    person = school.people[0]
    with pytest.raises(AnswerRefused, match="too late"):
        confirm_seat(registration=school.registration(batch, person), by=school.actor(person), at=DURING)


def test_nobody_answers_for_somebody_else(school: School) -> None:
    batch = school.open(invite=2)
    with pytest.raises(NotFound):
        confirm_seat(
            registration=school.registration(batch, school.people[0]), by=school.actor(school.people[1]), at=AT
        )


def test_an_objection_of_the_superior_frees_the_seat_for_who_waits(school: School) -> None:
    batch = school.open(capacity=1, invite=3)
    boss, one, two = school.people[:3]
    school.confirm(batch, one)
    school.confirm(batch, two)
    mine = school.registration(batch, one)
    by = school.actor(boss, Role.SUPERIOR)
    answer_as_superior(registration=mine, agrees=False, reason="Loket tutup", by=by, at=AT)
    assert school.registration(batch, one).state == "objected"
    assert school.registration(batch, two).state == "confirmed"


def test_a_superior_may_think_better_of_it_and_the_person_is_invited_again(school: School) -> None:
    batch = school.open(invite=2)
    boss, one = school.people[:2]
    by = school.actor(boss, Role.SUPERIOR)
    mine = school.registration(batch, one)
    answer_as_superior(registration=mine, agrees=False, reason="Loket tutup", by=by, at=AT)
    with pytest.raises(AnswerRefused, match="objects"):
        school.confirm(batch, one)
    answer_as_superior(registration=mine, agrees=True, by=by, at=AT)
    assert school.confirm(batch, one).state == "confirmed"


def test_who_leads_others_does_not_answer_for_this_person(school: School) -> None:
    batch = school.open(invite=2)
    by = school.actor(school.people[1], Role.SUPERIOR)
    with pytest.raises(NotFound):
        answer_as_superior(registration=school.registration(batch, school.people[0]), agrees=True, by=by, at=AT)


def test_the_database_refuses_one_seat_too_many(school: School) -> None:
    batch = school.open(capacity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(taken=3)


def test_every_invited_person_with_an_address_gets_one_letter(
    school: School, django_capture_on_commit_callbacks
) -> None:
    school.login(school.people[0], "satu@contoh.go.id")
    school.login(school.people[1])
    batch = school.open(invite=3)
    assert OutboxEvent.objects.filter(name="delivery.invited").count() == 1
    for _turn in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            send_invitations(event_id=1, payload={"batch": batch.public_id}, by=school.town.system, at=AT)
    assert [letter.to for letter in mail.outbox] == [["satu@contoh.go.id"]]
    assert "Aula BKPSDM" in mail.outbox[0].body


def test_letters_are_sent_when_the_outbox_delivers(school: School) -> None:
    assert [each.__name__ for each in outbox.subscribers("delivery.invited")] == ["send_invitations"]
    assert [each.__name__ for each in outbox.subscribers("delivery.seat_given")] == ["send_seat_given"]


def test_the_plan_says_which_people_still_wait_for_a_class(school: School) -> None:
    school.open(invite=5)
    _plan, lines = unopened(school.analyst)
    assert [(line.code, line.opened, line.classes, line.people) for line in lines] == [("C02", 1, 2, 3)]


def test_a_class_of_another_agency_is_not_there(school: School) -> None:
    elsewhere = build_school(3, "Kota Lain", first=600)
    batch = school.open(invite=1)
    with pytest.raises(NotFound):
        invite_planned(batch=batch, count=1, by=elsewhere.analyst, at=AT)


def test_a_cancelled_class_gives_its_seats_back_and_its_people_wait_for_a_class_again(school: School) -> None:
    batch = school.open(capacity=1, invite=4)
    school.confirm(batch, school.people[0])
    school.confirm(batch, school.people[1])
    decline_seat(
        registration=school.registration(batch, school.people[2]),
        reason="Cuti",
        by=school.actor(school.people[2]),
        at=AT,
    )
    assert cancel_batch(batch=batch, reason="Pelatih sakit", by=school.analyst, at=AT) == 3
    assert (batch.state, batch.taken) == ("cancelled", 0)
    states = [school.registration(batch, person).state for person in school.people[:4]]
    assert states == ["cancelled", "cancelled", "declined", "cancelled"]
    _plan, lines = unopened(school.analyst)
    assert [(line.opened, line.people) for line in lines] == [(0, 7)]  # all but the one who declined


def test_a_seat_of_a_cancelled_class_keeps_nobody_from_another_at_that_time(school: School) -> None:
    first = school.open(capacity=2, invite=2)
    school.confirm(first, school.people[0])
    cancel_batch(batch=first, reason="Ruang terpakai", by=school.analyst, at=AT)
    second = school.open(capacity=2, invite=2)
    assert school.confirm(second, school.people[0]).state == "confirmed"


@pytest.mark.parametrize(
    ("reason", "attended", "words"),
    [("  ", False, "Say why"), ("Pelatih sakit", True, "so the class was held")],
)
def test_a_class_is_cancelled_with_a_reason_and_not_after_it_was_held(
    school: School, reason: str, attended: bool, words: str
) -> None:
    batch = school.open(capacity=2, invite=2)
    mine = school.confirm(batch, school.people[0])
    if attended:
        session = school.sessions(batch)[0]
        note_attendance(session=session, present=[mine.public_id], by=school.analyst, at=session.starts_at)
    with pytest.raises(CancellingRefused, match=words):
        cancel_batch(batch=batch, reason=reason, by=school.analyst, at=AT)
    assert Batch.objects.get(pk=batch.pk).taken == 1


def test_nobody_answers_a_cancelled_class(school: School) -> None:
    batch = school.open(capacity=2, invite=2)
    cancel_batch(batch=batch, reason="Ruang terpakai", by=school.analyst, at=AT)
    with pytest.raises(AnswerRefused, match="was cancelled"):
        school.confirm(batch, school.people[0])
    with pytest.raises(CancellingRefused, match="already"):
        cancel_batch(batch=batch, reason="Lagi", by=school.analyst, at=AT)


def test_everybody_who_hoped_for_a_cancelled_class_gets_one_letter_with_the_reason(
    school: School, django_capture_on_commit_callbacks
) -> None:
    for person in school.people[:3]:
        school.login(person, f"{person.pk}@contoh.go.id")
    batch = school.open(capacity=2, invite=3)
    decline_seat(
        registration=school.registration(batch, school.people[0]),
        reason="Cuti",
        by=school.actor(school.people[0]),
        at=AT,
    )
    cancel_batch(batch=batch, reason="Pelatih sakit", by=school.analyst, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        told = send_cancellations(event_id=1, payload={"batch": batch.public_id}, by=school.analyst, at=AT)
    assert told == 2
    assert all("Pelatih sakit" in letter.body for letter in mail.outbox[-2:])


@pytest.mark.parametrize(("address", "link"), [("https://renbina.contoh.go.id", True), ("", False)])
def test_a_letter_carries_the_link_where_the_installation_knows_its_address(
    school: School, settings, address: str, link: bool
) -> None:
    settings.RENBINA_ADDRESS = address
    _subject, text = wording.invitation("Arunala", school.open(invite=1), "3 Mei 2027")
    assert ("https://renbina.contoh.go.id/kelas-saya/" in text) is link


def test_what_waits_in_the_classes_is_counted_for_each_role(school: School) -> None:
    thin = school.open(capacity=3, invite=3)
    day = FIRST.date() - timedelta(days=5)
    before = FIRST - timedelta(days=5)
    kept = class_waits(school.analyst, day, before)
    assert (kept.thin, kept.to_close, kept.to_agree, kept.to_answer) == (1, 0, 0, 0)
    leader = school.actor(school.people[0], Role.SUPERIOR)
    assert class_waits(leader, day, before).to_agree == 2  # of the three invited one is the leader
    assert class_waits(school.actor(school.people[1]), day, before).to_answer == 1
    over = class_waits(school.analyst, day, FIRST + timedelta(days=3))
    assert (over.thin, over.to_close) == (0, 1)
    cancel_batch(batch=thin, reason="Terlalu sedikit peserta", by=school.analyst, at=before)
    nothing = class_waits(school.analyst, day, FIRST + timedelta(days=3))
    assert (nothing.thin, nothing.to_close) == (0, 0)
