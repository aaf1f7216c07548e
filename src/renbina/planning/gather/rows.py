"""The rows a problem is made of, read in a fixed number of queries: the only place of this room that reads for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, Sum

from renbina.catalogue.models import Audience, Effect, Offer, Programme
from renbina.competency.models import Gap
from renbina.foundation.base import holds_on
from renbina.needs.models import Nomination
from renbina.organisation.enums import PlacementKind, Status
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Unit
from renbina.planning.enums import ActivityKind
from renbina.planning.models import (
    Assignment,
    CalendarRule,
    Fund,
    Indicator,
    OpenedOffer,
    Organiser,
    Plan,
    PlanRow,
    ProgrammeFund,
)
from renbina.records.models import LearningRecord

QUERIES: Final = 25
"""With those of the weights (`needs.queries.weights`). One more where organisers hold classes, two more in the plan's
own year once a run has filled seats."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything as it stands in the tables on a day, by primary keys."""

    plan: Plan
    on: date
    units: Mapping[int, Unit]
    employees: Sequence[Mapping[str, Any]]
    statuses: Mapping[int, Sequence[Mapping[str, Any]]]
    placements: Mapping[int, Mapping[str, Any]]
    gaps: Mapping[int, Sequence[Mapping[str, Any]]]
    held: Mapping[int, Mapping[str, int]]
    programmes: list[Programme]
    effects: Mapping[int, list[Effect]]
    audiences: Mapping[int, list[Audience]]
    offers: list[Offer]
    funds: list[Fund]
    funds_of: Mapping[int, tuple[int, ...]]
    organisers: list[Organiser]
    spent: Mapping[int | None, int]
    nominations: Sequence[Mapping[str, Any]]
    learnt: Mapping[tuple[int, str], int]
    hours_last_year: Mapping[int, float]
    hours_done: Mapping[int, float]
    seats: Sequence[Mapping[str, Any]]
    opened: Sequence[Mapping[str, Any]]
    calendar: list[CalendarRule]
    indicator_of: Mapping[int, int]
    first_indicator: int | None

    @property
    def fund_of(self) -> Mapping[int, int]:
        """The fund that pays for a programme, and for its classes."""
        return {programme: funds[0] for programme, funds in self.funds_of.items()}


def read_rows(plan: Plan, on: date) -> Rows:
    """A fixed number of queries, whatever the size of the agency."""
    agency = plan.agency_id
    year = plan.year
    gaps, held = _levels(agency)
    return Rows(
        plan=plan,
        on=on,
        units={unit.pk: unit for unit in _units(agency, on)},
        employees=_employees(agency),
        statuses=_statuses(agency, on, year),
        placements=_placements(agency, on),
        gaps=gaps,
        held=held,
        programmes=_programmes(agency, year),
        effects=_grouped(Effect.objects.filter(programme__agency=agency).select_related("competency").order_by("pk")),
        audiences=_grouped(Audience.objects.filter(programme__agency=agency).prefetch_related("units").order_by("pk")),
        offers=list(Offer.objects.filter(programme__agency=agency, year=year).order_by("pk")),
        funds=list(Fund.objects.filter(agency=agency, year=year).prefetch_related("units").order_by("key")),
        funds_of=_funds_of(agency, year),
        organisers=list(
            Organiser.objects.filter(agency=agency, year=year).prefetch_related("programmes").order_by("key")
        ),
        spent=_spent(plan),
        nominations=list(
            Nomination.objects.filter(employee__agency=agency, year=year)
            .order_by("pk")
            .values("employee_id", "programme_id", "mandatory")
        ),
        learnt=_learnt(agency, on),
        hours_last_year=_hours_in(agency, year - 1),
        hours_done=_hours_in(agency, year, on),
        seats=_of_current_run(Assignment, plan, on, "employee_id", "offer_id", "cost"),
        opened=_of_current_run(OpenedOffer, plan, on, "offer_id", "batches"),
        calendar=list(CalendarRule.objects.filter(agency=agency, year=year).prefetch_related("units").order_by("pk")),
        indicator_of=dict(
            Indicator.programmes.through.objects.filter(indicator__goal__agency=agency)
            .order_by("-indicator_id")
            .values_list("programme_id", "indicator_id")
        ),
        first_indicator=Indicator.objects.filter(goal__agency=agency)
        .order_by("goal__order", "pk")
        .values_list("pk", flat=True)
        .first(),
    )


def _units(agency: int, on: date) -> Sequence[Unit]:
    """Those of the day: a unit that was merged or closed before is no part of the problem."""
    stands = Q(closed_on=None) | Q(closed_on__gt=on)
    return list(Unit.objects.filter(stands, agency=agency).order_by("path"))


def _employees(agency: int) -> Sequence[Mapping[str, Any]]:
    names = ("pk", "public_id", "nip", "employment", "retire_on", "contract_end")
    return list(Employee.objects.filter(agency=agency).order_by("pk").values(*names))


def _statuses(agency: int, on: date, year: int) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """What else than active service holds on the day or later in the plan year, by person."""
    last = date(year, 12, 31)
    held = (
        EmploymentStatus.objects.filter(employee__agency=agency, valid_from__lte=last)
        .exclude(status=Status.ACTIVE)
        .exclude(valid_to__lte=min(on, last))
    )
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in held.order_by("valid_from", "pk").values("employee_id", "status", "valid_from", "valid_to"):
        found[row["employee_id"]].append(row)
    return found


def _placements(agency: int, on: date) -> Mapping[int, Mapping[str, Any]]:
    held = Placement.objects.filter(holds_on(on), employee__agency=agency, kind=PlacementKind.DEFINITIVE)
    names = ("employee_id", "unit_id", "position__kind", "position__level", "position__family")
    return {row["employee_id"]: row for row in held.order_by("pk").values(*names)}


def _levels(agency: int) -> tuple[Mapping[int, Sequence[Mapping[str, Any]]], Mapping[int, Mapping[str, int]]]:
    """Known gaps above zero, and every known level by code. What was never assessed is unknown, not zero, and asks for
    an assessment, not a class."""
    gaps: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    held: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Gap.objects.filter(employee__agency=agency, held__isnull=False).order_by("pk")
    for row in rows.values("employee_id", "competency_id", "competency__code", "held", "size", "is_critical"):
        held[row["employee_id"]][row["competency__code"]] = row["held"] or 0
        if row["size"] > 0:
            gaps[row["employee_id"]].append(row)
    return gaps, held


def _programmes(agency: int, year: int) -> list[Programme]:
    """The catalogue, with what has left it as long as the year still has seats of it."""
    offered = Exists(Offer.objects.filter(programme=OuterRef("pk"), year=year))
    found = Programme.objects.filter(Q(retired_on__isnull=True) | offered, agency=agency)
    return list(found.select_related("prerequisite").order_by("code"))


def _learnt(agency: int, on: date) -> dict[tuple[int, str], int]:
    """The last year in which a person attended a programme, by person and code."""
    rows = LearningRecord.objects.filter(employee__agency=agency, ended_on__lte=on).exclude(programme_code="")
    ended = rows.order_by("ended_on").values_list("employee_id", "programme_code", "ended_on")
    return {(who, what): day.year for who, what, day in ended}


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.programme_id].append(row)
    return found


def _funds_of(agency: int, year: int) -> dict[int, tuple[int, ...]]:
    """The funds tied to a programme: first the one that pays for it, which is for everybody if there is such a one, and
    among several the one that has most."""
    found: dict[int, list[int]] = defaultdict(list)
    ties = ProgrammeFund.objects.filter(fund__agency=agency, fund__year=year)
    ties = ties.annotate(own=Exists(Fund.units.through.objects.filter(fund=OuterRef("fund"))))
    for programme, fund in ties.order_by("own", "-fund__amount", "fund__key").values_list("programme_id", "fund_id"):
        found[programme].append(fund)
    return {programme: tuple(funds) for programme, funds in found.items()}


def _spent(plan: Plan) -> dict[int | None, int]:
    """Rupiah that the activities other than programmes already take from each fund."""
    rows = PlanRow.objects.filter(plan=plan).exclude(kind=ActivityKind.PROGRAMME).order_by("fund_id")
    return dict(rows.values_list("fund_id").annotate(total=Sum("amount")))


def _hours_in(agency: int, year: int, until: date | None = None) -> dict[int, float]:
    """JP that count in the ledger of a year, by person."""
    rows = LearningRecord.objects.filter(employee__agency=agency, ended_on__year=year).order_by("employee_id")
    if until is not None:
        rows = rows.filter(ended_on__lte=until)
    return dict(rows.values_list("employee_id").annotate(total=Sum("counted_hours")))


def _of_current_run(model: Any, plan: Plan, on: date, *names: str) -> Sequence[Mapping[str, Any]]:
    """What the plan that is being carried out holds; nothing before its year has begun."""
    if plan.run_in_force_id is None or on.year < plan.year:
        return ()
    return list(model.objects.filter(run=plan.run_in_force_id).order_by("pk").values(*names))
