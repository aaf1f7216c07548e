import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.dashboards.conftest import planned_town
from tests.rooms.dashboards.town import AT, ON

from renbina.dashboards.queries import remembered
from renbina.foundation.actor import Actor
from renbina.organisation.actions import set_status
from renbina.organisation.models import Supervision


def names(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [cell.find("a").get_text(strip=True) for cell in page.select("table tbody th")]


def detail(person) -> str:
    return f"/pegawai/{person.public_id}/"


def test_an_analyst_sees_everybody_of_the_agency_and_nobody_else(planned, elsewhere, login):
    shown = names(login(planned, "analyst").get("/pegawai/"))
    assert sorted(shown) == sorted(person.name for person in planned.people)


def test_a_superior_s_list_holds_their_people_and_leaves_themselves_to_their_own_page(planned, login):
    shown = names(login(planned, "superior").get("/pegawai/"))
    assert sorted(shown) == ["Pegawai 0000", "Pegawai 0003"]
    assert login(planned, "superior").get(detail(planned.people[1])).status_code == 200


def test_an_operator_sees_their_unit_and_below(planned, login):
    shown = names(login(planned, "operator").get("/pegawai/"))
    assert sorted(shown) == ["Pegawai 0000", "Pegawai 0001", "Pegawai 0003", "Pegawai 0004", "Sri Atasan"]


def test_a_plain_employee_may_not_open_the_list(planned, login):
    assert login(planned, "employee").get("/pegawai/").status_code == 403


def test_another_agency_s_analyst_gets_404_for_a_person(planned, elsewhere, login):
    assert login(elsewhere, "analyst").get(detail(planned.people[2])).status_code == 404


def test_a_superior_gets_404_for_somebody_else_s_people(planned, login):
    client = login(planned, "superior")
    assert client.get(detail(planned.people[2])).status_code == 200
    assert client.get(detail(planned.people[4])).status_code == 404


def test_an_employee_reads_their_own_page_only(planned, login):
    client = login(planned, "employee")
    assert client.get(detail(planned.people[2])).status_code == 200
    assert client.get(detail(planned.people[3])).status_code == 404


def test_the_nip_is_for_agency_readers_and_oneself(planned, login):
    person = planned.people[2]
    seen = {
        name: person.nip in login(planned, name).get(detail(person)).content.decode()
        for name in ("analyst", "auditor", "operator", "superior", "employee")
    }
    assert seen == {"analyst": True, "auditor": True, "operator": False, "superior": False, "employee": True}


def test_nobody_finds_a_person_by_a_nip_they_may_not_see(planned, login):
    nip = planned.people[2].nip
    assert names(login(planned, "analyst").get("/pegawai/", {"q": nip})) == [planned.people[2].name]
    assert names(login(planned, "superior").get("/pegawai/", {"q": nip})) == []


def test_the_columns_tell_gaps_hours_and_plan(planned, login):
    page = BeautifulSoup(login(planned, "analyst").get("/pegawai/?q=Pegawai 0000").content, "html.parser")
    cells = {cell["data-label"]: cell.get_text(strip=True) for cell in page.select("tbody td[data-label]")}
    assert [cells[key].replace("\xa0", " ") for key in list(cells)[-3:]] == ["1", "12 JP", "24 JP"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("unit", ["Pegawai 0000", "Pegawai 0003"]),
        ("problem=no_superior", ["Ani Analis", *(f"Pegawai 000{n}" for n in (1, 2, 4, 5)), "Sri Atasan"]),
        ("problem=not_assessed", ["Ani Analis", "Sri Atasan"]),
        ("problem=no_hours", ["Ani Analis", "Sri Atasan"]),
        ("employment=pppk", []),
        ("problem=nonsense&employment=nonsense", None),
    ],
)  # fmt: skip
def test_the_list_can_be_narrowed(planned, login, query, expected):
    if query == "unit":
        query = f"unit={planned.units['inner'].public_id}"
    shown = names(login(planned, "analyst").get(f"/pegawai/?{query}"))
    assert sorted(shown) == (expected if expected is not None else sorted(p.name for p in planned.people))


def test_a_unit_of_another_agency_narrows_to_nobody(planned, elsewhere, login):
    query = {"unit": elsewhere.units["one"].public_id}
    assert names(login(planned, "analyst").get("/pegawai/", query)) == []


def test_the_export_holds_the_rows_of_the_screen(planned, login):
    client = login(planned, "analyst")
    query = {"sort": "-hours", "problem": "no_superior"}
    rows = list(
        csv.reader(io.StringIO(client.get("/pegawai/", {**query, "export": "csv"}).content.decode("utf-8-sig")))
    )
    assert [row[0] for row in rows[1:]] == names(client.get("/pegawai/", query))
    assert [float(row[-2]) for row in rows[1:]] == [12, 12, 12, 12, 0, 0]


def test_both_superiors_levels_and_reasons_stand_on_the_page(planned, login):
    person, chief = planned.people[2], planned.people[0]
    Supervision.objects.create(employee=person, superior=chief, relation="team_lead", valid_from="2026-01-01")
    text = login(planned, "analyst").get(detail(person)).content.decode()
    for expected in ("Sri Atasan", "Ani Analis", "Layanan digital", "Layanan publik digital dasar", "Dasar layanan"):
        assert expected in text


def test_a_form_of_learning_is_told_in_words(planned, login):
    text = login(planned, "analyst").get(detail(planned.people[2])).content.decode()
    assert "Pelatihan teknis" in text
    assert "KL03" not in text


def test_somebody_without_anything_has_a_page_that_says_so(town, login):
    assert login(town, "analyst").get(detail(town.people[0])).status_code == 200


@pytest.mark.parametrize("path", ["/pegawai/", "/unit/", "/beranda/", "unit", "person", "/pembinaan-saya/"])
def test_the_query_count_stays_small_and_does_not_grow(db, login, path):
    counts = []
    for size, first in ((3, 0), (40, 1000)):
        town = planned_town(f"Kota {size}", size, first=first)
        where = {"unit": f"/unit/{town.units['one'].public_id}/", "person": detail(town.people[2])}.get(path, path)
        client = login(town, "analyst")
        client.get(where)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 15, [query["sql"][:150] for query in caught]


@pytest.mark.parametrize(
    "query", ["status=nobody", "kind=%00", "employment=PNS%20", "hours=9", "problem=none", "on=2026-13-40", "on=x"]
)
def test_a_value_that_no_filter_offers_narrows_nothing_and_breaks_nothing(planned, login, query):
    shown = names(login(planned, "analyst").get(f"/pegawai/?{query}"))
    assert sorted(shown) == sorted(person.name for person in planned.people)


@pytest.mark.parametrize("query", ["", "sort=-name", "q=Pegawai", "status=active", "problem=no_superior", "sort=hours"])
def test_a_remembered_list_is_the_list_on_every_page(planned, login, monkeypatch, query):
    client = login(planned, "analyst")
    fresh = [names(client.get(f"/pegawai/?{query}&page={page}")) for page in (1, 2)]
    monkeypatch.setattr(remembered, "LARGE", 2)
    for _ in range(2):  # worked out, then remembered
        assert [names(client.get(f"/pegawai/?{query}&page={page}")) for page in (1, 2)] == fresh


def test_a_remembered_list_is_forgotten_when_somebody_changes_anything_and_serves_nobody_who_sees_less(
    planned, login, monkeypatch
):
    monkeypatch.setattr(remembered, "LARGE", 2)
    before = names(login(planned, "analyst").get("/pegawai/?status=active"))
    leaving = planned.people[0]
    set_status(
        employee=leaving,
        status="unpaid_leave",
        since=ON,
        until=None,
        note="SK 1",
        by=Actor.system(planned.agency.pk),
        at=AT,
    )
    after = names(login(planned, "analyst").get("/pegawai/?status=active"))
    assert set(before) - set(after) == {leaving.name}
    assert len(names(login(planned, "superior").get("/pegawai/"))) == 2


def test_a_page_of_a_remembered_list_costs_one_look_and_neither_count_nor_sorting(planned, login, monkeypatch):
    monkeypatch.setattr(remembered, "LARGE", 2)
    client = login(planned, "analyst")
    client.get("/pegawai/?hours=below")
    with CaptureQueriesContext(connection) as asked:
        client.get("/pegawai/?hours=below")
    assert len(asked) <= 15
    lists = [each["sql"] for each in asked if "counted_hours" in each["sql"] and "HAVING" in each["sql"]]
    assert lists == []  # whom the filter lets through is not asked again
