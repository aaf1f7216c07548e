"""Predicates by period with their reasons, coaching plans with their check-ins, and recognition decided by two."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from renbina.catalogue.models import Programme
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Employee
from renbina.performance.enums import Criterion, NextStep, Outcome, Quarter, Source, Stage
from renbina.records.enums import Predicate, Rating


class RatingPeriod(PublicModel):
    """A quarter, or a whole year, in which superiors rate. Once closed its predicates stand."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="rating_periods")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(choices=Quarter)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "quarter"], name="rating_period_once"),
            models.CheckConstraint(name="rating_period_quarter", condition=Q(quarter__lte=4)),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * max(self.quarter - 1, 0) + 1, 1)

    @property
    def last_day(self) -> date:
        month = 3 * self.quarter if self.quarter else 12
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class PeriodRating(PublicModel):
    """What was written about one person for one period, and what the person answered to it."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="period_ratings")
    period = models.ForeignKey(RatingPeriod, on_delete=models.PROTECT, related_name="ratings")
    rater = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="ratings_given")
    result = models.CharField(max_length=10, choices=Rating)
    behaviour = models.CharField(max_length=10, choices=Rating)
    predicate = models.CharField(max_length=20, choices=Predicate)
    reason = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.SUPERIOR)
    rated_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # when a letter said that there is something to read
    response = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "period"], name="period_rating_once")]
        indexes = [models.Index(fields=["period", "rater"])]


class CoachingPlan(PublicModel):
    """Ninety days of help for somebody below expectation. Its words are for the two people it joins."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="coaching_plans")
    year = models.PositiveSmallIntegerField()  # of the result it answers
    predicate = models.CharField(max_length=20, choices=Predicate)
    written_by = models.ForeignKey(
        Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="coaching_written"
    )
    goals = models.TextField()
    actions = models.TextField()
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_note = models.TextField(blank=True)
    next_step = models.CharField(max_length=10, choices=NextStep, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(ended_on__isnull=True), name="coaching_plan_one_running"
            ),
            models.CheckConstraint(name="coaching_plan_interval", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="coaching_plan_ends_with_outcome",
                condition=Q(ended_on__isnull=True, outcome="") | (Q(ended_on__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(fields=["year", "employee"])]


class CheckIn(PublicModel):
    """A talk of a coaching plan, due on a day, with a note of each of the two."""

    plan = models.ForeignKey(CoachingPlan, on_delete=models.CASCADE, related_name="check_ins")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    superior_note = models.TextField(blank=True)
    employee_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="check_in_once"),
            models.CheckConstraint(
                name="check_in_held_with_note", condition=Q(held_on__isnull=True) | ~Q(superior_note="")
            ),
        ]


def _user() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class Recognition(PublicModel):
    """A nomination with its evidence. The database refuses that one login both proposes and decides."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="recognitions")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="recognitions")
    year = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=12, choices=Criterion)
    evidence = models.TextField()
    links = models.TextField(blank=True)  # where the results can be seen, one a line
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NOMINATED)
    nominated_by = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    nominated_name = models.CharField(max_length=200)
    nominated_at = models.DateTimeField()
    proposed_by = _user()
    proposed_name = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = _user()
    decided_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "year"], condition=~Q(stage="refused"), name="recognition_once_a_year"
            ),
            models.CheckConstraint(
                name="recognition_by_two",
                condition=Q(proposed_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(proposed_by=F("decided_by")),
            ),
            models.CheckConstraint(name="recognition_refused_why", condition=~Q(stage="refused") | ~Q(refusal="")),
        ]
        indexes = [models.Index(fields=["agency", "stage", "year"])]
