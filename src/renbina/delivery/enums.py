"""Choices of delivery."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Finished")


class SeatState(TextChoices):
    """Where one person stands in one class. Only CONFIRMED and what follows from it hold a seat."""

    INVITED = "invited", _("Invited")
    CONFIRMED = "confirmed", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    OBJECTED = "objected", _("Superior objects")
    PASSED = "passed", _("Completed")
    MISSED = "missed", _("Not completed")


class SuperiorAnswer(TextChoices):
    NONE = "", _("No answer yet")
    AGREED = "agreed", _("Agrees")
    OBJECTED = "objected", _("Objects")


class Means(TextChoices):
    """How attendance was noted."""

    LIST = "list", _("List")
    CODE = "code", _("Code")
