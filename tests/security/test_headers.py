"""Every answer carries the protections that a browser enforces, and an unsafe installation does not start."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from tests.world import World

URLS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "authz_matrix.toml").read_text(encoding="utf-8"))["urls"]
ROLES = ("anonymous", "analyst", "employee", "other_analyst")
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
DIRECTIVES = {
    "default-src": {"'self'"},
    "style-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
DEVICES = ("camera", "geolocation", "microphone", "payment", "usb")
NONCE = re.compile(r"'nonce-[A-Za-z0-9+/=_-]{16,}'")
SECRET, OTHER_SECRET = "kunci-uji-0123456789-" * 3, "segel-uji-9876543210-" * 3
pytestmark = pytest.mark.django_db


def policy_of(response: HttpResponse) -> dict[str, set[str]]:
    """Directive -> sources."""
    found = {}
    for part in response["Content-Security-Policy"].split(";"):
        name, *sources = part.split()
        found[name] = set(sources)
    return found


def faults(response: HttpResponse) -> list[str]:
    """What is missing or too loose, in words."""
    found = [
        f"{name}: {response.headers.get(name)!r}"
        for name, value in FIXED.items()
        if response.headers.get(name) != value
    ]
    allowed = response.headers.get("Permissions-Policy", "")
    found += [f"{device} is not switched off" for device in DEVICES if f"{device}=()" not in allowed]
    if "Content-Security-Policy" not in response.headers:
        return [*found, "no Content-Security-Policy"]
    policy = policy_of(response)
    found += [f"{name}: {policy.get(name)}" for name, sources in DIRECTIVES.items() if policy.get(name) != sources]
    scripts = {NONCE.sub("", source) for source in policy.get("script-src", {"nothing"})} - {""}
    if scripts != {"'self'"}:
        found.append(f"script-src: {scripts}")
    if any("unsafe" in source or source == "*" for sources in policy.values() for source in sources):
        found.append(f"a loose source: {policy}")
    return found


def address(name: str, world: World) -> str:
    kwargs = {key: world.sample[kind] for key, kind in URLS[name].get("kwargs", {}).items()}
    return reverse(name, kwargs=kwargs)


@pytest.mark.parametrize("name", sorted(URLS))
def test_every_answer_carries_the_protections_and_needs_nothing_that_the_policy_forbids(
    name: str, world: World
) -> None:
    found = {}
    for role in ROLES:
        response = world.client(role).get(address(name, world))
        found[role] = faults(response) + dead_in_the_browser(response)
        if role in {"analyst", "employee"} and name not in {"publication:front", "healthz", "readyz"}:
            found[role] += kept_by_a_cache(response)
    assert {role: wrong for role, wrong in found.items() if wrong} == {}


def kept_by_a_cache(response: HttpResponse) -> list[str]:
    """A private answer stays with whom it is for."""
    cached = response.headers.get("Cache-Control", "")
    return [] if "no-store" in cached and "public" not in cached else [f"Cache-Control: {cached!r}"]


def dead_in_the_browser(response: HttpResponse) -> list[str]:
    """Inline styles, inline scripts and on-attributes do nothing under the policy."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    tags = " ".join(re.findall(r"<[a-z][^>]*>", response.content.decode()))
    found = re.findall(r'\sstyle="', tags) + re.findall(r"\son[a-z]+=", tags) + re.findall("javascript:", tags)
    inline = [tag for tag in re.findall(r"<script[^>]*>", tags) if "src=" not in tag and "nonce=" not in tag]
    return found + [tag for tag in inline if 'type="application/json"' not in tag]


def test_the_front_page_may_be_kept_by_its_own_browser_only(world: World) -> None:
    cached = world.client("anonymous").get("/")["Cache-Control"]
    assert "private" in cached
    assert "no-store" in world.client("analyst").get("/")["Cache-Control"]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_does_not_exist_is_protected_too(role: str, world: World) -> None:
    response = world.client(role).get("/tidak-ada-di-sini/")
    assert response.status_code in {302, 404}
    assert faults(response) == []


def test_a_refused_form_is_protected_too(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["analyst"])
    response = client.post(reverse("foundation:import-upload"), {})
    assert response.status_code == 403
    assert faults(response) == []


def test_a_page_that_breaks_is_protected_and_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("kunci rahasia basis data")

    monkeypatch.setattr("renbina.dashboards.views.home.home_page", breaks)
    client = world.client("analyst")
    client.raise_request_exception = False
    response = client.get(reverse("dashboards:home"))
    assert response.status_code == 500
    assert "kunci rahasia" not in response.content.decode()
    assert faults(response) == []


def test_a_static_file_cannot_be_sniffed() -> None:
    assert finders.find("ui/build/app.css"), "the assets are not built"
    with override_settings(WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):  # tests collect no files
        response = Client().get(f"{settings.STATIC_URL}ui/build/app.css")
    # Closing the file ends the request; the world's transaction must survive that on PostgreSQL.
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/css")
    assert faults(response) == [f"X-Frame-Options: {None!r}"]  # a style sheet in a frame shows nothing


def test_what_is_dead_in_the_browser_would_be_found() -> None:
    """Negative control: each of these is one finding, and what a page may carry is none."""
    dead = '<p style="color:red"><a onclick="x()" href="javascript:x()"><script>x()</script>'
    assert len(dead_in_the_browser(HttpResponse(dead))) == 4
    fine = '<script src="/x.js"></script><script nonce="y">x()</script><script type="application/json">{}</script>'
    assert dead_in_the_browser(HttpResponse(fine)) == []


def test_a_loose_policy_would_be_found() -> None:
    """Negative control: the judge above can say no."""
    response = HttpResponse()
    for name, value in FIXED.items():
        response[name] = value
    response["Permissions-Policy"] = ", ".join(f"{device}=()" for device in DEVICES)
    strict = "; ".join(f"{name} {' '.join(sources)}" for name, sources in DIRECTIVES.items())
    response["Content-Security-Policy"] = f"{strict}; script-src 'self' 'nonce-0123456789abcdef'"
    assert faults(response) == []
    response["Content-Security-Policy"] = f"{strict}; script-src 'self' 'unsafe-inline'"
    assert len(faults(response)) == 2


# --- the start of an installation


def started(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`renbina check --deploy` as an operator runs it, with these variables and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RENBINA_")}
    safe = {
        "RENBINA_MODE": "production",
        "RENBINA_VAR": str(folder),
        "RENBINA_DATABASE": f"sqlite:///{folder / 'x.sqlite3'}",
        "RENBINA_HOSTS": "rencana.contoh.go.id",
        "RENBINA_SECRET_KEY": SECRET,
        "RENBINA_AUDIT_KEY": OTHER_SECRET,
    }
    chosen = {name: value for name, value in (safe | variables).items() if value}
    command = [sys.executable, "-m", "renbina.config.cli", "check", "--deploy"]
    return subprocess.run(command, env=kept | chosen, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"RENBINA_SECRET_KEY": ""}, "RENBINA_SECRET_KEY is missing; set it to 40 or more random characters."),
        ({"RENBINA_SECRET_KEY": "pendek"}, "RENBINA_SECRET_KEY is shorter than 40 characters"),
        ({"RENBINA_AUDIT_KEY": ""}, "RENBINA_AUDIT_KEY is missing; set it to 40 or more random characters."),
        ({"RENBINA_AUDIT_KEY": SECRET}, "SECRET_KEY and RENBINA_AUDIT_KEY are the same."),
        ({"RENBINA_HOSTS": ""}, "RENBINA_HOSTS must name the host names of this installation, without '*'."),
        ({"RENBINA_HOSTS": "*"}, "RENBINA_HOSTS must name the host names of this installation, without '*'."),
        ({"RENBINA_FROZEN_ON": "2026-11-23"}, "The clock stands still."),
        ({"RENBINA_MODE": "produksi"}, "use one of development, test, demo, production."),
        ({"RENBINA_DATABASE": "mysql://x"}, "use sqlite:///file or postgresql://"),
    ],
)
def test_an_unsafe_installation_does_not_start_and_says_what_to_set(
    variables: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    done = started(tmp_path, **variables)
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


@pytest.mark.slow
def test_a_safe_installation_starts_without_a_warning(tmp_path: Path) -> None:
    done = started(tmp_path, RENBINA_DATABASE="postgresql://renbina@127.0.0.1/renbina")
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues" in done.stdout + done.stderr
