"""The whole city, as an analyst finds it on the first day: the figures of its sheet on every screen and document.

Slow: 2,914 people and their plan, which is computed once more from its folder. On SQLite it is the demonstration that
the journeys walk through, so that what `renbina demo` leaves behind is what is counted here.
"""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from tests.journeys.city import copied, place, prepared
from tests.once import standing_in_the_database
from tests.world import DAY

from binacore.planner import check
from binacore.planner.folder import read_problem, read_result
from renbina.competency.models import Competency
from renbina.config.demo.load import load_demonstration
from renbina.dashboards.queries.pictures import pictures
from renbina.dashboards.queries.plans import plan_now
from renbina.foundation import clock
from renbina.foundation.actor import Actor, Role
from renbina.needs.models import Nomination
from renbina.needs.queries import ranked_needs
from renbina.organisation.models import Agency, Employee, RoleGrant, Unit
from renbina.organisation.queries import actor_for
from renbina.planning import queries
from renbina.planning.actions import save_problem_folder
from renbina.planning.enums import Stage
from renbina.planning.models import Assignment, OpenedOffer, Plan, Run
from renbina.planning.store import kept_names
from renbina.records.queries import people_at_hours
from renbina.rulebook.queries import rules_on
from renbina.voice.queries import state_counts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BUDGET = 4_200_000_000
LEAST_SPENDING = 1_187_200_000  # 0.16 % of Rp742 billion
OWN_CLASSES = 52
BUDGET_SHORT = "Rp4,2 M"
DIGITAL = "Literasi layanan digital"


@dataclass(frozen=True, slots=True)
class Whole:
    """The loaded city with its analyst and its computed plan."""

    agency: Agency
    analyst: Client
    actor: Actor
    plan: Plan
    run: Run
    folder: Path

    @property
    def figures(self) -> dict[str, Any]:
        found: dict[str, Any] = self.run.figures
        return found

    def text(self, name: str, *arguments: str, **parameters: str) -> str:
        """The words of a page, with single spaces."""
        response = self.analyst.get(reverse(name, args=arguments), parameters)
        assert response.status_code == 200
        return words(response.content)


def words(html: bytes) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def city(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("city") / "city"
    before = settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON
    settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = folder / "files", DAY
    standing = prepared_city(folder, place(tmp_path_factory)) if connection.vendor == "sqlite" else loaded_city(folder)
    with django_db_blocker.unblock(), standing:  # type: ignore[attr-defined]  # pytest-django's blocker
        yield whole(folder)
    settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = before


@contextmanager
def prepared_city(folder: Path, shared: Path) -> Iterator[None]:
    """The demonstration of this run stands in the database, as its own command prepared it."""
    prepared(shared)
    copied(shared, folder)
    with standing_in_the_database(folder / "renbina.sqlite3"):
        yield


@contextmanager
def loaded_city(folder: Path) -> Iterator[None]:
    """Where the database is a server: loaded into it, and taken back."""
    folder.mkdir()
    with transaction.atomic():
        load_demonstration(size=None, folder=folder, say=lambda text: None, with_worker=False)
        yield
        transaction.set_rollback(True)


def whole(folder: Path) -> Whole:
    agency = Agency.objects.order_by("pk").first()
    assert agency is not None
    plan = Plan.objects.select_related("current_run", "agency").get(
        agency=agency, stage=Stage.DEFINITIVE, current_run__isnull=False
    )
    assert plan.current_run is not None
    grant = RoleGrant.objects.select_related("user").get(agency=agency, role=Role.ANALYST)
    client = Client()
    client.force_login(grant.user)
    return Whole(agency, client, actor_for(grant.user, at=clock.now()), plan, plan.current_run, folder)


# --- the city itself


def test_the_figures_of_every_unit_are_drawn_before_the_first_visit(city: Whole) -> None:
    for agency in Agency.objects.order_by("pk"):
        plan = plan_now(agency.pk)
        minimum = rules_on(agency.pk, DAY).integer("learning.pns_minimum_hours")
        drawn = pictures(agency.pk, DAY, plan, minimum).count()
        assert drawn == Unit.objects.filter(agency=agency, closed_on=None).count() + 1


def test_the_list_of_employees_counts_everybody(city: Whole) -> None:
    assert "2.914" in city.text("dashboards:employee-list")


@pytest.mark.parametrize(
    ("employments", "people"),
    [(("pns", "cpns"), 2_041), (("pppk",), 611), (("pppk_part_time",), 262)],
    ids=["PNS", "PPPK", "PPPK part-time"],
)
def test_every_kind_of_employment_has_its_number(employments: tuple[str, ...], people: int, city: Whole) -> None:
    shown = 0
    for each in employments:
        count = re.search(r"([\d.]+) (?:baris|pegawai|orang)", city.text("dashboards:employee-list", employment=each))
        assert count, each
        shown += int(count[1].replace(".", ""))
    assert shown == people


def test_there_are_thirty_four_units_at_the_top(city: Whole) -> None:
    assert Unit.objects.filter(agency=city.agency, depth=1).count() == 34
    table = city.analyst.get(reverse("dashboards:unit-list"), {"export": "xlsx", "per": "100"})
    sheet = openpyxl.load_workbook(io.BytesIO(table.content)).worksheets[0]
    names = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    tops = set(Unit.objects.filter(agency=city.agency, depth=1).values_list("short_name", flat=True))
    assert tops <= names


def test_the_list_of_programmes_counts_ninety_six(city: Whole) -> None:
    assert re.search(r"\b96\b", city.text("catalogue:programme-list"))


def test_the_home_page_counts_187_people_without_hours_in_two_years(city: Whole) -> None:
    assert re.search(r"\b187\b", city.text("dashboards:home"))
    assert "187" in city.text("dashboards:employee-list", problem="no_hours")


def test_1146_feedback_items_of_2026_stand_at_the_desk(city: Whole) -> None:
    assert sum(state_counts(city.actor).values()) == 1146


def test_1498_people_reached_the_hours_in_2025(city: Whole) -> None:
    assert people_at_hours(2025, 20).filter(employee__agency=city.agency).count() == 1_498
    assert "1.498" in city.text("planning:plan", city.plan.public_id) + city.text("planning:plan-list")


def test_46_cpns_are_owed_their_basic_training_and_get_it(city: Whole) -> None:
    owed = Nomination.objects.filter(
        employee__agency=city.agency, year=2027, mandatory=True, employee__employment="cpns"
    ).values_list("employee_id", "programme_id")
    assert len({person for person, _ in owed}) == 46
    seated = set(Assignment.objects.filter(run=city.run).values_list("employee_id", "offer__programme_id"))
    missing = set(owed) - seated
    if missing:  # the page must then say it
        assert f"{city.figures['mandatory']['places'] - city.figures['mandatory']['filled']} tempat wajib" in city.text(
            "planning:plan", city.plan.public_id
        )
    assert len(missing) == 0, f"{len(missing)} CPNS without Latsar"


# --- the gaps and the voices that the sheet of the city names


@pytest.fixture(scope="module")
def needs(city: Whole) -> list[tuple[int, str, str, int, int]]:
    """Rank, competency, unit, people below and people assessed of every need, as the file of the ranked list says."""
    table = city.analyst.get(reverse("needs:ranking"), {"export": "csv"}).content.decode("utf-8-sig")
    found = []
    for row in csv.DictReader(io.StringIO(table)):
        below, known = re.findall(r"[\d.]+", row["Di bawah standar"])
        people = (int(each.replace(".", "")) for each in (below, known))
        found.append((int(row["Peringkat"]), row["Kebutuhan"], row["Unit kerja"], *people))
    return found


def test_the_first_need_is_digital_service_at_the_civil_registry_with_31_of_39(city: Whole, needs: Any) -> None:
    assert needs[0] == (1, DIGITAL, "Dinas Kependudukan dan Pencatatan Sipil", 31, 39)
    unit = Unit.objects.get(agency=city.agency, short_name="Disdukcapil")
    page = city.text("needs:need", unit.public_id, public_id_of(city, "2.1"))
    for said in ("31 dari 39 yang dinilai", "semua sudah dinilai", "38 dari 39 menjawab", "5 kutipan", "64 keluhan"):
        assert said in page, said


@pytest.mark.parametrize(
    ("competency", "below", "units"),
    [
        ("Indikator dan pohon kinerja", 96, 22),
        ("Keamanan informasi", 1_912, 31),
        ("Manajemen kinerja", 81, 29),
        ("Memilih penyedia", 57, 25),
    ],
)
def test_who_is_below_in_all_units_together(competency: str, below: int, units: int, needs: Any) -> None:
    found = [row[3] for row in needs if row[1] == competency and row[3]]
    assert (sum(found), len(found)) == (below, units)


@pytest.mark.parametrize(
    ("inside", "names", "competency", "below", "count"),
    [("Disdikbud", r"SDN \d\d", "9.2", 288, 36), ("Dinkes", "PKM (Pasar Arai|Batu Lintang|Rawang Arai)", "1.3", 60, 3)],
)
def test_who_is_below_in_schools_and_health_centres(
    city: Whole, needs: Any, inside: str, names: str, competency: str, below: int, count: int
) -> None:
    """The hospital beside the three health centres: 154, which makes the 214 of the sheet."""
    path = Unit.objects.get(agency=city.agency, short_name=inside, depth=1).path
    found = [
        need.counts.below
        for need in ranked_needs(city.actor, DAY, below=path, depth=2).needs
        if need.competency.code == competency and re.fullmatch(names, need.unit.short_name)
    ]
    assert (sum(found), len(found)) == (below, count)
    assert [row[3] for row in needs if row[1:3] == ("Mengelola keluhan", "RSUD Arai Medika")] == [154]


def public_id_of(city: Whole, code: str) -> str:
    return Competency.objects.get(agency=city.agency, code=code).public_id


# --- money


def test_the_budget_of_the_plan_is_what_its_funds_hold_together(city: Whole) -> None:
    assert city.plan.budget == BUDGET == city.figures["budget"]
    assert sum(fund["amount"] for fund in city.figures["funds"]) == BUDGET
    assert BUDGET_SHORT in city.text("planning:plan", city.plan.public_id)


def test_no_fund_and_no_plan_spends_more_than_it_has(city: Whole) -> None:
    assert all(fund["used"] <= fund["amount"] for fund in city.figures["funds"])
    assert sum(fund["used"] for fund in city.figures["funds"]) == city.figures["used"] <= BUDGET


def test_the_least_spending_on_training_stands_in_the_document(city: Whole, document: str) -> None:
    material = queries.document_material(city.actor, city.plan, DAY)
    assert material.least_budget == LEAST_SPENDING
    assert "1.187.200.000" in document


# --- the plan


def test_the_plan_is_close_to_its_bound_and_better_than_every_simple_method(city: Whole) -> None:
    assert city.run.gap is not None
    assert city.run.objective is not None
    assert 0 <= city.run.gap <= 0.10
    methods = city.figures["methods"]
    assert set(methods) == {"first_come_first_served", "most_popular_first", "value_per_rupiah"}
    assert {name: worth for name, worth in methods.items() if worth >= city.run.objective} == {}


def test_the_organiser_holds_at_most_52_classes_of_its_own(city: Whole) -> None:
    own = OpenedOffer.objects.filter(run=city.run, offer__own_class=True).aggregate(n=Sum("batches"))["n"]
    assert own == city.figures["own_classes"] <= OWN_CLASSES


def test_the_forecast_for_2026_is_shown_as_people_and_as_the_baseline_of_its_goal(city: Whole) -> None:
    assert "1.617" in city.text("planning:plan-list")
    assert "55,5" in city.text("planning:goal-tree")
    assert f"{1_617 / 2_914:.1%}" == "55.5%"


def test_the_front_page_tells_the_public_the_plans_own_numbers(city: Whole) -> None:
    shown = words(Client().get("/").content)
    seats = Assignment.objects.filter(run=city.run)
    placed = seats.values("employee").distinct().count()
    for expected in (dotted(placed), dotted(city.figures["people"]), str(city.figures["programmes"]), BUDGET_SHORT):
        assert expected in shown, expected


# --- the same numbers everywhere


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    return f"Rp{dotted(amount)}"


def pdf_text(city: Whole) -> str:
    response = city.analyst.get(reverse("planning:document-pdf", args=[city.plan.public_id]))
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    return squeezed("".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def document(city: Whole) -> str:
    return pdf_text(city)


@pytest.fixture(scope="module")
def book(city: Whole) -> Any:
    response = city.analyst.get(reverse("planning:document-xlsx", args=[city.plan.public_id]))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def sheet_with(book: Any, *headings: str) -> list[dict[str, Any]]:
    """Rows of the sheet that has these headings."""
    for sheet in book.worksheets:
        heads = [cell.value for cell in sheet[1]]
        if all(heading in heads for heading in headings):
            return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    raise AssertionError(f"no sheet has {headings}: {[[cell.value for cell in sheet[1]] for sheet in book.worksheets]}")


def test_the_workbook_holds_the_same_programmes_people_and_money(city: Whole, book: Any) -> None:
    rows = [row for row in queries.row_lines(city.plan) if row.programme]
    kept = sheet_with(book, "Kode", "Biaya", "Angkatan")
    assert {row["Kode"]: (row["Peserta"], row["Biaya"]) for row in kept} == {
        row.programme_code: (row.participants, row.amount) for row in rows
    }
    others = sum(row.amount for row in queries.row_lines(city.plan) if not row.programme)
    assert sum(row["Biaya"] for row in kept) + others == city.figures["used"]


def test_the_workbook_lists_every_seat(city: Whole, book: Any) -> None:
    people = sheet_with(book, "NIP", "Program")
    assert len(people) == city.figures["seats"] == Assignment.objects.filter(run=city.run).count()
    assert all(isinstance(row["NIP"], str) and len(row["NIP"]) == 18 for row in people)


def test_the_workbook_holds_the_same_funds(city: Whole, book: Any) -> None:
    funds = sheet_with(book, "Sumber dana", "Terpakai")
    assert [tuple(row.values())[:3] for row in funds] == [
        (fund["name"], fund["amount"], fund["used"]) for fund in city.figures["funds"]
    ]


def test_the_pdf_says_what_the_page_says(city: Whole, document: str) -> None:
    page = city.text("planning:plan", city.plan.public_id)
    headline = BeautifulSoup(
        city.analyst.get(reverse("planning:plan", args=[city.plan.public_id])).content, "html.parser"
    ).h1
    assert headline is not None
    assert squeezed(headline.get_text()) in document
    for fund in city.figures["funds"]:
        assert squeezed(rupiah(fund["used"])) in document, fund["name"]
        assert squeezed(rupiah(fund["amount"])) in document, fund["name"]
    assert squeezed(rupiah(city.figures["used"])) in document
    reached = f"{dotted(city.figures['pns_at_target'])} dari {dotted(city.figures['pns'])}"
    assert reached in page
    assert squeezed(reached) in document


def test_the_pdf_names_every_programme_with_its_money(city: Whole, document: str) -> None:
    rows = [row for row in queries.row_lines(city.plan) if row.programme]
    assert [row.title for row in rows if squeezed(row.title) not in document] == []
    assert [row.title for row in rows if squeezed(rupiah(row.amount)) not in document] == []


def test_the_pdf_lists_every_participant(city: Whole, document: str) -> None:
    seated = Employee.objects.filter(assignments__run=city.run).distinct().values_list("nip", flat=True)
    assert [nip for nip in seated if nip not in document] == []


# --- proved by somebody else


def plan_command(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "renbina.config.cli", "plan", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_independent_check_accepts_the_stored_plan_and_a_plan_solved_from_its_folder(city: Whole) -> None:
    folder, out = city.folder / "problem", city.folder / "result"
    save_problem_folder(city.run, folder)
    problem = read_problem(folder)
    assert len(problem.person_ids) == city.figures["people"]
    solved = plan_command("solve", str(folder), "--out", str(out), "--seed", "1")
    assert solved.returncode == 0, solved.stderr
    judged = plan_command("check", str(folder), str(out))
    assert judged.returncode == 0, judged.stdout
    assert "accepted" in judged.stdout
    result = read_result(out)
    assert check(problem, result).accepted
    assert result.problem_sha256 == city.run.problem_sha256
    names = kept_names(city.run.public_id)
    programme = dict(zip(problem.session_ids, problem.session_programme.tolist(), strict=True))
    months = dict(zip(problem.session_ids, problem.session_period.tolist(), strict=True))
    seats = {
        (names[person], problem.programme_ids[programme[session]], months[session] or None)
        for person, session in result.assignments
    }
    stored = set(
        Assignment.objects.filter(run=city.run).values_list(
            "employee__public_id", "offer__programme__code", "offer__month"
        )
    )
    assert seats == stored, "the same problem and seed give another plan on the command line"
