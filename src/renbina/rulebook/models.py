"""An agency's own dated decisions on values that the regulations leave open."""

from django.db import models

from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency


class RuleOverride(PublicModel):
    """From `since` on, this agency uses `value` for a rule. It is the agency's decision, never shown as law."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="rule_overrides")
    rule_id = models.CharField(max_length=100)
    since = models.DateField()
    value = models.JSONField()
    decision = models.CharField(max_length=255)  # number of the decree or letter
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "rule_id", "since"], name="override_once_a_day")]
