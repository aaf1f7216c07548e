"""Choices of evaluation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TargetKind(TextChoices):
    """By what a programme is judged."""

    SERVICE = "service", _("Indicator of a service")
    SCORE = "score", _("Score of the test")


class FindingKind(TextChoices):
    """What a finding is about."""

    METHOD = "method", _("Method")
    CONTENT = "content", _("Content")
    TRAINER = "trainer", _("Trainer")
    PLACE = "place", _("Place")
    NO_EFFECT = "no_effect", _("No effect seen")
    REMEDIAL = "remedial", _("Below the standard after the class")
    OTHER = "other", _("Other")
