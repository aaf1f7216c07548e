"""What the newest computed plan says: about the whole, and about one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, FloatField, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from renbina.catalogue.enums import Delivery, Form
from renbina.catalogue.models import Effect
from renbina.competency.access import visible_gaps
from renbina.foundation.actor import Actor
from renbina.needs.models import Nomination
from renbina.organisation.access import of_visible
from renbina.planning.enums import PlanStatus, Stage
from renbina.planning.models import Assignment, CandidateReason, Plan, PlannedLevel
from renbina.ui.spoken import Spoken, spoken

_PLAN_FIELDS = (
    "public_id",
    "year",
    "title",
    "stage",
    "status",
    "budget",
    "stage_place",
    "agency__timezone",
    "current_run_id",
    "current_run__finished_at",
    "current_run__requested_at",
    "current_run__gap",
    "current_run__figures",
    "approved_run_id",
    "approved_run__finished_at",
    "approved_run__gap",
    "approved_run__figures",
)
_STAGES = (Stage.INDICATIVE, Stage.DEFINITIVE, Stage.REVISED)  # a later stage replaces an earlier one


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan that counts now and its computed run: the version set by decree, before there is one the newest.

    Shares are of one, money is whole rupiah; None: not known. requested_at: when the newest version was asked for.
    """

    public_id: str
    year: int
    title: str
    stage: str
    status: str
    budget: int
    run_id: int | None
    computed_at: datetime | None
    requested_at: datetime | None
    gap: float | None
    figures: dict[str, Any]
    state: str = ""  # the code behind `status`
    in_force_id: int | None = None  # of the run set by decree

    @property
    def is_set(self) -> bool:
        """Set by decree; a newer version may be on its way."""
        return self.in_force_id is not None

    @property
    def is_computed(self) -> bool:
        return self.run_id is not None

    @property
    def pns_share(self) -> float | None:
        people = self.figures.get("pns")
        return self.figures["pns_at_target"] / people if people else None

    @property
    def closed_share(self) -> float | None:
        return self.figures.get("closed_share")

    @property
    def used(self) -> int | None:
        return self.figures.get("used")


@dataclass(frozen=True, slots=True)
class Aim:
    """A competency that a seat raises and in which the person is below the standard."""

    name: str
    required: int
    held: int
    competency_id: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A place of a person in the plan. `month` 1..12, or None when it is self-paced."""

    programme: str
    programme_id: str
    code: str
    form: str
    delivery: str
    organiser: str
    year: int
    month: int | None
    hours: float
    mandatory: bool
    named_for: str | None  # why the agency named the person for it; None for whom the plan chose itself
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A competency of a person: required, held (None: nobody has assessed it) and the level after the plan."""

    code: str
    name: Spoken
    required: int
    held: int | None
    after: int | None
    method: str
    assessed_on: date | None
    is_critical: bool
    competency_id: int


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """A programme that was weighed for the person and not given, with the code of the reason and its numbers."""

    programme: str
    programme_code: str
    code: str
    numbers: dict[str, Any]


def plan_now(agency_id: int) -> PlanNow | None:
    """The newest year's plan, in its latest stage that was computed (or at least exists); one query."""
    stage = Case(
        *(When(stage=each, then=Value(place)) for place, each in enumerate(_STAGES)),
        default=Value(0),
        output_field=IntegerField(),
    )
    plans = Plan.objects.filter(agency_id=agency_id).annotate(stage_place=stage)
    uncomputed = Case(When(current_run=None, then=Value(1)), default=Value(0))
    found = plans.order_by("-year", uncomputed, "-stage_place").values(*_PLAN_FIELDS).first()
    if found is None:
        return None
    shown = "approved_run" if found["approved_run_id"] is not None else "current_run"
    finished = found[f"{shown}__finished_at"]
    return PlanNow(
        found["public_id"],
        found["year"],
        found["title"],
        str(Stage(found["stage"]).label),
        str(PlanStatus(found["status"]).label),
        found["budget"],
        found[f"{shown}_id"],
        finished.astimezone(ZoneInfo(found["agency__timezone"])) if finished else None,
        found["current_run__requested_at"],
        found[f"{shown}__gap"],
        found[f"{shown}__figures"] or {},
        found["status"],
        found["approved_run_id"],
    )


def planned_hours(run_id: int | None, employee: str = "pk") -> Coalesce:
    """JP of a person's seats in a run, as an annotation of a queryset of employees."""
    seats = Assignment.objects.filter(run_id=run_id or 0, employee=OuterRef(employee)).order_by().values("employee")
    total = seats.annotate(t=Sum("offer__programme__hours")).values("t")
    return Coalesce(Subquery(total, output_field=FloatField()), Value(0.0))


def levels_of(actor: Actor, employee_id: int, run_id: int | None, *, on: date) -> tuple[LevelLine, ...]:
    """A visible person's competencies with the level after the plan, what is missing first; one query."""
    after = PlannedLevel.objects.filter(
        run_id=run_id or 0, employee=OuterRef("employee"), competency=OuterRef("competency")
    ).values("after")[:1]
    rows = (
        visible_gaps(actor, on)
        .filter(employee_id=employee_id)
        .annotate(after=Subquery(after))
        .order_by("-size", "-is_critical", "competency_id")
        .values_list(
            "competency__code",
            "competency__name",
            "competency__name_en",
            "required",
            "held",
            "after",
            "method",
            "assessed_on",
            "is_critical",
            "competency_id",
        )
    )
    return tuple(LevelLine(code, spoken(name, english), *rest) for code, name, english, *rest in rows)


def seats_of(
    actor: Actor, employee_id: int, plan: PlanNow | None, levels: tuple[LevelLine, ...], *, on: date
) -> tuple[Seat, ...]:
    """A visible person's places in the plan with what each is for, by month; two queries, none without a run."""
    if plan is None or plan.run_id is None:
        return ()
    named = Nomination.objects.filter(
        employee=OuterRef("employee"), programme=OuterRef("offer__programme"), year=plan.year
    ).values("reason")[:1]
    rows = list(
        Assignment.objects.filter(of_visible(actor, on), run_id=plan.run_id)
        .filter(employee_id=employee_id)
        .annotate(named=Subquery(named))
        .order_by(F("offer__month").asc(nulls_last=True), "offer__programme__code")
        .values(*_SEAT_FIELDS)
    )
    aims = _aims({row["offer__programme_id"] for row in rows}, levels)
    return tuple(_seat(row, aims.get(row["offer__programme_id"], ())) for row in rows)


_SEAT_FIELDS = (
    "offer__programme_id",
    "offer__programme__name",
    "offer__programme__public_id",
    "offer__programme__code",
    "offer__programme__form",
    "offer__programme__delivery",
    "offer__programme__hours",
    "offer__programme__partner__name",
    "offer__year",
    "offer__month",
    "mandatory",
    "named",
)


def _seat(row: Mapping[str, Any], aims: tuple[Aim, ...]) -> Seat:
    return Seat(
        row["offer__programme__name"],
        row["offer__programme__public_id"],
        row["offer__programme__code"],
        str(Form(row["offer__programme__form"]).label),
        str(Delivery(row["offer__programme__delivery"]).label),
        row["offer__programme__partner__name"] or "",
        row["offer__year"],
        row["offer__month"],
        row["offer__programme__hours"],
        row["mandatory"],
        row["named"],
        aims,
    )


def _aims(programmes: set[int], levels: tuple[LevelLine, ...]) -> dict[int, tuple[Aim, ...]]:
    """Programme -> competencies it raises in which the person is below the standard, largest gap first."""
    missing = {
        line.competency_id: Aim(line.name, line.required, line.held, line.competency_id)
        for line in levels
        if line.held is not None and line.held < line.required
    }
    found: dict[int, list[Aim]] = {}
    if programmes:
        rows = Effect.objects.filter(programme_id__in=programmes).order_by("pk")
        for programme, competency in rows.values_list("programme_id", "competency_id"):
            if competency not in missing:
                continue
            found.setdefault(programme, []).append(missing[competency])
    return {
        programme: tuple(sorted(aims, key=lambda aim: aim.held - aim.required)) for programme, aims in found.items()
    }


def not_placed(actor: Actor, employee_id: int, run_id: int | None, *, on: date) -> tuple[NotPlaced, ...]:
    """What was weighed for a visible person and not given; one query, none without a run."""
    if run_id is None:
        return ()
    seated = Assignment.objects.filter(run_id=run_id, employee_id=employee_id).values("offer__programme_id")
    rows = (
        CandidateReason.objects.filter(~Q(programme__in=seated), of_visible(actor, on), run_id=run_id)
        .filter(employee_id=employee_id)
        .order_by("programme__code")
        .values_list("programme__name", "programme__code", "code", "numbers")
    )
    return tuple(NotPlaced(*row) for row in rows)
