"""What goals ask people to be able to do, and the evidence of needs that follows from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from renbina.foundation.actor import Actor
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries.effects import Effect, effect_of_evidence
from renbina.needs.queries.evidence import EvidenceRow
from renbina.planning.access import EDIT_GOALS, own_agency, require
from renbina.planning.models import Goal, GoalCompetency

ORIGIN: Final = "goal:"
"""Before the public id of a goal: where a row of strategy evidence comes from."""
LEAST, MOST = 1.01, 2.0
"""A competency of a goal weighs more than an ordinary one, and at most twice as much."""


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """A competency that a goal asks for, as somebody would have it. Keys of units; none: everybody."""

    goal: Goal
    competency_id: int
    weight: float
    reason: str
    year_from: int
    year_to: int | None = None
    units: tuple[int, ...] = ()

    def holds(self, year: int) -> bool:
        return self.year_from <= year and (self.year_to is None or year <= self.year_to)


def links_asked(agency_id: int) -> dict[int, LinkAsked]:
    """Key of a link -> what it asks; two queries."""
    links = GoalCompetency.objects.filter(goal__agency_id=agency_id).select_related("goal").prefetch_related("units")
    return {
        link.pk: LinkAsked(
            link.goal, link.competency_id, link.weight, link.reason, link.year_from, link.year_to,
            tuple(sorted(unit.pk for unit in link.units.all())),
        )
        for link in links.order_by("pk")
    }  # fmt: skip


def evidence_from(asked: Iterable[LinkAsked], year: int, on: date) -> list[EvidenceRow]:
    """A row for every unit that carries a goal, or one for everybody, of the links that hold for the plan of a year."""
    return [
        EvidenceRow(
            source=EvidenceSource.STRATEGY.value, competency_id=each.competency_id, weight=each.weight,
            reason=each.reason or each.goal.text, recorded_on=on, unit_id=unit, origin=f"{ORIGIN}{each.goal.public_id}",
        )
        for each in asked
        if each.holds(year)
        for unit in each.units or (None,)
    ]  # fmt: skip


def goal_evidence(agency_id: int, year: int, on: date) -> list[EvidenceRow]:
    """What the goals of an agency say about needs of the plan of a year; two queries."""
    return evidence_from(links_asked(agency_id).values(), year, on)


def effect_of_link(actor: Actor, on: date, year: int, link: int | None, wanted: LinkAsked | None) -> Effect:
    """What the ranking of needs becomes if a link (None: a new one) were as wanted (None: gone). Ten queries.

    Raises Forbidden.
    """
    require(actor, EDIT_GOALS)
    asked = [each for key, each in links_asked(own_agency(actor)).items() if key != link]
    if wanted is not None:
        asked.append(wanted)
    return effect_of_evidence(actor, year, ORIGIN, evidence_from(asked, year, on))


def held_in(year: int) -> Q:
    """Links that hold for the plan of a year."""
    return Q(year_from__lte=year) & (Q(year_to=None) | Q(year_to__gte=year))
