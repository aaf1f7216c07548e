"""Nothing of one agency reaches the other, whatever is listed, searched or exported; the public pages name nobody."""

import io
import re
import tomllib
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from docx import Document
from tests.world import World

from renbina.catalogue.models import Programme
from renbina.foundation.models import ImportBatch, Job
from renbina.organisation.models import Employee, Unit
from renbina.planning.models import Plan
from renbina.ui.sheets import DOCX_TYPE

URLS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "authz_matrix.toml").read_text(encoding="utf-8"))["urls"]
OPEN = sorted(name for name, declared in URLS.items() if "kwargs" not in declared)
NIP = re.compile(r"(?<!\d)\d{18}(?!\d)")
LINK = re.compile(r'href="(/[^"#]*)')
MOST_PAGES = 250
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def content(response: HttpResponse) -> str:
    """Everything that an answer says, cells of a workbook and of a Word file included."""
    if response.headers.get("Content-Type", "") == DOCX_TYPE:
        return words_of(response.content)
    if not response.headers.get("Content-Type", "").startswith("application/vnd.openxmlformats"):
        return response.content.decode(errors="replace")
    book = openpyxl.load_workbook(io.BytesIO(response.content), read_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def words_of(word_file: bytes) -> str:
    document = Document(io.BytesIO(word_file))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def foreign(world: World, django_db_blocker: pytest.FixtureRequest) -> set[str]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
        return _foreign(world)


def _foreign(world: World) -> set[str]:
    """Names, NIPs and public ids of the first agency that the neighbour does not happen to have too."""
    theirs = Employee.objects.filter(agency=world.agency)
    ours = Employee.objects.filter(agency=world.neighbour)
    at_home = "\n".join(ours.values_list("name", flat=True))
    found = {name for name in theirs.values_list("name", flat=True) if " " in name and name not in at_home}
    found |= set(theirs.values_list("nip", flat=True)) | set(theirs.values_list("public_id", flat=True))
    for model in (Unit, Programme, Plan):
        found |= set(model.objects.filter(agency=world.agency).values_list("public_id", flat=True))
    for model in (ImportBatch, Job):
        found |= set(model.objects.filter(agency_id=world.agency.pk).values_list("public_id", flat=True))
    assert len(found) > 200
    return found


def leaked(response: HttpResponse, foreign: set[str]) -> list[str]:
    text = content(response)
    return sorted(each for each in foreign if each in text)


def asked(world: World) -> Iterator[dict[str, str]]:
    """What somebody curious adds to an address. Searched words are cut short: what was typed may be shown again."""
    subject, home = world.people["subject"], world.units["home"]
    yield {}
    for export in ("csv", "xlsx"):
        yield {"export": export}
        yield {"export": export, "q": subject.name[:4]}
    for text in (subject.name[:5], subject.nip[:8], home.name[:6], "a"):
        yield {"q": text}
        yield {"name": text}
    yield {"per": "100", "page": "1"}
    for problem in ("no_superior", "not_assessed", "no_hours"):
        yield {"problem": problem}


@pytest.mark.parametrize("name", OPEN)
def test_the_neighbours_analyst_finds_nothing_by_listing_searching_or_exporting(
    name: str, world: World, foreign: set[str]
) -> None:
    client = world.client("other_analyst")
    found = {}
    for parameters in asked(world):
        if leaks := leaked(client.get(reverse(name), parameters), foreign):
            found[str(parameters)] = leaks[:3]
    assert found == {}


@pytest.mark.parametrize("key", ["unit", "person", "programme", "plan", "batch"])
@pytest.mark.parametrize("name", OPEN)
def test_a_foreign_key_in_an_address_opens_nothing(name: str, key: str, world: World, foreign: set[str]) -> None:
    """The key itself may be shown again; nothing else."""
    sample = world.sample["employee" if key == "person" else key]
    response = world.client("other_analyst").get(reverse(name), {key: sample})
    assert [each for each in leaked(response, foreign) if each != sample] == []


def test_the_neighbours_own_objects_open_nothing_either(world: World, foreign: set[str]) -> None:
    """Pages of the neighbour's own plan, unit, person and programme, asked for what is not theirs."""
    own = {
        "plan": Plan.objects.filter(agency=world.neighbour).order_by("-year", "pk").first(),
        "unit": Unit.objects.filter(agency=world.neighbour).order_by("path").first(),
        "employee": Employee.objects.filter(agency=world.neighbour).order_by("nip").first(),
        "programme": Programme.objects.filter(agency=world.neighbour).order_by("code").first(),
    }
    client, opened, found = world.client("other_analyst"), 0, {}
    for name, declared in URLS.items():
        kinds = declared.get("kwargs", {})
        if not kinds or any(own.get(kind) is None for kind in kinds.values()):
            continue
        address = reverse(name, kwargs={key: own[kind].public_id for key, kind in kinds.items()})  # type: ignore[union-attr]  # looked at above
        for parameters in [*asked(world), {"person": world.sample["employee"]}, {"unit": world.sample["unit"]}]:
            response = client.get(address, parameters)
            opened += response.status_code == 200
            if leaks := set(leaked(response, foreign)) - set(parameters.values()):
                found[f"{name} {parameters}"] = sorted(leaks)[:3]
    assert found == {}
    assert opened >= 20


def walk(client: Client, start: str) -> Iterator[tuple[str, HttpResponse]]:
    """Every page that can be reached by links, breadth first."""
    waiting, seen = deque([start]), {start}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        response = client.get(address)
        yield address, response
        if response.status_code == 302:
            links = [response["Location"]]
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            links = [link.replace("&amp;", "&") for link in LINK.findall(response.content.decode())]
        else:
            links = []
        for link in links:
            if link not in seen and not link.startswith("/static/"):
                seen.add(link)
                waiting.append(link)


def test_following_every_link_the_neighbours_analyst_stays_at_home(world: World, foreign: set[str]) -> None:
    found, opened = {}, 0
    for address, response in walk(world.client("other_analyst"), "/"):
        opened += response.status_code == 200
        assert response.status_code in {200, 302}, f"a dead link: {address} answers {response.status_code}"
        if leaks := leaked(response, foreign):
            found[address] = leaks[:3]
    assert found == {}
    assert opened >= 20


def test_the_first_agencys_analyst_does_see_these_people(world: World, foreign: set[str]) -> None:
    """Negative control: the search for leaks finds what is there to be found."""
    listed = world.client("analyst").get(reverse("dashboards:employee-list"), {"export": "xlsx"})
    assert len(leaked(listed, foreign)) > 50


def test_public_pages_name_nobody(world: World) -> None:
    names = set(Employee.objects.values_list("name", flat=True))
    numbers = set(Employee.objects.values_list("nip", flat=True)) | set(
        Employee.objects.values_list("public_id", flat=True)
    )
    opened = 0
    for address, response in walk(world.client("anonymous"), "/"):
        opened += response.status_code == 200
        text = content(response)
        assert NIP.findall(text) == [], address
        assert [each for each in names | numbers if each in text] == [], address
    assert opened >= 3


@pytest.mark.parametrize("role", ["employee", "superior", "unit_operator"])
def test_nobody_reads_the_nip_of_people_they_do_not_look_after(role: str, world: World) -> None:
    """By every link: an employee meets their own NIP only; nobody meets one of a person elsewhere."""
    outsider = world.people["outsider"]
    strangers = set(Employee.objects.filter(agency=world.agency).values_list("nip", flat=True))
    allowed = {outsider.nip} if role == "employee" else strangers - {outsider.nip}
    for address, response in walk(world.client(role), "/"):
        shown = set(NIP.findall(content(response))) & strangers
        assert shown <= allowed, f"{role} reads {sorted(shown - allowed)[:3]} at {address}"
