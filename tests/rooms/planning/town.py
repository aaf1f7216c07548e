"""A small agency with something to plan: two departments, three competencies, five programmes, two funds."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from tests.photograph import photographed

from renbina.accounts.models import User
from renbina.catalogue import actions as catalogue
from renbina.competency.models import Competency, Gap
from renbina.foundation.actor import Actor, Grant, Role
from renbina.needs.models import Evidence, Nomination
from renbina.organisation.actions import NewUnit, add_units
from renbina.organisation.models import (
    Agency,
    Employee,
    EmploymentStatus,
    Placement,
    Position,
    RoleGrant,
    Unit,
)
from renbina.planning import actions
from renbina.planning.models import Plan
from renbina.records.models import LearningRecord

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, 42, tzinfo=UTC)
FAST = {"search": {"dual_passes": 30, "rounds": 2, "improvements": 10}}

PROGRAMMES = [
    # code, name, form, area, hours, delivery, synchronous, capacity, minimum, per person, per batch, prerequisite
    ("C01", "Layanan publik digital (SPBE) dasar", "NKL04", "service", 24, "F", True, 5, 2, 0, 4_000_000, None),
    ("C02", "Komunikasi pelayanan di loket", "KL07", "service", 16, "S", True, 6, 2, 0, 3_000_000, None),
    ("C07", "Keamanan informasi untuk semua pegawai", "NKL03", "service", 6, "G", False, 500, 1, 0, 0, None),
    ("C11", "Visualisasi dan dasbor kinerja", "KL08", "service", 24, "S", True, 6, 2, 0, 6_000_000, "C07"),
    ("A03", "Pelatihan Kepemimpinan Pengawas", "KL01", "leadership", 830, "K", True, 2, 1, 25_000_000, 0, None),
]
EFFECTS = [("C01", "2.1", 2, 3), ("C02", "1.1", 1, 3), ("C07", "2.2", 1, 2), ("C11", "2.1", 1, 4)]
OFFERS = [("C01", 3, 1), ("C01", 6, 1), ("C02", 5, 2), ("C07", None, 1), ("C11", 9, 1), ("A03", 4, 1)]


@dataclass
class PlanTown:
    agency: Agency
    units: dict[str, Unit] = field(default_factory=dict)
    people: list[Employee] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    users: dict[str, User] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        return Actor.system(self.agency.pk)

    def actor(self, *roles: Role, unit: str = "", employee: Employee | None = None) -> Actor:
        path = self.units[unit].path if unit else ""
        grants = frozenset(Grant(role, path) for role in roles)
        return Actor(1, self.agency.pk, employee.pk if employee else None, "Penguji", grants)

    @property
    def analyst(self) -> Actor:
        return self.actor(Role.ANALYST)


@photographed
def build(name: str = "Kota Uji", people: int = 12, first: int = 0) -> PlanTown:
    """One agency ready for a run. `first` keeps the NIPs and logins of two towns apart."""
    town = PlanTown(Agency.objects.create(name=f"Pemerintah {name}", short_name=name, kind="kota"))
    _organisation(town, people, first)
    _needs(town)
    _catalogue(town)
    _money(town)
    _logins(town, first)
    return town


def _organisation(town: PlanTown, people: int, first: int) -> None:
    units = [
        NewUnit("CAPIL", None, "Disdukcapil", "Disdukcapil", "department", "CAPIL", away_max=2),
        NewUnit("BKPSDM", None, "BKPSDM", "BKPSDM", "agency", "BKPSDM"),
        NewUnit("LOKET", "CAPIL", "Loket", "Loket", "section", "LOKET"),
    ]
    town.units = add_units(agency=town.agency, units=units, by=town.system, at=AT)
    post = Position.objects.create(
        agency=town.agency, title="Operator", title_key="operator", kind="executive", level="executive", family="siak"
    )
    for number in range(people):
        serial = first + number
        born = date(1990, serial // 28 % 12 + 1, serial % 28 + 1)
        person = Employee.objects.create(
            agency=town.agency,
            nip=f"{born:%Y%m%d}2015011{900 + serial % 100}",
            name=f"Arunala {serial:03}",
            sex="f",
            birth_date=born,
            employment="pppk" if number % 4 == 3 else "pns",
            grade="III/b",
        )
        EmploymentStatus.objects.create(employee=person, status="active", valid_from=date(2015, 1, 1))
        unit = town.units["LOKET" if number % 2 else "BKPSDM"]
        Placement.objects.create(employee=person, unit=unit, position=post, valid_from=date(2020, 1, 1))
        town.people.append(person)


def _needs(town: PlanTown) -> None:
    digital, counter, security = (
        Competency.objects.create(agency=town.agency, code=code, name=name, kind="technical", family=family)
        for code, name, family in (
            ("2.1", "Literasi layanan digital", "Pemerintahan digital"),
            ("1.1", "Menerima dan melayani pemohon", "Layanan publik"),
            ("2.2", "Keamanan informasi", "Pemerintahan digital"),
        )
    )
    for number, person in enumerate(town.people):
        wanted = ((digital, 3, 1 + number % 2, True), (counter, 3, 2, False), (security, 2, 1, False))
        for competency, required, held, critical in wanted:
            Gap.objects.create(
                employee=person, competency=competency, required=required, held=held, size=required - held,
                category="medium", is_critical=critical, computed_on=DAY,
            )  # fmt: skip
        LearningRecord.objects.create(
            employee=person, name="Bimtek", form="KL10", started_on=date(2026, 3, 1), ended_on=date(2026, 3, 2),
            certificate_hours=20, counted_hours=20 if number % 3 == 0 else 8,
        )  # fmt: skip
    Evidence.objects.create(
        agency=town.agency, source="voice", unit=town.units["CAPIL"], competency=digital, weight=1.4,
        reason="Survei kepuasan 2026", recorded_on=DAY,
    )  # fmt: skip


def _catalogue(town: PlanTown) -> None:
    catalogue.load_catalogue(
        partners=[catalogue.PartnerRow("BPSDM Provinsi", "government")],
        programmes=[
            catalogue.ProgrammeRow(
                code=code, name=name, form=form, area=area, hours=hours, days=2, delivery=delivery,
                synchronous=synchronous, capacity=capacity, batch_min=minimum, cost_per_person=person,
                cost_per_batch=batch, prerequisite=before, partner="BPSDM Provinsi",
            )
            for code, name, form, area, hours, delivery, synchronous, capacity, minimum, person, batch, before in (
                PROGRAMMES
            )
        ],
        effects=[catalogue.EffectRow(*row) for row in EFFECTS],
        audiences=[catalogue.AudienceRow(code) for code in ("C01", "C07", "C11")]
        + [catalogue.AudienceRow("C02", units=("CAPIL",))],
        offers=[
            catalogue.OfferRow(code, 2027, month, batches, own_class=code == "C02") for code, month, batches in OFFERS
        ],
        by=town.system,
        at=AT,
    )  # fmt: skip
    leader = town.people[0]
    programme = town.agency.programmes.get(code="A03")
    Nomination.objects.create(employee=leader, programme=programme, year=2027, mandatory=True, reason="Baru dilantik")


def _money(town: PlanTown) -> None:
    by = {"by": town.system, "at": AT}
    plans = [
        actions.PlanLine(2027, "definitive", "Rencana 2027", 60_000_000, "draft"),
        actions.PlanLine(2027, "indicative", "Usulan 2027", 90_000_000, "draft"),
        actions.PlanLine(2026, "definitive", "Rencana 2026", 50_000_000, "running", 34_000_000, 4),
    ]
    made = actions.load_plans(plans=plans, **by)
    town.plan = made[0]
    funds = [
        actions.FundLine(2027, "apbd", "APBD BKPSDM", 40_000_000, "BKPSDM", programmes=("C02", "A03", "C07", "C11")),
        actions.FundLine(
            2027, "capil", "APBD Disdukcapil", 20_000_000, "Disdukcapil", units=("CAPIL",), programmes=("C01",)
        ),
    ]
    actions.load_funds(funds=funds, **by)
    goals = [
        actions.GoalLine("m", None, "mission", "Layanan yang mudah"),
        actions.GoalLine("g", "m", "strategic_goal", "Pegawai yang cakap"),
    ]
    indicator = actions.IndicatorLine("i", "g", "PNS memenuhi 20 JP", "%", 55.5, 2026, 80, 2027, "Renstra BKPSDM")
    public = actions.load_goals(goals=goals, indicators=[indicator], **by)
    activity = actions.ActivityLine(
        public["i"],
        "performance_dialogue",
        "Dialog kinerja triwulan",
        "BKPSDM",
        1,
        12,
        12,
        2_000_000,
        "apbd",
        "12 catatan",
    )
    actions.load_activities(plan=town.plan, activities=[activity], **by)
    actions.load_calendar(
        year=2027, rules=[actions.CalendarLine("Pelayanan Lebaran", (3,), units=("CAPIL",), note="Loket penuh")], **by
    )
    history = [actions.HistoryLine("C02", "Komunikasi pelayanan di loket", 10, 8, 9_000_000, 8_000_000)]
    actions.load_history(plan=made[2], rows=history, **by)


def _logins(town: PlanTown, first: int) -> None:
    for role in (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT, Role.AUDITOR, Role.UNIT_OPERATOR):
        user = User.objects.create(username=f"{role.value}-{first}", display_name=role.value)
        unit = town.units["CAPIL"] if role is Role.UNIT_OPERATOR else None
        RoleGrant.objects.create(user=user, agency=town.agency, role=role, unit=unit, valid_from=date(2020, 1, 1))
        town.users[role.value] = user
    user = User.objects.create(username=f"employee-{first}", display_name="Pegawai")
    Employee.objects.filter(pk=town.people[1].pk).update(user=user)
    town.users["employee"] = user
