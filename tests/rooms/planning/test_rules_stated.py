"""Every rule of the agency is a row of the problem."""

from datetime import date
from typing import Any

import pytest
from tests.rooms.planning.test_gather import gathered, key, table
from tests.rooms.planning.town import AT, FAST, PlanTown

from binacore.planner import check, solve
from binacore.planner.params import SolveParams
from renbina.catalogue.models import Audience, Offer, Programme
from renbina.needs.models import Nomination
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Position
from renbina.planning import actions
from renbina.planning.gather import NAMED, Gathered
from renbina.planning.gather.groups import share
from renbina.planning.models import Assignment, Fund, OpenedOffer, Run
from renbina.rulebook.actions import override_rule

TARGET = "learning.pppk_target_hours"


def row_of(found: Gathered, person: Employee) -> dict[str, Any]:
    who = key(found, person)
    return next(row for row in table(found, "persons") if row["person_id"] == who)


def limit(found: Gathered, person: Employee, month: int) -> int | None:
    """Most people away at once of those who share the person's limit in a month."""
    unit = row_of(found, person)["unit_id"]
    if "unit_periods" in found.problem.columns():
        for row in table(found, "unit_periods"):
            if (row["unit_id"], row["period"]) == (unit, month):
                return None if row["away_max"] is None else int(row["away_max"])
    usual = next(row["away_max"] for row in table(found, "units") if row["unit_id"] == unit)
    return None if usual is None else int(usual)


def programmes_of(found: Gathered, person: Employee) -> set[str]:
    who = key(found, person)
    return {row["programme_id"] for row in table(found, "candidates") if row["person_id"] == who}


def name(town: PlanTown, person: Employee, code: str, *, mandatory: bool = False) -> None:
    programme = town.agency.programmes.get(code=code)
    Nomination.objects.create(employee=person, programme=programme, year=2027, mandatory=mandatory, reason="Terpilih")


def become(town: PlanTown, person: Employee, family: str) -> None:
    post = Position.objects.create(
        agency=town.agency, title=family, title_key=f"{family}{person.pk}", kind="executive", level="executive",
        family=family,
    )  # fmt: skip
    Placement.objects.filter(employee=person).update(position=post)


def calendar(town: PlanTown, *rules: actions.CalendarLine) -> None:
    actions.load_calendar(year=2027, rules=rules, by=town.system, at=AT)


# --- hours


def test_a_pppk_may_attend_24_hours_and_is_owed_none_where_the_agency_decided_nothing(town: PlanTown) -> None:
    row = row_of(gathered(town), town.people[3])
    assert (row["hours_max"], row["entitled"]) == (24.0, False)


def test_a_pppk_is_owed_what_the_agency_decided(town: PlanTown) -> None:
    override_rule(
        agency=town.agency, rule_id=TARGET, since=date(2027, 1, 1), value=12, decision="SK 1", by=town.system, at=AT
    )
    row = row_of(gathered(town), town.people[3])
    assert row["hours_target"] == 12.0
    assert row.get("entitled") is None  # empty: owed


def test_a_programme_longer_than_a_pppk_may_attend_is_not_weighed(town: PlanTown) -> None:
    Programme.objects.filter(agency=town.agency, code="C01").update(hours=25)
    assert "C01" not in programmes_of(gathered(town), town.people[3])
    assert "C01" in programmes_of(gathered(town), town.people[1])


def test_who_must_attend_something_long_has_the_hours_for_it_and_the_yearly_ones(town: PlanTown) -> None:
    found = gathered(town)
    assert row_of(found, town.people[0])["hours_max"] == 850.0
    assert row_of(found, town.people[2])["hours_max"] is None
    assert found.problem.header.hours_max == 160.0


def test_hours_of_this_year_count_as_done_and_take_room(town: PlanTown) -> None:
    day = date(2027, 2, 3)
    town.people[3].learning.create(
        name="Bimtek", form="KL10", started_on=day, ended_on=day, certificate_hours=10, counted_hours=10
    )
    found = gathered(town, on=date(2027, 3, 1))
    assert row_of(found, town.people[3])["hours_done"] == 10.0
    assert "C02" not in programmes_of(found, town.people[3])  # 10 and 16 are more than 24
    assert row_of(found, town.people[1])["hours_done"] is None


def test_who_leaves_during_the_year_is_not_owed_its_hours(town: PlanTown) -> None:
    Employee.objects.filter(pk=town.people[2].pk).update(retire_on=date(2027, 12, 1))
    Employee.objects.filter(pk=town.people[4].pk).update(retire_on=date(2028, 1, 1))
    found = gathered(town)
    assert row_of(found, town.people[2])["entitled"] is False
    assert row_of(found, town.people[4])["entitled"] in (True, None)


# --- who can leave when


def test_a_treasurer_cannot_leave_in_a_closed_month_and_colleagues_can(town: PlanTown) -> None:
    become(town, town.people[1], "bendahara")
    calendar(town, actions.CalendarLine("Tutup tahun", (3, 12), families=("bendahara",)))
    found = gathered(town)
    assert [limit(found, town.people[1], month) for month in (3, 12)] == [0, 0]
    assert 1 in [limit(found, town.people[1], month) for month in (5, 6, 9)]  # takes turns with five colleagues
    assert limit(found, town.people[5], 3) == 2


def test_the_parts_of_a_unit_never_add_up_to_more_than_its_minimum_of_staff_allows(town: PlanTown) -> None:
    become(town, town.people[1], "bendahara")
    calendar(town, actions.CalendarLine("Pemeriksaan", (6,), families=("bendahara",)))
    found = gathered(town)
    groups = {row_of(found, person)["unit_id"] for person in town.people[1::2]}
    assert len(groups) == 2
    assert limit(found, town.people[1], 6) == 0
    assert limit(found, town.people[5], 6) == 2  # Disdukcapil may miss two
    assert (limit(found, town.people[1], 5) or 0) + (limit(found, town.people[5], 5) or 0) == 2


@pytest.mark.parametrize(
    ("most", "needs", "wishes", "expected"),
    [
        (6, [0, 0], [2, 3], [6, 6]),
        (6, [0, 0], [9, 3], [5, 1]),
        (6, [0, 2], [9, 3], [4, 2]),
        (2, [0, 0, 0], [5, 1, 1], [2, 0, 0]),
        (0, [0, 0], [4, 4], [0, 0]),
    ],
)
def test_a_limit_is_divided_by_needs_then_wishes(
    most: int, needs: list[int], wishes: list[int], expected: list[int]
) -> None:
    assert share(most, needs, wishes) == expected


def test_in_the_holidays_everybody_may_leave(town: PlanTown) -> None:
    become(town, town.people[1], "guru_sd")
    calendar(town, actions.CalendarLine("Libur", (6,), families=("guru_sd",), effect="free"))
    found = gathered(town)
    assert limit(found, town.people[1], 6) is None
    assert limit(found, town.people[5], 6) == 2


def test_some_of_a_profession_stay_at_work(town: PlanTown) -> None:
    for person in town.people[1:8:2]:
        become(town, person, "bidan")
    calendar(town, actions.CalendarLine("Bidan", (), families=("bidan",), effect="keep", at_work_min=3))
    found = gathered(town)
    assert max(limit(found, town.people[1], month) or 0 for month in (3, 5, 6, 9)) == 1  # four of them, three stay


def test_a_month_that_is_closed_to_everybody_is_closed_to_everybody(town: PlanTown) -> None:
    calendar(town, actions.CalendarLine("DPA belum terbit", (1,)))
    found = gathered(town)
    assert {limit(found, person, 1) for person in town.people} == {0}


def test_leave_closes_its_months_and_study_meets_the_hours(town: PlanTown) -> None:
    person = town.people[5]
    EmploymentStatus.objects.filter(employee=person).update(valid_to=date(2027, 4, 15))
    EmploymentStatus.objects.create(
        employee=person, status="study_leave", valid_from=date(2027, 4, 15), valid_to=date(2027, 8, 1)
    )
    EmploymentStatus.objects.create(employee=person, status="active", valid_from=date(2027, 8, 1))
    found = gathered(town)
    assert row_of(found, person)["entitled"] is False
    assert [limit(found, person, month) for month in (4, 5, 6, 7)] == [0, 0, 0, 0]
    assert "C02" not in programmes_of(found, person)  # only in May


def test_who_must_attend_comes_before_duties_and_the_minimum_of_staff(town: PlanTown) -> None:
    for person in town.people[1:6:2]:
        name(town, person, "A03", mandatory=True)
    calendar(town, actions.CalendarLine("Sibuk", (4, 5), units=("CAPIL",)))
    found = gathered(town)
    assert limit(found, town.people[1], 4) == 3  # Disdukcapil may miss two
    assert {limit(found, person, 5) for person in town.people[1::2]} == {0}


# --- classes


def test_a_class_of_a_hundred_days_takes_four_months(town: PlanTown) -> None:
    Programme.objects.filter(agency=town.agency, code="A03").update(days=105)
    rows = {row["session_id"]: row["duration"] for row in table(gathered(town), "sessions")}
    assert rows["A03-2027-04"] == 4
    assert rows["C02-2027-05"] is None


def test_nothing_else_while_basic_training_lasts(town: PlanTown) -> None:
    Programme.objects.filter(agency=town.agency, code="A03").update(days=105)
    online = town.agency.programmes.get(code="C11")
    Programme.objects.filter(pk=online.pk).update(synchronous=False)
    Offer.objects.filter(programme=online).update(month=6)
    found = gathered(town)
    assert "C11" not in programmes_of(found, town.people[0])
    assert "C11" in programmes_of(found, town.people[2])
    assert found.held_out["long_class"] == 1


def test_half_a_day_weighs_a_tenth_in_the_absence(town: PlanTown) -> None:
    Programme.objects.filter(agency=town.agency, code="C02").update(days=0.5)
    loads = {row["programme_id"]: row["away_load"] for row in table(gathered(town), "programmes")}
    assert loads["C02"] == 0.1
    assert loads["C01"] in (1.0, None)


def test_the_trainers_office_holds_so_many_classes_in_the_year_and_in_a_month(town: PlanTown) -> None:
    line = actions.OrganiserLine(2027, "bangkom", "Bidang Bangkom", 5, ((5, 1),), ("C02",))
    actions.load_organisers(organisers=[line], by=town.system, at=AT)
    found = gathered(town)
    assert table(found, "organisers") == [{"organiser_id": "bangkom", "batches_max_year": 5}]
    assert table(found, "organiser_periods") == [{"organiser_id": "bangkom", "period": 5, "batches_max": 1}]
    used = {row["programme_id"]: row["organiser_id"] for row in table(found, "programmes")}
    assert used["C02"] == "bangkom"
    assert used["C01"] is None


# --- money and names


def test_a_fund_of_its_own_people_pays_for_them(town: PlanTown) -> None:
    Audience.objects.filter(programme__agency=town.agency, programme__code="C02").delete()
    Audience.objects.create(programme=town.agency.programmes.get(code="C02"))
    own = Fund.objects.get(agency=town.agency, key="capil")
    own.programmes.create(programme=town.agency.programmes.get(code="C02"))
    found = gathered(town)
    paid = {row["person_id"]: row["fund_id"] for row in table(found, "candidates") if row["programme_id"] == "C02"}
    assert paid[key(found, town.people[1])] == "capil"
    assert paid[key(found, town.people[2])] in (None, "apbd")
    assert next(row for row in table(found, "programmes") if row["programme_id"] == "C02")["fund_id"] == "apbd"


def test_being_named_is_worth_what_the_rulebook_says_and_only_for_that_programme(town: PlanTown) -> None:
    name(town, town.people[2], "C07")
    found = gathered(town)
    rows = [row for row in table(found, "gaps") if row["competency_id"].startswith(NAMED)]
    who = key(found, town.people[2])
    assert rows == [{"person_id": who, "competency_id": f"{NAMED}C07", "held": 0, "gap": 1, "weight": 4.0}]
    effects = [row for row in table(found, "effects") if row["competency_id"].startswith(NAMED)]
    assert [row["programme_id"] for row in effects] == ["C07"]


# --- a plan made during its own year


def running(town: PlanTown) -> Run:
    """In February one person was placed in the March class, two in May's, and one in April's long one."""
    run = Run.objects.create(plan=town.plan, requested_by="Penguji", requested_at=AT, status="done")
    offers = {(offer.programme.code, offer.month): offer for offer in Offer.objects.select_related("programme")}
    seats = [(1, ("C01", 3)), (3, ("C02", 5)), (5, ("C02", 5)), (0, ("A03", 4))]
    for number, offer in seats:
        Assignment.objects.create(run=run, employee=town.people[number], offer=offers[offer])
    for offer, people in ((("C01", 3), 1), (("C02", 5), 2), (("A03", 4), 1)):
        OpenedOffer.objects.create(run=run, offer=offers[offer], batches=1, people=people, cost=0)
    town.plan.current_run = run
    town.plan.save()
    return run


def test_what_has_begun_is_closed_and_who_sits_in_it_stays(town: PlanTown) -> None:
    Programme.objects.filter(agency=town.agency, code="A03").update(days=105)
    running(town)
    found = gathered(town, on=date(2027, 5, 10))
    closed = {row["session_id"]: bool(row["closed"]) for row in table(found, "sessions")}
    assert [name for name, shut in sorted(closed.items()) if shut] == ["A03-2027-04", "C01-2027-03", "C02-2027-05"]
    fixed = {(row["person_id"], row["session_id"]) for row in table(found, "fixed")}
    assert fixed == {
        (key(found, town.people[0]), "A03-2027-04"),
        (key(found, town.people[3]), "C02-2027-05"),
        (key(found, town.people[5]), "C02-2027-05"),
    }


def test_what_is_over_has_used_its_money_and_is_not_attended_again(town: PlanTown) -> None:
    running(town)
    before, after = gathered(town), gathered(town, on=date(2027, 5, 10))
    taken = 4_000_000 + 25_000_000  # the class of March, and the seat of April (two days long here)
    assert before.problem.header.budget - after.problem.header.budget == taken
    assert "C01" not in programmes_of(after, town.people[1])
    assert "C01" in programmes_of(after, town.people[5])


def test_a_fixed_seat_is_stated_even_where_a_duty_came_later(town: PlanTown) -> None:
    running(town)
    calendar(town, actions.CalendarLine("Mendadak", (5,), units=("CAPIL",)))
    found = gathered(town, on=date(2027, 5, 10))
    assert ("C02-2027-05") in {row["session_id"] for row in table(found, "fixed")}


def test_before_its_year_nothing_is_fixed(town: PlanTown) -> None:
    running(town)
    tables = gathered(town).problem.columns()
    assert "fixed" not in tables
    assert "closed" not in tables["sessions"]


def test_a_plan_made_during_its_year_keeps_who_sits_in_what_has_begun(town: PlanTown) -> None:
    running(town)
    problem = gathered(town, on=date(2027, 5, 10)).problem
    result = solve(problem, params=SolveParams.from_record(FAST["search"]), seed=1)
    assert check(problem, result.plan).accepted
    fixed = set(zip(problem.fixed_person.tolist(), problem.fixed_session.tolist(), strict=True))
    assert len(fixed) == 2
    assert fixed <= set(zip(result.plan.persons.tolist(), result.plan.sessions.tolist(), strict=True))
