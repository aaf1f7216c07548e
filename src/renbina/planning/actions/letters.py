"""A letter to whoever is to decide on a plan next, or to those who put it forward: that it waits, and where."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation

from renbina.accounts.models import User
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.clock import today
from renbina.organisation.models import RoleGrant, Substitution
from renbina.planning import access
from renbina.planning.enums import Step
from renbina.planning.models import PlanDecision
from renbina.planning.wording.decisions import letter_words

_HEARS: Final = {
    Step.PROPOSE: access.ENDORSE,
    Step.ENDORSE: access.SET,
    Step.SEND_BACK: access.PROPOSE,
    Step.SET: access.PROPOSE,
}


@action
def send_plan_letters(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears planning.plan_decided; how many letters. Who decided gets none, nor does somebody without an address."""
    decision = PlanDecision.objects.select_related("plan__agency").filter(public_id=payload["decision"]).first()
    sent = _send(decision) if decision is not None else 0
    record(obj=decision, new={"letters": sent, "event": event_id})
    return sent


def _send(decision: PlanDecision) -> int:
    users = _hearers(decision)
    for user in users:
        with translation.override(user.language or "id"):
            subject, text = letter_words(decision.plan, Step(decision.step))
        transaction.on_commit(partial(send_mail, subject, text, None, [user.email]))  # a letter cannot be taken back
    return len(users)


def _hearers(decision: PlanDecision) -> list[User]:
    """Those whose move it is today and who stands in for them, as far as they have an address."""
    right = _HEARS.get(Step(decision.step))
    if right is None:
        return []
    on = today(decision.plan.agency.timezone)
    grants = RoleGrant.objects.filter(holds_on(on), agency=decision.plan.agency_id, role__in=access.offices(right))
    deputies = Substitution.objects.filter(holds_on(on), absent__user__in=grants.values("user"))
    keys = {*grants.values_list("user", flat=True), *deputies.values_list("substitute__user", flat=True)}
    return list(User.objects.filter(pk__in=keys - {None, decision.by_user_id}).exclude(email="").order_by("pk"))
