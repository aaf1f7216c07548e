"""One town with a service, a counter and people at the desk; a neighbour that must never be seen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.photograph import photographed
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.accounts.models import User
from renbina.organisation.models import RoleGrant
from renbina.voice import actions
from renbina.voice.access import citizen
from renbina.voice.models import SCORES, Feedback, Service, ServicePoint

FULL = dict.fromkeys(SCORES, 3)


@dataclass
class VoiceTown:
    town: PlanTown
    service: Service
    point: ServicePoint

    def say(self, text: str = "", form: str = "a", scores: dict[str, int] | None = None, **more: Any) -> Any:
        values: dict[str, Any] = {"point": self.point, "on": DAY, "by": citizen(self.service), "at": AT}
        return actions.submit_feedback(
            scores=FULL if scores is None else scores, text=text, token=form, **(values | more)
        )

    def said(self, text: str, form: str = "a") -> Feedback:
        return self.say(text, form).feedback

    def login(self, role: str, unit: str = "") -> Client:
        user = User.objects.create_user(
            username=f"uji_{role}_{unit}_{self.town.agency.pk}",
            password="sandi-uji-yang-panjang",
            display_name=f"Uji {role}",
        )
        RoleGrant.objects.create(
            user=user, agency=self.town.agency, role=role, unit=self.town.units[unit] if unit else None,
            valid_from=date(2024, 1, 1),
        )  # fmt: skip
        client = Client()
        client.force_login(user)
        return client


@photographed
def make(name: str, first: int) -> VoiceTown:
    town = build(name, people=2, first=first)
    service = actions.add_service(unit=town.units["CAPIL"], name="KTP elektronik", by=town.system, at=AT)
    point = actions.add_point(service=service, name="Loket 3", since=date(2026, 1, 1), by=town.system, at=AT)
    return VoiceTown(town, service, point)


@pytest.fixture(autouse=True)
def the_day(settings: Any) -> None:
    settings.RENBINA_FROZEN_ON = DAY


@pytest.fixture
def here(db: None) -> VoiceTown:
    cache.clear()
    return make("Kota Uji", 0)


@pytest.fixture
def elsewhere(db: None) -> VoiceTown:
    return make("Kota Lain", 600)
