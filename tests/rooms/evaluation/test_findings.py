"""Findings and their follow-up: what weighs the next plan, owners and days, who sees what."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.rooms.delivery.school import School, build_school
from tests.rooms.evaluation.classroom import LATER, NOW, browser, note, programme_of

from renbina.competency.models import Competency
from renbina.delivery.models import Batch
from renbina.evaluation.actions import (
    FindingRefused,
    FollowUpRefused,
    NewFollowUp,
    add_follow_up,
    finish_follow_up,
    weigh_finding,
)
from renbina.evaluation.queries import follow_up_rows, overdue_follow_ups
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.needs.models import Evidence
from renbina.needs.queries import priority_of


def test_a_finding_weighs_once_and_the_priority_rises_visibly(school: School) -> None:
    competency = Competency.objects.get(agency=school.town.agency, code="2.1")
    unit = school.town.units["LOKET"]
    before = priority_of(school.analyst, competency.pk, unit.path, on=LATER.date()).weight
    weighed = weigh_finding(finding=note(school, competency=competency, unit=unit), by=school.analyst, at=LATER)
    assert weighed.priority_before == pytest.approx(before)
    assert weighed.priority_after == pytest.approx(before * 1.2)
    assert priority_of(school.analyst, competency.pk, unit.path, on=LATER.date()).weight == pytest.approx(before * 1.2)
    assert Evidence.objects.get(source="evaluation", unit=unit).origin == f"finding:{weighed.public_id}"
    with pytest.raises(FindingRefused, match="already"):
        weigh_finding(finding=weighed, by=school.analyst, at=LATER)
    with pytest.raises(FindingRefused, match="which competency"):
        weigh_finding(finding=note(school), by=school.analyst, at=LATER)


def test_a_follow_up_needs_an_owner_a_later_day_and_at_last_a_proof(school: School) -> None:
    finding = note(school)
    todo = finding.follow_ups.get()
    with pytest.raises(FollowUpRefused, match="lies before"):
        add_follow_up(
            finding=finding,
            follow_up=NewFollowUp("Ulang", todo.unit, NOW - timedelta(days=1)),
            by=school.analyst,
            at=LATER,
        )
    with pytest.raises(FollowUpRefused, match="one can see"):
        finish_follow_up(follow_up=todo, proof="  ", on=NOW, by=school.analyst, at=LATER)
    finish_follow_up(follow_up=todo, proof="Daftar hadir", on=NOW, by=school.analyst, at=LATER)
    with pytest.raises(FollowUpRefused, match="already"):
        finish_follow_up(follow_up=todo, proof="Lagi", on=NOW, by=school.analyst, at=LATER)


def test_units_and_superiors_see_their_own_follow_up_only(school: School) -> None:
    todo = note(school).follow_ups.get()
    later = date(2027, 9, 5)
    operator, elsewhere = (school.town.actor(Role.UNIT_OPERATOR, unit=name) for name in ("CAPIL", "BKPSDM"))
    superior = school.actor(school.people[0], Role.SUPERIOR)  # rates people at the counter and in BKPSDM
    assert [row.late for row in follow_up_rows(operator, later)] == [True]
    assert overdue_follow_ups(operator, later).count() == 1
    assert follow_up_rows(elsewhere, later) == []
    assert [row.may_finish for row in follow_up_rows(superior, later)] == [True]
    assert not overdue_follow_ups(school.actor(school.people[3]), later).exists()
    with pytest.raises(Forbidden):
        follow_up_rows(school.actor(school.people[3]), later)
    with pytest.raises(Forbidden):
        finish_follow_up(follow_up=todo, proof="Foto", on=later, by=elsewhere, at=LATER)
    other = build_school(people=2, name="Kota Lain", first=40)
    with pytest.raises(NotFound):
        finish_follow_up(follow_up=todo, proof="Foto", on=later, by=other.analyst, at=LATER)


def test_markup_in_a_finding_stays_text(school: School, batch: Batch) -> None:
    finding = note(school, text="<script>alert(1)</script>")
    client = browser(school, Role.ANALYST)
    for address in (
        reverse("evaluation:finding", args=[finding.public_id]),
        reverse("evaluation:programme", args=[programme_of(school).public_id, 2027]),
        reverse("evaluation:follow-up-list"),
    ):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
