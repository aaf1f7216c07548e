"""Every URL x every role x every method, walked from the URLconf itself; an undeclared URL fails."""

import re
import tomllib
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from tests.world import ROLES, World

from renbina.foundation.models import AuditEvent

MATRIX: dict[str, Any] = tomllib.loads((Path(__file__).parent / "authz_matrix.toml").read_text(encoding="utf-8"))
PROFILES: dict[str, dict[str, Any]] = {
    name: {role: profile.get(role, profile["default"]) for role in ROLES}
    | {key: profile[key] for key in profile if key != "default"}
    for name, profile in MATRIX["profiles"].items()
}
URLS: dict[str, dict[str, Any]] = MATRIX["urls"]
UNSAFE = ("PUT", "PATCH", "DELETE")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def walk(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its full name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name and cannot stand in the matrix"
            yield f"{namespace}{pattern.name}", pattern


def declared_urls() -> set[str]:
    return {name for name, _ in walk(get_resolver().url_patterns)}


def test_every_url_is_declared_and_every_declaration_has_its_url() -> None:
    assert declared_urls() == set(URLS)


def test_every_profile_answers_for_every_role() -> None:
    assert {name: set(profile) ^ set(ROLES) for name, profile in PROFILES.items() if set(profile) != set(ROLES)} == {}


def outcome(response: HttpResponse) -> str:
    """login, or the status code."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)


def expected(profile: str, role: str) -> set[str]:
    value = PROFILES[profile][role]
    return {str(each) for each in (value if isinstance(value, list) else [value])}


def seen(world: World, role: str, ask: Callable[[Client], list[str]]) -> list[str]:
    """What is wrong for one role; whatever it changed is taken back, and a crash is one more thing that is wrong."""
    try:
        with transaction.atomic():
            found = ask(world.client(role))
            transaction.set_rollback(True)
    except Exception as crash:  # the other cells of this address are told too
        traceback.print_exc()
        found = [repr(crash)]
    return [f"{role}: {each}" for each in found]


def address(name: str, world: World) -> str:
    return reverse(name, kwargs={key: world.sample[kind] for key, kind in URLS[name].get("kwargs", {}).items()})


@pytest.mark.parametrize("name", sorted(URLS))
def test_get_answers_as_declared_and_writes_nothing(name: str, world: World) -> None:
    def get(client: Client, role: str) -> list[str]:
        before = AuditEvent.objects.count()
        response = client.get(address(name, world) + URLS[name].get("query", ""))
        got = outcome(response)
        wrong = [] if got in expected(URLS[name]["get"], role) else [got]
        if AuditEvent.objects.count() != before:
            wrong.append("a GET was recorded as a change")
        if got in {"403", "404"}:
            wrong += [f"a refusal tells {secret!r}" for secret in world.told_by(response)]
        return wrong

    assert [each for role in ROLES for each in seen(world, role, partial(get, role=role))] == []


@pytest.mark.parametrize("name", sorted(URLS))
def test_post_is_refused_where_it_is_not_declared(name: str, world: World) -> None:
    def post(client: Client, role: str) -> list[str]:
        before = AuditEvent.objects.count()
        got = outcome(client.post(address(name, world), URLS[name].get("data", {})))
        wrong = [] if got in expected(URLS[name].get("post", "refused"), role) else [got]
        if got in {"login", "403", "404", "405"} and AuditEvent.objects.count() != before:
            wrong.append("a refused POST changed something")
        return wrong

    assert [each for role in ROLES for each in seen(world, role, partial(post, role=role))] == []


@pytest.mark.parametrize("name", sorted(URLS))
def test_other_methods_never_succeed_or_crash(name: str, world: World) -> None:
    def send(client: Client) -> list[str]:
        before = AuditEvent.objects.count()
        answers = {method: client.generic(method, address(name, world)).status_code for method in UNSAFE}
        wrong = [f"{method}: {status}" for method, status in answers.items() if status not in {302, 403, 404, 405}]
        return wrong if AuditEvent.objects.count() == before else [*wrong, "something was changed"]

    roles = ("anonymous", "analyst", "employee", "other_analyst")
    assert [each for role in roles for each in seen(world, role, send)] == []


def test_a_post_without_its_token_is_refused_everywhere(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["analyst"])
    wrong = []
    # Where the right is in the address and no cookie counts, there is nothing that a foreign page could misuse.
    for name in sorted(name for name in URLS if not URLS[name].get("cookieless")):
        status = client.post(address(name, world), URLS[name].get("data", {})).status_code
        if status not in {403, 405}:
            wrong.append((name, status))
    assert wrong == []


def test_a_page_that_counts_no_cookie_sets_none_and_answers_the_same_to_everybody(world: World) -> None:
    for name in (name for name in URLS if URLS[name].get("cookieless")):
        pages = {role: world.client(role).get(address(name, world)) for role in ("anonymous", "analyst", "employee")}
        assert all(not page.cookies for page in pages.values()), name
        assert len({re.sub(rb"nonce-[^'\"]+|csp_nonce", b"", page.content) for page in pages.values()}) == 1, name


def test_the_walk_finds_an_undeclared_view() -> None:
    """Negative control: the test above can fail."""

    @login_not_required
    def unguarded(request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")

    planted = [*get_resolver().url_patterns, path("terbuka/", unguarded, name="planted")]
    assert {name for name, _ in walk(planted)} - set(URLS) == {"planted"}


def test_the_matrix_is_as_large_as_the_product() -> None:
    assert len(URLS) * len(ROLES) >= 300
