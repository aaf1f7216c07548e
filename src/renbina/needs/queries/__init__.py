"""Reads of needs, access included; one module a topic."""

from renbina.needs.queries.cycles import (
    CyclePage,
    StageLine,
    cycle_page,
    cycle_stages,
    own_stages,
    pages_from,
    stage_for,
)
from renbina.needs.queries.proposing import proposal_years, proposals
from renbina.needs.queries.ranking import Need, Ranking, named, ranked_needs
from renbina.needs.queries.speaking import sources_speaking
from renbina.needs.queries.weight import priority_of

__all__ = [
    "CyclePage",
    "Need",
    "Ranking",
    "StageLine",
    "cycle_page",
    "cycle_stages",
    "named",
    "own_stages",
    "pages_from",
    "priority_of",
    "proposal_years",
    "proposals",
    "ranked_needs",
    "sources_speaking",
    "stage_for",
]
