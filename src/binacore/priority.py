"""How much a need weighs, from its evidence. No formula is written in law, so every component stays visible.

weight = criticality of the competency for the position
       x voice of the citizens served by the unit
       x strategy: how much the competency serves the agency's goals
       x performance of the unit's people who miss the standard
       x evaluation: what was found after classes held before
       x staff: what the people themselves said in surveys, interviews and proposals

Each piece of evidence is a share from 0 (nothing speaks for it) to 1 (everything does). A share becomes a factor from
1 up to the most its component may add. Evidence that is not there is neutral, factor 1, and says so: nobody is moved
down because a survey was not held. How sure a piece is shrinks its share towards neutral: answers of a few weigh less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from binacore.indices import Predicate


class Component(StrEnum):
    CRITICALITY = "criticality"
    VOICE = "voice"
    STRATEGY = "strategy"
    PERFORMANCE = "performance"
    EVALUATION = "evaluation"
    STAFF = "staff"


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
    staff       1.5: as loud as citizens at most; who asks for training is not always who needs it.
    """

    criticality: float = 3.0
    voice: float = 1.5
    strategy: float = 2.0
    performance: float = 1.3
    evaluation: float = 1.3
    staff: float = 1.5

    def __post_init__(self) -> None:
        for field in fields(self):
            limit = getattr(self, field.name)
            if not 1 <= limit <= 10:
                raise PriorityMalformed(f"limit of {field.name} is 1 to 10, not {limit}")

    def as_record(self) -> dict[str, float]:
        return {field.name: float(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> PriorityLimits:
        """Stored limits; a component that is not named keeps its default. Raises PriorityMalformed for other names."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(record) - known):
            raise PriorityMalformed(f"limits of {unknown} are not known; known are {sorted(known)}")
        return cls(**{name: float(limit) for name, limit in record.items()})


@dataclass(frozen=True, slots=True)
class NeedEvidence:
    """Shares from 0 to 1; None where there is no evidence."""

    criticality: float | None = None
    voice: float | None = None
    strategy: float | None = None
    performance: float | None = None
    evaluation: float | None = None
    staff: float | None = None

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


STORED: Mapping[str, Component] = {
    "voice": Component.VOICE,
    "strategy": Component.STRATEGY,
    "performance": Component.PERFORMANCE,
    "evaluation": Component.EVALUATION,
    "survey": Component.STAFF,
    "interview": Component.STAFF,
    "proposal": Component.STAFF,
}
"""Sources of stored evidence and the component that each speaks in. Criticality is known from the position's standard.
Survey, interview and proposal share one: the same people speak in them."""

GATED: frozenset[Component] = frozenset({Component.VOICE, Component.STAFF})
"""Components whose complaints may have other causes than competence: what training can answer counts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stored piece of evidence: its source, its factor (1.0 neutral) and how sure it is (0 to 1)."""

    source: str
    factor: float
    confidence: float = 1.0


def share_of(piece: Piece) -> float | None:
    """What a piece says, 0 to 1, before certainty; None for a source that is not known.

    Factors are stored on the scale of the limits this product began with, so that an agency that changes a limit
    changes what the same evidence does. A factor above its limit counts as all, one below 1 as nothing.
    """
    component = STORED.get(piece.source)
    if component is None:
        return None
    limit: float = getattr(DEFAULT_LIMITS, component.value)
    return min(1.0, max(0.0, (piece.factor - 1.0) / (limit - 1.0)))


def certainty_range(confidence: float) -> tuple[float, float]:
    """How little and how much a piece of this certainty could turn out to be worth; its certainty is the middle."""
    return max(0.0, 2 * confidence - 1), min(1.0, 2 * confidence)


def need_from(
    pieces: Iterable[Piece | tuple[str, float]], *, critical: bool, training_share: float = 1.0
) -> NeedEvidence:
    """Stored evidence as shares; of one component the strongest piece holds, after its certainty.

    `training_share` (0 to 1): the part of what citizens and staff complain about that training can answer, as the gate
    found it; it shrinks voice and staff.
    """
    if not 0 <= training_share <= 1:
        raise PriorityMalformed(f"training_share is a share from 0 to 1, not {training_share}")
    strongest: dict[Component, float] = {}
    for given in pieces:
        piece = given if isinstance(given, Piece) else Piece(*given)
        share = share_of(piece)
        if share is None:
            continue
        if not 0 <= piece.confidence <= 1:
            raise PriorityMalformed(f"confidence of {piece.source} is a share from 0 to 1, not {piece.confidence}")
        component = STORED[piece.source]
        share *= piece.confidence * (training_share if component in GATED else 1.0)
        strongest[component] = max(strongest.get(component, 0.0), share)
    shares = {component.value: share for component, share in strongest.items()}
    return NeedEvidence(criticality=1.0 if critical else 0.0, **shares)


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
