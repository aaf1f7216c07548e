"""Every page with the whole city: SQL queries, processor time, and what a first visit brings over the wire.

    python -m benchmarks pages [--city FOLDER]

Pages come from the authorisation matrix, so a new page is measured from its first day. Processor time is the median of
requests through Django's test client: everything but the socket. Every page is asked once in each of several rounds, so
a burst of other work on the machine costs each page one request, and not one page all of its requests.
Assets are counted as whitenoise sends them.
"""

import gzip
import logging
import re
import statistics
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.city import ROOT, as_settings, prepare
from benchmarks.figures import Figure

if TYPE_CHECKING:
    from django.test import Client

MATRIX = ROOT / "tests" / "security" / "authz_matrix.toml"
ROLES = ("anonymous", "employee", "analyst")
LONG = " per=100"  # the longest page of a list: nobody's first visit
NOT_WALKED = {"ui:gallery"}  # every component at once, for people who build pages
LISTS = re.compile(r"-list$|-people$")
WARM_UP, ROUNDS = 2, 11
QUERIES, LIST_MS, PAGE_MS, CSS_KB = 15, 40.0, 20.0, 25.0
FIRST_VISIT_KB = {"anonymous": 100.0, "employee": 100.0, "analyst": 180.0}
KIB = 1024


@dataclass(frozen=True, slots=True)
class PageCost:
    """One page as one role sees it. Bytes of the HTML as sent, and what compression would make of it."""

    name: str
    role: str
    queries: int
    milliseconds: float
    html: int
    html_gzip: int
    html_brotli: int
    first_visit: int

    @property
    def is_list(self) -> bool:
        return bool(LISTS.search(self.name.partition(" ")[0]))


def measure(folder: Path) -> list[Figure]:
    """Prints a line a page; gives the worst of each promise."""
    prepare(folder)
    with as_settings(folder):
        logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are part of the walk
        costs = _costs(folder)
        css = _css_gzip(folder)
    _print(costs)
    lists = [cost for cost in costs if cost.is_list]
    others = [cost for cost in costs if not cost.is_list]
    found = [_worst(costs, "queries", QUERIES, "queries")]
    found.append(_worst(lists, "milliseconds", LIST_MS, "ms", "list: "))
    found.append(_worst(others, "milliseconds", PAGE_MS, "ms", "page: "))
    for role, most in FIRST_VISIT_KB.items():
        mine = [cost for cost in costs if cost.role == role and not cost.name.endswith(LONG)]
        heaviest = max(mine, key=lambda cost: cost.first_visit)
        found.append(Figure(f"pages: first visit of {role}, {heaviest.name}", heaviest.first_visit / KIB, most, "KB"))
    return [*found, Figure("pages: style sheet, gzip", css / KIB, CSS_KB, "KB")]


def _worst(costs: list[PageCost], field: str, bound: float, unit: str, kind: str = "") -> Figure:
    worst = max(costs, key=lambda cost: getattr(cost, field))
    return Figure(f"pages: most {unit}, {kind}{worst.name} ({worst.role})", getattr(worst, field), bound, unit)


def _print(costs: list[PageCost]) -> None:
    print(f"{'page':<38}{'role':<10}{'SQL':>4}{'CPU ms':>8}{'HTML KB':>9}{'gzip':>7}{'brotli':>7}{'1st visit KB':>13}")
    for cost in sorted(costs, key=lambda each: -each.milliseconds):
        over = [
            "queries" if cost.queries > QUERIES else "",
            "time" if cost.milliseconds > (LIST_MS if cost.is_list else PAGE_MS) else "",
            "weight" if not cost.name.endswith(LONG) and cost.first_visit / KIB > FIRST_VISIT_KB[cost.role] else "",
        ]
        sizes = [cost.html / KIB, cost.html_gzip / KIB, cost.html_brotli / KIB]
        print(
            f"{cost.name:<38}{cost.role:<10}{cost.queries:>4}{cost.milliseconds:>8.1f}{sizes[0]:>9.1f}{sizes[1]:>7.1f}"
            f"{sizes[2]:>7.1f}{cost.first_visit / KIB:>13.1f}  {' '.join(filter(None, over))}"
        )


def _costs(folder: Path) -> list[PageCost]:
    visits = list(_visits())
    took: list[list[float]] = [[] for _ in visits]
    for number in range(WARM_UP + ROUNDS):
        for visit, times in zip(visits, took, strict=True):
            began = time.process_time()
            visit.client.get(visit.address)
            if number >= WARM_UP:
                times.append(1000 * (time.process_time() - began))
    return [_cost(visit, statistics.median(times), folder) for visit, times in zip(visits, took, strict=True)]


@dataclass(frozen=True, slots=True)
class _Visit:
    client: "Client"
    name: str
    role: str
    address: str


def _visits() -> Iterator[_Visit]:
    """The pages each role may open, those of a list also at their longest."""
    from django.test import Client
    from django.urls import reverse

    users, sample = _people_and_objects()
    urls: dict[str, Any] = tomllib.loads(MATRIX.read_text(encoding="utf-8"))["urls"]
    for role in ROLES:
        client = Client(headers={"host": "localhost", "accept-encoding": "gzip, br"})
        if role != "anonymous":
            client.force_login(users[role])
        for name, declared in urls.items():
            if name in NOT_WALKED:
                continue
            if not set(declared.get("kwargs", {}).values()) <= set(sample):
                continue  # about something of which the city has no largest one
            kwargs = {key: sample[kind] for key, kind in declared.get("kwargs", {}).items()}
            address = reverse(name, kwargs=kwargs)
            first = client.get(address)
            if first.status_code != 200 or not first["Content-Type"].startswith("text/html"):
                continue
            if role != "anonymous" and name.startswith("account_reset"):
                continue
            yield _Visit(client, name, role, address)
            if LISTS.search(name):
                yield _Visit(client, f"{name}{LONG}", role, f"{address}?per=100")


def _cost(visit: _Visit, milliseconds: float, folder: Path) -> PageCost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = visit.client.get(visit.address)
    html: bytes = response.content
    plain = gzip.decompress(html) if response.headers.get("Content-Encoding") == "gzip" else html
    return PageCost(
        name=visit.name,
        role=visit.role,
        queries=len(captured),
        milliseconds=milliseconds,
        html=len(plain),
        html_gzip=len(gzip.compress(plain, 6, mtime=0)),
        html_brotli=_brotli(plain),
        first_visit=len(html) + sum(_sent(folder, asset) for asset in _assets(folder, plain.decode())),
    )


def _brotli(plain: bytes) -> int:
    import brotli  # type: ignore[import-not-found, import-untyped, unused-ignore]  # comes with whitenoise[brotli]

    return len(brotli.compress(plain, quality=5))


def _assets(folder: Path, html: str) -> set[str]:
    """Names below the static folder that a browser fetches for this page: linked ones, and fonts of style sheets."""
    found = set(re.findall(r'(?:href|src)="/static/([^"#?]+)', html))
    for sheet in [name for name in found if name.endswith(".css")]:
        css = (folder / "static" / sheet).read_text(encoding="utf-8")
        fonts = [url for url in re.findall(r'url\(["\']?([^"\')]+)', css) if url.split("#")[0].endswith("woff2")]
        base = (folder / "static" / sheet).parent
        found |= {str((base / url).resolve().relative_to((folder / "static").resolve())) for url in fonts}
    return found


def _sent(folder: Path, asset: str) -> int:
    """Bytes of a static file as whitenoise answers a browser that takes brotli and gzip."""
    plain = folder / "static" / asset
    versions = [plain.with_name(plain.name + ending) for ending in (".br", ".gz", "")]
    return min(version.stat().st_size for version in versions if version.exists())


def _css_gzip(folder: Path) -> int:
    sheets = (folder / "static" / "ui" / "build").glob("app.*.css.gz")
    return max(sheet.stat().st_size for sheet in sheets)


def _people_and_objects() -> tuple[dict[str, Any], dict[str, str]]:
    """The demonstration's own logins, and the largest of everything that a page can be about."""
    from django.db.models import Count

    from renbina.foundation.actor import Role
    from renbina.foundation.models import ImportBatch, Job
    from renbina.organisation.models import Agency, Employee, RoleGrant, Unit
    from renbina.planning.enums import Stage
    from renbina.planning.models import Plan

    agency = Agency.objects.order_by("pk").first()
    assert agency is not None
    computed = Plan.objects.select_related("current_run").filter(agency=agency, current_run__isnull=False)
    plan = computed.get(stage=Stage.DEFINITIVE)
    run = plan.current_run
    assert run is not None
    granted = RoleGrant.objects.filter(agency=agency).values("user")
    people = Employee.objects.filter(agency=agency)
    employee = (
        people.filter(user__isnull=False, subordinations__isnull=True).exclude(user__in=granted).order_by("pk").first()
    )
    analyst = RoleGrant.objects.select_related("user").filter(agency=agency, role=Role.ANALYST).order_by("pk").first()
    busiest = people.filter(assignments__run=run).annotate(seats=Count("assignments")).order_by("-seats", "pk").first()
    unit = Unit.objects.filter(agency=agency, depth=1).order_by("-numchild", "pk").first()
    row = run.rows.exclude(programme=None).select_related("programme").order_by("-participants", "pk").first()
    batch = ImportBatch.objects.filter(agency_id=agency.pk).annotate(n=Count("rows")).order_by("-n", "-pk").first()
    job = Job.objects.filter(agency_id=agency.pk).order_by("-pk").first()
    assert None not in (employee, analyst, busiest, unit, row, batch, job)
    sample = {
        "plan": plan.public_id,
        "programme": row.programme.public_id,
        "employee": busiest.public_id,
        "unit": unit.public_id,
        "batch": batch.public_id,
        "job": job.public_id,
        "uidb36": "1",
        "key": "set-password",
    }
    return {"employee": employee.user, "analyst": analyst.user}, sample
