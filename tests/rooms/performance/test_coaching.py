"""Coaching plans: when they are due, their talks, their end, and who may read their words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.rooms.performance.office import Office
from tests.rooms.planning.town import AT, DAY

from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.performance.actions import (
    CheckInRefused,
    CoachingRefused,
    NewCoaching,
    end_coaching,
    note_check_in,
    start_coaching,
)
from renbina.performance.queries import coaching_counts, coaching_page, coaching_rows

SECRETS = ("Sasaran rahasia", "Tindakan rahasia", "Catatan atasan rahasia", "Catatan pegawai rahasia")


def end(office: Office, plan, outcome: str = "improved", on=DAY, by=None, note: str = "Tampak jelas"):
    return end_coaching(
        plan=plan, outcome=outcome, note=note, next_step="dialogue", on=on, by=by or office.superior, at=AT
    )


def test_a_plan_of_ninety_days_brings_a_talk_every_two_weeks(office: Office) -> None:
    plan = office.coached(office.people[1])
    assert plan.ends_on - plan.starts_on == timedelta(days=90)
    days = [(each.due_on - DAY).days for each in plan.check_ins.order_by("due_on")]
    assert days == [14, 28, 42, 56, 70, 84]


def test_only_a_result_below_expectation_asks_for_a_plan(office: Office) -> None:
    office.last_year(office.people[1], "good")
    new = NewCoaching("Sasaran", "Tindakan", DAY)
    with pytest.raises(CoachingRefused, match="below expectation"):
        start_coaching(employee=office.people[1], new=new, on=DAY, by=office.superior, at=AT)
    office.rated(office.people[1], "poor")  # a quarter of this year is enough
    assert start_coaching(employee=office.people[1], new=new, on=DAY, by=office.superior, at=AT).year == DAY.year


def test_one_plan_runs_at_a_time_and_only_the_rater_writes_it(office: Office) -> None:
    plan = office.coached(office.people[1])
    with pytest.raises(CoachingRefused, match="running already"):
        office.coached(office.people[1])
    with pytest.raises(NotFound):
        office.coached(office.people[-1])
    with pytest.raises(Forbidden):
        end(office, plan, by=office.analyst)


@pytest.mark.parametrize(("goals", "actions", "days", "field"), [
    (" ", "T", 0, "goals"), ("S", " ", 0, "actions"), ("S", "T", 90, "starts_on"), ("S", "T", -90, "starts_on"),
])  # fmt: skip
def test_a_plan_needs_words_and_a_day_near_today(
    office: Office, goals: str, actions: str, days: int, field: str
) -> None:
    office.last_year(office.people[1], "poor")
    new = NewCoaching(goals, actions, DAY + timedelta(days=days))
    with pytest.raises(CoachingRefused) as refused:
        start_coaching(employee=office.people[1], new=new, on=DAY, by=office.superior, at=AT)
    assert refused.value.field == field


def test_both_write_and_a_talk_counts_as_held_by_the_superiors_note(office: Office) -> None:
    plan = office.coached(office.people[1], DAY - timedelta(days=20))
    talk = plan.check_ins.order_by("due_on")[0]
    common = {"check_in": talk, "held_on": DAY, "on": DAY, "at": AT}
    note_check_in(text="Catatan pegawai", by=office.actor(office.people[1]), **common)
    talk.refresh_from_db()
    assert talk.held_on is None
    note_check_in(text="Catatan atasan", by=office.superior, **common)
    talk.refresh_from_db()
    assert (talk.held_on, talk.superior_note, talk.employee_note) == (DAY, "Catatan atasan", "Catatan pegawai")
    with pytest.raises(NotFound):
        note_check_in(text="Bukan saya", by=office.actor(office.people[2]), **common)


@pytest.mark.parametrize("days", [1, -30])
def test_a_talk_is_held_within_the_plan_and_not_in_the_future(office: Office, days: int) -> None:
    plan = office.coached(office.people[1], DAY - timedelta(days=20))
    with pytest.raises(CheckInRefused, match="day of the talk"):
        note_check_in(check_in=plan.check_ins.order_by("due_on")[0], text="x", held_on=DAY + timedelta(days=days),
                      on=DAY, by=office.superior, at=AT)  # fmt: skip


def test_a_plan_ends_with_an_outcome_and_early_only_as_stopped(office: Office) -> None:
    plan = office.coached(office.people[1])
    with pytest.raises(CoachingRefused, match="Stopped early"):
        end(office, plan)
    with pytest.raises(CoachingRefused, match="by what one can see"):
        end(office, plan, "stopped", note=" ")
    end(office, plan, "stopped")
    with pytest.raises(CoachingRefused, match="ended already"):
        end(office, plan, "stopped")
    with pytest.raises(CheckInRefused, match="has ended"):
        note_check_in(check_in=plan.check_ins.order_by("due_on")[0], text="x", held_on=DAY, on=DAY, by=office.superior,
                      at=AT)  # fmt: skip


def test_what_is_overdue_stands_first_and_the_counts_agree(office: Office) -> None:
    office.coached(office.people[1], DAY)
    office.coached(office.people[2], DAY - timedelta(days=21))
    office.coached(office.people[3], DAY - timedelta(days=50))
    end(office, office.coached(office.people[4]), "stopped")
    office.last_year(office.people[5], "very_poor")
    office.last_year(office.people[6], "good")
    rows = coaching_rows(office.analyst, DAY)
    assert [(row.state, row.days_late) for row in rows] == [
        ("overdue", 36), ("overdue", 7), ("missing", 0), ("running", 0), ("ended", 0),
    ]  # fmt: skip
    counts = coaching_counts(rows, DAY)
    assert (counts.must, counts.filled, counts.missing, counts.overdue, counts.ended) == (5, 4, 1, 2, 1)


def test_the_words_stay_out_of_the_audit_trail(office: Office) -> None:
    office.coached(office.people[1])
    told = str(list(AuditEvent.objects.values_list("old", "new")))
    assert not any(secret in told for secret in SECRETS)


def secret_plan(office: Office):
    plan = office.coached(office.people[1], DAY - timedelta(days=20))
    talk = plan.check_ins.order_by("due_on")[0]
    common = {"check_in": talk, "held_on": DAY, "on": DAY, "at": AT}
    note_check_in(text=SECRETS[2], by=office.superior, **common)
    note_check_in(text=SECRETS[3], by=office.actor(office.people[1]), **common)
    return plan


def test_the_two_read_every_word(office: Office) -> None:
    plan = secret_plan(office)
    url = reverse("performance:coaching", args=[plan.public_id])
    for person in office.people[:2]:
        client = Client()
        client.force_login(office.login(person))
        page = client.get(url).content.decode()
        assert all(secret in page for secret in SECRETS), person


@pytest.mark.parametrize("role", [
    Role.ANALYST, Role.HEAD_OF_DEVELOPMENT, Role.AGENCY_HEAD, Role.APPROVER_PYB, Role.APPROVER_PPK, Role.AUDITOR,
    Role.UNIT_OPERATOR,
])  # fmt: skip
def test_nobody_else_reads_a_word_on_any_page(office: Office, role: Role) -> None:
    plan = secret_plan(office)
    client = Client()
    client.force_login(office.login_as(role, "CAPIL" if role is Role.UNIT_OPERATOR else ""))
    assert client.get(reverse("performance:coaching", args=[plan.public_id])).status_code == 404
    pages = [client.get(reverse(f"performance:{name}")) for name in ("overview", "coaching-list", "award-list")]
    person = client.get(reverse("dashboards:employee-detail", args=[office.people[1].public_id]))
    told = "".join(page.content.decode() for page in (*pages, person))
    assert not any(secret in told for secret in SECRETS)


def test_the_unit_operator_sees_that_there_is_a_plan_and_its_days(office: Office) -> None:
    secret_plan(office)
    office.coached(office.people[2])  # of a unit elsewhere
    client = Client()
    client.force_login(office.login_as(Role.UNIT_OPERATOR, "CAPIL"))
    page = client.get(reverse("performance:coaching-list")).content.decode()
    assert office.people[1].name in page
    assert office.people[2].name not in page


def test_a_colleague_finds_nothing(office: Office) -> None:
    plan = secret_plan(office)
    with pytest.raises(NotFound):
        coaching_page(office.actor(office.people[2]), plan.public_id, DAY)
    with pytest.raises(Forbidden):
        coaching_rows(office.actor(office.people[2]), DAY)
