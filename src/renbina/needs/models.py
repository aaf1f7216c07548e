"""Evidence that weighs a need, people named for a programme, and what units propose."""

from django.db import models

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.base import PublicModel
from renbina.needs.enums import EvidenceSource, ProposalStatus
from renbina.organisation.models import Agency, Employee, Unit


class Evidence(PublicModel):
    """A weight (1.0 is neutral) that a source gives to a competency, in one unit and below or everywhere."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="evidence")
    source = models.CharField(max_length=20, choices=EvidenceSource)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="evidence")
    weight = models.FloatField()
    reason = models.CharField(max_length=255)
    recorded_on = models.DateField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [models.CheckConstraint(name="evidence_weight", condition=models.Q(weight__gt=0, weight__lte=10))]


class Nomination(PublicModel):
    """A person who must or may be placed in a programme in a year, and why."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="nominations")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="nominations")
    year = models.PositiveSmallIntegerField()
    mandatory = models.BooleanField()
    reason = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "programme", "year"], name="nomination_once")]


class Proposal(PublicModel):
    """What a unit asks for in a year, in its own words; what became of it, and why. Nobody is named."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="proposals")
    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=255)
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    people = models.PositiveIntegerField()
    amount = models.BigIntegerField(null=True, blank=True)  # rupiah that the unit expects; None: not said
    place = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    status = models.CharField(max_length=20, choices=ProposalStatus, default=ProposalStatus.NEW)
    status_reason = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="proposal_people", condition=models.Q(people__gte=1)),
            models.CheckConstraint(
                name="proposal_amount", condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["agency", "year"])]

    def __str__(self) -> str:
        return self.title
