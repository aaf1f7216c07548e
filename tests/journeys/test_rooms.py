"""Every page of the rooms of the year, in each role that sees it: found by following links, looked at by axe.

One address for each kind of page, so that a new page is looked at without being listed anywhere.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.axe import bring_axe, violations
from tests.journeys.conftest import WIDTHS, Demo, log_in, open_page
from tests.journeys.test_pages import Watch, leftovers

pytestmark = pytest.mark.journey

ROOMS = re.compile(
    r"^/(kelas|kelas-saya|kelas-tim|hadir|sertifikat|evaluasi|kinerja|suara|kuesioner|kuesioner-saya|berbagi|hasil|"
    r"terbitkan|beranda|pembinaan-saya|organisasi|peran|mutu-data|siasn|impor|usulan|kebutuhan|kompetensi|rencana/tujuan)/"
)
FILES = re.compile(
    r"\.(pdf|xlsx|csv)$|^/suara/lembar/|^/impor/jenis/.+/data/|^/siasn/berkas/|^/kuesioner/instrumen/\w{14}/(kertas|berkas)/"
    r"|^/kebutuhan/laporan/(pdf|docx|xlsx)/"
)
KEY = re.compile(r"\b\w{14}\b|\b\d{4}\b")  # what differs between two pages of a kind
VISITS = (
    # who, screen, language, and how many kinds of pages at least
    ("-", "phone", "en", 5),
    ("pegawai", "phone", "id", 20),
    ("puskesmas", "phone", "en", 35),
    ("operator", "desktop", "id", 65),
    ("analis", "desktop", "en", 130),
    ("auditor", "desktop", "id", 80),
    ("walikota", "desktop", "en", 45),
)
BEGIN = {"-": ("/", "/hasil/", "/suara/forum/", "/suara/hasil/", "/suara/kode/", "/sertifikat/")}


@dataclass
class Walk:
    """What was opened, by kind, and what was wrong."""

    kinds: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def links(page: Page) -> list[str]:
    """Addresses on this page that open a page of the rooms."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    own = [re.sub(r"^https?://127\.0\.0\.1:\d+|[?#].*$", "", each) for each in found]
    return [each for each in own if ROOMS.match(each) and not FILES.search(each)]


def walk(page: Page, begin: tuple[str, ...], language: str) -> Walk:
    """Opens one page of each kind and notes what a reader would stumble over."""
    seen, waiting = Walk(), list(begin)
    while waiting:
        path = waiting.pop(0)
        kind = KEY.sub("*", path)
        if kind in seen.kinds:
            continue
        seen.kinds.add(kind)
        response = page.goto(path)
        assert response is not None
        if response.status >= 400:
            seen.faults.append(f"{path}: a link leads to {response.status}")
            continue
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            seen.faults.append(f"{path}: {overflow} px wider than the screen")
        seen.faults += [f"{path}: axe {each['id']}: {each['nodes'][0]['html'][:160]}" for each in violations(page)]
        seen.faults += [f"{path}: shows {piece!r}" for piece in leftovers(page, language)]
        waiting += links(page)
    return seen


@pytest.mark.parametrize(("username", "screen", "language", "least"), VISITS)
def test_every_page_of_the_rooms_is_sound_in_each_role(
    browser: Browser, demo: Demo, username: str, screen: str, language: str, least: int
) -> None:
    page = open_page(browser, demo, width=WIDTHS[screen], language=language)
    bring_axe(page)
    watch = Watch(page, demo.url)
    if username != "-":
        log_in(page, demo, username)
    seen = walk(page, BEGIN.get(username, ("/beranda/",)), language)
    page.context.close()
    assert seen.faults + watch.faults == []
    assert len(seen.kinds) >= least, sorted(seen.kinds)
