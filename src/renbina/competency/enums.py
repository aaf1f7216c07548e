"""Choices of competencies and their assessment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CompetencyKind(TextChoices):
    MANAGERIAL = "managerial", _("Managerial")
    SOCIOCULTURAL = "sociocultural", _("Socio-cultural")
    TECHNICAL = "technical", _("Technical")
    GOVERNANCE = "governance", _("Governance")


class Method(TextChoices):
    ASSESSMENT_CENTRE = "assessment_centre", _("Assessment centre")
    MAPPING = "mapping", _("Mapping")
    TEST = "test", _("Test")
    CERTIFICATE = "certificate", _("Certificate")
    SUPERIOR = "superior", _("Superior's assessment")
    INTERVIEW = "interview", _("Interview")
    SELF = "self", _("Self-assessment")


class GapCategory(TextChoices):
    NONE = "none", _("No gap")
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    UNKNOWN = "unknown", _("Not assessed")
