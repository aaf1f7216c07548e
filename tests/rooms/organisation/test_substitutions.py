"""Acting officers: who stands in for whom, what they may then do, and what the trail says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.rooms.organisation.conftest import AT, DAY, Town

from renbina.accounts.models import User
from renbina.foundation import chain
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation import actions, queries
from renbina.organisation.access import behalf_over, visible_employees
from renbina.organisation.actions import NewSubstitution, SubstitutionRefused, name_substitute
from renbina.organisation.models import Employee, EmploymentStatus, Substitution
from renbina.organisation.queries.substitutions import endable, named_by_others

BACK = DAY + timedelta(days=5)


def letter(town: Town, **changes: object) -> NewSubstitution:
    new = NewSubstitution(
        absent=town.people["head"],
        substitute=town.people["other"],
        kind="plh",
        since=DAY,
        until=BACK,
        letter_number="800/12/2026",
        letter_date=DAY - timedelta(days=3),
        reason="Cuti tahunan",
    )
    return replace(new, **changes)  # type: ignore[arg-type]  # fields of the letter


def named(town: Town, by: Actor | None = None, **changes: object) -> Substitution:
    return name_substitute(new=letter(town, **changes), by=by or town.system, at=AT)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


@pytest.fixture
def deputy(town: Town, user: User) -> User:
    """The login of the person who stands in; the absent head approves plans and rates one person."""
    boss = User.objects.create_user(username="kepala", password="kata sandi yang panjang")
    actions.link_user(employee=town.people["head"], user=boss, by=town.system, at=AT)
    actions.link_user(employee=town.people["other"], user=user, by=town.system, at=AT)
    actions.grant_role(user=boss, agency=town.agency, role="approver_pyb", since=DAY, by=town.system, at=AT)
    rows = [actions.NewSupervision(town.people[key].pk, town.people["head"].pk, "rater", DAY) for key in _LED]
    actions.set_supervisions(agency=town.agency, rows=rows, by=town.system, at=AT)
    return user


_LED = ("staff", "other")  # the head also rates the person who will stand in


def test_who_stands_in_holds_the_roles_of_the_office_on_those_days_only(town: Town, deputy: User) -> None:
    named(town)
    before, during, after = (queries.actor_for(deputy, at=moment(day)) for day in (DAY - timedelta(1), DAY, BACK))
    assert [actor.has(Role.APPROVER_PYB) for actor in (before, during, after)] == [False, True, False]
    assert during.holds(Role.APPROVER_PYB) is False
    behalf = during.behalf_for(Role.APPROVER_PYB)
    assert behalf is not None
    assert (behalf.name, behalf.kind, behalf.office) == (town.people["head"].name, "plh", "Kepala Dinas")


def test_standing_in_costs_one_query_more_and_only_for_who_does(
    town: Town, deputy: User, django_assert_num_queries: object
) -> None:
    named(town)
    with django_assert_num_queries(3):  # type: ignore[operator]  # pytest-django's fixture
        queries.actor_for(deputy, at=AT)
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
        queries.actor_for(deputy, at=moment(BACK))


def test_the_people_of_the_absent_official_are_in_care_but_never_oneself(town: Town, deputy: User) -> None:
    named(town)
    actor = queries.actor_for(deputy, at=AT)
    staff, other = town.people["staff"], town.people["other"]
    assert visible_employees(replace(actor, grants=frozenset()), DAY).filter(pk=staff.pk).exists()
    behalf = behalf_over(actor, staff.pk, DAY)
    assert behalf is not None
    assert behalf.employee_id == town.people["head"].pk
    assert behalf_over(actor, other.pk, DAY) is None


def test_a_right_of_ones_own_needs_nobodys_name(town: Town, deputy: User) -> None:
    actions.grant_role(user=deputy, agency=town.agency, role="approver_pyb", since=DAY, by=town.system, at=AT)
    named(town)
    assert queries.actor_for(deputy, at=AT).behalf_for(Role.APPROVER_PYB) is None


@action
def decide_for_test(*, by: Actor, at: datetime) -> AuditEvent:
    """An approval, in small."""
    return record(new={"approved": True}, behalf=by.behalf_for(Role.APPROVER_PYB))


def test_a_decision_of_the_interval_names_both_and_stays_whole_after_it(town: Town, deputy: User) -> None:
    named(town)
    event = decide_for_test(by=queries.actor_for(deputy, at=AT), at=AT)
    actions.end_substitution(substitution=Substitution.objects.get(), on=DAY + timedelta(1), by=town.system, at=AT)
    event.refresh_from_db()
    assert event.who.startswith(deputy.username)
    assert "Plh. Kepala Dinas" in event.who
    assert town.people["head"].name in event.who
    assert chain.verify().ok
    assert not queries.actor_for(deputy, at=moment(DAY + timedelta(1))).has(Role.APPROVER_PYB)


def test_one_that_has_not_begun_is_taken_out(town: Town) -> None:
    actions.end_substitution(substitution=named(town, since=BACK, until=None), on=DAY, by=town.system, at=AT)
    assert not Substitution.objects.exists()


REFUSALS: dict[str, Callable[[Town], dict[str, object]]] = {
    "oneself": lambda town: {"substitute": town.people["head"]},
    "days the wrong way round": lambda _town: {"until": DAY},
    "no letter": lambda _town: {"letter_number": " "},
    "no reason": lambda _town: {"reason": ""},
    "an unknown kind": lambda _town: {"kind": "teman"},
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_letter_that_cannot_be_is_refused(town: Town, case: str) -> None:
    with pytest.raises(SubstitutionRefused):
        named(town, None, **REFUSALS[case](town))
    assert not Substitution.objects.exists()


def test_somebody_on_leave_stands_in_for_nobody(town: Town) -> None:
    EmploymentStatus.objects.filter(employee=town.people["other"]).update(status="unpaid_leave")
    with pytest.raises(SubstitutionRefused, match=town.people["other"].name):
        named(town)


def test_two_for_one_office_and_chains_are_refused_and_the_next_week_is_free(town: Town) -> None:
    named(town)
    staff, head, other = town.people["staff"], town.people["head"], town.people["other"]
    for absent, substitute in ((head, staff), (other, staff), (staff, head)):
        with pytest.raises(SubstitutionRefused):
            named(town, absent=absent, substitute=substitute, since=BACK - timedelta(1), until=None)
    assert named(town, substitute=staff, since=BACK, until=None).pk


def test_nobody_names_themselves_and_standing_in_gives_no_right_to_name(town: Town, deputy: User) -> None:
    analyst = town.actor(Grant(Role.ANALYST), employee=town.people["other"])
    with pytest.raises(SubstitutionRefused):
        named(town, by=analyst, absent=town.people["staff"])
    named(town)
    actor = replace(queries.actor_for(deputy, at=AT), grants=frozenset())
    with pytest.raises((Forbidden, NotFound)):
        named(town, by=actor, since=BACK, until=None, substitute=town.people["staff"])


def test_roles_that_are_kept_apart_stay_apart_while_standing_in(town: Town, deputy: User) -> None:
    actions.grant_role(user=deputy, agency=town.agency, role="auditor", since=DAY, by=town.system, at=AT)
    with pytest.raises(SubstitutionRefused, match=town.people["other"].name):
        named(town)


def test_an_office_with_a_role_is_given_by_its_official_or_by_who_gives_roles(town: Town, deputy: User) -> None:
    head, staff = town.people["head"], town.people["staff"]
    with pytest.raises(Forbidden):  # an analyst could hand the approval of a plan to a friend
        named(town, by=town.analyst(), substitute=staff)
    assert named(town, by=town.actor(Grant(Role.SUPERIOR), employee=head)).absent_id == head.pk
    assert named(town, by=town.analyst(), absent=staff, substitute=head, since=BACK, until=None).pk


def test_the_search_leads_to_no_official_whom_only_others_may_name_a_substitute_for(town: Town, deputy: User) -> None:
    head, staff = town.people["head"], town.people["staff"]
    people = [head, staff, town.people["other"]]
    assert named_by_others(town.analyst(), people, DAY) == {head.pk}
    assert named_by_others(town.actor(Grant(Role.SUPERIOR), employee=head), people, DAY) == set()
    assert named_by_others(town.actor(Grant(Role.HEAD_OF_DEVELOPMENT)), people, DAY) == set()


def test_who_only_reads_is_not_led_to_ending_a_letter(town: Town, deputy: User) -> None:
    made = named(town)
    rows = Substitution.objects.filter(agency=town.agency)
    assert endable(town.actor(Grant(Role.AUDITOR)), rows, DAY) == frozenset()
    assert endable(town.analyst(), rows, DAY) == frozenset()  # the office decides in the product
    assert endable(town.actor(Grant(Role.HEAD_OF_DEVELOPMENT)), rows, DAY) == {made.public_id}
    own = town.actor(Grant(Role.SUPERIOR), employee=made.absent)
    assert endable(own, rows, DAY) == {made.public_id}


def test_a_unit_operator_names_for_their_own_unit_and_another_agency_is_not_there(town: Town, other_town: Town) -> None:
    operator = town.actor(Grant(Role.UNIT_OPERATOR, town.units["one"].path))
    assert named(town, by=operator).pk
    with pytest.raises(NotFound):
        named(town, by=operator, absent=town.people["other"], substitute=town.people["staff"], since=BACK)
    stranger: Employee = other_town.people["other"]
    with pytest.raises(NotFound):
        named(town, substitute=stranger, since=BACK)
