"""How much a need weighs, from its evidence. No formula is written in law, so every component stays visible.

weight = criticality of the competency for the position
       x voice of the citizens served by the unit
       x strategy: how much the competency serves the agency's goals
       x performance of the person
       x evaluation: what was found after classes held before

Each piece of evidence is a share from 0 (nothing speaks for it) to 1 (everything does). A share becomes a factor from
1 up to the most its component may add. Evidence that is not there is neutral, factor 1, and says so: nobody is moved
down because a survey was not held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from binacore.indices import Predicate


class Component(StrEnum):
    CRITICALITY = "criticality"
    VOICE = "voice"
    STRATEGY = "strategy"
    PERFORMANCE = "performance"
    EVALUATION = "evaluation"


class PriorityMalformed(ValueError):
    """Evidence or limits outside their documented range; the message names which."""


@dataclass(frozen=True, slots=True)
class PriorityLimits:
    """Most that each component may multiply a need by; 1 switches a component off, 10 is the highest allowed.

    criticality 3.0: a critical competency weighs as much as three others (a plan may name one or two a position).
    voice       1.5: loud complaints move a unit up by half at most, because many complaints have other causes.
    strategy    2.0: a goal of the year doubles.
    performance 1.3: weak performance needs help first, but a predicate says little (nine in ten are "good").
    evaluation  1.3: a finding after a class is young evidence about a few people.
    """

    criticality: float = 3.0
    voice: float = 1.5
    strategy: float = 2.0
    performance: float = 1.3
    evaluation: float = 1.3

    def __post_init__(self) -> None:
        for field in fields(self):
            limit = getattr(self, field.name)
            if not 1 <= limit <= 10:
                raise PriorityMalformed(f"limit of {field.name} is 1 to 10, not {limit}")


@dataclass(frozen=True, slots=True)
class NeedEvidence:
    """Shares from 0 to 1; None where there is no evidence."""

    criticality: float | None = None
    voice: float | None = None
    strategy: float | None = None
    performance: float | None = None
    evaluation: float | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            share = getattr(self, field.name)
            if share is not None and not 0 <= share <= 1:
                raise PriorityMalformed(f"evidence of {field.name} is a share from 0 to 1, not {share}")


@dataclass(frozen=True, slots=True)
class WeighedComponent:
    """One component: the share that went in (None: no evidence) and the factor that came out."""

    component: Component
    share: float | None
    limit: float
    factor: float


@dataclass(frozen=True, slots=True)
class Priority:
    """Weight of a need, the product of its components, each of them shown."""

    components: tuple[WeighedComponent, ...]
    weight: float

    @property
    def without_evidence(self) -> tuple[Component, ...]:
        return tuple(one.component for one in self.components if one.share is None)


# why a predicate speaks for help: nothing for the best, everything for the weakest
PERFORMANCE_SHARES: Mapping[Predicate, float] = {
    Predicate.VERY_GOOD: 0.0,
    Predicate.GOOD: 0.0,
    Predicate.NEEDS_IMPROVEMENT: 0.5,
    Predicate.POOR: 1.0,
    Predicate.VERY_POOR: 1.0,
}

DEFAULT_LIMITS = PriorityLimits()


def weigh(evidence: NeedEvidence, limits: PriorityLimits = DEFAULT_LIMITS) -> Priority:
    """Weight (1 up to the product of the limits) of a need, with its components in fixed order."""
    components = []
    weight = 1.0
    for component in Component:
        share: float | None = getattr(evidence, component.value)
        limit: float = getattr(limits, component.value)
        factor = 1.0 if share is None else 1.0 + share * (limit - 1.0)
        components.append(WeighedComponent(component, share, limit, factor))
        weight *= factor
    return Priority(tuple(components), weight)


def need_from(
    factors: Iterable[tuple[str, float]], *, critical: bool, limits: PriorityLimits = DEFAULT_LIMITS
) -> NeedEvidence:
    """Stored evidence, (component, factor) with 1.0 neutral, as shares; of one component the strongest holds.

    A factor above the most that its component may add counts as that, one below 1 as neutral; components that are
    known otherwise (criticality, performance) and unknown ones are left out.
    """
    strongest: dict[str, float] = {}
    for name, factor in factors:
        if name in (Component.VOICE, Component.STRATEGY, Component.EVALUATION):
            limit: float = getattr(limits, name)
            share = min(1.0, max(0.0, (factor - 1.0) / (limit - 1.0))) if limit > 1 else 0.0
            strongest[name] = max(strongest.get(name, 0.0), share)
    return NeedEvidence(
        criticality=1.0 if critical else 0.0,
        voice=strongest.get(Component.VOICE),
        strategy=strongest.get(Component.STRATEGY),
        evaluation=strongest.get(Component.EVALUATION),
    )


def voice_share(index: float, *, calm: float = 88.31, alarm: float = 65.0, training_share: float = 1.0) -> float:
    """Share that a unit's satisfaction index (SKM, 25 to 100) speaks for training.

    0 at `calm` or better (lower edge of quality A), 1 at `alarm` or worse (lower edge of quality C), straight between.
    `training_share` (0 to 1) is the part of the complaints that training can answer: broken printers need printers.
    """
    if not alarm < calm:
        raise PriorityMalformed(f"alarm ({alarm}) lies below calm ({calm})")
    if not 0 <= training_share <= 1:
        raise PriorityMalformed(f"training_share is a share from 0 to 1, not {training_share}")
    return min(1.0, max(0.0, (calm - index) / (calm - alarm))) * training_share
