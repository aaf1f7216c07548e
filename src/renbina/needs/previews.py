"""What other limits would do to the ranking, before anything is saved."""

from datetime import date

from binacore.priority import PriorityLimits
from renbina.foundation.actor import Actor
from renbina.needs.queries.effects import Effect, effect_between
from renbina.needs.queries.ranking import material, ranking_of
from renbina.needs.queries.weights import limits_in
from renbina.organisation.access import own_agency
from renbina.rulebook.queries import rulebook_for


def limits_now(actor: Actor, year: int) -> PriorityLimits:
    """The limits that hold for the plan of a year; one query."""
    return limits_in(rulebook_for(own_agency(actor)), year)


def effect_of(actor: Actor, on: date, year: int, limits: PriorityLimits) -> Effect:
    """The ranking under these limits beside the one that holds for the year; seven queries. Raises Forbidden."""
    found = material(actor, year)
    return effect_between(ranking_of(found).needs, ranking_of(found, limits).needs)
