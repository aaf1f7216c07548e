"""Journeys run against the real thing: the demonstration city, prepared and served by `renbina demo`."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from tests.journeys.city import DEMO, ROOT, copied, environment, free_port, place, prepared

HERE = Path(__file__).parent
LONGEST = ["test_rooms", "test_year", "test_pages", "test_founding"]
CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"desktop": 1360, "phone": 390}
expect.set_options(timeout=20_000)  # two cores serve, compute and browse at once
LOGIN_LINE = re.compile(
    r"^\s{2}(?P<title>.+?)\s{2,}(?P<username>[a-z0-9_.-]+)\s+(?P<password>(?:[a-z0-9]{4}-){3}[a-z0-9]{4})\s*$"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that two workers end together."""
    if all(item.path.parent == HERE for item in items):
        items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@dataclass
class Demo:
    """A running demonstration: where, and its logins (user name -> password)."""

    url: str
    passwords: dict[str, str]
    said: str
    folder: Path
    port: int
    server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def open(self, command: list[str], surroundings: dict[str, str]) -> None:
        self.server = subprocess.Popen(command, cwd=ROOT, env=surroundings)
        _wait_for(self.url, self.server)

    def close(self) -> None:
        """Stopped the way a person stops it."""
        if self.server is not None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(30)
            self.server = None

    def turn_to(self, day: date) -> None:
        """The same city, web server and worker on another day: what a year brings need not be waited for."""
        self.close()
        drawn = json.loads((self.folder / "secrets.json").read_text())
        own = {
            "RENBINA_MODE": "demo",
            "RENBINA_FROZEN_ON": day.isoformat(),
            "RENBINA_VAR": str(self.folder),
            "RENBINA_SECRET_KEY": drawn["secret"],
            "RENBINA_AUDIT_KEY": drawn["audit"],
            "RENBINA_ADDRESS": self.url,
            "RENBINA_HOSTS": "127.0.0.1",
            "RENBINA_DATABASE": f"sqlite:///{self.folder / 'renbina.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "renbina.config.settings",
        }
        serve = "import sys; from renbina.config.demo.supervisor import serve; "
        serve += f"sys.exit(serve('127.0.0.1', {self.port}, announce=print))"
        self.open([sys.executable, "-c", serve], environment(self.folder) | own)


@contextmanager
def served(made: pytest.TempPathFactory) -> Iterator[Demo]:
    """A copy of one's own of the city that is prepared once for all workers, served until the end."""
    shared = place(made)
    said = prepared(shared)
    folder = made.mktemp("demo") / "city"
    copied(shared, folder)
    found = (LOGIN_LINE.match(line) for line in said.splitlines())
    passwords = {match["username"]: match["password"] for match in found if match}
    port = free_port()
    opened = Demo(f"http://127.0.0.1:{port}", passwords, said, folder, port)
    try:
        opened.open([*DEMO, "--port", str(port)], environment(folder))
        yield opened
    finally:
        opened.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The city of all journeys of a worker."""
    with served(tmp_path_factory) as opened:
        yield opened


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A city in which nothing has happened yet, for a journey that decides what others would find decided."""
    with served(tmp_path_factory) as opened:
        yield opened


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1_500):  # five minutes and more, as long as it lives
        assert server.poll() is None, "the demonstration ended by itself"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the demonstration did not answer")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
              "--disable-component-update", "--disable-sync"],
    )  # fmt: skip
    yield launched
    launched.close()


def open_page(browser: Browser, demo: Demo, *, width: int, language: str, javascript: bool = True) -> Page:
    """A fresh visitor with that screen and language; console errors and foreign requests fail the test later."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=demo.url
    )
    context.add_cookies([{"name": "renbina_language", "value": language, "url": demo.url}])
    return context.new_page()


def log_in(page: Page, demo: Demo, username: str) -> None:
    page.goto("/masuk/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", demo.passwords[username])
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    assert "/masuk/" not in page.url, page.inner_text("main")[:500]


@pytest.fixture(scope="session")
def shots() -> Path:
    """Screenshots are kept beside the test run, never committed."""
    folder = ROOT / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
