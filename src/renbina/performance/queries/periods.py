"""Periods, how much of them is rated, how predicates and superiors spread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from binacore.objectivity import Spread, spread
from binacore.rules import RulesAt
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency, visible_employees
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Employee, Placement, Unit
from renbina.organisation.queries import root_units
from renbina.performance.access import AWARDS, COACHING, PERIODS, SPREAD, VIEW, can, require, visible_recognitions
from renbina.performance.enums import Stage
from renbina.performance.models import PeriodRating, RatingPeriod
from renbina.performance.queries.coaching import CoachingCounts, coaching_counts, coaching_rows
from renbina.performance.queries.places import in_service
from renbina.rulebook.queries import rules_on


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """A unit (perangkat daerah) with the people to be rated in a period, and how many are."""

    name: str
    people: int
    rated: int

    @property
    def missing(self) -> int:
        return self.people - self.rated


@dataclass(frozen=True, slots=True)
class RaterRow:
    """How one superior rated in a period."""

    name: str
    spread: Spread


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of one period, and what waits beside it. What the actor may not see is None or empty."""

    periods: tuple[RatingPeriod, ...]
    period: RatingPeriod | None
    units: tuple[UnitCoverage, ...]
    spread: Spread | None
    raters: tuple[RaterRow, ...]
    coaching: CoachingCounts | None
    awards: Mapping[str, int]
    may_manage: bool
    may_see_raters: bool
    may_see_awards: bool

    @property
    def people(self) -> int:
        return sum(unit.people for unit in self.units)

    @property
    def rated(self) -> int:
        return sum(unit.rated for unit in self.units)


def all_periods(actor: Actor) -> tuple[RatingPeriod, ...]:
    """The newest first, a year's final one after its quarters; one query."""
    rows = RatingPeriod.objects.filter(agency_id=own_agency(actor))
    return tuple(sorted(rows, key=lambda each: (each.year, each.last_day, not each.quarter), reverse=True))


def chosen_period(periods: Iterable[RatingPeriod], public_id: str) -> RatingPeriod | None:
    """The one asked for, else the newest open one, else the newest. None: there is none yet.

    Raises NotFound for one that is not among them.
    """
    known = list(periods)
    if public_id:
        found = next((each for each in known if each.public_id == public_id), None)
        if found is None:
            raise NotFound
        return found
    return next((each for each in known if each.is_open), known[0] if known else None)


def period_for(actor: Actor, public_id: str) -> RatingPeriod:
    """Raises NotFound."""
    found = RatingPeriod.objects.filter(agency_id=own_agency(actor), public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def overview(actor: Actor, on: date, public_id: str = "") -> Overview:
    """A fixed number of queries. Raises Forbidden, and NotFound for a period that is not the agency's."""
    require(actor, VIEW)
    periods = all_periods(actor)
    period = chosen_period(periods, public_id)
    rules = rules_on(own_agency(actor), on)
    ratings = _ratings_in_view(actor, period, on) if period else PeriodRating.objects.none()
    may_see_raters = can(actor, SPREAD)
    return Overview(
        periods=periods,
        period=period,
        units=_coverage(actor, period, on) if period else (),
        spread=spread(_counts(ratings), rules) if period else None,
        raters=_raters(ratings, rules) if period and may_see_raters else (),
        coaching=coaching_counts(coaching_rows(actor, on), on) if can(actor, COACHING) else None,
        awards=_awards(actor) if can(actor, AWARDS) else {},
        may_manage=can(actor, PERIODS),
        may_see_raters=may_see_raters,
        may_see_awards=can(actor, AWARDS),
    )


def _people_of(actor: Actor, period: RatingPeriod, on: date) -> QuerySet[Employee]:
    """Who is to be rated: people in view who are in service and were so in the period."""
    served = Q(appointed_on__isnull=True) | Q(appointed_on__lte=period.last_day)
    return in_service(visible_employees(actor, on).filter(served), on)


def _ratings_in_view(actor: Actor, period: RatingPeriod, on: date) -> QuerySet[PeriodRating]:
    people = visible_employees(actor, on)
    return PeriodRating.objects.filter(period=period, employee__in=people)


def _coverage(actor: Actor, period: RatingPeriod, on: date) -> tuple[UnitCoverage, ...]:
    rated = PeriodRating.objects.filter(period=period, employee=OuterRef("employee"))
    posts = Placement.objects.filter(
        holds_on(on), kind=PlacementKind.DEFINITIVE, employee__in=_people_of(actor, period, on)
    )
    rows = (
        posts.annotate(root=Substr("unit__path", 1, Unit.steplen), is_rated=Exists(rated))
        .order_by()
        .values("root")
        .annotate(
            people=Count("employee", distinct=True), done=Count("employee", filter=Q(is_rated=True), distinct=True)
        )
    )
    roots = root_units(actor)
    found = (UnitCoverage(roots[row["root"]].short_name, row["people"], row["done"]) for row in rows)
    return tuple(sorted(found, key=lambda unit: (-unit.missing, unit.name)))


def _counts(ratings: QuerySet[PeriodRating]) -> dict[str, int]:
    return dict(ratings.order_by().values_list("predicate").annotate(n=Count("pk")))


def _raters(ratings: QuerySet[PeriodRating], rules: RulesAt) -> tuple[RaterRow, ...]:
    rows = ratings.filter(rater__isnull=False).order_by().values_list("rater_id", "rater__name", "predicate")
    names: dict[int, str] = {}
    counts: dict[int, dict[str, int]] = {}
    for key, name, predicate, number in rows.annotate(n=Count("pk")):
        names[key] = name
        counts.setdefault(key, {})[predicate] = number
    found = [RaterRow(names[key], spread(each, rules)) for key, each in counts.items()]
    return tuple(sorted(found, key=lambda row: (row.spread.equal is None, -row.spread.people, row.name)))


def _awards(actor: Actor) -> dict[str, int]:
    found = dict(visible_recognitions(actor).order_by().values_list("stage").annotate(n=Count("pk")))
    return {stage.value: found.get(stage.value, 0) for stage in Stage}


def counts_of(period: RatingPeriod, rater: int | None = None) -> dict[str, int]:
    """Predicate -> people of a period, of the whole agency or of one superior; one query."""
    rows = PeriodRating.objects.filter(period=period)
    return _counts(rows.filter(rater_id=rater) if rater is not None else rows)
