"""The list of employees as a tool: filters, another day, saved choices, one thing for many; the timeline; the quality
page that ranks by what of the plan hangs on a problem."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.dashboards.conftest import planned_town
from tests.rooms.dashboards.test_people import names
from tests.rooms.dashboards.town import AT

from renbina.dashboards.actions import redraw
from renbina.dashboards.models import SavedFilter
from renbina.dashboards.queries.dependence import quality_page
from renbina.foundation.actor import Role
from renbina.needs.models import Nomination
from renbina.organisation.models import EmploymentStatus, Placement, RoleGrant, Supervision, UnitChange
from renbina.planning.models import Assignment


def text(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=retired", []),
        ("kind=supervisor", ["Ani Analis", "Sri Atasan"]),
        ("hours=none", ["Ani Analis", "Sri Atasan"]),
        ("grade=III/b&kind=supervisor", ["Ani Analis", "Sri Atasan"]),
        ("on=2023-01-01&kind=supervisor", []),
    ],
)
def test_filters_narrow_the_list_and_another_day_shows_its_own_posts(planned, login, query, expected):
    assert sorted(names(login(planned, "analyst").get(f"/pegawai/?{query}"))) == expected


def test_another_day_widens_nobody_s_view(planned, login):
    """Somebody who left the operator's unit was theirs once; the right to look ended with it."""
    moved = planned.people[2]
    Placement.objects.filter(employee=moved).update(valid_to=date(2026, 1, 1))
    Placement.objects.create(
        employee=moved, unit=planned.units["two"], position=planned.positions["clerk"], valid_from=date(2026, 1, 1)
    )
    assert moved.name not in names(login(planned, "operator").get("/pegawai/?on=2025-06-01"))


def test_a_choice_is_saved_shared_with_analysts_only_and_removed_by_its_owner(planned, login):
    analyst = login(planned, "analyst")
    analyst.post("/pegawai/saringan/?kind=supervisor&evil=1", {"name": "Para kepala", "shared": "on"})
    saved = SavedFilter.objects.get()
    assert (saved.query, saved.is_shared) == ("kind=supervisor", True)
    assert "Para kepala" in text(analyst.get("/pegawai/"))
    assert "Para kepala" not in text(login(planned, "operator").get("/pegawai/"))
    assert login(planned, "operator").post(f"/pegawai/saringan/{saved.public_id}/", {"do": "remove"}).status_code == 404
    analyst.post(f"/pegawai/saringan/{saved.public_id}/", {"do": "remove"})
    assert not SavedFilter.objects.exists()


def test_many_get_a_status_only_after_their_names_were_shown(planned, login):
    analyst, two = login(planned, "analyst"), [person.public_id for person in planned.people[2:4]]
    page, sent = "/pegawai/tindakan/?kind=executive", {
        "do": "status", "status": "study_leave", "since": "2026-11-23", "note": "SK 1", "person": two,
    }  # fmt: skip
    asked = analyst.post(page, sent)
    assert (asked.status_code, EmploymentStatus.objects.filter(status="study_leave").count()) == (200, 0)
    assert [name in text(asked) for name in ("Pegawai 0000", "Pegawai 0001", "Pegawai 0002")] == [True, True, False]
    assert analyst.post(page, sent | {"sure": "1"}).status_code == 302
    assert EmploymentStatus.objects.filter(status="study_leave", valid_from=date(2026, 11, 23)).count() == 2


def test_who_is_not_in_the_choice_cannot_be_slipped_in(planned, elsewhere, login):
    sent = {"do": "leader", "leader": "Sri Atasan", "since": "2026-11-23", "reason": "SK", "sure": "1"}
    strangers = [elsewhere.people[2].public_id, planned.people[0].public_id]  # the second is no executive
    answer = login(planned, "analyst").post("/pegawai/tindakan/?kind=executive", sent | {"person": strangers})
    assert (answer.status_code, Supervision.objects.filter(relation="team_lead").count()) == (422, 0)


def test_if_it_is_wrong_for_one_nobody_is_changed(planned, login):
    EmploymentStatus.objects.create(employee=planned.people[3], status="retired", valid_from=date(2027, 1, 1))
    sent = {"do": "status", "status": "suspended", "since": "2026-11-23", "note": "SK", "sure": "1"}
    people = [person.public_id for person in planned.people[2:4]]
    answer = login(planned, "analyst").post("/pegawai/tindakan/?kind=executive", sent | {"person": people})
    assert (answer.status_code, EmploymentStatus.objects.filter(status="suspended").count()) == (422, 0)


def test_the_timeline_tells_units_by_the_name_of_the_day(planned, login):
    person, unit = planned.people[3], planned.units["one"]
    UnitChange.objects.create(
        unit=unit, kind="renamed", day=date(2025, 7, 1), decree="Perda 3", reason="", old_name="Kantor Lama",
        old_short_name="KL",
    )  # fmt: skip
    client, page = login(planned, "analyst"), f"/pegawai/{person.public_id}/riwayat/"
    assert "Kantor Lama" in text(client.get(f"{page}?on=2025-06-30")).split("Per ")[1][:120]
    now = text(client.get(page))
    assert "Dinas Satu" in now
    assert "Kantor Lama, kini Dinas Satu · Perda 3" in now
    assert "Dasar layanan" not in text(client.get(f"{page}?on=2026-03-01"))
    assert "Dasar layanan" not in text(client.get(f"{page}?kind=post"))


def test_roles_on_a_timeline_are_for_oneself_and_for_who_gives_them(planned, login):
    person = planned.people[2]
    RoleGrant.objects.create(user=person.user, agency=planned.agency, role=Role.MENTOR, valid_from=date(2025, 1, 1))
    page = f"/pegawai/{person.public_id}/riwayat/?kind=role"
    assert "Mentor" in text(login(planned, "employee").get(page))
    assert "Mentor" not in text(login(planned, "analyst").get(page))


def test_a_post_is_corrected_with_its_decree_and_the_old_one_stays(planned, login):
    person = planned.people[3]
    sent = {
        "do": "post", "unit": planned.units["two"].public_id, "position": "operator", "since": "2026-11-23",
        "decree": "SK 7",
    }  # fmt: skip
    assert login(planned, "analyst").post(f"/pegawai/{person.public_id}/koreksi/", sent).status_code == 302
    posts = Placement.objects.filter(employee=person).order_by("valid_from").values_list("unit__name", "valid_to")
    assert list(posts) == [("Dinas Satu", date(2026, 11, 23)), ("Dinas Dua", None)]


def test_what_holds_more_of_the_plan_s_money_comes_first(planned, login):
    """Few people with dear seats weigh more than many without any."""
    dear = planned.people[3]
    Assignment.objects.filter(employee=dear).update(cost=9_000_000)
    Placement.objects.filter(employee=dear).delete()
    page = quality_page(planned.actor("analyst"))
    assert page.weights[0].problem == "no_post"
    assert (page.weights[0].people, page.weights[0].rupiah) == (1, 9_000_000)
    assert page.weights[0].people < max(weight.people for weight in page.weights)
    shown = login(planned, "analyst").get("/mutu-data/")
    heads = [row.get_text() for row in BeautifulSoup(shown.content, "html.parser").select("tbody th")]
    assert "jabatan atau unit" in heads[0]
    for weight in page.weights:  # every number opens its rows
        listed = login(planned, "analyst").get(f"/pegawai/?problem={weight.problem}&per=100")
        assert len(names(listed)) == weight.people, weight.problem


@pytest.mark.parametrize("people", [6, 60])
def test_pages_ask_the_same_number_of_questions_at_two_sizes(login, people, db):
    town = planned_town(people=people)
    client = login(town, "analyst")
    person = town.people[2].public_id
    full = "unit=&kind=executive&family=&grade=III/b&hours=below&status=active&on=2026-10-01&problem=no_login"
    pages = (f"/pegawai/?{full}", "/pegawai/tindakan/", f"/pegawai/{person}/riwayat/", "/mutu-data/")
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) <= 15, (page, len(asked))


@pytest.mark.parametrize("state", ["not drawn", "drawn", "named since"])
def test_quality_asks_at_most_fifteen_queries_whatever_holds(planned, login, state):
    """Figures that hold, figures that do not, and the case between: somebody was named after they were drawn."""
    if state != "not drawn":
        redraw(by=planned.system, at=AT)
    if state == "named since":
        programme = Assignment.objects.first().offer.programme
        Nomination.objects.create(
            employee=planned.people[3], programme=programme, year=2027, mandatory=True, reason="x"
        )
    Supervision.objects.bulk_create(
        Supervision(employee=one, superior=other, relation="rater", valid_from=date(2026, 1, 1))
        for one, other in ((planned.people[4], planned.people[5]), (planned.people[5], planned.people[4]))
    )  # a circle costs a query of its own
    client = login(planned, "analyst")
    client.get("/mutu-data/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/mutu-data/").status_code == 200
    assert len(asked) <= {"not drawn": 15, "drawn": 10, "named since": 12}[state]


def test_figures_drawn_ahead_say_the_same_and_a_new_duty_is_not_missed(planned, login):
    Placement.objects.filter(employee=planned.people[3]).delete()
    live = quality_page(planned.actor("analyst"))
    redraw(by=planned.system, at=AT)
    assert quality_page(planned.actor("analyst")) == live
    programme = Assignment.objects.first().offer.programme
    Nomination.objects.create(employee=planned.people[3], programme=programme, year=2027, mandatory=True, reason="x")
    duties = {weight.problem: weight.duties for weight in quality_page(planned.actor("analyst")).weights}
    assert duties["no_post"] == 1
