"""The agency's own decisions on values that the regulations leave open."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from binacore.frozen import freeze
from binacore.rules import AgencyOverride, OverrideMalformed, Rulebook, RuleUnknown, load_rules
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.models import Agency
from renbina.rulebook.access import Verb, require
from renbina.rulebook.models import RuleOverride


class NoSuchRule(Refused):
    """The rule is not in the book."""


class OverrideDoesNotFit(Refused):
    """The value has another shape than the rule it replaces, or the decision behind it is not named."""


@action
def override_rule(
    *,
    agency: Agency,
    rule_id: str,
    since: date,
    value: Any,
    decision: str,
    note: str = "",
    by: Actor,
    at: datetime,
) -> RuleOverride:
    """From `since` on the agency uses `value`; deciding again for the same day replaces the decision.

    `decision` names the decree or letter. Raises NoSuchRule, OverrideDoesNotFit.
    """
    require(by, Verb.OVERRIDE_RULE, agency)
    _check(rule_id, since, value, decision)
    before = RuleOverride.objects.filter(agency=agency, rule_id=rule_id, since=since).first()
    old = {"value": before.value, "decision": before.decision} if before else None
    row, _created = RuleOverride.objects.update_or_create(
        agency=agency,
        rule_id=rule_id,
        since=since,
        defaults={"value": value, "decision": decision.strip(), "note": note},
    )
    record(obj=row, old=old, new={"rule_id": rule_id, "since": since.isoformat(), "value": value, "decision": decision})
    return row


def _check(rule_id: str, since: date, value: Any, decision: str) -> None:
    if not decision.strip():
        raise OverrideDoesNotFit(_("Name the decree or letter that decided this value."), field="decision")
    try:
        Rulebook(load_rules(), (AgencyOverride(rule_id, since, freeze(value), decision),))
    except RuleUnknown as error:
        raise NoSuchRule(_("There is no rule with this name. Choose one of the list."), field="rule_id") from error
    except OverrideMalformed as error:
        raise OverrideDoesNotFit(
            _("This value does not fit the rule. Write it the way the general value is written."), field="value"
        ) from error
