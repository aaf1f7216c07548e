"""Goals, money, the plan with its rows, and the computed runs that fill it."""

from django.conf import settings
from django.db import models

from renbina.catalogue.models import Offer, Programme
from renbina.competency.models import Competency
from renbina.foundation.base import PublicModel
from renbina.organisation.models import Agency, Employee, Unit
from renbina.planning.enums import ActivityKind, CalendarEffect, GoalLevel, PlanStatus, RunStatus, Stage, Step


class Goal(PublicModel):
    """A node of the goal tree: RPJMD mission -> Renstra goal -> programme."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="goals")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=20, choices=GoalLevel)
    text = models.CharField(max_length=255)
    order = models.PositiveSmallIntegerField(default=0)


class Indicator(PublicModel):
    """What shows that a goal is reached: baseline and target with their years and unit."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(max_length=255)
    unit = models.CharField(max_length=40)
    baseline = models.FloatField()
    baseline_year = models.PositiveSmallIntegerField()
    target = models.FloatField()
    target_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=255, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="+")  # those that serve it


class GoalCompetency(PublicModel):
    """What people must be able to do for a goal, in some units and below or everywhere, in the plans of some years.

    A missing level of it weighs up to `weight` times as much (above 1, at most 2); evidence of needs is made from it.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()
    reason = models.CharField(max_length=255, blank=True)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField(null=True, blank=True)  # None: until somebody ends it
    units = models.ManyToManyField(Unit, blank=True, related_name="+")  # that carry the goal; none: everybody

    class Meta:
        verbose_name_plural = "goal competencies"
        constraints = [
            models.UniqueConstraint(fields=["goal", "competency"], name="goal_competency_once"),
            models.CheckConstraint(name="goal_competency_weight", condition=models.Q(weight__gt=1, weight__lte=2)),
            models.CheckConstraint(
                name="goal_competency_years",
                condition=models.Q(year_to__isnull=True) | models.Q(year_to__gte=models.F("year_from")),
            ),
        ]


class Fund(PublicModel):
    """A source of money in a year; with units, it may pay only for their people."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="funds")
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=255)
    amount = models.BigIntegerField()
    spender = models.CharField(max_length=255, blank=True)
    activity_code = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=255, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "key"], name="fund_once"),
            models.CheckConstraint(name="fund_amount", condition=models.Q(amount__gte=0)),
        ]


class ProgrammeFund(models.Model):
    """Which fund pays for a programme in a year."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="programmes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "fund"], name="programme_fund_once")]


class CalendarRule(PublicModel):
    """What months mean for people of some units (and below) or families; a rule that names neither is for everybody."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="calendar_rules")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    effect = models.CharField(max_length=10, choices=CalendarEffect, default=CalendarEffect.CLOSED)
    months = models.JSONField(default=list)
    families = models.JSONField(default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    at_work_min = models.PositiveSmallIntegerField(default=0)  # with `keep`: how many stay, in each unit that limits
    note = models.CharField(max_length=255, blank=True)


class Organiser(PublicModel):
    """Whoever can hold only so many classes: a trainers' office, a hall. Months without a number have no limit."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="organisers")
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=255)
    batches_max = models.PositiveIntegerField(null=True, blank=True)  # in the year
    batches_max_by_month = models.JSONField(default=dict, blank=True)  # {"1": 8, ...}
    programmes = models.ManyToManyField(Programme, blank=True, related_name="+")
    note = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year", "key"], name="organiser_once")]


class Plan(PublicModel):
    """One year's plan in one stage of its money."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="plans")
    year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=20, choices=Stage)
    title = models.CharField(max_length=255)
    budget = models.BigIntegerField()
    status = models.CharField(max_length=20, choices=PlanStatus)
    realised = models.BigIntegerField(null=True, blank=True)
    people_at_target = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=255, blank=True)
    current_run = models.ForeignKey("Run", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The version set by decree. It stays in force while a newer one is drafted and decided on.
    approved_run = models.ForeignKey("Run", on_delete=models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "stage"], name="plan_once"),
            models.CheckConstraint(
                name="plan_approved_run",
                condition=~models.Q(status=PlanStatus.APPROVED) | models.Q(approved_run__isnull=False),
            ),
            models.CheckConstraint(name="plan_budget", condition=models.Q(budget__gte=0)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_in_force(self) -> bool:
        """Whether the version at hand is the one set by decree."""
        return self.approved_run_id is not None and self.approved_run_id == self.current_run_id

    @property
    def run_in_force_id(self) -> int | None:
        """Key of the version set by decree; before there is one, of the newest."""
        return self.approved_run_id or self.current_run_id


class Run(PublicModel):
    """One computation of a plan with everything an auditor needs to repeat it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="runs")
    job_public_id = models.CharField(max_length=14, blank=True)
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=RunStatus, default=RunStatus.QUEUED)
    seed = models.BigIntegerField(default=0)
    parameters = models.JSONField(default=dict)
    problem_sha256 = models.CharField(max_length=64, blank=True)
    rulebook_sha256 = models.CharField(max_length=64, blank=True)
    parameters_sha256 = models.CharField(max_length=64, blank=True)
    software_version = models.CharField(max_length=80, blank=True)
    objective = models.FloatField(null=True)
    components = models.JSONField(default=dict)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    iterations = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    solver = models.CharField(max_length=40, blank=True)  # which method the planner chose
    mode = models.CharField(max_length=20, blank=True)  # weighted or lexicographic
    stages = models.JSONField(default=list)  # of a lexicographic run: aim, value, bound
    trace = models.JSONField(default=dict)  # what the stop did, iterations by stage
    figures = models.JSONField(default=dict)  # what the page's figures say; see planning.store
    failure = models.TextField(blank=True)


class PlanDecision(PublicModel):
    """One step of a version on its way to a decree: who, in which office, when; never changed afterwards."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="decisions")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=20, choices=Step)
    at = models.DateTimeField()
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)  # with the absent official's, for an acting officer
    number = models.CharField(max_length=100, blank=True)  # of the decree
    dated = models.DateField(null=True, blank=True)  # the day of the decree
    note = models.CharField(max_length=1000, blank=True)
    content_sha256 = models.CharField(max_length=64)  # seal over what was decided on: rows, classes and seats

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_decree",
                condition=~models.Q(step=Step.SET) | (~models.Q(number="") & models.Q(dated__isnull=False)),
            ),
            models.CheckConstraint(
                name="decision_reason", condition=~models.Q(step=Step.SEND_BACK) | ~models.Q(note="")
            ),
        ]
        indexes = [models.Index(fields=["plan", "at"])]


class PlanRow(PublicModel):
    """goal -> indicator -> target -> activity -> owner -> time -> budget. Only programme rows belong to a run."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rows")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, null=True, blank=True, related_name="rows")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="rows")
    kind = models.CharField(max_length=30, choices=ActivityKind)
    title = models.CharField(max_length=255)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_rows")
    month_from = models.PositiveSmallIntegerField(null=True, blank=True)
    month_to = models.PositiveSmallIntegerField(null=True, blank=True)
    participants = models.PositiveIntegerField(default=0)
    batches = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="rows")
    output = models.CharField(max_length=255, blank=True)
    steps_wanted = models.PositiveIntegerField(default=0)  # competency levels missing among the audience
    steps_closed = models.PositiveIntegerField(default=0)  # competency levels that this row closes

    class Meta:
        constraints = [models.CheckConstraint(name="row_amount", condition=models.Q(amount__gte=0))]
        indexes = [models.Index(fields=["plan", "kind"])]


class Assignment(models.Model):
    """A seat: a person in an offer, by a run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="assignments")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="assignments")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="assignments")
    mandatory = models.BooleanField(default=False)
    cost = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "employee", "offer"], name="assignment_once")]


class OpenedOffer(models.Model):
    """How many batches of an offer a run opens, for how many people, at what cost."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="opened")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    batches = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    cost = models.BigIntegerField()


class CandidateReason(models.Model):
    """Why a person was or was not placed in a programme by a run: a code of binacore.reasons with its numbers."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reasons")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    numbers = models.JSONField(default=dict)

    class Meta:
        # With the code, so that a page counts who was kept out of a programme from the index alone.
        indexes = [models.Index(fields=["run", "employee"]), models.Index(fields=["run", "programme", "code"])]


class PlannedLevel(models.Model):
    """The level a person is expected to hold in a competency after the run's plan."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="levels")
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="+")
    held = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["run", "employee"])]


class PlanHistory(models.Model):
    """What a past year's plan held for one programme: planned and realised."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="history")
    programme = models.ForeignKey(Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=255)
    planned_people = models.PositiveIntegerField()
    realised_people = models.PositiveIntegerField()
    planned_amount = models.BigIntegerField()
    realised_amount = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "plan history"
