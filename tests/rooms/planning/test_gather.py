"""Rows become a problem: who is in it, what they may attend, and what the money allows."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.planning.town import DAY, PlanTown, build

from renbina.accounts.models import User
from renbina.organisation.models import Employee, EmploymentStatus
from renbina.planning.gather import QUERIES, UNPAID, Gathered, PlanningParameters, gather
from renbina.rulebook.queries import rulebook_for


def gathered(town: PlanTown, on: date = DAY, **parameters: object) -> Gathered:
    chosen = PlanningParameters.from_record(parameters)
    return gather(town.plan, rulebook_for(town.agency), chosen, on)


def table(found: Gathered, name: str) -> list[dict[str, Any]]:
    columns: Mapping[str, Iterable[Any]] = found.problem.columns()[name]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def key(found: Gathered, person: Employee) -> str:
    return next(name for name, each in found.people.items() if each.pk == person.pk)


def candidates(town: PlanTown, person: Employee, **parameters: Any) -> dict[str, tuple[bool, bool]]:
    found = gathered(town, **parameters)
    who = key(found, person)
    rows = [row for row in table(found, "candidates") if row["person_id"] == who]
    return {row["programme_id"]: (row["mandatory"], row["needs_prerequisite"]) for row in rows}


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


def test_people_on_leave_all_year_are_counted_and_left_out(town: PlanTown) -> None:
    EmploymentStatus.objects.filter(employee=town.people[2]).update(status="study_leave")
    found = gathered(town)
    assert town.people[2].pk not in {person.pk for person in found.people.values()}
    assert list(found.left_out.values()) == ["study_leave"]


def test_who_retires_early_in_the_plan_year_is_only_in_what_they_are_named_for(town: PlanTown) -> None:
    Employee.objects.filter(pk__in=[town.people[0].pk, town.people[1].pk]).update(retire_on=date(2027, 8, 1))
    assert set(candidates(town, town.people[0])) == {"A03", "C07"}  # self-paced learning needs no month
    assert set(candidates(town, town.people[1])) == {"C07"}


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


def test_a_calendar_that_leaves_no_month_removes_the_programme(town: PlanTown) -> None:
    town.agency.calendar_rules.update(months=[5])
    assert "C02" not in candidates(town, town.people[1])
    assert "C01" in candidates(town, town.people[1])


def test_voice_and_criticality_weigh_a_gap(town: PlanTown) -> None:
    found = gathered(town)
    weights = {(row["person_id"], row["competency_id"]): row["weight"] for row in table(found, "gaps")}
    assert weights[key(found, town.people[1]), "2.1"] == pytest.approx(3.0 * 1.4)
    assert weights[key(found, town.people[2]), "2.1"] == pytest.approx(3.0)
    assert weights[key(found, town.people[2]), "2.2"] == 1.0


def test_beyond_a_limit_only_the_best_and_its_prerequisite_are_kept(town: PlanTown) -> None:
    assert list(candidates(town, town.people[4], candidates_max=1)) == ["C07", "C11"]


def test_the_problem_holds_nothing_of_another_agency(town: PlanTown, elsewhere: PlanTown) -> None:
    found = gathered(town)
    assert {person.pk for person in found.people.values()} == {person.pk for person in town.people}
    assert found.problem.persons == len(town.people)


def test_the_same_agency_gives_the_same_problem_in_every_database(town: PlanTown) -> None:
    User.objects.all().delete()
    again = build("Kota Uji")  # the same people and facts under other primary keys and public ids
    first, second = (gathered(each).problem for each in (town, again))
    assert first.columns() == second.columns()
    assert first.header_fields() == second.header_fields()


def test_no_name_in_the_problem_is_a_nip_or_a_public_id(town: PlanTown) -> None:
    names = set(gathered(town).problem.person_ids)
    known = {value for person in town.people for value in (person.nip, person.public_id)}
    assert not names & known
    assert all(len(name) < 8 for name in names)


def learnt(person: Employee, code: str, year: int) -> None:
    day = date(year, 5, 4)
    person.learning.create(programme_code=code, name=code, form="KL07", started_on=day, ended_on=day)


def reached(person: Employee, competency: str, level: int) -> None:
    person.gaps.filter(competency__code=competency).update(held=level, size=0)


def test_nobody_is_sent_where_they_are_known_to_have_nothing_to_learn(town: PlanTown) -> None:
    person = town.people[2]  # owed the yearly hours, so anything with hours would help
    assert "C07" in candidates(town, person)
    reached(person, "2.2", 2)  # as high as C07 leads
    assert "C07" not in candidates(town, person)


def test_who_holds_the_standard_may_still_learn_above_it(town: PlanTown) -> None:
    person = town.people[2]
    reached(person, "2.2", 1)
    assert "C07" in candidates(town, person)


def test_a_programme_is_not_repeated_within_two_years(town: PlanTown) -> None:
    learnt(town.people[2], "C07", 2025)
    learnt(town.people[4], "C07", 2024)
    assert "C07" not in candidates(town, town.people[2])
    assert "C07" in candidates(town, town.people[4])
    assert gathered(town).held_out["repeated"] == 1


def test_the_agency_may_have_repeated_what_it_names_people_for(town: PlanTown) -> None:
    learnt(town.people[0], "A03", 2025)
    assert candidates(town, town.people[0])["A03"] == (True, False)


def test_a_learning_community_is_never_a_repetition(town: PlanTown) -> None:
    town.agency.programmes.filter(code="C07").update(form="NKL10")
    person = town.people[2]
    reached(person, "2.2", 2)
    learnt(person, "C07", 2026)
    assert "C07" in candidates(town, person)


def test_who_retires_within_a_year_is_sent_to_short_classes_only(town: PlanTown) -> None:
    town.agency.programmes.filter(code="C11").update(hours=40, prerequisite=None)
    Employee.objects.filter(pk=town.people[2].pk).update(retire_on=date(2028, 6, 1))
    Employee.objects.filter(pk=town.people[4].pk).update(retire_on=date(2028, 12, 1))
    assert {"C07"} <= set(candidates(town, town.people[2])) <= {"C07", "C01", "C02"}
    assert "C11" in candidates(town, town.people[4])
