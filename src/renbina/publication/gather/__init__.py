"""Counts before anything is taken out: of a plan, and of what became of citizens' voice at each service."""

from renbina.publication.gather.plan import PlanCounts, plan_counts
from renbina.publication.gather.results import Promise, Satisfaction, ServiceFacts, Training, service_facts
from renbina.publication.gather.verdicts import ServiceVerdict, verdicts_of

__all__ = [
    "PlanCounts",
    "Promise",
    "Satisfaction",
    "ServiceFacts",
    "ServiceVerdict",
    "Training",
    "plan_counts",
    "service_facts",
    "verdicts_of",
]
