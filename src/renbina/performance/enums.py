"""Choices of performance."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Quarter(IntegerChoices):
    """What a period covers: a quarter, or the whole year, whose predicate is the final one."""

    YEAR = 0, _("Whole year (final)")
    FIRST = 1, _("First quarter")
    SECOND = 2, _("Second quarter")
    THIRD = 3, _("Third quarter")
    FOURTH = 4, _("Fourth quarter")


class Source(TextChoices):
    """How a predicate came in."""

    SUPERIOR = "superior", _("Entered by the superior")
    IMPORT = "import", _("Imported")


class Outcome(TextChoices):
    """How a coaching plan ended."""

    IMPROVED = "improved", _("Improved")
    NOT_YET = "not_yet", _("Not yet improved")
    STOPPED = "stopped", _("Stopped early")


class NextStep(TextChoices):
    """What follows a coaching plan."""

    DIALOGUE = "dialogue", _("Back to the usual performance dialogue")
    AGAIN = "again", _("Another coaching plan")
    PERSONNEL = "personnel", _("Talk with the personnel agency")
    NOTHING = "nothing", _("Nothing further (moved, retired, on leave)")


class Criterion(TextChoices):
    """What somebody is recognised for."""

    SERVICE = "service", _("Service to citizens")
    RESULTS = "results", _("Results of work")
    INNOVATION = "innovation", _("A better way of working")
    INTEGRITY = "integrity", _("Integrity and example")
    SHARING = "sharing", _("Helping colleagues learn")


class Stage(TextChoices):
    """Where a nomination stands. Two different people take the last two steps."""

    NOMINATED = "nominated", _("Nominated")
    PROPOSED = "proposed", _("Waiting for the decision")
    AWARDED = "awarded", _("Awarded")
    REFUSED = "refused", _("Not awarded")
