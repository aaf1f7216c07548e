from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from tests.rooms.dashboards.town import AT, BEGIN, Town, add_user

from renbina.catalogue.models import Programme
from renbina.dashboards.queries.home import home_page
from renbina.foundation.actor import Grant, Role
from renbina.foundation.models import ImportBatch, ImportRow
from renbina.needs.models import Nomination
from renbina.organisation.models import Agency, Supervision


def test_an_employee_is_sent_to_their_own_page(planned, login):
    assert login(planned, "employee").get("/beranda/")["Location"] == "/pembinaan-saya/"


def test_the_scope_follows_the_role(planned):
    scopes = {name: home_page(planned.actor(name), AT) for name in ("analyst", "approver", "operator", "superior")}
    assert {name: (page.scope, page.people) for name, page in scopes.items()} == {
        "analyst": ("agency", 8), "approver": ("agency", 8), "operator": ("unit", 5), "superior": ("people", 2),
    }  # fmt: skip


def test_home_and_list_are_about_the_same_people(planned, login):
    operator = planned.users["operator"]
    planned.people[3].user = operator  # an operator who works in the unit, and one day in another
    planned.people[3].save()
    for name in ("analyst", "operator", "superior"):
        listed = BeautifulSoup(login(planned, name).get("/pegawai/").content, "html.parser").select("tbody tr")
        assert home_page(planned.actor(name), AT).people == len(listed)
    assert home_page(planned.actor("operator"), AT).people == 5
    planned.people[3].user = None
    planned.people[3].save()
    planned.people[4].user = operator
    planned.people[4].save()
    assert home_page(planned.actor("operator"), AT).people == 5


def test_an_empty_agency_is_told_what_to_load_first(db, login):
    agency = Agency.objects.create(name="Kota Baru", short_name="Kota Baru", kind="kota")
    empty = Town(agency, {"": None}, {}, {})
    for name, role in (("analyst", Role.ANALYST), ("auditor", Role.AUDITOR), ("operator", Role.UNIT_OPERATOR)):
        add_user(empty, name, role)
    page = BeautifulSoup(login(empty, "analyst").get("/beranda/").content, "html.parser").find("main")
    assert page.select_one('a[href="/impor/"]')
    assert "Semua beres" not in page.get_text()
    for name in ("auditor", "operator"):
        page = BeautifulSoup(login(empty, name).get("/beranda/").content, "html.parser").find("main")
        assert page.select_one('a[href="/impor/"]') is None
        assert "Semua beres" not in page.get_text()


def test_open_questions_are_counted_within_the_scope(planned):
    assert home_page(planned.actor("analyst"), AT).problems["not_assessed"] == 2
    assert home_page(planned.actor("operator"), AT).problems["not_assessed"] == 1
    assert home_page(planned.actor("superior"), AT).problems["not_assessed"] == 0


def test_held_rows_of_an_import_wait_for_the_analyst_only(planned):
    batch = ImportBatch.objects.create(
        kind="organisation.roster", agency_id=planned.agency.pk, uploaded_by="Ani", uploaded_at=AT, file_name="a.xlsx",
        file_sha256="0" * 64, state="staged",
    )  # fmt: skip
    ImportRow.objects.create(batch=batch, number=2, verdict="held")
    assert home_page(planned.actor("analyst"), AT).held.rows == 1
    assert home_page(planned.actor("approver"), AT).held is None


def test_a_plan_older_than_the_last_import_is_stale(planned):
    assert not home_page(planned.actor("analyst"), AT).plan_is_stale
    ImportBatch.objects.create(
        kind="organisation.roster", agency_id=planned.agency.pk, uploaded_by="Ani", uploaded_at=AT, file_name="a.xlsx",
        file_sha256="0" * 64, state="applied", applied_at=AT + timedelta(hours=1),
    )  # fmt: skip
    assert home_page(planned.actor("analyst"), AT).plan_is_stale


def test_mandatory_places_outside_the_plan_are_counted(planned):
    seated, other = Programme.objects.order_by("code")
    for programme in (seated, other):
        Nomination.objects.create(
            employee=planned.people[2], programme=programme, year=2027, mandatory=True, reason="CPNS"
        )
    page = home_page(planned.actor("analyst"), AT)
    assert (page.mandatory, page.mandatory_seated) == (2, 1)


def test_a_circle_of_superiors_is_told(planned, login):
    one, two = planned.people[3], planned.people[4]
    for person, superior in ((one, two), (two, one)):
        Supervision.objects.create(employee=person, superior=superior, relation="rater", valid_from=BEGIN)
    assert home_page(planned.actor("analyst"), AT).circles == 1
    assert login(planned, "analyst").get("/beranda/").status_code == 200


@pytest.mark.slow  # walks every page that a home page leads to
def test_every_link_of_every_home_page_opens(planned, login):
    for name in ("analyst", "approver", "operator", "superior", "auditor"):
        client = login(planned, name)
        page = BeautifulSoup(client.get("/beranda/").content, "html.parser")
        links = {a["href"] for a in page.select("main a[href^='/'], nav a[href^='/']")}
        assert links
        assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}


def test_home_without_a_plan_and_without_gaps(town, login):
    for name in ("analyst", "approver", "operator", "superior", "auditor"):
        assert login(town, name).get("/beranda/").status_code == 200


def words(client, language="en"):
    client.cookies["renbina_language"] = language
    return BeautifulSoup(client.get("/beranda/").content, "html.parser").find("main").get_text(" ", strip=True)


def test_a_role_whose_pages_are_not_built_is_named_and_told_so(planned, login):
    shown = words(login(planned, "partner"))
    assert "Your role: training partner" in shown
    assert "later version" in shown
    assert "no role" not in shown


def test_what_a_partner_can_do_already_opens(planned, login):
    planned.users["partner"].set_password("x")
    planned.users["partner"].save()
    client = login(planned, "partner")
    page = BeautifulSoup(client.get("/beranda/").content, "html.parser")
    links = [a["href"] for a in page.select("main .card a")]
    assert len(links) == 2
    assert {client.get(link, follow=True).status_code for link in links} == {200}


def test_a_login_without_a_role_is_told_whom_to_ask(planned, login):
    assert "no role" in words(login(planned, "guest"))


def test_an_approver_sees_the_plan_and_no_chore_of_the_analyst(planned, login):
    client = login(planned, "approver")
    shown = words(client)
    assert "Nothing has been put before you" in shown
    assert "no valid assessment" not in shown
    plan = planned.agency.plans.get()
    page = BeautifulSoup(client.get("/beranda/").content, "html.parser")
    assert page.select(f'main .rb-empty a[href="/rencana/{plan.public_id}/"]')
    assert home_page(planned.actor("approver"), AT).problems == {}


def test_an_auditor_reads_the_open_questions_and_is_asked_nothing(planned, login):
    shown = words(login(planned, "auditor"))
    assert "Nothing waits for you" in shown
    assert "no valid assessment" in shown.partition("Open questions about the data")[2]


def test_mandatory_places_wait_for_who_can_compute_the_plan(planned):
    Nomination.objects.create(
        employee=planned.people[2],
        programme=Programme.objects.order_by("code")[1],
        year=2027,
        mandatory=True,
        reason="",
    )
    missing = {name: home_page(planned.actor(name), AT).mandatory for name in ("analyst", "approver", "auditor")}
    assert missing == {"analyst": 1, "approver": 0, "auditor": 0}


def test_an_auditor_who_leads_people_is_not_asked_about_the_whole_agency(planned):
    auditor = planned.actor("auditor")
    leading = replace(auditor, grants=auditor.grants | {Grant(Role.SUPERIOR)})
    assert not home_page(leading, AT).may_follow_up
    assert home_page(planned.actor("superior"), AT).may_follow_up
