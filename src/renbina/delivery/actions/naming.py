"""Inviting somebody by name, beside the plan: for a class that would otherwise have too few people."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from renbina.delivery.access import MANAGE, require
from renbina.delivery.actions.refusals import NamingRefused, NobodyToInvite
from renbina.delivery.actions.seats import locked
from renbina.delivery.enums import BatchState, InviteObstacle, SeatState
from renbina.delivery.models import Batch, Registration
from renbina.delivery.queries.naming import Candidate, candidate
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Employee

_MOST_REASON: Final = 300


@action
def invite_by_name(
    *, batch: Batch, employee: Employee, reason: str, unit_agrees: bool = False, by: Actor, at: datetime
) -> Registration:
    """Invite one person with a reason; an invitation takes no seat, so the class cannot be oversold by it.

    Raises NobodyToInvite for a class that is settled or has begun; NamingRefused without a reason, for somebody who
    cannot come, and where the unit would have too few at work unless it agreed (`unit_agrees`).
    """
    require(by, MANAGE, batch)
    if employee.agency_id != batch.agency_id:
        raise NotFound
    if not reason.strip():
        raise NamingRefused(_("Say in a few words why this person; they and their superior read it."), field="reason")
    held = locked(batch.pk)
    if held.state != BatchState.OPEN or held.sessions.filter(starts_at__lte=at).exists():
        raise NobodyToInvite(_("This class has begun, is finished or cancelled; nobody can be invited any more."))
    Employee.objects.select_for_update().get(pk=employee.pk)
    judged = candidate(held, employee)
    _check(judged, unit_agrees=unit_agrees)
    made = Registration.objects.create(
        batch=held, employee=employee, state=SeatState.INVITED, invited_at=at,
        named_reason=reason.strip()[:_MOST_REASON], named_by=by.label[:200],
    )  # fmt: skip
    outbox.publish("delivery.invited", {"batch": held.public_id}, by=by, at=at)
    record(obj=made, old=None, new={"state": made.state, "by_name": True, "unit_agrees": judged.crowd is not None})
    return made


def _check(judged: Candidate, *, unit_agrees: bool) -> None:
    if judged.obstacle:
        words = {"name": judged.name, "why": str(InviteObstacle(judged.obstacle).label), "detail": judged.detail}
        text = _("%(name)s cannot be invited. %(why)s: %(detail)s.") if judged.detail else ""
        raise NamingRefused((text or _("%(name)s cannot be invited. %(why)s.")) % words)
    if judged.crowd is not None and not unit_agrees:
        crowd = {"unit": judged.crowd.unit, "most": judged.crowd.most, "away": judged.crowd.away}
        text = _(
            "%(unit)s can spare %(most)s in one month and %(away)s are asked already. Agree with its head, then tick."
        )
        raise NamingRefused(text % crowd, field="unit_agrees")
