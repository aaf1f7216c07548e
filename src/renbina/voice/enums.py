"""Choices of voice."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    QR = "qr", _("QR page")
    PAPER = "paper", _("Paper")
    LAPOR = "lapor", _("LAPOR!")
    FORUM = "forum", _("Public forum")


class State(TextChoices):
    """Where a feedback with words stands. Without words there is nothing to answer: it is counted."""

    COUNTED = "counted", _("Counted")
    RECEIVED = "received", _("Received")
    REOPENED = "reopened", _("Opened again")
    TRIAGED = "triaged", _("Being handled")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


WAITING = (State.RECEIVED, State.REOPENED)


class Theme(TextChoices):
    """What it is about, in the words in which a city sums up what its citizens say."""

    QUEUE = "queue", _("Queue and hours")
    REQUIREMENTS = "requirements", _("Changing requirements")
    ATTITUDE = "attitude", _("Attitude of staff")
    APP = "app", _("Application that fails")
    COST = "cost", _("Unclear cost")
    ROADS = "roads", _("Roads and waste")
    PRAISE = "praise", _("Praise")
    OTHER = "other", _("Something else")


class Cause(TextChoices):
    COMPETENCE = "competence", _("Competence of staff")
    PROCEDURE = "procedure", _("Procedure")
    STAFFING = "staffing", _("Number of staff")
    TOOLS = "tools", _("Tools and place")
    NONE = "none", _("No shortcoming (praise, question, other office)")


REMEDIED = (Cause.PROCEDURE, Cause.STAFFING, Cause.TOOLS)


class ForumStage(TextChoices):
    """Where a public consultation forum stands; follows from its dates."""

    DRAFT = "draft", _("Draft")
    ANNOUNCED = "announced", _("Announced")
    HELD = "held", _("Held, minutes due")
    WRITTEN = "written", _("Minutes written")
    PUBLISHED = "published", _("Minutes published")
