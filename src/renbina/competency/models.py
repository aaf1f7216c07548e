"""What a position asks, what a person has shown, and the gap between them at a date."""

from typing import ClassVar

from django.db import models

from renbina.competency.enums import CompetencyKind, GapCategory, Method
from renbina.foundation.base import DatedModel, PublicModel, interval_constraint
from renbina.organisation.models import Agency, Employee, Position, Unit
from renbina.surveys.models import Campaign
from renbina.ui.spoken import Spoken, spoken


class Competency(PublicModel):
    """One entry of the agency's dictionary. Names are Indonesian; beside each stands the English one, if written."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="competencies")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=CompetencyKind)
    family = models.CharField(max_length=120, blank=True)
    family_en = models.CharField(max_length=120, blank=True)
    # A position without a standard of its own asks the level of its class (rules `required_level.*`).
    by_class = models.BooleanField(default=False)
    origin = models.CharField(max_length=200, blank=True)  # where the words come from
    origin_en = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "competencies"
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="competency_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def said_name(self) -> Spoken:
        """In the reader's language, as the two below."""
        return spoken(self.name, self.name_en)

    @property
    def said_family(self) -> Spoken:
        return spoken(self.family, self.family_en)

    @property
    def said_origin(self) -> Spoken:
        return spoken(self.origin, self.origin_en)


class CompetencyAlias(models.Model):
    """Another spelling under which files name a competency. `name_key` is the folded spelling."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="aliases")
    name_key = models.CharField(max_length=255)

    class Meta:
        verbose_name_plural = "competency aliases"
        constraints = [models.UniqueConstraint(fields=["agency", "name_key"], name="competency_alias_once")]


class CompetencyVersion(PublicModel):
    """The words of a competency from a day on. Who was assessed before that day was assessed against older words."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    since = models.DateField()  # the first version also tells what was meant before
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)  # why the words were changed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["competency", "number"], name="competency_version_once"),
            models.UniqueConstraint(fields=["competency", "since"], name="competency_version_a_day"),
        ]


class CompetencyLevel(models.Model):
    """What a level of a competency looks like at work, in the words of one version."""

    version = models.ForeignKey(CompetencyVersion, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    description = models.TextField()
    description_en = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "level"], name="competency_level_once")]


class BehaviourIndicator(models.Model):
    """Something that can be seen at work and proves a level. `code` begins with the level: 2.1, 2.2, 3.1."""

    level = models.ForeignKey(CompetencyLevel, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=6)
    text = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="behaviour_indicator_once")]


class PositionStandard(DatedModel):
    """A position asks a level of a competency."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="standards")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="standards")
    level = models.PositiveSmallIntegerField()
    is_critical = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)  # why it differs from the class

    class Meta:
        constraints = [
            interval_constraint("standard_interval"),
            models.UniqueConstraint(fields=["position", "competency", "valid_from"], name="standard_once"),
            models.CheckConstraint(name="standard_level", condition=models.Q(level__gte=1, level__lte=5)),
        ]


class ClassStandard(DatedModel):
    """A decision of the agency: all positions of a class, or of one family in it, ask a level of a competency.

    It goes before the general rule of the class; what a position asks itself goes before both.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="class_standards")
    position_level = models.CharField(max_length=30)  # as `Position.level`
    family = models.CharField(max_length=60, blank=True)  # as `Position.family`; empty: the whole class
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="class_standards")
    level = models.PositiveSmallIntegerField()
    is_critical = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            interval_constraint("class_standard_interval"),
            models.UniqueConstraint(
                fields=["agency", "position_level", "family", "competency", "valid_from"], name="class_standard_once"
            ),
            models.CheckConstraint(name="class_standard_level", condition=models.Q(level__gte=1, level__lte=5)),
        ]


class Assessment(PublicModel):
    """A level that somebody found by a method on a day."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="assessments")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="assessments")
    level = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=20, choices=Method)
    assessed_on = models.DateField()
    valid_until = models.DateField()
    assessor = models.CharField(max_length=200, blank=True)  # who found it, as the report names them
    rater = models.ForeignKey(Employee, on_delete=models.SET_NULL, null=True, related_name="+")  # if one of the agency
    marks = models.JSONField(default=dict, blank=True)  # {"1.1": true}: behaviours it rests on, if any
    # the questionnaire whose answer it is; the constraint keeps a closing that is handled twice from counting twice
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="assessment_level", condition=models.Q(level__lte=5)),
            models.UniqueConstraint(fields=["campaign", "employee", "competency"], name="assessment_once_a_campaign"),
        ]
        indexes = [models.Index(fields=["employee", "competency"])]


class Gap(models.Model):
    """The computed gap of a person in one competency on a day; rewritten whole by `competency.actions.refresh_gaps`."""

    is_derived: ClassVar = True  # goes with its person when a roster is taken back
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="gaps")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="gaps")
    required = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField(null=True)  # None: not assessed
    size = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(max_length=10, choices=GapCategory)
    method = models.CharField(max_length=20, blank=True)
    assessed_on = models.DateField(null=True)
    is_critical = models.BooleanField(default=False)
    computed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "competency"], name="gap_once")]
        indexes = [models.Index(fields=["competency", "size"])]


class UnitGap(models.Model):
    """The gaps of a unit's own people in one competency, added up; rewritten with the gaps they come from."""

    is_derived: ClassVar = True
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="gaps")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="unit_gaps")
    people = models.PositiveIntegerField()  # whose position asks for the competency
    known = models.PositiveIntegerField()  # of them assessed
    below = models.PositiveIntegerField()  # of those below the standard
    missing = models.PositiveIntegerField()  # levels
    missing_critical = models.PositiveIntegerField(default=0)  # of those, where the position calls it critical

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "competency"], name="unit_gap_once")]


class RaterLean(PublicModel):
    """How much a rater gives above or below other proof; rewritten whole by `competency.actions.refresh_leans`.

    Of a superior (`rater`), or of the self-assessments in a unit and below (`unit`). Levels; positive is generous.
    """

    is_derived: ClassVar = True
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    rater = models.ForeignKey(Employee, on_delete=models.CASCADE, null=True, related_name="leans")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    ratings = models.PositiveIntegerField()
    shared = models.PositiveIntegerField()  # of them, what others rated too
    at_standard = models.PositiveIntegerField()  # of them, exactly what the position asks
    same = models.PositiveIntegerField()  # of them, the level given most often
    raw = models.FloatField(null=True)
    lean = models.FloatField()
    low = models.FloatField()  # 95 % interval
    high = models.FloatField()
    is_anchored = models.BooleanField()
    is_clear = models.BooleanField()
    computed_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "rater"], name="rater_lean_once"),
            models.UniqueConstraint(fields=["agency", "unit"], name="unit_lean_once"),
        ]
