"""Rows become a problem: who is in it, what they may attend, and what the money allows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.planning.town import DAY, PlanTown, build

from renbina.organisation.models import Employee, EmploymentStatus
from renbina.planning.gather import QUERIES, UNPAID, Gathered, PlanningParameters, gather
from renbina.rulebook.queries import rulebook_for


def gathered(town: PlanTown, **parameters: object) -> Gathered:
    chosen = PlanningParameters.from_record(parameters)
    return gather(town.plan, rulebook_for(town.agency), chosen, DAY)


def candidates(town: PlanTown, person: Employee) -> dict[str, tuple[bool, bool]]:
    table = gathered(town).problem.columns()["candidates"]
    rows = zip(table["person_id"], table["programme_id"], table["mandatory"], table["needs_prerequisite"], strict=True)
    return {programme: (owed, needs) for who, programme, owed, needs in rows if who == person.public_id}


@pytest.mark.parametrize("people", [4, 40])
def test_gathering_costs_the_same_queries_at_every_size(db: None, people: int) -> None:
    town = build(people=people)
    rulebook = rulebook_for(town.agency)
    with CaptureQueriesContext(connection) as queries:
        gather(town.plan, rulebook, PlanningParameters(), DAY)
    assert len(queries) == QUERIES


def test_money_of_other_activities_is_no_longer_there_for_programmes(town: PlanTown) -> None:
    problem = gathered(town).problem
    assert problem.header.budget == 58_000_000
    assert dict(zip(problem.fund_ids, problem.fund_budget.tolist(), strict=True)) == {
        "apbd": 38_000_000, "capil": 20_000_000, UNPAID: 0,
    }  # fmt: skip


def test_a_proposal_above_the_funds_raises_every_fund_in_proportion(town: PlanTown) -> None:
    town.plan = town.agency.plans.get(stage="indicative")
    problem = gathered(town).problem
    assert dict(zip(problem.fund_ids, problem.fund_budget.tolist(), strict=True))["capil"] == 30_000_000


def test_people_on_leave_are_counted_and_left_out(town: PlanTown) -> None:
    EmploymentStatus.objects.filter(employee=town.people[2]).update(status="study_leave")
    found = gathered(town)
    assert town.people[2].public_id not in found.people
    assert found.left_out == {"study_leave": 1}


def test_who_retires_in_the_plan_year_is_only_in_what_they_are_named_for(town: PlanTown) -> None:
    Employee.objects.filter(pk__in=[town.people[0].pk, town.people[1].pk]).update(retire_on=date(2027, 11, 1))
    assert set(candidates(town, town.people[0])) == {"A03"}
    assert candidates(town, town.people[1]) == {}


def test_a_fund_that_pays_for_some_units_only_keeps_others_out(town: PlanTown) -> None:
    assert "C01" in candidates(town, town.people[1])  # sits below Disdukcapil
    assert "C01" not in candidates(town, town.people[2])


def test_a_long_programme_is_only_for_the_person_named_for_it(town: PlanTown) -> None:
    assert candidates(town, town.people[0])["A03"] == (True, False)
    assert "A03" not in candidates(town, town.people[2])


def test_the_prerequisite_is_not_asked_again_of_who_has_it(town: PlanTown) -> None:
    town.people[2].learning.create(
        programme_code="C07", name="Keamanan", form="NKL03", started_on=date(2025, 1, 1), ended_on=date(2025, 1, 1)
    )
    assert candidates(town, town.people[2])["C11"] == (False, False)
    assert candidates(town, town.people[4])["C11"] == (False, True)


def test_the_hours_weighed_for_a_pppk_never_pass_the_yearly_limit(town: PlanTown) -> None:
    hours = {"C01": 24, "C02": 16, "C07": 6, "C11": 24}
    assert sum(hours[code] for code in candidates(town, town.people[3])) <= 24


def test_a_calendar_that_leaves_no_month_removes_the_programme(town: PlanTown) -> None:
    town.agency.calendar_rules.update(months=[5])
    assert "C02" not in candidates(town, town.people[1])
    assert "C01" in candidates(town, town.people[1])


def test_voice_and_criticality_weigh_a_gap(town: PlanTown) -> None:
    table = gathered(town).problem.columns()["gaps"]
    weights = dict(zip(zip(table["person_id"], table["competency_id"], strict=True), table["weight"], strict=True))
    assert weights[town.people[1].public_id, "2.1"] == pytest.approx(3.0 * 1.4)
    assert weights[town.people[2].public_id, "2.1"] == pytest.approx(3.0)
    assert weights[town.people[2].public_id, "2.2"] == 1.0


def test_beyond_the_limit_only_the_best_and_its_prerequisite_are_kept(town: PlanTown) -> None:
    table = gathered(town, candidates_max=1).problem.columns()["candidates"]
    kept = [
        what
        for who, what in zip(table["person_id"], table["programme_id"], strict=True)
        if who == town.people[4].public_id
    ]
    assert kept == ["C07", "C11"]


def test_the_problem_holds_nothing_of_another_agency(town: PlanTown, elsewhere: PlanTown) -> None:
    problem = gathered(town).problem
    foreign = {person.public_id for person in elsewhere.people}
    assert not foreign & set(problem.person_ids)
    assert problem.persons == len(town.people)
