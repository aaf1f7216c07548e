"""Allauth's pages in our frame: its context names the web site `site`, which is the frame's own name here."""

from typing import Any

from allauth.account import views as allauth_views
from django.views.decorators.http import require_http_methods


class _OurFrame:
    """Mixin: leaves the name `site` to the frame of the page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin of views
        context.pop("site", None)
        return context


class LoginView(_OurFrame, allauth_views.LoginView):
    pass


class AccountInactiveView(_OurFrame, allauth_views.AccountInactiveView):
    pass


class PasswordResetView(_OurFrame, allauth_views.PasswordResetView):
    pass


class PasswordResetDoneView(_OurFrame, allauth_views.PasswordResetDoneView):
    pass


class PasswordResetFromKeyView(_OurFrame, allauth_views.PasswordResetFromKeyView):
    pass


class PasswordResetFromKeyDoneView(_OurFrame, allauth_views.PasswordResetFromKeyDoneView):
    pass


_page_and_form = require_http_methods(["GET", "HEAD", "POST"])  # a form view of Django would take a PUT for a POST

login = _page_and_form(LoginView.as_view())
logout = _page_and_form(allauth_views.logout)
account_inactive = _page_and_form(AccountInactiveView.as_view())
reauthenticate = _page_and_form(allauth_views.reauthenticate)
password_change = _page_and_form(allauth_views.password_change)
password_reset = _page_and_form(PasswordResetView.as_view())
password_reset_done = _page_and_form(PasswordResetDoneView.as_view())
password_reset_from_key = _page_and_form(PasswordResetFromKeyView.as_view())
password_reset_from_key_done = _page_and_form(PasswordResetFromKeyDoneView.as_view())
