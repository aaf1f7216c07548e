from datetime import date

import pytest
from bs4 import BeautifulSoup
from tests.rooms.dashboards.town import AT, add_user

from renbina.catalogue.models import Effect, Programme
from renbina.dashboards.queries.me import my_page
from renbina.needs.models import Evidence, Nomination
from renbina.organisation.models import Employee


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").replace("\xa0", " ").split())


def test_hours_planned_and_earned_are_those_of_the_plan_and_the_ledger(planned):
    page = my_page(planned.actor("employee"), AT)
    assert (page.planned, page.this_year.counted, page.rule.minimum) == (24, 12, 20)
    assert [(line.held, line.after, line.required) for line in page.levels] == [(1, 3, 3), (None, None, 3)]


def test_each_place_says_why(planned):
    seat = my_page(planned.actor("employee"), AT).seats[0]
    assert (seat.programme, seat.month, seat.mandatory) == ("Layanan publik digital dasar", 4, False)


def test_somebody_named_for_a_programme_is_told_so(planned, login):
    Effect.objects.all().delete()
    programme = Programme.objects.get(agency=planned.agency, code="C01")
    Nomination.objects.create(
        employee=planned.people[2], programme=programme, year=2027, mandatory=False, reason="Usul kepala bidang"
    )
    assert "Usul kepala bidang" in text_of(login(planned, "employee").get("/pembinaan-saya/"))
    page = text_of(login(planned, "analyst").get(f"/pegawai/{planned.people[2].public_id}/"))
    assert "Usul kepala bidang" in page


def test_the_page_tells_all_of_it(planned, login):
    text = text_of(login(planned, "employee").get("/pembinaan-saya/"))
    for words in ("24 JP", "12 JP", "Layanan publik digital dasar", "Layanan digital", "Data dasar", "2025"):
        assert words in text


def test_levels_are_drawn_as_strips(planned, login):
    page = BeautifulSoup(login(planned, "employee").get("/pembinaan-saya/").content, "html.parser")
    strip = page.select_one(".rb-level .rb-strip")
    assert [segment.get("class") for segment in strip.select("i")] == [["h"], ["p"], ["p", "r"], None, None]


def test_a_pppk_has_no_minimum_but_a_limit(planned):
    Employee.objects.filter(pk=planned.people[2].pk).update(employment="pppk")
    rule = my_page(planned.actor("employee"), AT).rule
    assert (rule.minimum, rule.limit) == (None, 24)


@pytest.mark.parametrize("employment", ["pns", "pppk"])
def test_it_works_without_gaps_plan_and_history(town, login, employment):
    newcomer = town.people[0]
    Employee.objects.filter(pk=newcomer.pk).update(employment=employment)
    assert login(town, "analyst").get("/pembinaan-saya/").status_code == 200


def test_a_login_without_an_employee_has_no_such_page(town, login):
    assert login(town, "auditor").get("/pembinaan-saya/").status_code == 404


def test_a_login_without_an_agency_is_told_what_to_do(town, login):
    add_user(town, "stranger", None)
    assert login(town, "stranger").get("/beranda/").status_code == 200


def test_a_place_says_which_sources_speak_for_it_in_the_own_unit_and_no_more(planned, login):
    units, digital = planned.units, planned.competencies["2.1"]
    programme = Programme.objects.get(agency=planned.agency, code="C01")
    Effect.objects.create(programme=programme, competency=digital, lift=2, ceiling=3)
    for unit, source, weight in (
        (None, "strategy", 1.3), ("one", "survey", 1.4), ("inner", "interview", 1.2), ("two", "proposal", 1.5),
        ("one", "voice", 1.0),
    ):  # fmt: skip
        Evidence.objects.create(
            agency=planned.agency, unit=units.get(unit), competency=digital, source=source,
            weight=weight, people=9, reason="Alasan yang tidak dibaca", recorded_on=date(2026, 11, 23),
        )  # fmt: skip
    text = text_of(login(planned, "employee").get("/pembinaan-saya/"))
    assert "Yang mendukungnya di unit Anda: survei, wawancara, strategi daerah." in text
    assert "Alasan yang tidak dibaca" not in text


def strips(page: BeautifulSoup) -> dict[str, list[list[str] | None]]:
    """Name of a competency -> the segments of its strip."""
    return {
        line.select_one("b").get_text(): [segment.get("class") for segment in line.select(".rb-strip i")]
        for line in page.select(".rb-level")
    }


def test_my_competencies_show_what_the_plan_adds_as_the_own_page_does(planned, login):
    client = login(planned, "employee")
    own = BeautifulSoup(client.get("/pembinaan-saya/").content, "html.parser")
    levels = BeautifulSoup(client.get("/kompetensi/saya/").content, "html.parser")
    assert strips(levels)["Layanan digital"] == [["h"], ["p"], ["p", "r"], None, None]
    assert strips(levels)["Layanan digital"] == strips(own)["Layanan digital"]
    assert "1 → 3 setelah rencana" in levels.get_text() or "1 → 3 after the plan" in levels.get_text()


def test_on_another_day_nothing_is_hatched_and_the_legend_names_no_plan(planned, login):
    page = BeautifulSoup(login(planned, "employee").get("/kompetensi/saya/?pada=2026-11-01").content, "html.parser")
    assert page.select(".rb-legend .rb-strip")
    assert not page.select(".rb-strip i.p")


def test_without_a_plan_nothing_is_hatched(town, login):
    page = BeautifulSoup(login(town, "employee").get("/kompetensi/saya/").content, "html.parser")
    assert page.select(".rb-legend .rb-strip")
    assert not page.select(".rb-strip i.p")
