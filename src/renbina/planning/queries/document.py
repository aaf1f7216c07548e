"""What the official document and the workbook are made of: the page's own figures, and the tables behind them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Sum

from binacore.rules import RuleNotInForce, RuleValue
from renbina.competency.enums import CompetencyKind
from renbina.competency.models import Gap
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.enums import Employment, PlacementKind, Status
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Unit
from renbina.planning.access import DOCUMENT, require
from renbina.planning.models import Fund, Plan, PlannedLevel
from renbina.planning.queries.decisions import DecisionLine, approval_of
from renbina.planning.queries.goals import GoalNode, goal_tree
from renbina.planning.queries.people import Seat, seats_of
from renbina.planning.queries.plan import PlanPage, plan_page
from renbina.rulebook.queries import rulebook_for
from renbina.ui.spoken import spoken

RULES = ("learning.pns_minimum_hours", "learning.pppk_maximum_hours", "learning.pppk_target_hours")
SHARE_RULES = {"kota": "budget.training_share_city", "kabupaten": "budget.training_share_city"}
PROVINCE_RULE = "budget.training_share_province"
NEEDS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A competency with the people who miss levels of it, and what the plan closes."""

    competency: str
    kind: str
    people: int
    levels: int
    closed: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit at the top of the tree: its people, and how many of them have a seat."""

    name: str
    people: int
    attending: int
    seats: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule the plan follows; `title` as the rule files state it."""

    title: str
    rule: RuleValue


@dataclass(frozen=True, slots=True)
class CompetencyKinds:
    """Kinds of competency that a programme raises, by programme code; for the first statutory column."""

    by_programme: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DocumentMaterial:
    page: PlanPage
    on: date
    employments: tuple[tuple[str, int], ...]
    units: tuple[UnitLine, ...]
    needs: tuple[NeedLine, ...]
    goals: tuple[GoalNode, ...]
    rules: tuple[RuleLine, ...]
    least_budget: int | None  # rupiah that the rule on training asks for, None where no rule holds
    funds: tuple[Fund, ...]
    kinds: CompetencyKinds
    seats: tuple[Seat, ...]
    decree: DecisionLine | None  # of the version that is printed; None for a draft


def document_material(actor: Actor, plan: Plan, on: date) -> DocumentMaterial:
    """Everything at once; a fixed number of queries. Forbidden for who does not read the whole agency, NotFound
    before the plan has been put together.
    """
    require(actor, DOCUMENT, plan)
    if plan.current_run is None:
        raise NotFound
    page = plan_page(actor, plan)
    seats = seats_of(actor, plan, on)
    rules, least = _rules(plan)
    return DocumentMaterial(
        page=page,
        on=on,
        employments=_employments(plan, on),
        units=_units(plan, seats, on),
        needs=_needs(plan),
        goals=tuple(goal_tree(actor, plan)),
        rules=rules,
        least_budget=least,
        funds=tuple(Fund.objects.filter(agency=plan.agency_id, year=plan.year).order_by("key")),
        kinds=_kinds(plan),
        seats=tuple(seats),
        decree=approval_of(actor, plan).decree if plan.is_in_force else None,
    )


def _employments(plan: Plan, on: date) -> tuple[tuple[str, int], ...]:
    gone = EmploymentStatus.objects.filter(holds_on(on), status__in=(Status.RETIRED, Status.MOVED_OUT))
    people = Employee.objects.filter(agency=plan.agency_id).exclude(pk__in=gone.values("employee_id"))
    counts = people.order_by("employment").values_list("employment").annotate(n=Count("pk"))
    return tuple((str(Employment(code).label), n) for code, n in counts)


def _units(plan: Plan, seats: list[Seat], on: date) -> tuple[UnitLine, ...]:
    roots = {unit.path: unit.name for unit in Unit.objects.filter(agency=plan.agency_id, depth=1).order_by("path")}
    held = Placement.objects.filter(holds_on(on), employee__agency=plan.agency_id, kind=PlacementKind.DEFINITIVE)
    where = {
        person: path[: Unit.steplen]
        for person, path in held.order_by("pk").values_list("employee__public_id", "unit__path")
    }
    people = Counter(where.values())
    taken = Counter(where[seat.person] for seat in seats if seat.person in where)
    attending = Counter(where[person] for person in {seat.person for seat in seats} if person in where)
    return tuple(UnitLine(name, people[path], attending[path], taken[path]) for path, name in roots.items())


def _needs(plan: Plan) -> tuple[NeedLine, ...]:
    gaps = Gap.objects.filter(employee__agency=plan.agency_id, size__gt=0).order_by("competency__code")
    names = ("competency__code", "competency__name", "competency__name_en", "competency__kind")
    counted = gaps.values(*names).annotate(people=Count("pk"), levels=Sum("size"))
    closed = (
        PlannedLevel.objects.filter(run=plan.current_run_id)
        .order_by("competency__code")
        .values_list("competency__code")
        .annotate(closed=Sum(F("after") - F("held")))
    )
    done = dict(closed)
    lines = [
        NeedLine(
            spoken(row["competency__name"], row["competency__name_en"]),
            str(CompetencyKind(row["competency__kind"]).label),
            row["people"],
            row["levels"],
            done.get(row["competency__code"], 0),
        )
        for row in counted
    ]
    return tuple(sorted(lines, key=lambda line: (-line.levels, line.competency))[:NEEDS_SHOWN])


def _rules(plan: Plan) -> tuple[tuple[RuleLine, ...], int | None]:
    rulebook = rulebook_for(plan.agency_id)
    day = date(plan.year, 1, 1)
    share = SHARE_RULES.get(plan.agency.kind, PROVINCE_RULE)
    found = []
    for rule_id in (*RULES, share):
        try:
            found.append(RuleLine(rulebook.rules.rule(rule_id).title, rulebook.value(rule_id, day)))
        except RuleNotInForce:
            continue
    shares = [line.rule.value for line in found if line.rule.rule_id == share]
    spending = plan.agency.regional_spending
    return tuple(found), round(spending * shares[0]) if shares and spending else None


def _kinds(plan: Plan) -> CompetencyKinds:
    """Read from the levels that the plan raises and the effects of its programmes."""
    rows = (
        plan.rows.filter(run=plan.current_run_id, programme__isnull=False)
        .filter(programme__effects__isnull=False)
        .order_by("programme__code", "programme__effects__competency__kind")
        .values_list("programme__code", "programme__effects__competency__kind")
        .distinct()
    )
    found: dict[str, tuple[str, ...]] = {}
    for code, kind in rows:
        found[code] = (*found.get(code, ()), str(CompetencyKind(kind).label))
    return CompetencyKinds(found)
