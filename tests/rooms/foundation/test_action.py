"""The decorator of every write."""

from datetime import datetime

import pytest
from django.db import transaction
from tests.rooms.foundation.people import AT

from renbina.foundation.action import ActionMisused, action, record, registered_actions
from renbina.foundation.actor import Actor
from renbina.foundation.models import AuditEvent
from renbina.organisation.models import Agency


@action
def rename_agency(*, agency: Agency, name: str, by: Actor, at: datetime) -> None:
    old, agency.name = agency.name, name
    agency.save(update_fields=["name"])
    record(obj=agency, old={"name": old}, new={"name": name})


@action
def rename_twice(*, agency: Agency, by: Actor, at: datetime) -> None:
    rename_agency(agency=agency, name="Satu", by=by, at=at)
    rename_agency(agency=agency, name="Dua", by=by, at=at)
    record(obj=agency)


@action
def rename_silently(*, agency: Agency, by: Actor, at: datetime) -> None:
    agency.name = "Diam"
    agency.save(update_fields=["name"])


@action
def rename_loudly(*, agency: Agency, by: Actor, at: datetime) -> None:
    record(obj=agency)
    record(obj=agency)


def test_an_action_writes_one_line_with_old_and_new_values(agency: Agency, analyst: Actor) -> None:
    rename_agency(agency=agency, name="Baru", by=analyst, at=AT)
    line = AuditEvent.objects.get()
    assert (line.verb, line.object_type) == ("test_action.rename_agency", "organisation.agency")
    assert (line.object_id, line.at, line.agency_id) == (agency.public_id, AT, agency.pk)
    assert (line.old, line.new) == ({"name": "Kota Uji"}, {"name": "Baru"})


def test_nested_actions_write_a_line_each(agency: Agency, analyst: Actor) -> None:
    rename_twice(agency=agency, by=analyst, at=AT)
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == ["test_action.rename_agency", "test_action.rename_agency", "test_action.rename_twice"]


def test_an_action_without_its_line_is_rolled_back(agency: Agency, analyst: Actor) -> None:
    with pytest.raises(ActionMisused, match="wrote 0"):
        rename_silently(agency=agency, by=analyst, at=AT)
    agency.refresh_from_db()
    assert agency.name == "Kota Uji"


def test_two_lines_of_one_action_are_refused(agency: Agency, analyst: Actor) -> None:
    with pytest.raises(ActionMisused, match="wrote 2"):
        rename_loudly(agency=agency, by=analyst, at=AT)
    assert not AuditEvent.objects.exists()


def test_a_time_without_zone_is_refused(agency: Agency, analyst: Actor) -> None:
    with pytest.raises(ActionMisused, match="time zone"):
        rename_agency(agency=agency, name="X", by=analyst, at=AT.replace(tzinfo=None))


def test_an_action_needs_an_actor(agency: Agency) -> None:
    with pytest.raises(ActionMisused, match="Actor"):
        rename_agency(agency=agency, name="X", by="Budi", at=AT)  # type: ignore[arg-type]


def test_positional_arguments_are_refused_at_import() -> None:
    with pytest.raises(ActionMisused, match="keyword-only"):

        @action
        def move(person: object, *, by: Actor, at: datetime) -> None: ...


@pytest.mark.parametrize("missing", ["by", "at"])
def test_who_and_when_are_asked_for_at_import(missing: str) -> None:
    def only_by(*, by: Actor) -> None: ...
    def only_at(*, at: datetime) -> None: ...

    with pytest.raises(ActionMisused, match=f"`{missing}`"):
        action(only_at if missing == "by" else only_by)


def test_the_registry_names_every_action() -> None:
    assert registered_actions()["test_action.rename_agency"] is rename_agency


def test_secrets_never_reach_the_record(agency: Agency, analyst: Actor) -> None:
    @action
    def set_secret(*, by: Actor, at: datetime) -> None:
        record(obj=agency, new={"new_password": "rahasia", "name": "ya"})

    set_secret(by=analyst, at=AT)
    assert AuditEvent.objects.get().new == {"new_password": "[hidden]", "name": "ya"}


def test_record_outside_an_action_is_refused() -> None:
    with pytest.raises(ActionMisused, match="outside"):
        record()


def test_an_error_takes_the_line_with_it(agency: Agency, analyst: Actor) -> None:
    def rename_and_fail() -> None:
        with transaction.atomic():
            rename_agency(agency=agency, name="Baru", by=analyst, at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rename_and_fail()
    assert not AuditEvent.objects.exists()
