"""The most that each kind of evidence may multiply a need by: decided with a reason, from a plan year on."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from binacore.priority import PriorityLimits, PriorityMalformed
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.needs.access import CHANGE_LIMITS, require
from renbina.needs.queries.weights import LIMITS_RULE, limits_in
from renbina.organisation.queries import agency_of
from renbina.rulebook.actions import override_rule
from renbina.rulebook.queries import rulebook_for


class LimitsRefused(Refused):
    """A limit outside 1 to 10, a component that does not exist, or no reason."""


@action
def set_limits(*, year: int, limits: Mapping[str, float], reason: str, by: Actor, at: datetime) -> PriorityLimits:
    """From the plan of `year` on these limits hold; plans of earlier years keep theirs, and computed ones their own.

    Stored as the agency's decision over the rule `plan.priority_limits`, with the reason as what decided it.
    Raises LimitsRefused, Forbidden.
    """
    require(by, CHANGE_LIMITS)
    agency = agency_of(by)
    try:
        wanted = PriorityLimits.from_record(limits)
    except PriorityMalformed as error:
        raise LimitsRefused(_("Each limit is a number from 1 (switched off) to 10.")) from error
    if not reason.strip():
        raise LimitsRefused(_("Say why the limits change."), field="reason")
    before = limits_in(rulebook_for(agency), year)
    override_rule(
        agency=agency, rule_id=LIMITS_RULE, since=date(year, 1, 1), value=wanted.as_record(),
        decision=reason.strip()[:255], by=by, at=at,
    )  # fmt: skip
    record(obj=agency, old={"limits": before.as_record()}, new={"limits": wanted.as_record(), "year": year})
    return wanted
