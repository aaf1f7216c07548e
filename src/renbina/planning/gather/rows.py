"""The rows a problem is made of, read in a fixed number of queries: the only place of this room that reads for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, Subquery, Sum

from renbina.catalogue.models import Audience, Effect, Offer, Programme
from renbina.competency.models import Gap
from renbina.foundation.base import holds_on
from renbina.needs.models import Evidence, Nomination
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Unit
from renbina.planning.enums import ActivityKind
from renbina.planning.models import CalendarRule, Fund, Indicator, Plan, PlanRow, ProgrammeFund
from renbina.records.models import LearningRecord

QUERIES: Final = 21


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything as it stands in the tables on a day, by primary keys."""

    plan: Plan
    on: date
    units: Mapping[int, Unit]
    employees: Sequence[Mapping[str, Any]]
    placements: Mapping[int, Mapping[str, Any]]
    gaps: Mapping[int, Sequence[Mapping[str, Any]]]
    evidence: Sequence[Mapping[str, Any]]
    programmes: list[Programme]
    effects: Mapping[int, list[Effect]]
    audiences: Mapping[int, list[Audience]]
    offers: list[Offer]
    funds: list[Fund]
    fund_of: Mapping[int, int]
    spent: Mapping[int | None, int]
    nominations: Sequence[Mapping[str, Any]]
    learnt: frozenset[tuple[int, str]]
    hours_last_year: Mapping[int, float]
    calendar: list[CalendarRule]
    indicator_of: Mapping[int, int]
    first_indicator: int | None


def read_rows(plan: Plan, on: date) -> Rows:
    """`QUERIES` queries, whatever the size of the agency."""
    agency = plan.agency_id
    year = plan.year
    return Rows(
        plan=plan,
        on=on,
        units={unit.pk: unit for unit in Unit.objects.filter(agency=agency).order_by("path")},
        employees=_employees(agency, on),
        placements=_placements(agency, on),
        gaps=_gaps(agency),
        evidence=list(
            Evidence.objects.filter(agency=agency).order_by("pk").values("unit_id", "competency_id", "source", "weight")
        ),
        programmes=list(Programme.objects.filter(agency=agency).select_related("prerequisite").order_by("code")),
        effects=_grouped(Effect.objects.filter(programme__agency=agency).select_related("competency").order_by("pk")),
        audiences=_grouped(Audience.objects.filter(programme__agency=agency).prefetch_related("units").order_by("pk")),
        offers=list(Offer.objects.filter(programme__agency=agency, year=year).order_by("pk")),
        funds=list(Fund.objects.filter(agency=agency, year=year).prefetch_related("units").order_by("key")),
        fund_of=_fund_of(agency, year),
        spent=_spent(plan),
        nominations=list(
            Nomination.objects.filter(employee__agency=agency, year=year)
            .order_by("pk")
            .values("employee_id", "programme_id", "mandatory")
        ),
        learnt=frozenset(
            LearningRecord.objects.filter(employee__agency=agency, ended_on__lte=on)
            .exclude(programme_code="")
            .values_list("employee_id", "programme_code")
        ),
        hours_last_year=_hours_in(agency, year - 1),
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


def _employees(agency: int, on: date) -> Sequence[Mapping[str, Any]]:
    held = EmploymentStatus.objects.filter(holds_on(on), employee=OuterRef("pk")).order_by("-valid_from", "-pk")
    return list(
        Employee.objects.filter(agency=agency)
        .annotate(status=Subquery(held.values("status")[:1]))
        .order_by("pk")
        .values("pk", "public_id", "employment", "retire_on", "contract_end", "status")
    )


def _placements(agency: int, on: date) -> Mapping[int, Mapping[str, Any]]:
    held = Placement.objects.filter(holds_on(on), employee__agency=agency, kind=PlacementKind.DEFINITIVE)
    names = ("employee_id", "unit_id", "position__kind", "position__level", "position__family")
    return {row["employee_id"]: row for row in held.order_by("pk").values(*names)}


def _gaps(agency: int) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """Known gaps above zero. What was never assessed is unknown, not zero, and asks for an assessment, not a class."""
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    rows = Gap.objects.filter(employee__agency=agency, size__gt=0, held__isnull=False).order_by("pk")
    for row in rows.values("employee_id", "competency_id", "competency__code", "held", "size", "is_critical"):
        found[row["employee_id"]].append(row)
    return found


def _grouped(rows: Any) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.programme_id].append(row)
    return found


def _fund_of(agency: int, year: int) -> dict[int, int]:
    """The fund that pays for a programme; with several, the one that has most."""
    ties = ProgrammeFund.objects.filter(fund__agency=agency, fund__year=year).order_by("fund__amount", "-fund__key")
    return dict(ties.values_list("programme_id", "fund_id"))


def _spent(plan: Plan) -> dict[int | None, int]:
    """Rupiah that the activities other than programmes already take from each fund."""
    rows = PlanRow.objects.filter(plan=plan).exclude(kind=ActivityKind.PROGRAMME).order_by("fund_id")
    return dict(rows.values_list("fund_id").annotate(total=Sum("amount")))


def _hours_in(agency: int, year: int) -> dict[int, float]:
    """JP that count in the ledger of a year, by person."""
    rows = LearningRecord.objects.filter(employee__agency=agency, ended_on__year=year).order_by("employee_id")
    return dict(rows.values_list("employee_id").annotate(total=Sum("counted_hours")))
