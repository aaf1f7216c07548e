"""Who may read the rules in force and who may decide an agency's own value."""

from enum import StrEnum
from typing import Final

from django.db.models import Model

from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS, in_agency


class Verb(StrEnum):
    VIEW_RULES = "view_rules"
    OVERRIDE_RULE = "override_rule"


_ROLES: Final[dict[Verb, tuple[Role, ...]]] = {
    Verb.VIEW_RULES: (*AGENCY_READERS, Role.UNIT_OPERATOR),
    Verb.OVERRIDE_RULE: (Role.HEAD_OF_DEVELOPMENT,),
}


def can(actor: Actor, verb: str, obj: Model | None = None) -> bool:
    """Whether the actor may. Raises ValueError for an unknown verb."""
    allowed = _ROLES[Verb(verb)]
    if actor.agency_id is None or (obj is not None and not in_agency(actor, obj)):
        return False
    return actor.is_system or actor.has(*allowed)


def require(actor: Actor, verb: str, obj: Model | None = None) -> None:
    """Raises NotFound for another agency's object, Forbidden where the role is missing."""
    if actor.agency_id is None or (obj is not None and not in_agency(actor, obj)):
        raise NotFound
    if not can(actor, verb, obj):
        raise Forbidden
