"""What can be attended: programmes with their effects, audiences, partners and what is on offer in a year."""

from django.db import models

from renbina.catalogue.enums import Area, Certainty, Delivery, Form, PartnerKind
from renbina.competency.models import Competency
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Unit


class Partner(PublicModel):
    """Whoever gives or helps to give a programme, with the agreement that allows it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PartnerKind)
    agreement_number = models.CharField(max_length=80, blank=True)
    agreement_from = models.DateField(null=True, blank=True)
    agreement_until = models.DateField(null=True, blank=True)
    contact = models.CharField(max_length=255, blank=True)  # of the institution, never of a person

    def __str__(self) -> str:
        return self.name


class Programme(PublicModel):
    """A kind of training. Costs in whole rupiah; hours in JP as on the certificate."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="programmes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=255)
    form = models.CharField(max_length=10, choices=Form)
    area = models.CharField(max_length=20, choices=Area)
    hours = models.FloatField()
    days = models.FloatField(default=0)
    delivery = models.CharField(max_length=1, choices=Delivery)
    synchronous = models.BooleanField()
    capacity = models.PositiveIntegerField()
    batch_min = models.PositiveIntegerField(default=1)
    cost_per_person = models.BigIntegerField(default=0)
    cost_per_batch = models.BigIntegerField(default=0)
    prerequisite = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="programmes")
    note = models.CharField(max_length=255, blank=True)
    retired_on = models.DateField(null=True, blank=True)  # held in the past; no longer in the catalogue since then

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="programme_code_once"),
            models.CheckConstraint(name="programme_batch", condition=models.Q(batch_min__lte=models.F("capacity"))),
            models.CheckConstraint(
                name="programme_costs", condition=models.Q(cost_per_person__gte=0, cost_per_batch__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Effect(models.Model):
    """A programme can raise a competency by `lift` levels, at most to `ceiling`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="effects")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="effects")
    lift = models.PositiveSmallIntegerField()
    ceiling = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "competency"], name="effect_once")]


class Audience(models.Model):
    """Who a programme is for: a person matches when every non-empty list holds the person's value."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="audiences")
    employments = models.JSONField(default=list, blank=True)
    position_kinds = models.JSONField(default=list, blank=True)
    levels = models.JSONField(default=list, blank=True)
    families = models.JSONField(default=list, blank=True)
    excluded_families = models.JSONField(default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")  # with everything below


class Offer(PublicModel):
    """A session on offer: a programme in a month, or self-paced (no month)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="offers")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    batches_max = models.PositiveIntegerField()
    own_class = models.BooleanField(default=False)
    partner = models.ForeignKey(Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers")
    starts_on = models.DateField(null=True, blank=True)  # as announced; the plan counts in months
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offer_days",
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="offer_month", condition=models.Q(month__isnull=True) | models.Q(month__gte=1, month__lte=12)
            ),
        ]
        indexes = [models.Index(fields=["year", "month"])]


class CostStandard(PublicModel):
    """What the agency may pay for an item in a year, in whole rupiah, and where that is written."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="cost_standards")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60, blank=True)  # of the standard price list
    item = models.CharField(max_length=255)
    unit = models.CharField(max_length=60)  # of measure: hour of teaching, person a day
    amount = models.BigIntegerField()
    source = models.CharField(max_length=255)
    certainty = models.CharField(max_length=30, choices=Certainty, default=Certainty.UNCONFIRMED)
    note = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "item", "unit"], name="cost_standard_once"),
            models.CheckConstraint(name="cost_standard_amount", condition=models.Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return self.item
