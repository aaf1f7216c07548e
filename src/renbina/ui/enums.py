"""What a person may choose about the look of the product."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "renbina_theme"
YEAR_IN_SECONDS = 365 * 24 * 3600


class Theme(TextChoices):
    LIGHT = "light", _("Light appearance")
    DARK = "dark", _("Dark appearance")


def theme_of(cookies: dict[str, str]) -> str:
    """The chosen appearance of a request's cookies; light when none or an unknown one is set."""
    value = cookies.get(THEME_COOKIE, "")
    return value if value in Theme.values else Theme.LIGHT.value
