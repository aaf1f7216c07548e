"""Dated facts about people that many phases need: learning history and performance results."""

from django.db import models

from renbina.foundation.base import PublicModel
from renbina.organisation.models import Employee
from renbina.records.enums import Predicate, Rating


class LearningRecord(PublicModel):
    """A finished learning activity as its certificate states it; what counts is decided by the rules, not here."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="learning")
    programme_code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=255)
    form = models.CharField(max_length=10)  # KL01 .. NKL13, EDU
    started_on = models.DateField()
    ended_on = models.DateField()
    certificate_hours = models.FloatField(default=0)  # JP on the certificate; 0: none stated
    sessions = models.PositiveSmallIntegerField(default=1)
    certificate_number = models.CharField(max_length=80, blank=True)
    organiser = models.CharField(max_length=200, blank=True)
    counted_hours = models.FloatField(default=0)  # JP that count in the ledger of the year, by the rules
    counted_note = models.CharField(max_length=60, blank=True)  # reason code when fewer than stated

    class Meta:
        constraints = [
            models.CheckConstraint(name="learning_interval", condition=models.Q(ended_on__gte=models.F("started_on")))
        ]
        indexes = [models.Index(fields=["employee", "ended_on"])]

    def __str__(self) -> str:
        return self.name


class PerformanceResult(PublicModel):
    """The yearly predicate of a person."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="performance")
    year = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=10, choices=Rating)
    behaviour = models.CharField(max_length=10, choices=Rating)
    predicate = models.CharField(max_length=20, choices=Predicate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "year"], name="performance_once_a_year")]
