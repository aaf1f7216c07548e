"""What a superior sees: the people one rates, one person's form, and what was written before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from binacore.objectivity import Spread, spread
from binacore.rules import RulesAt
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee
from renbina.performance.access import own_ratings, rated_people
from renbina.performance.models import PeriodRating, RatingPeriod
from renbina.performance.queries.coaching import CoachingRow, team_coaching
from renbina.performance.queries.periods import all_periods, chosen_period, counts_of, period_for
from renbina.performance.queries.places import placed
from renbina.rulebook.queries import rules_on

EARLIER = 6  # predicates shown beside the form


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Rows carry position_title, unit_name, predicate_now and response beside the person."""

    periods: tuple[RatingPeriod, ...]
    period: RatingPeriod | None
    rows: QuerySet[Any]
    people: int
    rated: int
    own: Spread | None
    agency: Spread | None
    coaching: tuple[CoachingRow, ...]


@dataclass(frozen=True, slots=True)
class RatingPage:
    """One person and period: what stands there, what stood before, and the rules that make the predicate."""

    period: RatingPeriod
    person: Employee  # with position_title and unit_name
    rating: PeriodRating | None
    earlier: tuple[PeriodRating, ...]
    rules: RulesAt


def team_page(actor: Actor, on: date, public_id: str = "") -> TeamPage:
    """A fixed number of queries. Raises Forbidden for somebody who leads nobody, NotFound for a foreign period."""
    team = rated_people(actor, on)
    periods = all_periods(actor)
    period = chosen_period(periods, public_id)
    rules = rules_on(own_agency(actor), on)
    rows = _to_rate(placed(team, on), period)
    own = spread(counts_of(period, actor.employee_id), rules) if period else None
    return TeamPage(
        periods=periods,
        period=period,
        rows=rows,
        people=rows.count(),
        rated=rows.filter(predicate_now__isnull=False).count() if period else 0,
        own=own,
        agency=spread(counts_of(period), rules) if period and own and own.equal else None,
        coaching=tuple(team_coaching(actor, on, rules)),
    )


def _to_rate(people: QuerySet[Any], period: RatingPeriod | None) -> QuerySet[Any]:
    """Those who were in service in the period; who is not rated yet comes first."""
    ratings = PeriodRating.objects.filter(employee=OuterRef("pk"), period=period)
    if period is not None:
        people = people.filter(Q(appointed_on__isnull=True) | Q(appointed_on__lte=period.last_day))
    return people.annotate(
        predicate_now=Subquery(ratings.values("predicate")[:1]), response=Subquery(ratings.values("response")[:1])
    )


def rating_page(actor: Actor, period_id: str, employee_id: str, on: date) -> RatingPage:
    """Raises Forbidden for somebody who leads nobody, NotFound for a person one does not rate."""
    person = placed(rated_people(actor, on), on).filter(public_id=employee_id).first()
    if person is None:
        raise NotFound
    period = period_for(actor, period_id)
    written = PeriodRating.objects.filter(employee=person).select_related("period", "rater")
    rows = list(written.order_by("-period__year", "-period__quarter")[: EARLIER + 1])
    return RatingPage(
        period=period,
        person=person,
        rating=next((row for row in rows if row.period_id == period.pk), None) or written.filter(period=period).first(),
        earlier=tuple(row for row in rows if row.period_id != period.pk)[:EARLIER],
        rules=rules_on(person.agency_id, period.last_day),
    )


def written_about_me(actor: Actor) -> list[PeriodRating]:
    """Every predicate of the actor with its words, newest first; one query. Raises NotFound without an employee."""
    rows = own_ratings(actor).select_related("period", "rater")
    return sorted(rows, key=lambda row: (row.period.year, row.period.last_day, not row.period.quarter), reverse=True)


def own_rating(actor: Actor, public_id: str) -> PeriodRating:
    """Raises NotFound for what was written about somebody else."""
    found = own_ratings(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
