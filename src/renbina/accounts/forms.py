"""Allauth's forms with our words and without placeholders, which vanish while one types."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

_RULES = _("At least 15 characters. A short sentence is easy to remember; your NIP and birth date do not count.")


class _Plain:
    """Mixin: labels say what a field is, so placeholders go."""

    words: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # a mixin of forms
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(_Plain, allauth_forms.LoginForm):
    words = {"login": _("User name"), "password": _("Password")}


class PasswordChangeForm(_Plain, allauth_forms.ChangePasswordForm):
    words = {"oldpassword": _("Current password"), "password1": _("New password"), "password2": _("New password again")}
    hints = {"password1": _RULES}


class PasswordResetForm(_Plain, allauth_forms.ResetPasswordForm):
    words = {"email": _("Your e-mail address")}


class NewPasswordForm(_Plain, allauth_forms.ResetPasswordKeyForm):
    words = {"password1": _("New password"), "password2": _("New password again")}
    hints = {"password1": _RULES}


class ReauthenticateForm(_Plain, allauth_forms.ReauthenticateForm):
    words = {"password": _("Password")}
