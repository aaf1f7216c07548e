"""Asking the participants of a finished class what they thought of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from binacore.disclosure import LEAST
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch
from renbina.evaluation.gather import subject_of
from renbina.foundation.actor import Actor
from renbina.organisation.models import Employee
from renbina.surveys.actions import create_campaign, load_ready
from renbina.surveys.enums import AudienceKind, Mode
from renbina.surveys.models import Campaign, Instrument

REACTION: Final = "reaksi"
DAYS: Final = 7


def ask_participants(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a class was closed: asks everybody who was there, without names, for a week. Returns how many.

    Asks once however often it hears; asks nobody where fewer than `LEAST` were there, since none of them would
    stay hidden among the others.
    """
    batch = Batch.objects.select_related("agency", "programme").filter(public_id=payload["batch"]).first()
    if batch is None or batch.state != BatchState.CLOSED:
        return 0
    system = Actor.system(batch.agency_id, label=by.label)
    if Campaign.objects.filter(agency_id=batch.agency_id, subject=subject_of(batch)).exists():
        return 0
    seated = batch.registrations.filter(state__in=(SeatState.PASSED, SeatState.MISSED), attendances__isnull=False)
    people = list(Employee.objects.filter(pk__in=seated.values("employee_id")).order_by("pk"))
    if len(people) < LEAST:
        return 0
    if not Instrument.objects.filter(agency_id=batch.agency_id, code=REACTION).exists():
        load_ready(by=system, at=at)
    instrument = Instrument.objects.get(agency_id=batch.agency_id, code=REACTION)
    version = instrument.versions.select_related("instrument").order_by("-number")[0]
    on = at.astimezone(ZoneInfo(batch.agency.timezone)).date()
    with override("id"):  # participants read it, whoever closed the class
        title = _("What did you think of %(programme)s, class %(n)s?")
        words = title % {"programme": batch.programme.name, "n": batch.number}
    made = create_campaign(
        version=version, title=words[:200], mode=Mode.ANONYMOUS, audience=AudienceKind.LIST, employees=people,
        closes_on=on + timedelta(days=DAYS), subject=subject_of(batch), by=system, at=at,
    )  # fmt: skip
    return made.invited
