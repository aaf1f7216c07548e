"""A small town for the room tests: two agencies, units, people of every role, a plan. Grows with `people`."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import get_user_model
from tests.photograph import photographed

from renbina.catalogue.models import Offer, Programme
from renbina.competency.models import Assessment, Competency, PositionStandard
from renbina.foundation.actor import Actor, Role
from renbina.organisation.models import (
    Agency,
    Employee,
    EmploymentStatus,
    Placement,
    Position,
    RoleGrant,
    Supervision,
    Unit,
)
from renbina.organisation.queries import actor_for
from renbina.planning.models import Assignment, CandidateReason, Fund, Plan, PlannedLevel, PlanRow, Run
from renbina.records.models import LearningRecord, PerformanceResult

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BEGIN = date(2024, 1, 1)


@dataclass
class Town:
    agency: Agency
    units: dict[str, Unit]
    positions: dict[str, Position]
    competencies: dict[str, Competency]
    people: list[Employee] = field(default_factory=list)
    users: dict = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return actor_for(get_user_model().objects.get(pk=self.users[name].pk), at=AT)

    @property
    def system(self) -> Actor:
        return Actor.system(self.agency.pk)


FIGURES = {
    "people": 8, "people_at_target": 6, "hours_target": 20.0, "pns": 8, "pns_at_target": 6,
    "last_year": {"year": 2026, "pns_share": 0.0, "pns_at_target": 0}, "closed_share": 0.5, "steps_closed": 4,
    "steps_all": 9, "manual": {"name": "value_per_rupiah", "closed_share": 0.25, "pns_at_target": 3, "used": 4_000_000,
    "objective": 1.0}, "methods": {"value_per_rupiah": 1.0}, "used": 5_000_000, "activities": 0, "budget": 100_000_000,
    "programmes": 1, "batches": 1, "own_classes": 1, "seats": 6, "funds": [], "worst": None, "next_money": None,
    "mandatory": {"places": 0, "filled": 0}, "calendar_conflicts": 0, "left_out": {},
    "inputs": {"people": 8, "gaps": 6, "programmes": 2},
}  # fmt: skip


def nip(number: int) -> str:
    born = date(1980, 1, 1) + timedelta(days=number)
    return f"{born:%Y%m%d}2010011{900 + number % 100}"


def add_person(town: Town, name: str, unit: str, position: str, *, number: int, **extra: object) -> Employee:
    person = Employee.objects.create(
        agency=town.agency,
        nip=nip(number),
        name=name,
        sex="m",
        birth_date=date(1980, 1, 1) + timedelta(days=number),
        **{"employment": "pns", "grade": "III/b", **extra},
    )
    Placement.objects.create(
        employee=person, unit=town.units[unit], position=town.positions[position], valid_from=BEGIN
    )
    EmploymentStatus.objects.create(employee=person, status="active", valid_from=BEGIN)
    town.people.append(person)
    return person


def add_user(town: Town, name: str, role: Role | None, *, employee: Employee | None = None, unit: str = "") -> None:
    user = get_user_model().objects.create_user(username=f"{town.agency.pk}-{name}", display_name=name.title())
    if employee is not None:
        employee.user = user
        employee.save(update_fields=["user"])
    if role is not None:
        RoleGrant.objects.create(
            user=user, agency=town.agency, role=role.value, unit=town.units.get(unit), valid_from=BEGIN
        )
    town.users[name] = user


@photographed
def build_town(name: str = "Kota Uji", people: int = 6, *, first: int = 0) -> Town:
    """Analyst, heads, operator of Dinas Satu, a superior there with people of Bidang Dalam, and `people` employees."""
    agency = Agency.objects.create(name=f"Pemerintah {name}", short_name=name, kind="kota", is_demonstration=True)
    one = Unit.objects.add_root({"agency": agency, "name": "Dinas Satu", "short_name": "Satu", "kind": "department"})
    two = Unit.objects.add_root({"agency": agency, "name": "Dinas Dua", "short_name": "Dua", "kind": "department"})
    division = {"agency": agency, "name": "Bidang Dalam", "short_name": "Dalam", "kind": "division"}
    inner = Unit.objects.add_child(one, division)
    clerk = Position.objects.create(agency=agency, title="Operator", title_key="operator", kind="executive", level="x")
    chief = Position.objects.create(agency=agency, title="Kepala", title_key="kepala", kind="supervisor", level="y")
    names = {"m1": "Integritas", "2.1": "Layanan digital"}
    competencies = {
        code: Competency.objects.create(agency=agency, code=code, name=text, kind="technical")
        for code, text in names.items()
    }
    for position in (clerk, chief):
        for competency in competencies.values():
            PositionStandard.objects.create(
                position=position, competency=competency, level=3, is_critical=False, valid_from=BEGIN
            )
    town = Town(agency, {"one": one, "two": two, "inner": inner}, {"clerk": clerk, "chief": chief}, competencies)
    analyst = add_person(town, "Ani Analis", "two", "chief", number=first)
    superior = add_person(town, "Sri Atasan", "one", "chief", number=first + 1)
    add_user(town, "analyst", Role.ANALYST, employee=analyst)
    add_user(town, "auditor", Role.AUDITOR)
    add_user(town, "approver", Role.APPROVER_PPK)
    add_user(town, "partner", Role.PARTNER)
    add_user(town, "guest", None)
    add_user(town, "operator", Role.UNIT_OPERATOR, unit="one")
    add_user(town, "superior", Role.SUPERIOR, employee=superior)
    for number in range(people):
        where = ("inner", "one", "two")[number % 3]
        person = add_person(town, f"Pegawai {number:04d}", where, "clerk", number=first + 2 + number)
        if where == "inner":
            Supervision.objects.create(employee=person, superior=superior, relation="rater", valid_from=BEGIN)
        LearningRecord.objects.create(
            employee=person,
            name="Dasar layanan",
            form="KL03",
            started_on=date(2026, 3, 2),
            ended_on=date(2026, 3, 3),
            certificate_hours=12,
            counted_hours=12,
        )
        Assessment.objects.create(
            employee=person,
            competency=competencies["2.1"],
            level=1,
            method="superior",
            assessed_on=date(2026, 1, 10),
            valid_until=date(2028, 1, 10),
        )
        PerformanceResult.objects.create(
            employee=person, year=2025, result="meets", behaviour="meets", predicate="good"
        )
    add_user(town, "employee", None, employee=town.people[2])
    return town


def add_plan(town: Town) -> Run:
    """The plan of 2027 with one programme in which every plain employee sits."""
    programme = Programme.objects.create(
        agency=town.agency, code="C01", name="Layanan publik digital dasar", form="KL03", area="service", hours=24,
        days=3, delivery="S", synchronous=True, capacity=30, batch_min=5,
    )  # fmt: skip
    other = Programme.objects.create(
        agency=town.agency, code="C02", name="Data dasar", form="KL03", area="service", hours=10, days=1, delivery="G",
        synchronous=False, capacity=500, batch_min=1,
    )  # fmt: skip
    offer = Offer.objects.create(programme=programme, year=2027, month=4, batches_max=2)
    fund = Fund.objects.create(agency=town.agency, year=2027, key="f", name="Dana", amount=100_000_000)
    plan = Plan.objects.create(
        agency=town.agency, year=2027, stage="definitive", title="Rencana 2027", budget=100_000_000, status="draft"
    )
    run = Run.objects.create(
        plan=plan,
        requested_by="Ani",
        requested_at=AT,
        finished_at=AT,
        status="done",
        objective=1.0,
        bound=1.05,
        gap=0.05,
        figures=FIGURES,
    )
    plan.current_run = plan.approved_run = run
    plan.status = "approved"
    plan.save(update_fields=["current_run", "approved_run", "status"])
    PlanRow.objects.create(
        plan=plan, run=run, kind="programme", title=programme.name, programme=programme, month_from=4, month_to=4,
        participants=len(town.people) - 2, batches=1, amount=5_000_000, fund=fund, steps_wanted=9, steps_closed=4,
    )  # fmt: skip
    for person in town.people[2:]:
        Assignment.objects.create(run=run, employee=person, offer=offer, cost=100_000)
        PlannedLevel.objects.create(run=run, employee=person, competency=town.competencies["2.1"], held=1, after=3)
        CandidateReason.objects.create(
            run=run, employee=person, programme=other, code="no_gap_left", numbers={"level": 3, "ceiling": 3}
        )
    return run
