"""Choices of evaluation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TargetKind(TextChoices):
    """By what a programme is judged."""

    SERVICE = "service", _("Indicator of a service")
    SCORE = "score", _("Score of the test")


class Indicator(TextChoices):
    """What citizens say of a service, as published: the whole index, or one of the nine elements (1 to 4)."""

    SKM = "skm", _("Satisfaction of citizens (SKM)")
    U1 = "u1", _("Requirements (U1)")
    U2 = "u2", _("Procedure (U2)")
    U3 = "u3", _("Time (U3)")
    U4 = "u4", _("Cost (U4)")
    U5 = "u5", _("Result (U5)")
    U6 = "u6", _("Competence of staff (U6)")
    U7 = "u7", _("Behaviour of staff (U7)")
    U8 = "u8", _("Complaints (U8)")
    U9 = "u9", _("Facilities (U9)")


class FindingKind(TextChoices):
    """What a finding is about."""

    METHOD = "method", _("Method")
    CONTENT = "content", _("Content")
    TRAINER = "trainer", _("Trainer")
    PLACE = "place", _("Place")
    NO_EFFECT = "no_effect", _("No effect seen")
    REMEDIAL = "remedial", _("Below the standard after the class")
    ADVANCED = "advanced", _("Ready for more")
    OTHER = "other", _("Other")


class ReportState(TextChoices):
    """Where a work-change report stands."""

    ASKED = "asked", _("Waits for the participant")
    SENT = "sent", _("Waits for the superior")
    CONFIRMED = "confirmed", _("Superior has answered")


class Outcome(TextChoices):
    """Whether the superior sees the change at work."""

    SEEN = "seen", _("Seen")
    PARTLY = "partly", _("Partly seen")
    NOT_YET = "not_yet", _("Not seen yet")


class Obstacle(TextChoices):
    """What stood in the way, in the superior's view. Tools and procedure are findings; no training cures them."""

    TOOLS = "tools", _("Tools")
    PROCEDURE = "procedure", _("Procedure (SOP)")
    TIME = "time", _("Time")
    MONEY = "money", _("Money")
    TRANSFER = "transfer", _("Moved to other work")


class ScoreTime(TextChoices):
    """When a test is taken; the values name the columns of a score."""

    BEFORE = "before", _("Test before the class")
    AFTER = "after", _("Test after the class")
