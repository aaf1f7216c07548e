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


class SiasnKind(TextChoices):
    """A file in a shape of SIASN."""

    COURSE = "kursus", _("Learning (kursus)")
    STRUCTURAL = "diklat", _("Structural training (diklat)")
    PERFORMANCE = "kinerja", _("Performance (kinerjaPeriodik)")
    ROSTER = "pegawai", _("Staff roster")


class LeftOut(TextChoices):
    """Why something does not go into a file for SIASN."""

    STUDY = "study", _("Formal study")
    DOUBTFUL = "doubtful", _("Certificate to be looked at")
    NO_CERTIFICATE = "no_certificate", _("No certificate number")
    NO_HOURS = "no_hours", _("No whole number of hours (JP)")
    NO_CODE = "no_code", _("No code of SIASN for the form")
    NO_STRUCTURAL_CODE = "no_structural_code", _("The name does not say which structural training")
    PERIOD_OPEN = "period_open", _("The period is still open")
    WHOLE_YEAR = "whole_year", _("Predicate of a whole year")
    NO_RATER = "no_rater", _("No rating official recorded")
    NO_POST = "no_post", _("No post today")
    SENT = "sent", _("Taken out before, and unchanged since")
