"""Writes of the organisation, and what they refuse."""

from datetime import date

import pytest
from tests.rooms.organisation.conftest import AT, DAY, Town

from renbina.accounts.models import User
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation import actions, queries
from renbina.organisation.actions import NewPosition, NewSupervision, NewUnit
from renbina.organisation.models import Employee, Supervision, Unit, UnitAlias


def test_units_keep_a_tree_that_treebeard_itself_finds_sound(town: Town, other_town: Town) -> None:
    actions.add_units(
        agency=town.agency,
        units=[
            NewUnit("s2", town.units["one"], "Seksi Dua", "Seksi Dua", "section"),
            NewUnit("t", "s2", "Tim Kerja", "Tim Kerja", "team"),
        ],
        by=town.system,
        at=AT,
    )
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert [unit.name for unit in Unit.objects.get_descendants(Unit.objects.get(pk=town.units["one"].pk))] == [
        "Seksi Pelayanan", "Seksi Dua", "Tim Kerja",
    ]  # fmt: skip


@pytest.mark.parametrize("units", [40, 400])
def test_adding_units_takes_the_same_number_of_queries_at_any_size(
    town: Town, units: int, django_assert_max_num_queries: object
) -> None:
    new = [
        NewUnit(f"u{n}", None if n % 10 == 0 else f"u{n - n % 10}", f"Unit {n}", f"U{n}", "section")
        for n in range(units)
    ]
    with django_assert_max_num_queries(15):  # type: ignore[operator]  # pytest-django's fixture
        actions.add_units(agency=town.agency, units=new, by=town.system, at=AT)
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_child_before_its_parent_is_refused_by_name(town: Town) -> None:
    with pytest.raises(actions.UnitParentUnknown, match="Seksi Yatim"):
        actions.add_units(
            agency=town.agency, units=[NewUnit("x", "nobody", "Seksi Yatim", "SY", "section")], by=town.system, at=AT
        )


def test_aliases_are_kept_folded_and_once(town: Town) -> None:
    spellings = {town.units["two"]: ["DIN. DUA", "Dinas  Dua Kota", "dinas dua kota"]}
    assert actions.add_unit_aliases(agency=town.agency, aliases=spellings, by=town.system, at=AT) == 1
    assert actions.add_unit_aliases(agency=town.agency, aliases=spellings, by=town.system, at=AT) == 0
    assert UnitAlias.objects.get(unit=town.units["two"]).name_key == "dinas dua kota"


def test_two_positions_with_one_folded_title_are_refused(town: Town) -> None:
    with pytest.raises(actions.PositionTitleTwice):
        actions.add_positions(
            agency=town.agency, positions=[NewPosition("x", "KA. DIN.", "jpt", "jpt_pratama")], by=town.system, at=AT
        )


def test_a_new_superior_ends_the_one_before_on_that_day(town: Town) -> None:
    staff, head, other = (town.people[key].pk for key in ("staff", "head", "other"))
    for superior, since in [(head, date(2025, 1, 1)), (other, date(2026, 7, 1)), (other, DAY)]:
        actions.set_supervisions(
            agency=town.agency, rows=[NewSupervision(staff, superior, "rater", since)], by=town.system, at=AT
        )
    rows = Supervision.objects.order_by("valid_from").values_list("superior_id", "valid_from", "valid_to")
    assert list(rows) == [(head, date(2025, 1, 1), date(2026, 7, 1)), (other, date(2026, 7, 1), None)]
    for day, name in ((date(2026, 6, 30), "head"), (DAY, "other")):
        people = Employee.objects.annotate(rater=queries.superior_name("rater", day))
        assert people.get(pk=staff).rater == town.people[name].name


def test_nobody_is_their_own_superior_and_nobody_of_another_agency_is(town: Town, other_town: Town) -> None:
    staff = town.people["staff"].pk
    with pytest.raises(actions.SuperiorIsSelf):
        actions.set_supervisions(
            agency=town.agency, rows=[NewSupervision(staff, staff, "rater", DAY)], by=town.system, at=AT
        )
    with pytest.raises(NotFound):
        actions.set_supervisions(
            agency=town.agency,
            by=town.system,
            at=AT,
            rows=[NewSupervision(staff, other_town.people["head"].pk, "rater", DAY)],
        )


def test_circles_of_superiors_are_found(town: Town) -> None:
    head, staff = town.people["head"], town.people["staff"]
    rows = [NewSupervision(head.pk, staff.pk, "rater", DAY), NewSupervision(staff.pk, head.pk, "rater", DAY)]
    actions.set_supervisions(agency=town.agency, rows=rows, by=town.system, at=AT)
    assert [set(circle) for circle in queries.rating_circles(town.analyst(), DAY)] == [{head, staff}]


def test_only_the_installation_makes_agencies_and_only_managers_change_them(town: Town, other_town: Town) -> None:
    with pytest.raises(Forbidden):
        actions.create_agency(name="X", short_name="X", kind="kota", by=town.analyst(), at=AT)
    with pytest.raises(NotFound):
        actions.add_units(agency=other_town.agency, units=[], by=town.analyst(), at=AT)
    with pytest.raises(actions.AgencyNameTaken):
        actions.create_agency(name="Kota Uji", short_name="X", kind="kota", by=Actor.system(None), at=AT)


def test_a_login_belongs_to_one_person(town: Town, user: User) -> None:
    actions.link_user(employee=town.people["head"], user=user, by=town.system, at=AT)
    with pytest.raises(actions.LoginHasEmployee):
        actions.link_user(employee=town.people["staff"], user=user, by=town.system, at=AT)
    second = User.objects.create_user(username="kedua", password="kata sandi yang panjang")
    with pytest.raises(actions.EmployeeHasLogin):
        actions.link_user(employee=town.people["head"], user=second, by=town.system, at=AT)


def test_a_bulk_write_leaves_one_audit_line_with_count_and_digest(town: Town) -> None:
    before = AuditEvent.objects.count()
    actions.add_units(
        agency=town.agency, units=[NewUnit("x", None, "Dinas Tiga", "D3", "department")], by=town.system, at=AT
    )
    event = AuditEvent.objects.order_by("sequence").last()
    assert event is not None
    assert AuditEvent.objects.count() == before + 1
    assert (event.verb, event.new["count"], len(event.new["digest"])) == ("organisation.add_units", 1, 64)
