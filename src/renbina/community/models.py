"""What colleagues leave for each other: notes after a training, who may be asked, and stories of what changed."""

from django.db import models
from django.db.models import Q

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Employee


class Note(PublicModel):
    """What somebody took home from a programme. Withdrawing it deletes the row; hiding keeps it for its author."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="notes")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="notes")
    title = models.CharField(max_length=120)
    learnt = models.TextField()
    material_name = models.CharField(max_length=120, blank=True)
    material_url = models.URLField(max_length=500, blank=True)
    competencies = models.ManyToManyField(Competency, blank=True, related_name="notes")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)
    hidden_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "programme"], name="note_once_a_programme"),
            models.CheckConstraint(name="note_hidden_why", condition=Q(hidden_at__isnull=True) | ~Q(hidden_reason="")),
        ]
        indexes = [models.Index(fields=["agency", "written_at"])]

    def __str__(self) -> str:
        return self.title


class Expert(PublicModel):
    """Somebody who said "ask me", about which competencies, and how to reach them. No level stands here."""

    employee = models.OneToOneField(Employee, on_delete=models.CASCADE, related_name="expert")
    competencies = models.ManyToManyField(Competency, related_name="experts")
    reach = models.CharField(max_length=120, blank=True)  # in the expert's own words: a room, an extension, an hour
    offered_at = models.DateTimeField()


class Story(PublicModel):
    """A work-change report that its author told everybody. Taking the consent back deletes the row.

    The lines are a copy: nothing else of the report (who confirmed it, in which words) is in reach from here.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="stories")
    author = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="stories")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="stories")
    title = models.CharField(max_length=120)
    before = models.TextField()
    now = models.TextField()
    proof = models.TextField()
    effect = models.TextField()
    is_named = models.BooleanField(default=False)  # only if the author chose so
    shared_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "stories"
        indexes = [models.Index(fields=["agency", "shared_at"])]

    def __str__(self) -> str:
        return self.title
