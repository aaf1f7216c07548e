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


class InviteObstacle(TextChoices):
    """Why a person found by name cannot be invited to a class."""

    HERE = "here", _("Is invited to this class already")
    SAID_NO = "said_no", _("Has declined this class, or the superior objects")
    TEACHES = "teaches", _("Gives a class at these times")
    SEATED = "seated", _("Has a seat in another class at these times")
    GONE = "gone", _("Will have left the agency by then")
    AWAY = "away", _("Is away from work by then")
