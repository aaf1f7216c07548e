"""Predicates by period, coaching plans and nominations: they follow from the results of 2025 and disturb nothing."""

from collections import Counter
from datetime import timedelta

from binacity.appraisal import BELOW
from binacity.generate import generate_neighbour
from binacity.records import City
from binacore.indices import Rating, predicate
from binacore.rules import Rulebook, load_rules


def raters(city: City) -> dict[str, str]:
    return {row.employee: row.superior for row in city.supervisions if row.relation == "rater"}


def test_52_of_the_87_below_expectation_have_a_coaching_plan(city: City) -> None:
    below = {row.employee: row.predicate for row in city.performance if row.predicate in BELOW}
    plans = city.appraisal.coaching
    assert (len(below), len(plans)) == (87, 52)
    assert {plan.employee for plan in plans} <= set(below)
    assert all(plan.predicate == below[plan.employee] for plan in plans)
    assert all(plan.superior == raters(city)[plan.employee] for plan in plans)


def test_the_deciding_official_finds_a_plan_to_write(city: City) -> None:
    """Of the 35 that are missing one waits for a login of the demonstration."""
    below = {row.employee for row in city.performance if row.predicate in BELOW}
    missing = below - {plan.employee for plan in city.appraisal.coaching}
    (sekda,) = (row.employee for row in city.logins if row.role == "approver_pyb")
    assert [raters(city)[key] for key in missing].count(sekda) == 1


def test_plans_stand_in_every_stage_on_the_frozen_day(city: City) -> None:
    today = city.agency.frozen_on
    stages: Counter[str] = Counter()
    for plan in city.appraisal.coaching:
        missed = [each for each in plan.check_ins if each.held_on is None and each.due_on < today]
        if plan.ended_on:
            stages["ended"] += 1
            assert plan.outcome
            assert plan.ended_on <= today
        elif missed:
            stages["late"] += 1
        else:
            stages["to end" if plan.ends_on <= today else "running"] += 1
        assert plan.ends_on - plan.starts_on == timedelta(days=90)
        assert all(each.held_on is None or each.superior_note for each in plan.check_ins)
    assert set(stages) == {"ended", "late", "to end", "running"}


def test_the_year_is_the_year_of_the_records_and_quarters_follow_the_matrix(city: City) -> None:
    yearly = {row.employee: row.predicate for row in city.appraisal.ratings if row.year == 2025}
    assert yearly == {row.employee: row.predicate for row in city.performance}
    rules = Rulebook(load_rules()).at(city.agency.frozen_on)
    for row in city.appraisal.ratings:
        assert predicate(Rating(row.result), Rating(row.behaviour), rules).value == row.predicate
        assert row.predicate == "good" or row.reason
    once = Counter((row.employee, row.year, row.quarter) for row in city.appraisal.ratings)
    assert max(once.values()) == 1


def test_twelve_are_nominated_and_two_wait_for_the_second_person(city: City) -> None:
    rows = city.appraisal.recognitions
    deciders = {
        row.employee for row in city.logins if row.role in {"head_of_development", "agency_head", "approver_pyb"}
    }
    stages = Counter(row.stage for row in rows)
    assert (len(rows), stages["proposed"], len({row.employee for row in rows})) == (12, 2, 12)
    assert {"awarded", "nominated", "returned", "refused"} <= set(stages)
    good = {row.employee for row in city.performance if row.predicate in {"good", "very_good"}}
    assert all(row.employee in good and row.nominator not in deciders | {row.employee} for row in rows)
    assert all(row.refusal for row in rows if row.stage in {"returned", "refused"})


def test_the_superior_on_the_phone_finds_somebody_to_rate_and_a_talk_of_today(city: City) -> None:
    superior = next(row.employee for row in city.logins if row.username == "puskesmas")
    team = {person for person, rater in raters(city).items() if rater == superior}
    rated = {row.employee for row in city.appraisal.ratings if (row.year, row.quarter) == (2026, 3)}
    assert 0 < len(team - rated) < len(team) / 3
    due = [each.due_on for plan in city.appraisal.coaching if plan.superior == superior
           for each in plan.check_ins if each.held_on is None]  # fmt: skip
    assert min(due) == city.agency.frozen_on


def test_the_neighbour_has_its_own_rows(city: City) -> None:
    other = generate_neighbour()
    keys = {person.key for person in other.employees}
    assert {row.employee for row in other.appraisal.ratings} <= keys
    assert city.appraisal.recognitions != other.appraisal.recognitions
