"""Figures of units, drawn ahead of the visits that ask for them."""

from typing import ClassVar

from django.db import models

from renbina.accounts.models import User
from renbina.dashboards.enums import SiasnKind
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Unit


class UnitPicture(models.Model):
    """What the pages of units show on a day, everything below a unit included; without a unit: of the whole agency.

    Derived, and rewritten whole by `dashboards.actions.redraw`. A picture holds for the day, run and yearly minimum it
    names, and as long as `stamp` is the last audited write to the facts: else the pages count for themselves.
    """

    is_derived: ClassVar = True  # goes with its unit when an import is taken back
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    on = models.DateField()
    run_id = models.BigIntegerField(default=0)  # 0: no plan has been computed
    minimum = models.PositiveSmallIntegerField()  # JP a year
    stamp = models.BigIntegerField()
    people = models.PositiveIntegerField(default=0)
    civil_servants = models.PositiveIntegerField(default=0)
    at_minimum = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    planned_people = models.PositiveIntegerField(default=0)
    planned_hours = models.FloatField(default=0)
    detail = models.JSONField(default=dict)  # problems; of a unit: parts, heat, seats; of the agency: circles

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit"], name="unit_picture_once")]
        indexes = [models.Index(fields=["agency", "unit"])]


class SiasnFile(PublicModel):
    """A file for SIASN that somebody took: what was asked for, how much was in it, and what was left out."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SiasnKind)
    period = models.CharField(max_length=20, blank=True)  # "2026", "2026/3"; a roster has none
    unit = models.CharField(max_length=255, blank=True)  # its name then; empty: the whole agency
    only_new = models.BooleanField(default=True)
    shape = models.CharField(max_length=15)
    rows = models.PositiveIntegerField()
    left_out = models.JSONField(default=dict)  # reason -> how many
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "made_at"])]


class SiasnSent(models.Model):
    """What went into a file last, record by record, so that the next one can hold only what is new or changed."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SiasnKind)
    record = models.CharField(max_length=14)  # public id of the record
    digest = models.CharField(max_length=16)  # of the line as it was written
    file = models.ForeignKey(SiasnFile, on_delete=models.CASCADE, related_name="sent")

    class Meta:
        verbose_name_plural = "siasn sent"
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "record"], name="siasn_sent_once")]


class SavedFilter(PublicModel):
    """A choice of employees under a name: for its owner, or for all analysts of the agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)  # as in the address of the list
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_name_once")]
