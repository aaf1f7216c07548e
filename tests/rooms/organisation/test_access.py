"""Who sees which people and units."""

from datetime import date

import pytest
from tests.rooms.organisation.conftest import AT, DAY, Town

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation import actions, queries
from renbina.organisation.access import AGENCY_READERS, can, require, visible_employees, visible_units
from renbina.organisation.models import EmploymentStatus


def names(town: Town, actor: Actor, on: date = DAY) -> set[str]:
    seen = set(visible_employees(actor, on).values_list("pk", flat=True))
    return {key for key, person in town.people.items() if person.pk in seen}


@pytest.mark.parametrize("role", AGENCY_READERS)
def test_agency_readers_see_everybody_of_their_agency_and_nobody_else(town: Town, other_town: Town, role: Role) -> None:
    actor = town.actor(Grant(role))
    assert names(town, actor) == {"head", "staff", "other"}
    assert names(other_town, actor) == set()
    assert visible_units(actor).count() == 3


def test_a_unit_operator_sees_the_unit_and_below(town: Town) -> None:
    actor = town.actor(Grant(Role.UNIT_OPERATOR, town.units["one"].path))
    assert names(town, actor) == {"head", "staff"}
    assert set(visible_units(actor)) == {town.units["one"], town.units["one.s"]}


def test_a_reader_of_one_unit_does_not_see_the_agency(town: Town) -> None:
    assert names(town, town.actor(Grant(Role.ANALYST, town.units["two"].path))) == {"other"}


def test_a_superior_sees_those_people_while_the_relation_holds(town: Town) -> None:
    row = actions.NewSupervision(town.people["staff"].pk, town.people["head"].pk, "rater", date(2026, 1, 1))
    actions.set_supervisions(agency=town.agency, rows=[row], by=town.system, at=AT)
    actor = town.actor(Grant(Role.EMPLOYEE), employee=town.people["head"])
    assert names(town, actor) == {"head", "staff"}
    assert names(town, actor, date(2025, 12, 31)) == {"head"}
    moved = actions.NewSupervision(town.people["staff"].pk, town.people["other"].pk, "rater", date(2026, 11, 1))
    actions.set_supervisions(agency=town.agency, rows=[moved], by=town.system, at=AT)
    assert names(town, actor) == {"head"}
    assert names(town, actor, date(2026, 10, 31)) == {"head", "staff"}


def test_an_employee_sees_themselves_and_no_unit(town: Town) -> None:
    actor = town.actor(Grant(Role.EMPLOYEE), employee=town.people["staff"])
    assert names(town, actor) == {"staff"}
    assert visible_units(actor).count() == 0


@pytest.mark.parametrize("grants", [(), (Grant(Role.PARTNER),)])
def test_partners_and_people_without_a_role_see_nobody(town: Town, grants: tuple[Grant, ...]) -> None:
    assert names(town, town.actor(*grants)) == set()
    assert names(town, Actor.anonymous()) == set()


def test_out_of_scope_is_not_found_and_in_scope_without_the_right_is_forbidden(town: Town, other_town: Town) -> None:
    auditor = town.actor(Grant(Role.AUDITOR))
    with pytest.raises(Forbidden):
        require(auditor, "import_roster", town.agency)
    with pytest.raises(NotFound):
        require(town.analyst(), "import_roster", other_town.agency)
    with pytest.raises(ValueError, match="fly"):
        can(auditor, "fly")


def test_an_actor_is_made_in_two_queries_and_knows_its_rights(
    town: Town, user: User, django_assert_num_queries: object
) -> None:
    row = actions.NewSupervision(town.people["staff"].pk, town.people["head"].pk, "team_lead", date(2026, 1, 1))
    actions.set_supervisions(agency=town.agency, rows=[row], by=town.system, at=AT)
    actions.link_user(employee=town.people["head"], user=user, by=town.system, at=AT)
    actions.grant_role(
        user=user, agency=town.agency, role=Role.UNIT_OPERATOR, unit=town.units["one"], since=DAY, by=town.system, at=AT
    )
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
        actor = queries.actor_for(user, at=AT)
    assert actor.grants == {
        Grant(Role.EMPLOYEE),
        Grant(Role.SUPERIOR),
        Grant(Role.UNIT_OPERATOR, town.units["one"].path),
    }
    assert actor.agency_id == town.agency.pk


def test_a_role_ends_on_its_day(town: Town, user: User) -> None:
    grant = actions.grant_role(
        user=user, agency=town.agency, role="analyst", since=date(2026, 1, 1), by=town.system, at=AT
    )
    assert queries.actor_for(user, at=AT).has(Role.ANALYST)
    actions.revoke_role(grant=grant, on=DAY, by=town.system, at=AT)
    assert not queries.actor_for(user, at=AT).has(Role.ANALYST)


@pytest.mark.parametrize("status", ["retired", "moved_out"])
def test_who_has_left_keeps_no_right(town: Town, user: User, status: str) -> None:
    person = town.people["head"]
    actions.link_user(employee=person, user=user, by=town.system, at=AT)
    actions.grant_role(user=user, agency=town.agency, role="analyst", since=DAY, by=town.system, at=AT)
    EmploymentStatus.objects.filter(employee=person).update(valid_to=DAY)
    EmploymentStatus.objects.create(employee=person, status=status, valid_from=DAY)
    actor = queries.actor_for(user, at=AT)
    assert (actor.agency_id, actor.grants) == (None, frozenset())
