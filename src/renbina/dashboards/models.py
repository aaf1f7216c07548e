"""Figures of units, drawn ahead of the visits that ask for them."""

from typing import ClassVar

from django.db import models

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
