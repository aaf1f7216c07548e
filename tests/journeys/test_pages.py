"""Every page as people see it: at 1360 and 390 px, in Indonesian and English, without a fault that axe can find."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from tests.journeys.axe import bring_axe, violations
from tests.journeys.conftest import WIDTHS, Demo, log_in, open_page

pytestmark = pytest.mark.journey

# who opens what; a name in braces is looked up on the page before it
VISITOR = ["/", "/hasil/", "{result}", "/suara/forum/", "{forum}", "/masuk/", "/akun/lupa-kata-sandi/", "/tidak-ada/"]
ANALYST = [
    "/", "/beranda/", "/rencana/", "{plan}", "{plan}peserta/", "{plan}alasan/", "{plan_programme}", "/rencana/tujuan/",
    "/pegawai/", "/pegawai/?q=tidak-ada-orang-ini", "{person}", "/unit/", "{unit}", "/program/", "{programme}",
    "/suara/fkp/", "{fkp}", "/terbitkan/",
    "/impor/", "{batch}", "/aturan/", "/akun/kata-sandi/", "/akun/keluar/", "/ui/galeri/",
]  # fmt: skip
EMPLOYEE = ["/pembinaan-saya/", "/program/", "/pegawai/"]
SUPERIOR = ["/beranda/", "/pegawai/", "/pembinaan-saya/"]
MAYOR = ["/beranda/", "{plan}"]
VISITS = {"-": VISITOR, "analis": ANALYST, "pegawai": EMPLOYEE, "puskesmas": SUPERIOR, "walikota": MAYOR}
# Each screen and each language are looked at with every rule once; in the other two pairs with those that depend on how
# long words are on that screen.
WITH_EVERY_RULE = {("desktop", "id"), ("phone", "en")}
WHERE_WORDS_ARE_LONG = ("target-size", "scrollable-region-focusable", "link-in-text-block")


class Watch:
    """Console messages and requests to anywhere else."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: list[str] = []
        self.home = home
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        refused = re.search(r"status of 40[34]", message.text)  # pages that refuse are part of the visit
        if message.type in {"error", "warning"} and not refused:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.faults.append(f"request to {request.url}")


def resolved(page: Page, path: str, known: dict[str, str]) -> str:
    """Replaces {plan}, {person} ... by the address of the first such link, found once a visit."""
    for name, listing, pattern in (
        ("plan_programme", None, r"^/rencana/\w{14}/program/\w{14}/"),
        ("plan", "/rencana/", r"^/rencana/\w{14}/$"),
        ("person", "/pegawai/", r"^/pegawai/\w{14}/$"),
        ("unit", "/unit/", r"^/unit/\w{14}/$"),
        ("programme", "/program/", r"^/program/\w{14}/$"),
        ("batch", "/impor/", r"^/impor/\w{14}/$"),
        ("result", "/hasil/", r"^/hasil/\w{14}/$"),
        ("forum", "/suara/forum/", r"^/suara/forum/\w{14}/$"),
        ("fkp", "/suara/fkp/", r"^/suara/fkp/\w{14}/$"),
    ):
        if f"{{{name}}}" not in path:
            continue
        if name not in known:
            page.goto(listing or known.get("plan") or resolved(page, "{plan}", known))
            links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
            if name == "plan":  # the plan of the year: the one an analyst lands on
                page.goto("/")
                links = [re.sub(r"^https?://[^/]+", "", page.url), *links]
            known[name] = next(link for link in links if re.match(pattern, link))
        path = path.replace(f"{{{name}}}", known[name])
    return path


def leftovers(page: Page, language: str) -> list[str]:
    """Raw template code, raw codes and a few English words that an Indonesian page must not show."""
    text = page.inner_text("body")
    found = [piece for piece in ("{{", "{%", "None,", "undefined", "NaN") if piece in text]
    if language == "id":
        english = re.findall(r"\b(Employees|Programmes|Search|Sign in|Nothing|Show|rows|Download|Home|Units)\b", text)
        found += english
    return found


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("screen", list(WIDTHS))
@pytest.mark.parametrize("username", list(VISITS))
def test_pages_are_sound_to_look_at(
    browser: Browser, demo: Demo, shots: Path, username: str, screen: str, language: str
) -> None:
    page = open_page(browser, demo, width=WIDTHS[screen], language=language)
    bring_axe(page)
    watch = Watch(page, demo.url)
    if username != "-":
        log_in(page, demo, username)
    known: dict[str, str] = {}
    faults: list[str] = []
    for wanted in VISITS[username]:
        path = resolved(page, wanted, known)
        response = page.goto(path)
        assert response is not None
        if response.status >= 500:
            faults.append(f"{path}: {response.status}")
        name = re.sub(r"[^a-z_-]+", "-", wanted.lower()).strip("-") or "front"
        if "RENBINA_SHOTS" in os.environ:
            page.screenshot(path=shots / f"{username}-{name}-{screen}-{language}.png", full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if overflow > 0:
            faults.append(f"{path}: {overflow} px wider than the screen")
        broken = violations(page) if (screen, language) in WITH_EVERY_RULE else violations(page, WHERE_WORDS_ARE_LONG)
        faults += [f"{path}: axe {each['id']}: {each['nodes'][0]['html'][:160]}" for each in broken]
        faults += [f"{path}: shows {piece!r}" for piece in leftovers(page, language)]
        if page.evaluate("document.documentElement.lang") != language:
            faults.append(f"{path}: lang is not {language}")
    page.context.close()
    assert faults + watch.faults == []
