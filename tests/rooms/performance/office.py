"""A superior with people, an analyst, a head and a deciding official: the smallest world in which people are rated."""

from dataclasses import dataclass
from datetime import date

from tests.photograph import photographed
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.accounts.models import User
from renbina.foundation.actor import Actor, Grant, Role
from renbina.organisation.models import Employee, RoleGrant, Supervision
from renbina.performance.actions import NewCoaching, open_period, rate, start_coaching
from renbina.performance.models import CoachingPlan, PeriodRating, RatingPeriod
from renbina.records.models import PerformanceResult

SHAPES = {"very_good": ("above", "above"), "good": ("meets", "meets"), "needs_improvement": ("below", "meets"),
          "poor": ("meets", "below"), "very_poor": ("below", "below")}  # fmt: skip


@dataclass
class Office:
    town: PlanTown

    @property
    def people(self) -> list[Employee]:
        return self.town.people

    @property
    def superior(self) -> Actor:
        return self.actor(self.people[0], Role.SUPERIOR)

    @property
    def analyst(self) -> Actor:
        return self.official(Role.ANALYST)

    def actor(self, person: Employee, *roles: Role) -> Actor:
        grants = frozenset(Grant(role) for role in (Role.EMPLOYEE, *roles))
        return Actor(person.user_id, self.town.agency.pk, person.pk, person.name, grants)

    def official(self, role: Role, employee: Employee | None = None) -> Actor:
        """Somebody with a login of their own and one role."""
        user, _made = User.objects.get_or_create(
            username=f"pejabat-{role.value}-{self.town.agency.pk}", defaults={"display_name": role.value}
        )
        return Actor(
            user.pk, self.town.agency.pk, employee.pk if employee else None, role.value, frozenset({Grant(role)})
        )

    def period(self, year: int = 2026, quarter: int = 3) -> RatingPeriod:
        found = RatingPeriod.objects.filter(agency=self.town.agency, year=year, quarter=quarter).first()
        return found or open_period(year=year, quarter=quarter, on=DAY, by=self.town.system, at=AT)

    def rated(self, person: Employee, predicate: str = "good", *, period: RatingPeriod | None = None) -> PeriodRating:
        result, behaviour = SHAPES[predicate]
        return rate(
            period=period or self.period(), employee=person, result=result, behaviour=behaviour,
            reason=f"Alasan {predicate}", on=DAY, by=self.superior, at=AT,
        )  # fmt: skip

    def last_year(self, person: Employee, predicate: str = "good") -> None:
        result, behaviour = SHAPES[predicate]
        PerformanceResult.objects.update_or_create(
            employee=person, year=DAY.year - 1,
            defaults={"result": result, "behaviour": behaviour, "predicate": predicate},
        )  # fmt: skip

    def coached(self, person: Employee, starts_on: date = DAY) -> CoachingPlan:
        self.last_year(person, "needs_improvement")
        new = NewCoaching("Sasaran rahasia", "Tindakan rahasia", starts_on)
        return start_coaching(employee=person, new=new, on=DAY, by=self.superior, at=AT)

    def login(self, person: Employee) -> User:
        user, _made = User.objects.get_or_create(
            username=f"pegawai-{person.pk}", defaults={"display_name": person.name}
        )
        Employee.objects.filter(pk=person.pk).update(user=user)
        person.user = user
        return user

    def login_as(self, role: Role, unit: str = "") -> User:
        user, _made = User.objects.get_or_create(
            username=f"peran-{role.value}-{unit}-{self.town.agency.pk}", defaults={"display_name": role}
        )
        RoleGrant.objects.get_or_create(
            user=user, agency=self.town.agency, role=role, unit=self.town.units.get(unit), valid_from=date(2020, 1, 1)
        )
        return user


@photographed
def build_office(people: int = 8, name: str = "Kota Uji", first: int = 0) -> Office:
    """The first person rates all others but the last, whom nobody rates."""
    town = build(name, people, first)
    Supervision.objects.bulk_create(
        Supervision(employee=each, superior=town.people[0], relation="rater", valid_from=date(2020, 1, 1))
        for each in town.people[1:-1]
    )
    return Office(town)
