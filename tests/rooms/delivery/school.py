"""A plan with people in one programme, and classes of it: the smallest world in which delivery can be tried."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.photograph import photographed
from tests.rooms.planning.town import AT, PlanTown, build

from renbina.accounts.models import User
from renbina.catalogue.models import Offer, Programme
from renbina.delivery.actions import NewBatch, confirm_seat, open_batch
from renbina.delivery.models import Batch, Registration, Session
from renbina.foundation.actor import Actor, Grant, Role
from renbina.organisation.models import Employee, Supervision
from renbina.planning.models import Assignment, OpenedOffer, Run

FIRST = datetime(2027, 5, 3, 1, 0, tzinfo=UTC)  # Monday, 08.00 in Jakarta
HOURS = timedelta(hours=8)
DURING = FIRST + timedelta(hours=1)
OVER = FIRST + timedelta(days=2)


@dataclass
class School:
    town: PlanTown
    offer: Offer

    @property
    def analyst(self) -> Actor:
        return self.town.analyst

    @property
    def people(self) -> list[Employee]:
        return self.town.people

    def actor(self, person: Employee, *roles: Role) -> Actor:
        grants = frozenset(Grant(role) for role in (Role.EMPLOYEE, *roles))
        return Actor(person.user_id, self.town.agency.pk, person.pk, person.name, grants)

    def open(self, *, capacity: int = 3, invite: int = 0, first: datetime = FIRST, days: int = 2, **other) -> Batch:
        sessions = tuple((first + timedelta(days=n), first + timedelta(days=n) + HOURS) for n in range(days))
        new = NewBatch("Aula BKPSDM", "Sari Widya", capacity, sessions, date(2027, 4, 20), invite=invite, **other)
        return open_batch(plan=self.town.plan, offer=self.offer, new=new, by=self.analyst, at=AT)

    def registration(self, batch: Batch, person: Employee) -> Registration:
        return Registration.objects.get(batch=batch, employee=person)

    def confirm(self, batch: Batch, person: Employee) -> Registration:
        return confirm_seat(registration=self.registration(batch, person), by=self.actor(person), at=AT)

    def sessions(self, batch: Batch) -> list[Session]:
        return list(batch.sessions.order_by("starts_at"))

    def login(self, person: Employee, email: str = "") -> User:
        user = User.objects.create(username=f"pegawai-{person.pk}", display_name=person.name, email=email)
        Employee.objects.filter(pk=person.pk).update(user=user)
        person.user = user
        return user


@photographed
def build_school(people: int = 8, name: str = "Kota Uji", first: int = 0) -> School:
    """Everybody of the town has a seat in C02 in the plan's run; the first person rates all the others."""
    town = build(name, people, first)
    programme = Programme.objects.get(agency=town.agency, code="C02")
    offer = Offer.objects.get(programme=programme)
    run = Run.objects.create(plan=town.plan, requested_by="Uji", requested_at=AT, finished_at=AT, status="done")
    town.plan.current_run = town.plan.approved_run = run
    town.plan.status = "approved"
    town.plan.save()
    OpenedOffer.objects.create(run=run, offer=offer, batches=2, people=people, cost=6_000_000)
    Assignment.objects.bulk_create(Assignment(run=run, employee=each, offer=offer) for each in town.people)
    Supervision.objects.bulk_create(
        Supervision(employee=each, superior=town.people[0], relation="rater", valid_from=date(2020, 1, 1))
        for each in town.people[1:]
    )
    return School(town, offer)
