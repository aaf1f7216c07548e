"""The harness itself can fail: strict templates, shuffled rows and a closed network do what they say."""

import socket

import pytest
from django.db import connection
from django.template import Context, Engine, Template
from pytest_socket import SocketConnectBlockedError
from tests.conftest import UnknownTemplateVariable

from renbina.accounts.models import User


def test_an_unknown_template_variable_fails() -> None:
    with pytest.raises(UnknownTemplateVariable):
        Template("{{ nobody_gave_this }}", engine=Engine.get_default()).render(Context())


def test_the_network_is_closed() -> None:
    with socket.socket() as probe, pytest.raises((SocketConnectBlockedError, UserWarning)):
        probe.connect(("192.0.2.1", 80))


@pytest.mark.django_db
def test_rows_without_an_order_come_shuffled() -> None:
    User.objects.bulk_create(User(username=f"u{number:02d}") for number in range(20))
    seen = {tuple(user.username for user in User.objects.all()) for _ in range(5)}
    assert len(seen) > 1
    ordered = [user.username for user in User.objects.order_by("username")]
    assert ordered == sorted(ordered)


@pytest.mark.django_db
def test_sqlite_waits_for_writers_at_the_begin_of_a_transaction() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite's settings")
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_what_touches_no_database_is_known(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("pure")


@pytest.mark.django_db
def test_so_is_what_touches_it(request: pytest.FixtureRequest) -> None:
    assert not request.node.get_closest_marker("pure")


def test_so_is_what_touches_it_through_a_fixture(request: pytest.FixtureRequest, db: None) -> None:
    assert not request.node.get_closest_marker("pure")
