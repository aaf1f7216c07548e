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


class DataProblem(TextChoices):
    """What is wrong or missing in the stored data of a person, beside the questions above."""

    NO_POST = "no_post", _("No post or unit")
    NO_STANDARD = "no_standard", _("Position without a standard")
    CIRCLE = "circle", _("Rated in a circle")
    BIRTH_DIFFERS = "birth_differs", _("Birth date differs from the NIP")
    DOUBLED = "doubled", _("Same name and birth date twice")
    CONTRACT_ENDED = "contract_ended", _("Contract ended, still listed")
    NO_LOGIN = "no_login", _("No login with an e-mail address")


class HoursReached(TextChoices):
    """Learning hours of the year against the minimum."""

    NONE = "none", _("None yet")
    BELOW = "below", _("Some, below the minimum")
    REACHED = "reached", _("Minimum reached")


class FactKind(TextChoices):
    """What an entry of a person's timeline is about."""

    SERVICE = "service", _("Appointment and retirement")
    POST = "post", _("Posts and units")
    ACTING = "acting", _("Acting")
    SUPERIOR = "superior", _("Superiors")
    STATUS = "status", _("Status")
    LEARNING = "learning", _("Learning")
    RATING = "rating", _("Performance")
    ROLE = "role", _("Roles")
