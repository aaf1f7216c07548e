"""Services and their points, what citizens said about them, what became of it, and the satisfaction published."""

from datetime import date, timedelta
from typing import Final

from django.db import models
from django.db.models import Q

from renbina.competency.models import Competency
from renbina.foundation.base import DatedModel, PublicModel, interval_constraint
from renbina.organisation.models import Agency, Unit
from renbina.voice.enums import Cause, Channel, State, Theme

SCORES: Final = tuple(f"u{number}" for number in range(1, 10))  # in the order of the rule skm.elements


def _score() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(null=True, blank=True)


class Service(PublicModel):
    """A service that a unit gives to citizens."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="service_once")]

    def __str__(self) -> str:
        return self.name


class ServicePoint(PublicModel, DatedModel):
    """A counter, room or vehicle with its own QR code."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="points")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            interval_constraint("service_point_interval"),
            models.UniqueConstraint(fields=["service", "name"], name="service_point_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Feedback(PublicModel):
    """One answer of a citizen: up to nine scores, maybe words. A day, never a time; no person, no address.

    `point` is empty when it came by LAPOR! (with its `ticket`) or in a forum. `remedy` is a promise made before about
    the same shortcoming, on which this matter leans.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="feedback")
    point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, null=True, blank=True, related_name="feedback")
    channel = models.CharField(max_length=10, choices=Channel)
    ticket = models.CharField(max_length=30, blank=True)
    received_on = models.DateField()
    receipt_hash = models.CharField(max_length=64, unique=True)
    u1, u2, u3 = _score(), _score(), _score()
    u4, u5, u6 = _score(), _score(), _score()
    u7, u8, u9 = _score(), _score(), _score()
    state = models.CharField(max_length=12, choices=State, default=State.COUNTED)
    theme = models.CharField(max_length=12, choices=Theme, blank=True)
    cause = models.CharField(max_length=12, choices=Cause, blank=True)
    competency = models.ForeignKey(Competency, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    remedy = models.ForeignKey("Remedy", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried")
    reopened = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "feedback"
        indexes = [
            models.Index(fields=["service", "received_on"]),
            models.Index(fields=["agency", "state", "received_on"]),
        ]
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"feedback_{name}_scale",
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 4}),
                )
                for name in SCORES
            ),
            models.UniqueConstraint(fields=["agency", "ticket"], condition=~Q(ticket=""), name="feedback_ticket_once"),
        ]


class FeedbackMessage(models.Model):
    """What the citizen wrote, or the office answered. `shown_text` is what others than moderators read."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="messages")
    by_citizen = models.BooleanField()
    written_on = models.DateField()
    text = models.TextField()
    shown_text = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]


class Forum(PublicModel):
    """A public consultation forum (FKP) of a unit: announced, held, minuted. Who came is counted, never listed."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forums")
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    begins_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200)
    agenda = models.TextField()  # one point a line
    invited = models.TextField()  # one group of citizens a line, never a person
    present = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    announced_on = models.DateField(null=True, blank=True)  # None: a draft that only the office reads
    published_on = models.DateField(null=True, blank=True)  # of the minutes, with inputs and commitments

    class Meta:
        indexes = [models.Index(fields=["agency", "held_on"])]
        constraints = [
            models.CheckConstraint(
                name="forum_published_whole",
                condition=Q(published_on__isnull=True)
                | (Q(announced_on__isnull=False, present__isnull=False) & ~Q(minutes="")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class ForumInput(PublicModel):
    """What a citizen asked beforehand, or somebody said at the forum. `shown_text` is what others read."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="inputs")
    beforehand = models.BooleanField()
    said_on = models.DateField()
    text = models.TextField()
    shown_text = models.TextField(blank=True)
    set_aside = models.BooleanField(default=False)  # a moderator read it: nothing for this forum
    answer = models.TextField(blank=True)
    form_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)  # the same form is one question

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["forum", "beforehand"])]


class Remedy(PublicModel):
    """What a unit promised to do, and by when: about a citizen's matter that no training cures, or at a forum."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="remedies", null=True, blank=True)
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="commitments", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="remedies")
    cause = models.CharField(max_length=12, choices=Cause)
    promise = models.CharField(max_length=255)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name_plural = "remedies"
        constraints = [
            models.CheckConstraint(name="remedy_done_with_proof", condition=Q(done_on__isnull=True) | ~Q(proof="")),
            models.CheckConstraint(
                name="remedy_of_one_thing",
                condition=Q(feedback__isnull=False, forum__isnull=True) | Q(feedback__isnull=True, forum__isnull=False),
            ),
        ]

    @property
    def about(self) -> Service | Forum | None:
        """To what it was promised."""
        return self.forum if self.feedback is None else self.feedback.service


class PublishedSatisfaction(PublicModel):
    """The SKM of a service in one half year, as published: small groups were taken out before they got here."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="published")
    starts_on = models.DateField()
    ends_on = models.DateField()  # exclusive
    respondents = models.PositiveIntegerField(null=True)  # None: fewer than may be shown
    index = models.FloatField(null=True)
    grade = models.CharField(max_length=1, blank=True)
    weight_mode = models.CharField(max_length=8)
    elements = models.JSONField(default=list)  # [{"element", "mean", "converted", "grade"}], in order
    published_on = models.DateField()

    class Meta:
        verbose_name_plural = "published satisfaction"
        constraints = [models.UniqueConstraint(fields=["service", "starts_on"], name="satisfaction_once")]

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)
