"""Inviting somebody by name: whoever cannot come is refused kindly, and nothing is oversold."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.delivery.school import FIRST, School, build_school
from tests.rooms.planning.town import AT, DAY

from renbina.delivery.actions import NamingRefused, NobodyToInvite, cancel_batch, decline_seat, invite_by_name
from renbina.delivery.models import Batch, Registration
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent, OutboxEvent
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Unit


@pytest.fixture(autouse=True)
def on_the_day(settings) -> None:
    settings.RENBINA_FROZEN_ON = DAY


def name(school: School, batch: Batch, person: Employee, *, at=AT, **other) -> Registration:
    return invite_by_name(batch=batch, employee=person, reason="Loket baru", by=school.analyst, at=at, **other)


def test_whoever_is_named_is_invited_with_the_reason_and_a_letter_and_takes_no_seat(school: School) -> None:
    batch, person = school.open(capacity=1), school.people[5]
    made = name(school, batch, person)
    batch.refresh_from_db()
    assert (made.state, made.named_reason, batch.taken) == ("invited", "Loket baru", 0)
    assert OutboxEvent.objects.filter(name="delivery.invited").exists()
    assert AuditEvent.objects.filter(verb="delivery.invite_by_name").count() == 1


def test_a_full_class_is_not_oversold_by_people_invited_by_name(school: School) -> None:
    batch = school.open(capacity=1)
    for person in school.people[:3]:
        name(school, batch, person)
        school.confirm(batch, person)
    batch.refresh_from_db()
    assert (batch.taken, batch.registrations.filter(state="waiting").count()) == (1, 2)


def test_nobody_is_named_without_a_reason_or_twice(school: School) -> None:
    batch, person = school.open(), school.people[5]
    with pytest.raises(NamingRefused, match="few words"):
        invite_by_name(batch=batch, employee=person, reason="  ", by=school.analyst, at=AT)
    name(school, batch, person)
    with pytest.raises(NamingRefused, match="already"):
        name(school, batch, person)


def test_whoever_has_declined_is_not_asked_again_over_their_head(school: School) -> None:
    batch, person = school.open(invite=8), school.people[2]
    mine = school.registration(batch, person)
    decline_seat(registration=mine, reason="Cuti", by=school.actor(person), at=AT)
    with pytest.raises(NamingRefused, match="declined"):
        name(school, batch, person)


def test_a_person_is_not_in_two_places(school: School) -> None:
    first = school.open(invite=1)
    person = first.registrations.get().employee
    second = school.open(first=FIRST + timedelta(hours=2), days=1)
    name(school, second, person)  # an unanswered invitation binds nobody
    Registration.objects.filter(batch=second).delete()
    school.confirm(first, person)
    with pytest.raises(NamingRefused, match="another class at these times: "):
        name(school, second, person)
    name(school, school.open(first=FIRST + timedelta(days=7)), person)


def test_who_teaches_at_that_time_does_not_learn_elsewhere(school: School) -> None:
    school.open(trainer_nip=school.people[5].nip)
    with pytest.raises(NamingRefused, match="Gives a class"):
        name(school, school.open(), school.people[5])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"retire_on": date(2027, 5, 4)}, "left the agency"),
        ({"contract_end": date(2027, 5, 3)}, "left the agency"),
        ({"status": "study_leave"}, "away from work"),
        ({"status": "retired"}, "left the agency"),
    ],
)
def test_who_is_away_or_gone_by_then_cannot_come(school: School, change: dict, words: str) -> None:
    batch, person = school.open(), school.people[5]  # on 3 and 4 May
    if "status" in change:
        EmploymentStatus.objects.filter(employee=person).delete()
        EmploymentStatus.objects.create(employee=person, status=change["status"], valid_from=date(2027, 4, 1))
    else:
        Employee.objects.filter(pk=person.pk).update(**change)
        person.refresh_from_db()
    with pytest.raises(NamingRefused, match=words):
        name(school, batch, person)


def test_who_retires_on_the_day_after_the_class_may_come(school: School) -> None:
    Employee.objects.filter(pk=school.people[5].pk).update(retire_on=date(2027, 5, 5))
    assert name(school, school.open(), school.people[5]).state == "invited"


def test_a_unit_keeps_its_least_people_unless_its_head_agrees(school: School) -> None:
    batch = school.open()
    one, two = _colleagues()
    unit = Placement.objects.filter(employee=one)[0].unit
    Unit.objects.filter(pk=unit.pk).update(away_max=1)
    name(school, batch, one)
    other_month = school.open(first=FIRST + timedelta(days=35))
    assert name(school, other_month, two).state == "invited"
    with pytest.raises(NamingRefused, match="can spare 1 in one month and 1 are asked") as refused:
        name(school, batch, two)
    assert refused.value.field == "unit_agrees"
    assert name(school, batch, two, unit_agrees=True).state == "invited"


def _colleagues() -> tuple[Employee, Employee]:
    by_unit: dict[int, list[Employee]] = {}
    for row in Placement.objects.select_related("employee").order_by("pk"):
        by_unit.setdefault(row.unit_id, []).append(row.employee)
    found = max(by_unit.values(), key=len)
    return found[0], found[1]


def test_a_class_that_begins_or_is_called_off_invites_nobody(school: School) -> None:
    batch = school.open()
    with pytest.raises(NobodyToInvite):
        name(school, batch, school.people[5], at=FIRST)
    cancel_batch(batch=batch, reason="Pelatih sakit", by=school.analyst, at=AT)
    with pytest.raises(NobodyToInvite):
        name(school, batch, school.people[5])


def test_only_who_keeps_the_classes_names_people_and_only_their_own(school: School) -> None:
    batch = school.open()
    with pytest.raises(Forbidden):
        invite_by_name(
            batch=batch, employee=school.people[5], reason="x", by=school.actor(school.people[0], Role.SUPERIOR), at=AT
        )
    elsewhere = build_school(3, "Kota Lain", 50)
    with pytest.raises(NotFound):
        name(school, batch, elsewhere.people[0])


def client_of(user) -> Client:
    client = Client(headers={"accept-language": "id"})
    client.force_login(user)
    return client


def test_the_page_finds_a_person_says_what_stands_against_it_and_invites(school: School) -> None:
    batch, person = school.open(), school.people[5]
    client = client_of(school.town.users["analyst"])
    url = reverse("delivery:batch-invite-named", args=[batch.public_id])
    page = client.get(url, {"q": person.nip}).content.decode()
    assert f'value="{person.public_id}"' in page
    post = {"q": person.nip, "person": person.public_id, "reason": "Loket <b>baru</b>"}
    assert client.post(url, post | {"reason": " "}).status_code == 422
    assert client.post(url, post, follow=True).redirect_chain
    assert "Loket &lt;b&gt;baru" in client.get(reverse("delivery:batch", args=[batch.public_id])).content.decode()
    assert f'value="{person.public_id}"' not in client.get(url, {"q": person.nip}).content.decode()
    mine = client_of(school.login(person)).get(reverse("delivery:mine")).content.decode()
    assert "Loket &lt;b&gt;baru" in mine


@pytest.mark.parametrize("people", [2, 8])
def test_the_search_costs_the_same_whatever_it_finds(people: int, db: None, django_assert_max_num_queries) -> None:
    school = build_school(people)
    batch = school.open(invite=people)
    client = client_of(school.town.users["analyst"])
    url = reverse("delivery:batch-invite-named", args=[batch.public_id])
    client.get(url, {"q": "a"})
    with django_assert_max_num_queries(15):
        assert client.get(url, {"q": "a"}).status_code == 200
