"""The morning's letter about a stage of the needs analysis: two working days before it ends, and while it is late."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from renbina.accounts.models import User
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.base import holds_on
from renbina.needs.models import CycleStage, NeedsCycle
from renbina.needs.queries.cycles import StageLine, cycle_page
from renbina.needs.wording.analysis import stage_letter
from renbina.organisation.models import Agency, RoleGrant, Substitution, Unit

BEFORE: Final = 2
"""Working days before the last day of a stage on which its owner is reminded."""
LATE_EVERY: Final = timedelta(days=7)


@action
def remind_of_stages(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began. Writes to who answers for the stage whose turn it is; no letter once its year is over."""
    sent = 0
    for cycle in NeedsCycle.objects.select_related("agency").order_by("pk"):
        on = at.astimezone(ZoneInfo(cycle.agency.timezone)).date()
        if cycle.year < on.year:
            continue
        page = cycle_page(Actor.system(cycle.agency_id), cycle.year, on)
        line = page.current if page is not None else None
        if line is not None:
            sent += _remind(cycle, line, on)
    record(obj=None, old=None, new={"letters": sent, "event": event_id})
    return sent


def _remind(cycle: NeedsCycle, line: StageLine, on: date) -> int:
    stage = CycleStage.objects.select_for_update(of=("self",)).get(public_id=line.public_id)
    if not is_due(line, stage.reminded_on, on):
        return 0
    stage.reminded_on = on
    stage.save(update_fields=["reminded_on"])
    people = _owners(cycle.agency, stage, on)
    for user in people:
        with translation.override(user.language or "id"):
            subject, text = stage_letter(str(user), line, cycle.year)
        _post(subject, text, user.email)
    return len(people)


def is_due(line: StageLine, reminded_on: date | None, on: date) -> bool:
    """Once when two working days are left, once when the last day has passed, then every week."""
    if line.left > BEFORE or on < line.first:
        return False
    if reminded_on is None:
        return True
    return on > line.last and (reminded_on <= line.last or on - reminded_on >= LATE_EVERY)


def _owners(agency: Agency, stage: CycleStage, on: date) -> list[User]:
    """Who holds the role, or looks after the unit; where that is nobody with an address, the needs team."""
    held = RoleGrant.objects.filter(holds_on(on), agency=agency)
    if stage.owner_unit is None:
        rows = held.filter(role=stage.owner_role)
    else:
        path = stage.owner_unit.path
        above = [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]
        rows = held.filter(role=Role.UNIT_OPERATOR, unit__path__in=above)
    return _reached(rows, on) or _reached(held.filter(role=Role.ANALYST), on)


def _reached(grants: QuerySet[RoleGrant], on: date) -> list[User]:
    """The holders and who stands in for them today, as far as they have an address."""
    deputies = Substitution.objects.filter(holds_on(on), absent__user__in=grants.values("user"))
    keys = {*grants.values_list("user", flat=True), *deputies.values_list("substitute__user", flat=True)} - {None}
    return list(User.objects.filter(pk__in=keys, is_active=True).exclude(email="").order_by("pk"))


def _post(subject: str, text: str, address: str) -> None:
    """After the transaction: a letter cannot be taken back."""
    transaction.on_commit(lambda: send_mail(subject, text, None, [address]))
