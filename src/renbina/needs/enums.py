"""Choices of needs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceSource(TextChoices):
    VOICE = "voice", _("Citizens' voice")
    STRATEGY = "strategy", _("Strategy of the agency")
    PERFORMANCE = "performance", _("Performance")
    EVALUATION = "evaluation", _("Evaluation")


class ProposalStatus(TextChoices):
    """What became of a proposal."""

    NEW = "new", _("Not yet decided")
    ACCEPTED = "accepted", _("Accepted")
    MERGED = "merged", _("Merged with another")
    DECLINED = "declined", _("Declined")
