"""Choices of needs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceSource(TextChoices):
    VOICE = "voice", _("Citizens' voice")
    STRATEGY = "strategy", _("Strategy of the agency")
    PERFORMANCE = "performance", _("Performance")
    EVALUATION = "evaluation", _("Evaluation")
