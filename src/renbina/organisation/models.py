"""The organisation as dated facts: agency, unit tree, positions, employees, and who holds and supervises what, when."""

from django.conf import settings
from django.db import models
from treebeard.mp_tree import MP_Node

from renbina.foundation.actor import Role
from renbina.foundation.base import DatedModel, PublicModel, interval_constraint
from renbina.organisation.enums import (
    AgencyKind,
    Employment,
    PlacementKind,
    PositionKind,
    Relation,
    Sex,
    Source,
    Standing,
    Status,
    UnitEvent,
    UnitKind,
)


class Agency(PublicModel):  # type: ignore[django-manager-missing]  # of units: treebeard ships no types
    """A tenant. Every other root row names its agency, and the access layer filters by it."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    population = models.PositiveIntegerField(default=0)
    regional_spending = models.BigIntegerField(default=0)  # rupiah a year
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.short_name


class Unit(MP_Node, PublicModel):  # type: ignore[django-manager-missing]  # treebeard ships no types
    """A unit of the tree. `path` answers "this unit and below" with one indexed prefix."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=255)
    short_name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=UnitKind)
    code = models.CharField(max_length=40, blank=True)  # SIASN UNOR ID
    away_max = models.PositiveIntegerField(null=True, blank=True)  # most people away in one month
    minimum_staff_note = models.CharField(max_length=255, blank=True)
    opened_on = models.DateField(null=True, blank=True)  # None: before anything we know
    closed_on = models.DateField(null=True, blank=True)  # first day on which there is no such unit
    from_roster = models.BooleanField(default=False)  # named by a roster only; no list of units has it

    class Meta:
        indexes = [models.Index(fields=["agency", "path"])]

    def __str__(self) -> str:
        return self.short_name


class UnitChange(PublicModel):
    """What happened to a unit on a day, by which decree, and what it was called and stood below until then.

    The unit itself says how it is now. How it was on an earlier day is what the first later change kept; so a unit
    that never changed has no row here. The day itself already belongs to the new state.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=UnitEvent)
    day = models.DateField()
    decree = models.CharField(max_length=100)
    reason = models.CharField(max_length=255)
    old_name = models.CharField(max_length=255)
    old_short_name = models.CharField(max_length=100)
    old_parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    other = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="received"
    )  # merged into, split of

    class Meta:
        indexes = [models.Index(fields=["unit", "day"])]


class UnitAlias(models.Model):
    """Another spelling under which files name a unit. `name_key` is the folded spelling."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name_key = models.CharField(max_length=255)

    class Meta:
        verbose_name_plural = "unit aliases"
        constraints = [models.UniqueConstraint(fields=["agency", "name_key", "unit"], name="unit_alias_once")]


class Position(PublicModel):
    """A position (jabatan) as the competency standard knows it; several people may hold it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(max_length=255)
    title_key = models.CharField(max_length=255)
    kind = models.CharField(max_length=20, choices=PositionKind)
    level = models.CharField(max_length=30)
    family = models.CharField(max_length=60, blank=True)
    from_roster = models.BooleanField(default=False)  # named by a roster only; no list of positions has it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "title_key"], name="position_title_once")]

    def __str__(self) -> str:
        return self.title


class PositionAlias(models.Model):
    """Another spelling, or an older name, under which files name a position. `title_key` is the folded spelling."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="aliases")
    title_key = models.CharField(max_length=255)

    class Meta:
        verbose_name_plural = "position aliases"
        constraints = [models.UniqueConstraint(fields=["agency", "title_key"], name="position_alias_once")]


def name_with_titles(front: str, name: str, back: str) -> str:
    """`Dr.`, `Sari Utami`, `M.Kes.` -> "Dr. Sari Utami, M.Kes."; for rows that are read as values."""
    before, after = f"{front} " if front else "", f", {back}" if back else ""
    return f"{before}{name}{after}"


class Employee(PublicModel):
    """A civil servant. Names and titles exactly as given; where and what they are is in dated rows."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="employees")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="employee"
    )
    nip = models.CharField(max_length=18)
    name = models.CharField(max_length=255)
    front_title = models.CharField(max_length=255, blank=True)
    back_title = models.CharField(max_length=255, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)
    birth_date = models.DateField()
    employment = models.CharField(max_length=20, choices=Employment)
    grade = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=20, blank=True)
    education_name = models.CharField(max_length=255, blank=True)
    appointed_on = models.DateField(null=True, blank=True)
    contract_end = models.DateField(null=True, blank=True)
    retire_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "nip"], name="employee_nip_once")]
        indexes = [
            models.Index(fields=["agency", "name"]),
            # Who leaves soon, asked for on every visit of the list of roles. Partial, so that nothing else uses them.
            models.Index(
                name="leaves_by_age", fields=["agency", "retire_on"], condition=models.Q(retire_on__isnull=False)
            ),
            models.Index(
                name="leaves_by_contract",
                fields=["agency", "contract_end"],
                condition=models.Q(contract_end__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name with its titles, as on a letter."""
        return name_with_titles(self.front_title, self.name, self.back_title)


class EmploymentStatus(DatedModel):
    """Active, on leave, retired ... from a day on."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, choices=Status)
    note = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name_plural = "employment statuses"
        constraints = [interval_constraint("status_interval")]
        # who is away or gone is asked on every page, and is few among many
        indexes = [models.Index(fields=["employee", "valid_from"]), models.Index(fields=["status", "valid_from"])]


class Placement(DatedModel):
    """Who holds which position in which unit, when."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="placements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=20, choices=PlacementKind, default=PlacementKind.DEFINITIVE)
    decree = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            interval_constraint("placement_interval"),
            models.UniqueConstraint(
                fields=["employee"],
                condition=models.Q(valid_to__isnull=True, kind=PlacementKind.DEFINITIVE),
                name="placement_one_open",
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_from"])]


class Supervision(DatedModel):
    """The two superiors: the official who rates, and the team leader who sees the work."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="supervisions")
    superior = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="subordinations")
    relation = models.CharField(max_length=20, choices=Relation)
    reason = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.RECORDED)

    class Meta:
        constraints = [
            interval_constraint("supervision_interval"),
            models.CheckConstraint(name="supervision_not_self", condition=~models.Q(employee=models.F("superior"))),
        ]


class Substitution(PublicModel, DatedModel):
    """Who stands in for whom, by which letter, on which days. The office is that of the absent official on the first.

    For a vacant office (Plt) the absent official is the one who held it last.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="substitutions")
    absent = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="substitutions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="substitutions")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="substitutions")
    kind = models.CharField(max_length=12, choices=Standing)
    letter_number = models.CharField(max_length=100)
    letter_date = models.DateField()
    reason = models.CharField(max_length=255)

    class Meta:
        constraints = [
            interval_constraint("substitution_interval"),
            models.CheckConstraint(name="substitution_not_self", condition=~models.Q(absent=models.F("substitute"))),
        ]
        indexes = [models.Index(fields=["agency", "valid_from"])]


class RoleGrant(PublicModel, DatedModel):
    """A role held by a user in an agency, or in one unit of it and below."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.name) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="grants")
    reason = models.CharField(max_length=255, blank=True)
    end_reason = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [interval_constraint("grant_interval")]
        indexes = [models.Index(fields=["agency", "role", "valid_from"])]
