"""Roles: who may give which to whom, what never comes together, looking as another role, and handing over."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.rooms.organisation.conftest import AT, DAY, Town, make_employee

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.organisation import actions, queries
from renbina.organisation.access import GIVEN, can_look_as
from renbina.organisation.enums import role_name
from renbina.organisation.models import EmploymentStatus, RoleGrant, Supervision
from renbina.organisation.queries import roles


def login(name: str) -> User:
    return User.objects.create(username=name, display_name=name)


def give(town: Town, user: User, role: Role, **values: object) -> RoleGrant:
    told = {"since": date(2026, 1, 1), "by": town.system, "at": AT, "agency": town.agency} | values
    grant: RoleGrant = actions.grant_role(user=user, role=role, **told)  # type: ignore[arg-type]  # told in pieces
    return grant


@pytest.fixture
def head(town: Town) -> User:
    user = login("kepala")
    give(town, user, Role.HEAD_OF_DEVELOPMENT)
    return user


@pytest.fixture
def browser(head: User) -> Client:
    client = Client()
    client.force_login(head)
    return client


def test_nobody_gives_a_role_to_themselves(town: Town, head: User) -> None:
    with pytest.raises(actions.RoleForOneself):
        give(town, head, Role.AUDITOR, by=queries.actor_for(head, at=AT))


def test_a_role_of_the_agency_has_no_unit_and_an_operator_has_one(town: Town, user: User) -> None:
    with pytest.raises(actions.RoleScopeWrong):
        give(town, user, Role.UNIT_OPERATOR)
    with pytest.raises(actions.RoleScopeWrong):
        give(town, user, Role.ANALYST, unit=town.units["one"])


@pytest.mark.parametrize("role", [Role.SUPERIOR, Role.EMPLOYEE])
def test_what_follows_from_the_organisation_is_not_given(town: Town, user: User, role: Role) -> None:
    with pytest.raises(actions.RoleFollowsFromFacts):
        give(town, user, role)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Role.AUDITOR, Role.ANALYST),
        (Role.AUDITOR, Role.APPROVER_PYB),
        (Role.APPROVER_PYB, Role.APPROVER_PPK),
        (Role.ADMINISTRATOR, Role.APPROVER_PPK),
    ],
)
def test_roles_that_check_each_other_never_meet_in_one_person(town: Town, user: User, one: Role, other: Role) -> None:
    give(town, user, one, until=DAY)
    with pytest.raises(actions.RolesApart):
        give(town, user, other, since=DAY - timedelta(days=1))
    give(town, user, other, since=DAY)  # one after the other is fine


def test_the_same_role_is_not_given_twice_for_the_same_days(town: Town, user: User) -> None:
    give(town, user, Role.ANALYST)
    with pytest.raises(actions.RoleHeldAlready):
        give(town, user, Role.ANALYST, since=DAY)


def test_a_login_of_another_agency_gets_no_role_here(town: Town, other_town: Town, user: User) -> None:
    actions.link_user(employee=other_town.people["head"], user=user, by=other_town.system, at=AT)
    with pytest.raises(NotFound):
        give(town, user, Role.ANALYST)


def test_the_last_who_gives_roles_stays_until_there_is_another(town: Town, user: User) -> None:
    last = give(town, login("pertama"), Role.ADMINISTRATOR)
    with pytest.raises(actions.LastKeeper):
        actions.revoke_role(grant=last, on=DAY, by=town.system, at=AT)
    actions.link_user(employee=town.people["head"], user=user, by=town.system, at=AT)
    give(town, user, Role.HEAD_OF_DEVELOPMENT)
    EmploymentStatus.objects.filter(employee=town.people["head"]).update(status="retired")
    with pytest.raises(actions.LastKeeper):  # somebody who has retired keeps nothing
        actions.revoke_role(grant=last, on=DAY, by=town.system, at=AT)
    EmploymentStatus.objects.filter(employee=town.people["head"]).update(status="active")
    actions.revoke_role(grant=last, on=DAY, by=town.system, at=AT)


def test_another_scope_keeps_the_one_before_in_the_history(town: Town, user: User) -> None:
    grant = give(town, user, Role.UNIT_OPERATOR, unit=town.units["one"])
    actions.change_scope(grant=grant, unit=town.units["two"], since=DAY, reason="Mutasi", by=town.system, at=AT)
    rows = RoleGrant.objects.order_by("valid_from").values_list("unit__name", "valid_to", "reason", "end_reason")
    assert list(rows) == [("Dinas Satu", DAY, "", "Mutasi"), ("Dinas Dua", None, "Mutasi", "")]


def test_the_appointing_official_is_called_by_the_office_of_the_agency() -> None:
    with translation.override("id"):
        named = {kind: role_name(Role.APPROVER_PPK, kind) for kind in ("kota", "kabupaten", "provinsi", "kementerian")}
    assert [name.split(" selaku ")[0] for name in named.values()] == ["wali kota", "bupati", "gubernur", "menteri"]
    assert all(name.endswith("Pejabat Pembina Kepegawaian") for name in named.values())


def test_an_administrator_gives_roles_and_reads_nobody(town: Town) -> None:
    administrator = town.actor(Grant(Role.ADMINISTRATOR))
    assert [row.name for row in roles.people_named(administrator, "orang", DAY)] != []
    with pytest.raises(Forbidden):
        queries.rating_circles(administrator, DAY)
    assert not any(can_look_as(administrator, role) for role in GIVEN)


# --- looking as another role


def looked(actor: Actor, *grants: Grant) -> Actor | None:
    return roles.seen_as(actor, grants)


def test_the_head_looks_with_the_rights_of_a_role_and_nothing_of_their_own(town: Town, head: User) -> None:
    own = queries.actor_for(head, at=AT)
    seen = looked(own, Grant(Role.UNIT_OPERATOR, town.units["one"].path))
    assert seen is not None
    assert (seen.employee_id, seen.has(Role.HEAD_OF_DEVELOPMENT), seen.previews) == (None, False, True)
    assert looked(own, Grant(Role.SUPERIOR)) is None
    assert looked(seen, Grant(Role.ANALYST)) is None  # no looking from within


def test_what_opens_for_a_role_that_the_head_looks_as_opens_for_the_head() -> None:
    matrix = tomllib.loads((Path(__file__).parents[2] / "security" / "authz_matrix.toml").read_text(encoding="utf-8"))
    head = Actor(1, 1, None, "", frozenset({Grant(Role.HEAD_OF_DEVELOPMENT)}))
    columns = {"analyst": Role.ANALYST, "approver": Role.APPROVER_PYB, "auditor": Role.AUDITOR,
               "unit_operator": Role.UNIT_OPERATOR, "administrator": Role.ADMINISTRATOR}  # fmt: skip
    assert all(can_look_as(head, role) for role in columns.values())
    opens = {
        name: profile.get("head_of_development", profile["default"]) for name, profile in matrix["profiles"].items()
    }
    wrong = [
        (url, column)
        for url, told in matrix["urls"].items()
        for column in columns
        if matrix["profiles"][told["get"]].get(column, matrix["profiles"][told["get"]]["default"]) == 200
        and opens[told["get"]] != 200
    ]
    assert wrong == []


def test_no_action_runs_while_looking(town: Town, head: User, user: User) -> None:
    seen = looked(queries.actor_for(head, at=AT), Grant(Role.ADMINISTRATOR))
    assert seen is not None
    with pytest.raises(Forbidden):
        give(town, user, Role.ANALYST, by=seen)


def test_looking_shows_a_band_refuses_forms_is_noted_and_ends(town: Town, browser: Client, user: User) -> None:
    started = browser.post("/peran/lihat-sebagai/", {"role": "auditor", "unit": ""})
    assert started.status_code == 302
    page = browser.get("/pegawai/")
    assert "auditor" in BeautifulSoup(page.content, "html.parser").select_one(".rb-looking").get_text()
    assert browser.get("/peran/").status_code == 403  # an auditor gives no roles
    give_it = browser.post(f"/peran/orang/{user.public_id}/", {"do": "give"})
    assert (give_it.status_code, RoleGrant.objects.count()) == (403, 1)
    assert browser.post("/peran/lihat-sebagai/selesai/").status_code == 302
    assert browser.get("/peran/").status_code == 200
    verbs = AuditEvent.objects.order_by("-sequence").values_list("verb", flat=True)[:2]
    assert list(verbs) == ["organisation.stop_looking", "organisation.start_looking"]


def test_looking_ends_with_the_right_to_look(town: Town, head: User, browser: Client) -> None:
    browser.post("/peran/lihat-sebagai/", {"role": "auditor", "unit": ""})
    RoleGrant.objects.filter(user=head).delete()
    assert browser.get("/pegawai/").status_code == 403


# --- leaving


def test_everything_somebody_holds_goes_to_the_successor_on_one_day(town: Town, user: User) -> None:
    leaver, successor, staff = (town.people[key] for key in ("head", "other", "staff"))
    actions.link_user(employee=leaver, user=user, by=town.system, at=AT)
    actions.link_user(employee=successor, user=login("pengganti"), by=town.system, at=AT)
    grant = give(town, user, Role.HEAD_OF_DEVELOPMENT)
    rows = [actions.NewSupervision(staff.pk, leaver.pk, "rater", date(2025, 1, 1))]
    actions.set_supervisions(agency=town.agency, rows=rows, by=town.system, at=AT)
    moved = actions.hand_over(
        employee=leaver, successor=successor, grants=[grant], relations=["rater"], on=DAY, reason="Pensiun",
        by=town.system, at=AT,
    )  # fmt: skip
    assert moved == {"roles": 1, "rater": 1}
    held = RoleGrant.objects.filter(valid_to=None).values_list("user__username", "role", "valid_from", "reason")
    assert list(held) == [("pengganti", "head_of_development", DAY, "Pensiun")]
    assert list(Supervision.objects.filter(valid_to=None).values_list("superior", flat=True)) == [successor.pk]


def test_a_handover_is_whole_or_not_at_all(town: Town, user: User) -> None:
    leaver, successor = town.people["head"], town.people["other"]
    actions.link_user(employee=leaver, user=user, by=town.system, at=AT)
    actions.link_user(employee=successor, user=login("pengganti"), by=town.system, at=AT)
    grants = [give(town, user, Role.ANALYST), give(town, user, Role.MENTOR)]
    give(town, successor.user, Role.AUDITOR)  # type: ignore[arg-type]  # linked above
    with pytest.raises(actions.RolesApart):
        actions.hand_over(
            employee=leaver, successor=successor, grants=grants[::-1], on=DAY, reason="x", by=town.system, at=AT
        )
    assert set(RoleGrant.objects.filter(valid_to=None).values_list("user__username", "role")) == {
        ("penguji", "analyst"), ("penguji", "mentor"), ("pengganti", "auditor"),
    }  # fmt: skip


def test_who_left_and_still_holds_something_is_named(town: Town, head: User) -> None:
    leaver, staff = town.people["head"], town.people["staff"]
    rows = [actions.NewSupervision(staff.pk, leaver.pk, "rater", date(2025, 1, 1))]
    actions.set_supervisions(agency=town.agency, rows=rows, by=town.system, at=AT)
    actor = queries.actor_for(head, at=AT)
    assert roles.leavers(actor, DAY) == []
    EmploymentStatus.objects.filter(employee=leaver).update(status="retired")
    assert [(row.name, row.roles, row.people) for row in roles.leavers(actor, DAY)] == [(leaver.full_name, 0, 1)]


# --- the pages


def test_a_role_is_given_and_ended_on_the_page(town: Town, browser: Client, user: User) -> None:
    actions.link_user(employee=town.people["head"], user=user, by=town.system, at=AT)
    page = f"/peran/orang/{user.public_id}/"
    sent = {
        "do": "give",
        "role": "analyst",
        "unit": "",
        "since": "2026-11-23",
        "last_day": "2026-12-31",
        "reason": "SK",
    }
    assert browser.post(page, sent).status_code == 302
    grant = RoleGrant.objects.get(user=user)
    assert (grant.role, grant.valid_to, grant.reason) == ("analyst", date(2027, 1, 1), "SK")
    assert browser.post(page, sent | {"role": "auditor"}).status_code == 422
    ended = browser.post(f"/peran/ubah/{grant.public_id}/", {"do": "end", "last_day": "2026-11-30", "reason": "Mutasi"})
    grant.refresh_from_db()
    assert (ended.status_code, grant.valid_to, grant.end_reason) == (302, date(2026, 12, 1), "Mutasi")


def test_a_login_is_made_without_a_password(town: Town, browser: Client) -> None:
    person = town.people["staff"]
    sent = {"do": "login", "username": "staf", "email": "staf@contoh.test"}
    assert browser.post(f"/peran/orang/{person.public_id}/", sent).status_code == 302
    person.refresh_from_db()
    assert person.user is not None
    assert (person.user.username, person.user.has_usable_password()) == ("staf", False)


@pytest.mark.parametrize("more", [0, 40])
def test_the_pages_ask_the_same_number_of_questions_for_many_roles(town: Town, browser: Client, more: int) -> None:
    for number in range(more):
        person = make_employee(town.agency, town.units["one.s"], town.positions["staff"], 100 + number)
        actions.link_user(employee=person, user=login(f"orang{number}"), by=town.system, at=AT)
        give(town, person.user, Role.UNIT_OPERATOR, unit=town.units["one"])  # type: ignore[arg-type]  # linked above
    for page in ("/peran/", "/peran/beri/?q=orang", f"/peran/serah-terima/{town.people['head'].public_id}/?q=orang"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(page).status_code == 200
        assert len(asked) <= 15, page
