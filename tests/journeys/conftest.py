"""Journeys run against the real thing: the demonstration city, prepared and served by `renbina demo`."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"desktop": 1360, "phone": 390}
LOGIN_LINE = re.compile(
    r"^\s{2}(?P<title>.+?)\s{2,}(?P<username>[a-z0-9_.-]+)\s+(?P<password>(?:[a-z0-9]{4}-){3}[a-z0-9]{4})\s*$"
)


@dataclass(frozen=True)
class Demo:
    """A running demonstration: where, and its logins (user name -> password)."""

    url: str
    passwords: dict[str, str]
    said: str
    folder: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RENBINA_", "DJANGO_"))}
    return kept | {"RENBINA_DEMO_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Prepared from nothing, then served; stopped the way a person stops it."""
    folder = tmp_path_factory.mktemp("demo") / "city"
    command = [sys.executable, "-m", "renbina.config.cli", "demo"]
    prepared = subprocess.run(
        [*command, "--prepare-only"], cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=900
    )
    assert prepared.returncode == 0, prepared.stdout[-3000:] + prepared.stderr[-3000:]
    found = (LOGIN_LINE.match(line) for line in prepared.stdout.splitlines())
    passwords = {match["username"]: match["password"] for match in found if match}
    port = free_port()
    server = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=environment(folder))
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server)
        yield Demo(url, passwords, prepared.stdout, folder)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
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
