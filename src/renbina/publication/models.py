"""What the public may read: frozen counts, never live rows."""

from django.db import models

from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency
from renbina.voice.models import Service


class PublishedFigures(PublicModel):
    """Figures of an agency's plan as they were published; small groups were taken out before they got here."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="published_figures")
    year = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    figures = models.JSONField(default=dict)  # see publication.gather.PlanCounts and actions.publish_figures

    class Meta:
        verbose_name_plural = "published figures"
        indexes = [models.Index(fields=["-published_at"])]


class PublishedResult(PublicModel):
    """What citizens said about a service, what was done and what changed, as it was published; the newest counts."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="published_results")
    year = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    figures = models.JSONField(default=dict)  # see publication.actions.frozen: already suppressed, nobody named

    class Meta:
        indexes = [models.Index(fields=["service", "-published_at"])]
