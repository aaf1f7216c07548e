from datetime import timedelta

from bs4 import BeautifulSoup
from tests.rooms.dashboards.town import AT, BEGIN

from renbina.catalogue.models import Programme
from renbina.dashboards.queries.home import home_page
from renbina.foundation.models import ImportBatch, ImportRow
from renbina.needs.models import Nomination
from renbina.organisation.models import Supervision


def test_an_employee_is_sent_to_their_own_page(planned, login):
    assert login(planned, "employee").get("/beranda/")["Location"] == "/pembinaan-saya/"


def test_the_scope_follows_the_role(planned):
    scopes = {name: home_page(planned.actor(name)) for name in ("analyst", "approver", "operator", "superior")}
    assert {name: (page.scope, page.people) for name, page in scopes.items()} == {
        "analyst": ("agency", 8), "approver": ("agency", 8), "operator": ("unit", 5), "superior": ("people", 2),
    }  # fmt: skip


def test_open_questions_are_counted_within_the_scope(planned):
    assert home_page(planned.actor("analyst")).problems["not_assessed"] == 2
    assert home_page(planned.actor("operator")).problems["not_assessed"] == 1
    assert home_page(planned.actor("superior")).problems["not_assessed"] == 0


def test_held_rows_of_an_import_wait_for_the_analyst_only(planned):
    batch = ImportBatch.objects.create(
        kind="organisation.roster", agency_id=planned.agency.pk, uploaded_by="Ani", uploaded_at=AT, file_name="a.xlsx",
        file_sha256="0" * 64, state="staged",
    )  # fmt: skip
    ImportRow.objects.create(batch=batch, number=2, verdict="held")
    assert home_page(planned.actor("analyst")).held.rows == 1
    assert home_page(planned.actor("approver")).held is None


def test_a_plan_older_than_the_last_import_is_stale(planned):
    assert not home_page(planned.actor("analyst")).plan_is_stale
    ImportBatch.objects.create(
        kind="organisation.roster", agency_id=planned.agency.pk, uploaded_by="Ani", uploaded_at=AT, file_name="a.xlsx",
        file_sha256="0" * 64, state="applied", applied_at=AT + timedelta(hours=1),
    )  # fmt: skip
    assert home_page(planned.actor("analyst")).plan_is_stale


def test_mandatory_places_outside_the_plan_are_counted(planned):
    seated, other = Programme.objects.order_by("code")
    for programme in (seated, other):
        Nomination.objects.create(
            employee=planned.people[2], programme=programme, year=2027, mandatory=True, reason="CPNS"
        )
    page = home_page(planned.actor("analyst"))
    assert (page.mandatory, page.mandatory_seated) == (2, 1)


def test_a_circle_of_superiors_is_told(planned, login):
    one, two = planned.people[3], planned.people[4]
    for person, superior in ((one, two), (two, one)):
        Supervision.objects.create(employee=person, superior=superior, relation="rater", valid_from=BEGIN)
    assert home_page(planned.actor("analyst")).circles == 1
    assert login(planned, "analyst").get("/beranda/").status_code == 200


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
