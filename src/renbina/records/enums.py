"""Choices of the records that many phases need."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Predicate(TextChoices):
    VERY_GOOD = "very_good", _("Very good")
    GOOD = "good", _("Good")
    NEEDS_IMPROVEMENT = "needs_improvement", _("Needs improvement")
    POOR = "poor", _("Poor")
    VERY_POOR = "very_poor", _("Very poor")


class Rating(TextChoices):
    ABOVE = "above", _("Above expectation")
    MEETS = "meets", _("Meets expectation")
    BELOW = "below", _("Below expectation")
