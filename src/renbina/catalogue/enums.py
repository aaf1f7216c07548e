"""Choices of the catalogue."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Delivery(TextChoices):
    OWN = "S", _("Own class")
    SENT = "K", _("Seats at another organiser")
    FACILITATED = "F", _("Facilitated with the province")
    FREE = "G", _("Free online")
    WORKPLACE = "U", _("At the workplace")


class Area(TextChoices):
    LEADERSHIP = "leadership", _("Mandatory and leadership")
    FUNCTIONAL = "functional", _("Functional and certification")
    SERVICE = "service", _("Service, digital and data")
    PLANNING = "planning", _("Planning, finance, oversight and law")
    PEOPLE = "people", _("Education and health")
    FIELD = "field", _("Field, managerial and socio-cultural")
    NONCLASSICAL = "nonclassical", _("Non-classical and education")


class PartnerKind(TextChoices):
    TRAINING_BODY = "training_body", _("Training body")
    UNIVERSITY = "university", _("University")
    PROFESSIONAL = "professional", _("Professional association")
    GOVERNMENT = "government", _("Government agency")
    COMMUNITY = "community", _("Community")


class Certainty(TextChoices):
    """How well a price is known; the marks of the rules (docs/rules.md)."""

    DECIDED = "agency-decision", _("Decision of the agency")
    CONFIRMED = "confirmed", _("Read in the cited source")
    UNCONFIRMED = "general-knowledge", _("Not yet confirmed")
    CONFLICT = "sources-conflict", _("Sources disagree")


class Form(TextChoices):
    """Forms of development; codes as agencies use them (reference §1.2)."""

    KL01 = "KL01", _("Structural leadership training")
    KL02 = "KL02", _("Managerial training")
    KL03 = "KL03", _("Technical training")
    KL04 = "KL04", _("Functional training")
    KL05 = "KL05", _("Socio-cultural training")
    KL06 = "KL06", _("Seminar")
    KL07 = "KL07", _("Workshop")
    KL08 = "KL08", _("Course")
    KL09 = "KL09", _("Upgrading course")
    KL10 = "KL10", _("Technical guidance")
    KL11 = "KL11", _("Information session")
    KL12 = "KL12", _("Other classroom training")
    NKL01 = "NKL01", _("Coaching")
    NKL02 = "NKL02", _("Mentoring")
    NKL03 = "NKL03", _("E-learning")
    NKL04 = "NKL04", _("Distance training")
    NKL05 = "NKL05", _("Secondment")
    NKL06 = "NKL06", _("Outbound")
    NKL07 = "NKL07", _("Benchmarking visit")
    NKL08 = "NKL08", _("Exchange with the private sector")
    NKL09 = "NKL09", _("Self-study")
    NKL10 = "NKL10", _("Learning community")
    NKL11 = "NKL11", _("Guidance at the workplace")
    NKL12 = "NKL12", _("Internship")
    NKL13 = "NKL13", _("Other non-classical development")
    EDU = "EDU", _("Further education")
