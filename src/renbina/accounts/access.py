"""Who may make logins and set passwords. Accounts know no agency: organisation says whose login it is."""

from enum import StrEnum

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden


class Verb(StrEnum):
    CREATE_USER = "create_user"
    SET_PASSWORD = "set_password"  # noqa: S105 - a verb


def can(actor: Actor, verb: str, obj: User | None = None) -> bool:
    """The system may both; who manages access may make logins; everybody may set their own password."""
    if actor.is_system:
        return True
    if Verb(verb) is Verb.CREATE_USER:
        return actor.has(Role.HEAD_OF_DEVELOPMENT, Role.ADMINISTRATOR)
    return obj is not None and actor.user_id == obj.pk


def require(actor: Actor, verb: str, obj: User | None = None) -> None:
    """Raises Forbidden."""
    if not can(actor, verb, obj):
        raise Forbidden
