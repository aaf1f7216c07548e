"""Tables refer to each other without loose ends, whatever the size."""

import pytest

from binacity.generate import generate, generate_neighbour
from binacity.records import City

OTHERS = {"size 60": lambda: generate(size=60), "size 500": lambda: generate(size=500), "neighbour": generate_neighbour}


@pytest.fixture(scope="module", params=["city", *OTHERS])
def any_city(request: pytest.FixtureRequest, city: City) -> City:
    return city if request.param == "city" else OTHERS[request.param]()


def test_keys_are_unique_and_parents_come_first(any_city: City) -> None:
    for rows in (
        any_city.units,
        any_city.positions,
        any_city.employees,
        any_city.competencies,
        any_city.offers,
        any_city.funds,
    ):
        assert len({row.key for row in rows}) == len(rows)
    for rows in (any_city.units, any_city.goals):
        seen: set[str | None] = {None}
        for row in rows:
            assert row.parent in seen
            seen.add(row.key)
    assert {row.goal for row in any_city.goal_links} <= {goal.key for goal in any_city.goals}
    assert len({unit.code for unit in any_city.units}) == len(any_city.units)
    assert len({position.title for position in any_city.positions}) == len(any_city.positions)


def test_people_stand_in_units_and_positions_that_exist(any_city: City) -> None:
    units, positions = {u.key for u in any_city.units}, {p.key for p in any_city.positions}
    assert {p.unit for p in any_city.employees} <= units
    assert {p.position for p in any_city.employees} <= positions
    assert {a.owner for a in any_city.activities} <= units
    for rows in (any_city.funds, any_city.audiences, any_city.calendar):
        assert {key for row in rows for key in row.units} <= units
    assert {row.unit for row in any_city.voice} <= units


def test_rows_about_people_name_people(any_city: City) -> None:
    people = {p.key for p in any_city.employees}
    for rows in (
        any_city.assessments,
        any_city.learning,
        any_city.performance,
        any_city.nominations,
        any_city.supervisions,
    ):
        assert {row.employee for row in rows} <= people
    assert {row.superior for row in any_city.supervisions} <= people
    assert {row.employee for row in any_city.logins if row.employee} <= people
    assert all(row.employee != row.superior for row in any_city.supervisions)


def test_competencies_and_programmes_are_known(any_city: City) -> None:
    competencies, codes = {c.key for c in any_city.competencies}, {p.code for p in any_city.programmes}
    for rows in (any_city.standards, any_city.assessments, any_city.effects, any_city.voice, any_city.goal_links):
        assert {row.competency for row in rows} <= competencies
    for rows in (any_city.effects, any_city.audiences, any_city.nominations, any_city.offers):
        assert {row.programme for row in rows} <= codes
    assert {row.programme for row in any_city.learning if row.programme} <= codes
    assert {row.programme for row in any_city.plan_history if row.programme} <= codes
    assert {p.prerequisite for p in any_city.programmes if p.prerequisite} <= codes
    assert {p.fund for p in any_city.programmes} <= {f.key for f in any_city.funds}
    assert {p.partner for p in any_city.programmes if p.partner} <= {p.key for p in any_city.partners}


def test_one_row_for_each_pair(any_city: City) -> None:
    pairs = [
        [(r.position, r.competency) for r in any_city.standards],
        [(r.programme, r.competency) for r in any_city.effects],
        [(r.employee, r.competency, r.method) for r in any_city.assessments],
        [(r.employee, r.programme) for r in any_city.nominations],
        [(r.employee, r.year) for r in any_city.performance],
        [(r.employee, r.relation) for r in any_city.supervisions],
        [(r.unit, r.competency) for r in any_city.voice],
    ]
    assert all(len(set(rows)) == len(rows) for rows in pairs)


def test_levels_stay_on_the_scale(any_city: City) -> None:
    assert {row.level for row in any_city.assessments} <= set(range(6))
    assert {row.level for row in any_city.standards} <= set(range(1, 6))


def test_families_of_audiences_are_held_by_somebody_in_the_city(city: City) -> None:
    known = {position.family for position in city.positions}
    assert {family for row in city.audiences for family in (*row.families, *row.excluded_families)} <= known


def test_logins_of_the_story_are_all_there(city: City) -> None:
    roles = {row.username: row.role for row in city.logins}
    assert len(roles) == len(city.logins) == 17
    assert set(roles.values()) == {
        "analyst",
        "head_of_development",
        "agency_head",
        "approver_pyb",
        "approver_ppk",
        "unit_operator",
        "superior",
        "employee",
        "auditor",
        "partner",
    }
    names = {p.key: f"{p.name}, {p.back_title}" for p in city.employees}
    shown = {row.username: names.get(row.employee or "") for row in city.logins}
    assert shown["analis"] == "Rengganis Arunala, S.IP."
    assert shown["kabid"] == "Tegar Wirabuana, S.STP., M.Si."
