"""Choices of delivery."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


class SeatState(TextChoices):
    """Where one person stands in one class. Only CONFIRMED and what follows from it hold a seat."""

    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    OBJECTED = "objected", _("Superior objects")
    PASSED = "passed", _("Completed")
    MISSED = "missed", _("Not completed")
    CANCELLED = "cancelled", _("Class cancelled")


class SuperiorAnswer(TextChoices):
    NONE = "", _("No answer yet")
    AGREED = "agreed", _("Agrees")
    OBJECTED = "objected", _("Objects")


class Means(TextChoices):
    """How attendance was noted."""

    LIST = "list", _("List")
    CODE = "code", _("Code")
    PAPER = "paper", _("Paper")


class Method(TextChoices):
    """How a class is mainly taught; what it is about, the programme says."""

    LECTURE = "lecture", _("Lecture")
    PRACTICE = "practice", _("Practice")
    CASE_STUDY = "case_study", _("Case studies")
    ROLE_PLAY = "role_play", _("Role play")
    DISCUSSION = "discussion", _("Discussion")
    VISIT = "visit", _("Visit")
