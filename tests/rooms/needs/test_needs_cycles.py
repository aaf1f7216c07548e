"""The seven stages of a year's analysis: days, turns, and what is late."""

from datetime import date
from typing import Any

import pytest
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from binacore.workdays import AKPK_DAYS
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.needs import actions
from renbina.needs.enums import Stage
from renbina.needs.models import CycleStage
from renbina.needs.queries import cycle_page, stage_for

STARTS = date(2026, 10, 5)  # a Monday


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=2)


def plan(town: PlanTown, **more: Any) -> Any:
    stages = [actions.StagePlan(stage, days, "Tim BKPSDM") for stage, days in zip(Stage, AKPK_DAYS, strict=True)]
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
