"""What the public may read: frozen counts, never live rows."""

from django.db import models

from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency


class PublishedFigures(PublicModel):
    """Figures of an agency's plan as they were published; small groups were taken out before they got here."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="published_figures")
    year = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    figures = models.JSONField(default=dict)  # see publication.gather.PlanCounts and actions.publish_figures

    class Meta:
        verbose_name_plural = "published figures"
        indexes = [models.Index(fields=["-published_at"])]
