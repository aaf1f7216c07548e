"""Choices of the overviews."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Problem(TextChoices):
    """A question about a person's data that somebody should answer."""

    NO_SUPERIOR = "no_superior", _("No rating official")
    NOT_ASSESSED = "not_assessed", _("No valid assessment")
    HELD_HOURS = "held_hours", _("Certificates to look at")
    NO_HOURS = "no_hours", _("No learning hours for two years")
    PAST_RETIREMENT = "past_retirement", _("Past retirement, still listed")
