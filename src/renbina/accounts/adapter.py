"""How allauth behaves here: nobody signs up by themselves, and its sentences are ours."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ClosedSignupAdapter(DefaultAccountAdapter):
    """An agency's officer makes the accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        # one sentence for an unknown name and a wrong password, so that names cannot be collected
        "username_password_mismatch": _("The user name or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your current password. Type it once more."),
        "incorrect_password": _("This is not your password. Type it once more."),
        "too_many_login_attempts": _("Too many attempts. Wait a quarter of an hour, then try again."),
        "rate_limited": _("Too many attempts. Wait a quarter of an hour, then try again."),
        "invalid_password_reset": _("This link was used already or is too old. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
