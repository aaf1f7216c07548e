"""What the levels missing of a competency weigh in each place of the tree: the one weighing of pages and planner."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from binacore.priority import (
    DEFAULT_LIMITS,
    Piece,
    Priority,
    PriorityLimits,
    certainty_range,
    need_from,
    weigh,
)
from binacore.rules import Rulebook, RuleNotInForce
from renbina.foundation.actor import Actor
from renbina.needs.models import Evidence
from renbina.needs.queries.evidence import Facts
from renbina.needs.queries.gates import training_shares
from renbina.organisation.models import Unit
from renbina.rulebook.queries import rulebook_for

LIMITS_RULE: Final = "plan.priority_limits"
STEP: Final = Unit.steplen


_SAYING: Final = ("people", "reason", "recorded_on", "origin", "facts")


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A stored row of evidence. `path` of its unit, empty: the agency."""

    public_id: str
    source: str
    path: str
    competency_id: int
    weight: float
    confidence: float
    people: int | None
    reason: str
    recorded_on: date
    origin: str
    facts: Facts

    @property
    def piece(self) -> Piece:
        return Piece(self.source, self.weight, self.confidence)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A weighed place: the priority, and how far its weight could lie from it (times) where evidence is unsure."""

    priority: Priority
    doubt: tuple[float, float]


class Weights:
    """Priorities by competency and place of the tree, computed by `binacore.priority` and remembered.

    Evidence about a unit holds for it and everything below; of training shares the nearest one above holds.
    """

    def __init__(
        self,
        pieces: Iterable[tuple[int, str, Piece]],
        limits: PriorityLimits = DEFAULT_LIMITS,
        training: Mapping[tuple[str, int], float] | None = None,
    ) -> None:
        """`pieces`: competency, path of the unit (empty: the agency), evidence. `training`: by path and competency."""
        self.limits = limits
        self._at: dict[tuple[int, str], list[Piece]] = defaultdict(list)
        for competency, path, piece in pieces:
            self._at[competency, path].append(piece)
        self._training = training or {}
        self._known: dict[tuple[tuple[Piece, ...], float, bool], Weighed] = {}

    def under(self, limits: PriorityLimits) -> "Weights":
        """The same evidence under other limits."""
        twin = Weights((), limits, self._training)
        twin._at = self._at
        return twin

    def with_pieces(self, pieces: Iterable[tuple[int, str, Piece]]) -> "Weights":
        """Other evidence under the same limits and gates."""
        return Weights(pieces, self.limits, self._training)

    def weight(self, competency: int, path: str, *, critical: bool) -> float:
        """1.0 for an ordinary gap, more where evidence speaks for it; as the plan counts it."""
        return round(self.weighed(competency, path, critical=critical).priority.weight, 6)

    def weighed(self, competency: int, path: str, *, critical: bool) -> Weighed:
        """The priority of a missing level of a competency in a unit."""
        return self._weighed(self.pieces(competency, path), self.training(competency, path), critical)

    def pieces(self, competency: int, path: str) -> tuple[Piece, ...]:
        """The evidence that holds in a unit: its own, that of units above, that of the agency."""
        found: list[Piece] = []
        for end in range(0, len(path) + 1, STEP):
            found += self._at.get((competency, path[:end]), ())
        return tuple(found)

    def training(self, competency: int, path: str) -> float:
        """The part of complaints that training can answer, as the gate of this unit or the nearest above found it."""
        for end in range(len(path), -1, -STEP):
            share = self._training.get((path[:end], competency))
            if share is not None:
                return share
        return 1.0

    def _weighed(self, pieces: tuple[Piece, ...], training: float, critical: bool) -> Weighed:
        key = (pieces, training, critical)
        if key not in self._known:
            priority = self._priority(pieces, training, critical)
            doubt = [
                self._priority(
                    (replace(piece, confidence=certainty_range(piece.confidence)[side]) for piece in pieces),
                    training,
                    critical,
                ).weight
                / priority.weight
                for side in (0, 1)
            ]
            self._known[key] = Weighed(priority, (doubt[0], doubt[1]))
        return self._known[key]

    def _priority(self, pieces: Iterable[Piece], training: float, critical: bool) -> Priority:
        return weigh(need_from(pieces, critical=critical, training_share=training), self.limits)


def limits_in(rulebook: Rulebook, year: int) -> PriorityLimits:
    """The limits that hold for the plan of a year: those in force on its first day."""
    try:
        return PriorityLimits.from_record(rulebook.at(date(year, 1, 1)).table(LIMITS_RULE))
    except RuleNotInForce:
        return DEFAULT_LIMITS


def weights_of(agency: int, year: int, rulebook: Rulebook | None = None) -> Weights:
    """The weighing of an agency for the plan of a year; two queries, and one for the rules where they are not given."""
    return weights_from(evidence_lines(agency), agency, year, rulebook)


def weights_from(lines: Iterable[EvidenceLine], agency: int, year: int, rulebook: Rulebook | None = None) -> Weights:
    """The same from rows that are read already; a query less."""
    pieces = ((line.competency_id, line.path, line.piece) for line in lines)
    # What weighs is the agency's, whoever looks at it.
    training = training_shares(Actor.system(agency))
    return Weights(pieces, limits_in(rulebook or rulebook_for(agency), year), training)


def evidence_lines(agency: int) -> list[EvidenceLine]:
    """All evidence of an agency in the order it came; one query."""
    names = ("public_id", "source", "unit__path", "competency_id", "weight", "confidence")
    rows = Evidence.objects.filter(agency_id=agency).order_by("pk")
    return [
        EvidenceLine(public_id, source, path or "", *rest)
        for public_id, source, path, *rest in rows.values_list(*names, *_SAYING)
    ]
