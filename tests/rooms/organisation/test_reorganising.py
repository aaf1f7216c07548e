"""Units change on a day by a decree, and every earlier day is answered as it was."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.rooms.organisation.conftest import AT, DAY, Town, make_employee

from renbina.accounts.models import User
from renbina.foundation.actor import Grant, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation import actions, queries
from renbina.organisation.actions import Decree, NewPart, UnitChangeRefused
from renbina.organisation.gather import directory_of
from renbina.organisation.models import EmploymentStatus, Placement, RoleGrant, Unit, UnitChange

MARCH = date(2026, 3, 1)
BEFORE = MARCH - timedelta(1)


def decree(on: date = MARCH) -> Decree:
    return Decree("Perda 4/2026", on, "Penataan perangkat daerah")


def tree(town: Town, on: date) -> dict[str, str | None]:
    """Name -> name of the unit above, on a day."""
    states = queries.tree_on(town.analyst(), on)
    return {state.name: states[state.parent].name if state.parent else None for state in states.values()}


def people(town: Town, unit: str, on: date) -> set[str]:
    found = set(queries.people_of_unit(town.analyst(), town.units[unit], on).values_list("pk", flat=True))
    return {key for key, person in town.people.items() if person.pk in found}


def called(town: Town, *days: date) -> list[str]:
    unit = Unit.objects.get(pk=town.units["two"].pk)
    return [queries.unit_name_on(unit, day) for day in days]


def rename(town: Town, unit: str, name: str, on: date = MARCH) -> Unit:
    return actions.rename_unit(
        unit=town.units[unit], name=name, short_name=name, decree=decree(on), by=town.system, at=AT
    )


def merge(town: Town, *, into: str, unit: str, on: date = MARCH) -> Unit:
    return actions.merge_units(
        units=[town.units[unit]], into=town.units[into], decree=decree(on), by=town.system, at=AT
    )


def test_a_renamed_unit_answers_to_both_names_and_every_day_knows_its_own(town: Town) -> None:
    rename(town, "two", "Badan Dua")
    assert "Dinas Dua" in tree(town, BEFORE)
    assert "Badan Dua" in tree(town, MARCH)
    assert called(town, BEFORE, MARCH) == ["Dinas Dua", "Badan Dua"]
    for spelling in ("dinas dua", "BADAN DUA", "Didua"):
        found = directory_of(town.agency.pk).units.find(spelling).one
        assert found is not None
        assert found.pk == town.units["two"].pk


def test_a_moved_unit_takes_its_parts_along_and_the_past_keeps_its_place(town: Town) -> None:
    new = [actions.NewUnit("t", town.units["one.s"], "Tim Layanan", "Tim", "team")]
    actions.add_units(agency=town.agency, units=new, by=town.system, at=AT)
    section = Unit.objects.get(pk=town.units["one.s"].pk)
    actions.move_unit(unit=section, parent=town.units["two"], decree=decree(), by=town.system, at=AT)
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert tree(town, BEFORE)["Seksi Pelayanan"] == "Dinas Satu"
    assert tree(town, MARCH) == {
        "Dinas Satu": None, "Dinas Dua": None, "Seksi Pelayanan": "Dinas Dua", "Tim Layanan": "Seksi Pelayanan",
    }  # fmt: skip
    assert [people(town, unit, BEFORE) for unit in ("one", "two")] == [{"head", "staff"}, {"other"}]
    assert [people(town, unit, MARCH) for unit in ("one", "two")] == [{"head"}, {"staff", "other"}]


def test_a_unit_can_move_to_the_top(town: Town) -> None:
    actions.move_unit(unit=town.units["one.s"], parent=None, decree=decree(), by=town.system, at=AT)
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert tree(town, MARCH)["Seksi Pelayanan"] is None


def test_a_merged_unit_gives_people_parts_names_and_code_and_ends_its_roles(town: Town, user: User) -> None:
    actions.grant_role(
        user=user, agency=town.agency, role="unit_operator", unit=town.units["one"], since=BEFORE, by=town.system, at=AT
    )
    merge(town, into="two", unit="one")
    assert tree(town, MARCH) == {"Dinas Dua": None, "Seksi Pelayanan": "Dinas Dua"}
    assert tree(town, BEFORE)["Seksi Pelayanan"] == "Dinas Satu"
    assert people(town, "two", MARCH) == {"head", "staff", "other"}
    assert people(town, "one", BEFORE) == {"head", "staff"}
    assert people(town, "one", MARCH) == set()
    directory = directory_of(town.agency.pk)
    found = directory.units.find("Din. 1").one
    assert found is not None
    assert found.pk == town.units["two"].pk == directory.by_code["A1"].pk
    assert RoleGrant.objects.get().valid_to == MARCH
    head = Placement.objects.filter(employee=town.people["head"]).order_by("valid_from")
    assert [(row.unit.name, row.valid_from, row.valid_to) for row in head] == [
        ("Dinas Satu", date(2020, 1, 1), MARCH), ("Dinas Dua", MARCH, None),
    ]  # fmt: skip


def test_a_split_opens_units_beside_and_moves_the_named_people(town: Town) -> None:
    part = NewPart("Seksi Pengaduan", "Pengaduan", (town.people["staff"],))
    (made,) = actions.split_unit(unit=town.units["one.s"], parts=[part], decree=decree(), by=town.system, at=AT)
    town.units["part"] = made
    assert "Seksi Pengaduan" not in tree(town, BEFORE)
    assert tree(town, MARCH)["Seksi Pengaduan"] == "Dinas Satu"
    assert (people(town, "part", MARCH), people(town, "one.s", MARCH)) == ({"staff"}, set())
    assert people(town, "one.s", BEFORE) == {"staff"}


def test_only_an_empty_unit_closes(town: Town) -> None:
    with pytest.raises(UnitChangeRefused, match="1"):
        actions.close_unit(unit=town.units["one.s"], decree=decree(), by=town.system, at=AT)
    merge(town, into="one", unit="one.s")
    with pytest.raises(UnitChangeRefused, match="Seksi Pelayanan"):
        actions.close_unit(unit=town.units["one.s"], decree=decree(), by=town.system, at=AT)
    fresh = actions.open_unit(
        parent=town.units["one"], name="Seksi Baru", short_name="Baru", kind="section", decree=decree(),
        by=town.system, at=AT,
    )  # fmt: skip
    actions.close_unit(unit=fresh, decree=decree(DAY), by=town.system, at=AT)
    assert ["Seksi Baru" in tree(town, day) for day in (BEFORE, MARCH, DAY)] == [False, True, False]


def test_who_has_retired_is_no_longer_among_the_people_and_who_has_no_status_is(town: Town) -> None:
    EmploymentStatus.objects.filter(employee=town.people["staff"]).update(status="retired", valid_from=MARCH)
    EmploymentStatus.objects.filter(employee=town.people["head"]).delete()
    assert [people(town, "one", day) for day in (BEFORE, MARCH)] == [{"head", "staff"}, {"head"}]


def opened(town: Town, by_decree: Decree) -> Unit:
    return actions.open_unit(
        parent=None, name="Badan Baru", short_name="BB", kind="agency", decree=by_decree, by=town.system, at=AT
    )


REFUSED: dict[str, Callable[[Town], object]] = {
    "the same name": lambda town: actions.rename_unit(
        unit=town.units["two"], name="Dinas Dua", short_name="Didua", decree=decree(), by=town.system, at=AT
    ),
    "a neighbour's name": lambda town: rename(town, "two", "DINAS  SATU"),
    "a day to come": lambda town: rename(town, "two", "Badan Dua", DAY + timedelta(1)),
    "below itself": lambda town: actions.move_unit(
        unit=town.units["one"], parent=town.units["one.s"], decree=decree(), by=town.system, at=AT
    ),
    "into itself": lambda town: merge(town, into="one", unit="one"),
    "its own part above it": lambda town: merge(town, into="one.s", unit="one"),
    "no decree": lambda town: actions.rename_unit(
        unit=town.units["two"], name="Badan", short_name="B", decree=Decree(" ", MARCH, "x"), by=town.system, at=AT
    ),
    "opened at the top without a decree": lambda town: opened(town, Decree(" ", MARCH, "x")),
    "opened at the top without a reason": lambda town: opened(town, Decree("Perda 1", MARCH, " ")),
    "opened at the top on a day to come": lambda town: opened(town, Decree("Perda 1", DAY + timedelta(1), "x")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(town: Town, case: str) -> None:
    with pytest.raises(UnitChangeRefused):
        REFUSED[case](town)
    assert not UnitChange.objects.exists()


def test_history_is_written_forwards(town: Town) -> None:
    rename(town, "two", "Badan Dua")
    with pytest.raises(UnitChangeRefused):
        rename(town, "two", "Kantor Dua", BEFORE)
    rename(town, "two", "Kantor Dua", DAY)
    assert called(town, BEFORE, MARCH, DAY) == ["Dinas Dua", "Badan Dua", "Kantor Dua"]


def test_only_managers_reorganise_and_only_their_own_agency(town: Town, other_town: Town) -> None:
    operator = town.actor(Grant(Role.UNIT_OPERATOR, town.units["one"].path))
    call = {"name": "Baru", "short_name": "Baru", "decree": decree(), "at": AT}
    with pytest.raises(Forbidden):
        actions.rename_unit(unit=town.units["one"], by=operator, **call)  # type: ignore[arg-type]  # fields above
    with pytest.raises(NotFound):
        actions.rename_unit(unit=other_town.units["one"], by=town.analyst(), **call)  # type: ignore[arg-type]  # fields above


@pytest.mark.parametrize("count", [3, 30])
def test_a_merger_takes_the_same_queries_at_any_size(
    town: Town, count: int, django_assert_max_num_queries: object
) -> None:
    for number in range(count):
        make_employee(town.agency, town.units["one.s"], town.positions["staff"], 100 + number)
    with django_assert_max_num_queries(40):  # type: ignore[operator]  # pytest-django's fixture
        merge(town, into="two", unit="one.s")
    assert people(town, "two", MARCH) == {"staff", "other"}
