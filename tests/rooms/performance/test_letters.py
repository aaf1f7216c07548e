"""The morning's letter: that something was written, and that a talk is due; never what, and nothing twice."""

from datetime import timedelta

import pytest
from django.core import mail
from tests.rooms.performance.office import Office
from tests.rooms.planning.town import AT, DAY

from renbina.accounts.models import User
from renbina.organisation.models import Employee
from renbina.performance.actions import rate, send_morning_letters
from renbina.performance.models import CheckIn, PeriodRating


@pytest.fixture
def reader(office: Office, settings) -> User:
    settings.RENBINA_ADDRESS = "https://renbina.test"
    user = office.login(office.people[1])
    User.objects.filter(pk=user.pk).update(email="orang@renbina.test", language="id")
    return user


def morning(office: Office, capture, at=AT + timedelta(hours=20)) -> int:
    with capture(execute=True):
        return send_morning_letters(event_id=1, payload={}, by=office.town.system, at=at)


def test_a_predicate_is_told_once_and_another_predicate_again(
    office: Office, reader: User, django_capture_on_commit_callbacks
) -> None:
    office.rated(office.people[1], "needs_improvement")
    office.rated(office.people[2], "good")  # without an address
    assert morning(office, django_capture_on_commit_callbacks) == 1
    assert morning(office, django_capture_on_commit_callbacks) == 0
    letter = mail.outbox[0]
    assert letter.to == ["orang@renbina.test"]
    assert "Triwulan" in letter.body or "riwulan" in letter.body
    assert "https://renbina.test" in letter.body
    for secret in ("Butuh perbaikan", "needs_improvement", "Alasan", "Kurang"):
        assert secret.lower() not in (letter.subject + letter.body).lower()
    rate(
        period=office.period(), employee=office.people[1], result="below", behaviour="meets",
        reason="Alasan lain", on=DAY, by=office.superior, at=AT,
    )  # fmt: skip
    assert morning(office, django_capture_on_commit_callbacks) == 0, "another reason is no news"
    office.rated(office.people[1], "good")
    assert morning(office, django_capture_on_commit_callbacks) == 1


def test_a_talk_is_told_on_its_day_in_the_same_letter(
    office: Office, reader: User, django_capture_on_commit_callbacks
) -> None:
    plan = office.coached(office.people[1])
    office.rated(office.people[1], "good")
    CheckIn.objects.filter(plan=plan).exclude(pk=plan.check_ins.order_by("due_on")[0].pk).delete()
    CheckIn.objects.filter(plan=plan).update(due_on=DAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert send_morning_letters(event_id=1, payload={}, by=office.town.system, at=AT) == 1
    assert len(mail.outbox) == 1
    assert "Sasaran rahasia" not in mail.outbox[0].body
    assert "pembinaan kinerja" not in mail.outbox[0].body


def test_what_was_written_long_ago_is_no_news(office: Office, reader: User, django_capture_on_commit_callbacks) -> None:
    office.rated(office.people[1])
    PeriodRating.objects.update(rated_at=AT - timedelta(days=30))
    assert morning(office, django_capture_on_commit_callbacks) == 0
    assert Employee.objects.filter(user=reader).exists()
