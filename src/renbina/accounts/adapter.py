"""Nobody signs up by themselves: an agency's officer makes the account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is only partly typed
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
