"""Reads of needs, access included; one module a topic."""

from renbina.needs.queries.proposing import proposal_years, proposals
from renbina.needs.queries.weight import priority_of

__all__ = ["priority_of", "proposal_years", "proposals"]
