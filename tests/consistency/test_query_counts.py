"""What a page asks of the database does not grow with the agency: as many queries at two sizes, 15 at most."""

import re
import tomllib
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.world import DAY, World, build_world

from renbina.accounts.models import User
from renbina.foundation import clock
from renbina.foundation.actor import Actor
from renbina.foundation.models import ImportBatch
from renbina.organisation.actions import link_user
from renbina.organisation.models import Employee
from renbina.planning.models import Plan

MATRIX = Path(__file__).parents[1] / "security" / "authz_matrix.toml"
URLS = tomllib.loads(MATRIX.read_text(encoding="utf-8"))["urls"]
SIZES = (240, 360)  # from 240 people on the city has held classes of every kind
MOST = 15
LIST = re.compile(r"-list$|-people$")
ROLES = {
    "analyst": sorted(URLS),
    "employee": ["dashboards:me", "catalogue:programme-list"],
    "anonymous": ["publication:front"],
}
PAGES = [(role, name) for role, names in ROLES.items() for name in names]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Counts = dict[tuple[str, str], list[str]]
FILE = re.compile(r'href="([^"]*[?&;][\w-]*export=(csv|xlsx|json)[^"]*)"')  # a second table has a prefix


@dataclass(frozen=True, slots=True)
class Walk:
    """The statements of every page that answered, at one size, and the files that it offers."""

    size: int
    counts: Counts
    files: dict[tuple[str, str, str, str], HttpResponse]


def with_full_pages(world: World) -> World:
    """Samples with something in every list: Django leaves out a query whose list of keys is empty."""
    run = Plan.objects.get(public_id=world.sample["plan"]).current_run
    people = Employee.objects.filter(agency=world.agency, assignments__run=run, user__isnull=True)
    busiest = people.annotate(seats=Count("assignments")).order_by("-seats", "pk").first()
    assert busiest is not None
    world.sample["employee"] = busiest.public_id
    world.users["employee"] = User.objects.create_user(username="test_busiest", password="sandi-uji-yang-panjang")
    waiting = ImportBatch.objects.get(public_id=world.sample["batch"])
    waiting.summary["counts"]["new"] = 1  # with nothing to store, the page that asks leads elsewhere
    waiting.save(update_fields=["summary"])
    link_user(employee=busiest, user=world.users["employee"], by=Actor.system(world.agency.pk, "test"), at=clock.now())
    return world


def walk(world: World, size: int) -> Walk:
    """Open every page twice; the second visit counts, when templates and rules are loaded."""
    found: Counts = {}
    files = {}
    for role in ROLES:
        client = world.client(role)
        for name in ROLES[role]:
            kwargs = {key: world.sample[kind] for key, kind in URLS[name].get("kwargs", {}).items()}
            address = reverse(name, kwargs=kwargs) + ("?per=100" if LIST.search(name) else "")
            first = client.get(address)
            if first.status_code != 200 or not first["Content-Type"].startswith("text/html"):
                continue
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found[role, name] = [query["sql"] for query in captured.captured_queries]
            for link, kind in FILE.findall(first.content.decode()):
                files[role, name, kind, link] = client.get(urljoin(address, unescape(link)))
    return Walk(size, found, files)


@pytest.fixture(scope="module")
def walks(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Walk]:
    """One walk a size; each world is rolled back before the next is built."""
    before = settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON
    found = []
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's blocker
        for size in SIZES:
            folder = tmp_path_factory.mktemp(f"size-{size}")
            settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = folder / "files", DAY
            with transaction.atomic():
                found.append(walk(with_full_pages(build_world(folder, size=size)), size))
                transaction.set_rollback(True)
    settings.RENBINA_FILES, settings.RENBINA_FROZEN_ON = before
    return found


def told(walk: Walk, page: tuple[str, str]) -> str:
    """The statements of a page, for whoever has to repair it."""
    return "\n".join([f"{page} with {walk.size} people:", *(sql[:200] for sql in walk.counts[page])])


@pytest.mark.parametrize(("role", "name"), PAGES)
def test_a_page_costs_the_same_few_queries_at_every_size(role: str, name: str, walks: list[Walk]) -> None:
    small, large = walks
    page = (role, name)
    assert (page in small.counts) == (page in large.counts), "the page answers at one size only"
    if page not in small.counts:
        return  # a download, a redirect or a form that only takes POST: not a page
    assert len(large.counts[page]) <= MOST, told(large, page)
    assert len(small.counts[page]) == len(large.counts[page]), f"{told(small, page)}\n\n{told(large, page)}"


def test_every_list_gives_the_files_that_it_offers(walks: list[Walk]) -> None:
    files = {each: answer for walk in walks for each, answer in walk.files.items()}
    types = {each: (answer.status_code, answer["Content-Type"].split(";")[0]) for each, answer in files.items()}
    assert [each for each, (status, kind) in types.items() if status != 200 or kind == "text/html"] == []
    filled = {
        name
        for (_role, name, kind, _link), answer in files.items()
        if kind == "csv" and answer.content.count(b"\n") > 1
    }
    assert len(filled) >= 25, "hardly any list has rows: nothing is shown about its file"
    assert {"planning:plan-people", "dashboards:employee-list"} <= filled


def test_the_walk_opens_most_of_the_product(walks: list[Walk]) -> None:
    """Negative control: a walk that is refused everywhere would find every page cheap."""
    assert len(walks[0].counts) >= 25
    assert all(walks[0].counts["analyst", name] for name in ("planning:plan", "dashboards:employee-list"))
