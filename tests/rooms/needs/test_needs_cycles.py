"""The seven stages of a year's analysis: days, turns, and what is late."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from binacore.workdays import AKPK_DAYS
from renbina.accounts.models import User
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.needs import actions
from renbina.needs.enums import Stage
from renbina.needs.models import CycleStage
from renbina.needs.queries import cycle_page, stage_for
from renbina.needs.queries.cycles import stages_waiting

STARTS = date(2026, 10, 5)  # a Monday


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=2)


def plan(town: PlanTown, **more: Any) -> Any:
    stages = [actions.StagePlan(stage, days, "analyst") for stage, days in zip(Stage, AKPK_DAYS, strict=True)]
    return actions.plan_cycle(
        **{"year": 2027, "starts_on": STARTS, "stages": stages, "by": town.analyst, "at": AT} | more
    )


def finish(town: PlanTown, position: int, on: date) -> CycleStage:
    stage = CycleStage.objects.get(cycle__agency=town.agency, position=position)
    return actions.finish_stage(stage=stage, on=on, by=town.analyst, at=AT)


def test_stages_follow_one_another_in_working_days_and_say_which_is_late(town: PlanTown) -> None:
    plan(town)
    for position in range(1, 6):
        finish(town, position, date(2026, 11, 12))
    page = cycle_page(town.actor(Role.AUDITOR), 2027, DAY)
    assert page is not None
    assert [line.last for line in page.stages] == [
        date(2026, 10, 8), date(2026, 10, 22), date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 12),
        date(2026, 11, 17), date(2026, 12, 1),
    ]  # fmt: skip
    assert [line.state for line in page.stages] == ["done"] * 5 + ["late", "next"]
    assert page.current is page.stages[5]
    assert (page.stages[5].left, page.stages[6].left) == (-4, 6)


def test_a_public_holiday_of_the_rules_moves_the_stages_after_it(town: PlanTown) -> None:
    plan(town, starts_on=date(2026, 12, 21))
    page = cycle_page(town.analyst, 2027, DAY)
    assert page is not None
    assert page.stages[0].last > date(2026, 12, 24)
    assert 2027 in page.unsure


def test_a_stage_waits_for_those_before_it_and_opening_one_opens_those_after(town: PlanTown) -> None:
    plan(town)
    with pytest.raises(actions.CycleRefused, match="Pengumpulan data"):
        finish(town, 2, DAY)
    finish(town, 1, DAY)
    second = finish(town, 2, DAY)
    with pytest.raises(actions.CycleRefused, match="sudah selesai"):
        finish(town, 2, DAY)
    with pytest.raises(actions.CycleRefused):
        plan(town, starts_on=date(2026, 10, 12))
    first = CycleStage.objects.get(cycle=second.cycle, position=1)
    with pytest.raises(actions.CycleRefused):
        actions.reopen_stage(stage=first, reason=" ", by=town.analyst, at=AT)
    actions.reopen_stage(stage=first, reason="Dua unit belum masuk", by=town.analyst, at=AT)
    assert not CycleStage.objects.filter(done_on__isnull=False).exists()
    assert plan(town, starts_on=date(2026, 10, 12)).starts_on == date(2026, 10, 12)


def test_only_the_needs_team_plans_and_finishes(town: PlanTown) -> None:
    plan(town)
    stage = CycleStage.objects.get(position=1)
    for role in (Role.AUDITOR, Role.UNIT_OPERATOR, Role.EMPLOYEE):
        with pytest.raises(Forbidden):
            actions.finish_stage(stage=stage, on=DAY, by=town.actor(role), at=AT)
    with pytest.raises(Forbidden):
        stage_for(town.actor(Role.EMPLOYEE), stage.public_id)


def owned(town: PlanTown, **owner: Any) -> None:
    """The first stage, due on 8 October, is with somebody else than the needs team."""
    stages = [actions.StagePlan(stage, days, "analyst") for stage, days in zip(Stage, AKPK_DAYS, strict=True)]
    plan(town, stages=[actions.StagePlan(stages[0].stage, stages[0].days, **owner), *stages[1:]])
    for role in ("analyst", "unit_operator"):
        User.objects.filter(pk=town.users[role].pk).update(email=f"{role}@renbina.test", language="id")


def morning(town: PlanTown, day: date, capture: Any) -> list[str]:
    """Who is written to on that morning."""
    mail.outbox.clear()
    with capture(execute=True):
        actions.remind_of_stages(
            event_id=1, payload={}, by=town.system, at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        )
    return [letter.to[0].split("@")[0] for letter in mail.outbox]


@pytest.mark.parametrize(
    ("owner", "hears"), [({"role": "unit_operator"}, "unit_operator"), ({"role": "head_of_development"}, "analyst")]
)
def test_who_answers_hears_before_the_last_day_and_weekly_once_it_is_late(
    town: PlanTown, owner: dict[str, str], hears: str, django_capture_on_commit_callbacks: Any
) -> None:
    owned(town, **owner)
    heard = {
        day: morning(town, date(2026, 10, day), django_capture_on_commit_callbacks)
        for day in (5, 6, 7, 8, 9, 10, 15, 16, 17)
    }
    assert {day for day, letters in heard.items() if letters} == {6, 9, 16}
    assert heard[6] == [hears], "nobody holds the office: the needs team hears it"
    finish(town, 1, date(2026, 10, 16))
    assert morning(town, date(2026, 10, 19), django_capture_on_commit_callbacks) == []
    assert morning(town, date(2026, 10, 28), django_capture_on_commit_callbacks) == ["analyst"]
    assert "Inventarisasi" in mail.outbox[0].subject
    assert morning(town, date(2028, 1, 10), django_capture_on_commit_callbacks) == [], "its year is over"


def test_a_unit_that_answers_hears_it_finds_it_on_the_home_and_says_that_it_is_done(
    town: PlanTown, django_capture_on_commit_callbacks: Any
) -> None:
    unit = town.users["unit_operator"].grants.get().unit
    owned(town, unit=unit)
    assert morning(town, date(2026, 10, 6), django_capture_on_commit_callbacks) == ["unit_operator"]
    code = next(code for code, each in town.units.items() if each.pk == unit.pk)
    elsewhere = next(code for code, each in town.units.items() if not each.path.startswith(unit.path[:4]))
    operator, other = town.actor(Role.UNIT_OPERATOR, unit=code), town.actor(Role.UNIT_OPERATOR, unit=elsewhere)
    assert [line.position for _year, line in stages_waiting(operator, DAY)] == [1]
    assert stages_waiting(other, DAY) == stages_waiting(town.analyst, DAY) == []
    stage = CycleStage.objects.get(position=1)
    with pytest.raises(Forbidden):
        actions.finish_stage(stage=stage, on=DAY, by=other, at=AT)
    assert actions.finish_stage(stage=stage, on=DAY, by=operator, at=AT).done_on == DAY
    assert [line.position for _year, line in stages_waiting(town.analyst, DAY)] == [2]


def test_a_stage_needs_one_owner(town: PlanTown) -> None:
    for owner in ({}, {"role": "auditor"}, {"role": "analyst", "unit": town.units["CAPIL"]}):
        with pytest.raises(actions.CycleRefused):
            owned(town, **owner)
