"""Reads of logins."""

from renbina.accounts.models import User


def user_named(username: str) -> User | None:
    """The login with this user name; names are compared without capitals, as at the door."""
    return User.objects.filter(username__iexact=username).order_by("pk").first()
