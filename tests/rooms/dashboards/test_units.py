from datetime import date

from bs4 import BeautifulSoup

from renbina.dashboards.queries.units import unit_detail, unit_list
from renbina.records.models import LearningRecord


def test_figures_of_a_unit_hold_everything_below_it(planned):
    rows = {row.short_name: row for row in unit_list(planned.actor("analyst")).rows}
    one = rows["Satu"]
    assert (one.people, one.civil_servants, one.at_minimum, one.gaps, one.planned_people, one.planned_hours) == (
        5, 5, 0, 4, 4, 96,
    )  # fmt: skip
    assert sum(row.people for row in rows.values()) == len(planned.people)


def test_the_share_counts_pns_at_the_minimum(planned):
    person = planned.people[2]
    LearningRecord.objects.create(
        employee=person,
        name="Lagi",
        form="KL03",
        started_on=date(2026, 5, 4),
        ended_on=date(2026, 5, 4),
        counted_hours=8,
    )
    one = next(row for row in unit_list(planned.actor("analyst")).rows if row.short_name == "Satu")
    assert one.share == 1 / 5


def test_an_operator_lists_their_own_unit_only(planned, login):
    assert [row.short_name for row in unit_list(planned.actor("operator")).rows] == ["Satu"]
    assert login(planned, "operator").get(f"/unit/{planned.units['two'].public_id}/").status_code == 404


def test_units_are_closed_to_superiors_and_employees(planned, login):
    for name in ("superior", "employee"):
        assert login(planned, name).get("/unit/").status_code == 403
        assert login(planned, name).get(f"/unit/{planned.units['one'].public_id}/").status_code == 404


def test_another_agency_s_unit_is_404(planned, elsewhere, login):
    assert login(elsewhere, "analyst").get(f"/unit/{planned.units['one'].public_id}/").status_code == 404


def test_the_heat_map_says_what_is_missing_where(planned):
    heat = unit_detail(planned.actor("analyst"), planned.units["one"].public_id).heat
    assert (heat.rows, heat.values) == (("Satu", "Dalam"), ((2.0,), (2.0,)))
    assert heat.columns == (("Layanan digital", ""),)
    assert (heat.people, heat.known) == (10, 4)


def test_the_page_shows_parts_plan_and_open_questions(planned, login):
    response = login(planned, "analyst").get(f"/unit/{planned.units['one'].public_id}/")
    page = BeautifulSoup(response.content, "html.parser")
    assert "Dalam" in page.get_text()
    assert "Layanan publik digital dasar" in page.get_text()
    assert page.select_one("figure svg") is not None
    assert page.select_one('a[href*="problem=no_superior"]') is not None


def test_a_unit_without_people_gaps_and_plan_has_a_page(town, login):
    for key in ("one", "inner"):
        assert login(town, "analyst").get(f"/unit/{town.units[key].public_id}/").status_code == 200
