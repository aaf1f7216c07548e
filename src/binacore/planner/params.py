"""`SolveParams`: how to search. Everything here can change the answer and is therefore stored with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class SolveParams:
    """Settings of the first planner.

    Parameters
    ----------
    sample_passes, sample_persons
        Passes over a changing sample of about so many persons that bring the prices near; skipped when the problem is
        hardly larger than the sample. 0 to 100 000 and 1 to 10 000 000.
    dual_passes
        Passes over all persons (each gives a certified bound), 0 to 100 000.
    first_step, full_step, last_step
        Length of the price steps at the first pass, at the first full pass after a sample, and at the last pass, in
        value per unit of scarcity; positive and falling.
    rounds
        Complete constructions; the persons who lost most in one go first in the next. 0 to 1 000.
    improvements
        Rounds of tearing a part of the plan down and rebuilding it, 0 to 10 000 000.
    tear_persons
        About how many persons lose their bundle in one such round, 1 to 10 000.
    sample_fill, grow_sessions
        Most persons asked whether they would fill a batch as a second choice; sessions tried for one more batch after
        each construction.
    pass_nodes
        The same limit while the prices still move, 50 to 10^9; the last prices are valued with `node_limit`.
    node_limit
        Most nodes of one person's branch and bound before its relaxation is taken instead (the bound stays valid).

    Raises ValueError naming the field that is out of range.
    """

    sample_passes: int = 90
    sample_persons: int = 600
    dual_passes: int = 40
    first_step: float = 2.0
    full_step: float = 0.1
    last_step: float = 0.004
    rounds: int = 6
    improvements: int = 150
    tear_persons: int = 20
    tolerance: float = 0.0
    grow_every: int = 4
    sample_fill: int = 400
    grow_sessions: int = 40
    pass_nodes: int = 250
    node_limit: int = 200_000

    def __post_init__(self) -> None:
        limits = {
            "sample_passes": (0, 100_000),
            "sample_persons": (1, 10_000_000),
            "dual_passes": (0, 100_000),
            "rounds": (0, 1_000),
            "improvements": (0, 10_000_000),
            "tear_persons": (1, 10_000),
            "grow_every": (1, 1_000_000),
            "sample_fill": (1, 10_000_000),
            "grow_sessions": (0, 1_000_000),
            "pass_nodes": (50, 10**9),
            "node_limit": (100, 10**9),
        }
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise ValueError(f"{name} must be an integer from {low} to {high}, not {value!r}")
        if not 0 < self.last_step <= self.full_step <= self.first_step <= 1e6:
            steps = (self.first_step, self.full_step, self.last_step)
            raise ValueError(f"steps must fall and be positive, not {steps}")

    def as_record(self) -> dict[str, int | float]:
        """JSON-ready form; the inverse of `from_record`."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> SolveParams:
        """Raises ValueError for unknown names or values out of range."""
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(record) - known)
        if unknown:
            raise ValueError(f"unknown parameters {unknown}; known are {sorted(known)}")
        return cls(**record)  # type: ignore[arg-type]  # checked in __post_init__
