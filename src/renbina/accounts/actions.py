"""Making logins and setting passwords. A password never enters the audit record."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from renbina.accounts.access import Verb, require
from renbina.accounts.models import User
from renbina.accounts.queries import user_named
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused


class UsernameTaken(Refused):
    """Somebody else has the user name."""


class PasswordRefused(Refused):
    """The password breaks a rule; the message says which and what to do."""


@action
def create_user(
    *,
    username: str,
    password: str | None,
    display_name: str = "",
    email: str = "",
    language: str = "",
    by: Actor,
    at: datetime,
) -> User:
    """A new login; without a password nobody can enter until one is set. Raises UsernameTaken, PasswordRefused."""
    require(by, Verb.CREATE_USER)
    if user_named(username) is not None:
        raise UsernameTaken(_("This user name is taken. Choose another one."), field="username")
    user = User(username=username, display_name=display_name, email=email, language=language, date_joined=at)
    _put_password(user, password)
    user.save()
    record(obj=user, new={"username": username, "display_name": display_name})
    return user


@action
def set_password(*, user: User, password: str | None, by: Actor, at: datetime) -> None:
    """A new password ends the sessions of the old one; None locks the login. Raises PasswordRefused."""
    require(by, Verb.SET_PASSWORD, user)
    _put_password(user, password)
    user.save(update_fields=["password"])
    record(obj=user, new={"usable": password is not None})


def _put_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(" ".join(error.messages), field="password") from error
    user.set_password(password)
