"""Points of people: for the analyst by class, and for oneself. And which programmes come after a class."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from renbina.catalogue.models import Effect, Offer, Programme
from renbina.delivery.enums import SeatState
from renbina.delivery.models import Batch, Registration
from renbina.evaluation.access import SCORES, require
from renbina.evaluation.enums import ScoreTime
from renbina.evaluation.models import TestScore
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.queries import own_employee
from renbina.surveys.models import Campaign


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One participant; None: no score."""

    name: str
    nip: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One's own points in a class."""

    programme: str
    number: int
    ended_at: datetime | None
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class NextProgrammes:
    """What could follow a class in a year: more of the same, and more than that. None: nothing of it is offered."""

    year: int
    remedial: Programme | None
    advanced: Programme | None


def subject_of_test(batch: Batch | None, time: str) -> str:
    """The key under which a test of a class is asked; without a class, what all such keys begin with."""
    return f"test-{time}:{batch.public_id if batch else ''}"


@dataclass(frozen=True, slots=True)
class ClassTest:
    """The test before or after a class. `state`: of its campaign, empty while nobody was asked."""

    time: ScoreTime
    state: str
    closes_on: date | None
    asked: int
    answered: int


def class_tests(actor: Actor, batch: Batch) -> tuple[ClassTest, ...]:
    """The test before and the one after, asked or not; one query."""
    require(actor, SCORES, batch.agency_id)
    subjects = {subject_of_test(batch, time): time for time in ScoreTime}
    rows = Campaign.objects.filter(agency_id=batch.agency_id, subject__in=list(subjects))
    found = {subjects[row.subject]: row for row in rows.annotate(given=Count("named_answers"))}
    return tuple(
        ClassTest(time, row.state, row.closes_on, row.invited, row.given)
        if (row := found.get(time))
        else ClassTest(time, "", None, 0, 0)
        for time in ScoreTime
    )


def scored_batch(actor: Actor, public_id: str) -> Batch:
    """A class whose points the actor may read. Raises Forbidden, NotFound."""
    require(actor, SCORES)
    rows = Batch.objects.filter(agency_id=own_agency(actor), public_id=public_id)
    found = rows.select_related("programme", "plan", "agency").first()
    if found is None:
        raise NotFound
    return found


def score_rows(actor: Actor, batch: Batch) -> list[ScoreRow]:
    """Everybody who sat in a class, by name; one query."""
    require(actor, SCORES, batch.agency_id)
    sat = (SeatState.CONFIRMED, SeatState.PASSED, SeatState.MISSED)
    rows = Registration.objects.filter(batch=batch, state__in=sat).select_related("employee", "test_score")
    return [
        ScoreRow(
            row.employee.full_name, row.employee.nip, score.before if score else None, score.after if score else None
        )
        for row in rows.order_by("employee__name", "pk")
        for score in [getattr(row, "test_score", None)]
    ]


def own_scores(actor: Actor) -> list[OwnScore]:
    """The actor's own points, newest first; nobody else's. Raises NotFound for a login without an employee."""
    employee = own_employee(actor)
    rows = TestScore.objects.filter(registration__employee=employee).select_related("registration__batch__programme")
    found = rows.annotate(ended_at=Max("registration__batch__sessions__ends_at")).order_by("-ended_at", "-pk")
    return [
        OwnScore(
            row.registration.batch.programme.name, row.registration.batch.number, row.ended_at, row.before, row.after
        )
        for row in found
    ]


def next_programmes(batch: Batch, on: date) -> NextProgrammes:
    """Offered the year after `on`. More of the same: the programme itself, else one that raises the same competency.
    More than that: one that needs it first, else one that raises the same further. Three queries.
    """
    year = on.year + 1
    offered = set(
        Offer.objects.filter(programme__agency_id=batch.agency_id, year=year).values_list("programme_id", flat=True)
    )
    own = {row.competency_id: row.ceiling for row in Effect.objects.filter(programme=batch.programme)}
    others = Effect.objects.filter(programme__in=offered, competency__in=list(own)).exclude(programme=batch.programme)
    rows = list(others.select_related("programme").order_by("programme__code", "pk"))
    after = Programme.objects.filter(pk__in=offered, prerequisite=batch.programme).order_by("code").first()
    same = batch.programme if batch.programme_id in offered else None
    same = same or next((row.programme for row in rows if row.ceiling <= own[row.competency_id]), None)
    further = after or next((row.programme for row in rows if row.ceiling > own[row.competency_id]), None)
    return NextProgrammes(year, same, further)
