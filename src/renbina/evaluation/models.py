"""Targets set before a programme began, test scores, findings and their follow-up."""

from django.db import models
from django.db.models import F, Q

from renbina.catalogue.models import Programme
from renbina.community.models import Story
from renbina.competency.models import Competency
from renbina.delivery.models import Registration
from renbina.evaluation.enums import FindingKind, Indicator, Obstacle, Outcome, ReportState, TargetKind
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Employee, Unit


class Target(PublicModel):
    """What a programme was to reach in a year. `indicator`: enums.Indicator of a service; empty for a score."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=TargetKind)
    indicator = models.CharField(max_length=10, choices=Indicator, blank=True)
    baseline = models.FloatField()
    goal = models.FloatField()
    unit_of_measure = models.CharField(max_length=60)
    set_on = models.DateField()
    set_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="target_once"),
            models.CheckConstraint(name="target_rises", condition=Q(goal__gt=F("baseline"))),
        ]


class TestScore(models.Model):
    """Points (0 to 100) of one participant before and after a class."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="test_score")
    before = models.FloatField(null=True, blank=True)
    after = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name=f"test_score_{name}",
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 100}),
            )
            for name in ("before", "after")
        ]


class Finding(PublicModel):
    """What an evaluation found. With a competency it can weigh next year's need; how much is kept before and after."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="findings")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=FindingKind)
    text = models.CharField(max_length=300)
    found_on = models.DateField()
    competency = models.ForeignKey(Competency, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    weighed_on = models.DateField(null=True, blank=True)
    priority_before = models.FloatField(null=True, blank=True)
    priority_after = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "year"])]


class FollowUp(PublicModel):
    """What a unit does about a finding, by when, and by what one sees that it is done."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="follow_ups")
    text = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    proof = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="follow_up_done_with_proof", condition=Q(done_on__isnull=True) | ~Q(proof=""))
        ]
        indexes = [models.Index(fields=["unit", "done_on", "due_on"])]


class WorkReport(PublicModel):
    """What changed at work ninety days after a class, in the participant's words, and what the superior sees of it.

    The row is made when the participant is asked; a draft is the same row, not sent yet.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="work_report")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.ASKED)
    asked_on = models.DateField()
    due_on = models.DateField()
    nothing_changed = models.BooleanField(default=False)  # an honest answer; `now` then says what is in the way
    applied = models.TextField(blank=True)
    before = models.TextField(blank=True)
    now = models.TextField(blank=True)
    proof = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    remark = models.CharField(max_length=300, blank=True)  # of the superior
    confirmed_by = models.ForeignKey(
        Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="confirmed_reports"
    )
    confirmed_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)  # to whom it waits for now
    reminded_on = models.DateField(null=True, blank=True)
    story = models.OneToOneField(Story, on_delete=models.SET_NULL, null=True, blank=True, related_name="report")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_sent_when", condition=Q(state=ReportState.ASKED) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="report_confirmed_how",
                condition=~Q(state=ReportState.CONFIRMED) | (~Q(outcome="") & Q(confirmed_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "due_on"])]


class Hindrance(models.Model):
    """One thing that stood in the way of a change."""

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="hindrances")
    kind = models.CharField(max_length=10, choices=Obstacle)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="hindrance_once")]
