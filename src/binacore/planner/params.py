"""`SolveParams`: how to search. Everything here can change the answer and is therefore stored with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

MODES = ("weighted", "lexicographic")
"""How goals can be weighed: in one sum, or one strictly after the other."""

_RANGES = {
    "sample_passes": (0, 100_000),
    "sample_persons": (1, 10_000_000),
    "dual_passes": (0, 100_000),
    "rounds": (0, 1_000),
    "improvements": (0, 100_000_000),
    "tear_persons": (1, 10_000),
    "grow_every": (1, 1_000_000),
    "sample_fill": (1, 10_000_000),
    "grow_sessions": (0, 1_000_000),
    "anneal_steps": (0, 100_000),
    "anneal_moves": (1, 1_000_000),
    "anneal_persons": (100, 10**9),
    "neighbourhoods": (0, 1_000_000),
    "neighbourhood_persons": (1, 100_000),
    "neighbourhood_nodes": (1, 10**9),
    "split_passes": (0, 1_000_000),
    "dive_passes": (0, 1_000_000),
    "simplex_dives": (0, 1),
    "core_nodes": (1, 10**9),
    "exact_nodes": (0, 10**9),
    "pass_nodes": (50, 10**9),
    "node_limit": (100, 10**9),
}


@dataclass(frozen=True, slots=True)
class SolveParams:
    """Settings of the planner; `suited` chooses them by the size of a problem.

    Parameters
    ----------
    mode
        "weighted": one sum with the problem's weights. "lexicographic": mandatory places, entitlement, coverage, cost,
        fairness, one strictly after the other, from the weighted plan on; about three times the work.
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
    improvements, tear_persons, tolerance
        Rounds of tearing a part of the plan down and rebuilding it; about how many persons lose their bundle in one;
        how many value points worse a plan may be to be gone on from (falling to 0 with the rounds).
    sample_fill, grow_sessions, grow_every
        Most persons asked whether they would fill a batch as a second choice; sessions tried for one more batch after
        each construction; every how many rounds of improvement one is tried.
    anneal_steps, anneal_moves, anneal_hot, anneal_cold, anneal_width
        Temperatures of the exchanges between persons and tries a person at each; the first and the last temperature and
        how dear a proposed seat may be, in median worths of a programme; positive and falling.
    anneal_persons
        About how many persons exchange among each other at a time: large problems are cut into such parts. 100 to 10^9.
    neighbourhoods, neighbourhood_persons, neighbourhood_nodes
        Parts of the plan that HiGHS decides anew, about how many persons each, and its most nodes. 0 turns it off.
    split_passes
        Passes that tighten the bound with prices on single options; worth it where whole batches matter.
    dive_passes, core_nodes
        Passes after each decision when batches are fixed one after the other along the tightened bound, and most nodes
        of HiGHS on the options that matter then. 0 passes turn it off.
    simplex_dives
        1: before that also two dives through the linear relaxation of the options that matter. 0 turns it off.
    exact_nodes
        Most nodes of HiGHS on the whole problem, for tiny ones; 0 turns it off.
    pass_nodes, node_limit
        Most nodes of one person's branch and bound before its relaxation is taken instead (the bound stays valid):
        while the prices move, 50 to 10^9, and at the last prices.

    Raises ValueError naming the field that is out of range.
    """

    mode: str = "weighted"
    sample_passes: int = 90
    sample_persons: int = 600
    dual_passes: int = 40
    first_step: float = 2.0
    full_step: float = 0.1
    last_step: float = 0.004
    rounds: int = 6
    improvements: int = 2_000
    tear_persons: int = 20
    tolerance: float = 0.5
    grow_every: int = 4
    sample_fill: int = 400
    grow_sessions: int = 40
    anneal_steps: int = 30
    anneal_moves: int = 20
    anneal_persons: int = 400
    anneal_hot: float = 0.1
    anneal_cold: float = 0.008
    anneal_width: float = 2.0
    neighbourhoods: int = 0
    neighbourhood_persons: int = 110
    neighbourhood_nodes: int = 60
    split_passes: int = 0
    dive_passes: int = 0
    simplex_dives: int = 0
    core_nodes: int = 100
    exact_nodes: int = 0
    pass_nodes: int = 250
    node_limit: int = 200_000

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if type(value) is not int or not low <= value <= high:
                raise ValueError(f"{name} must be an integer from {low} to {high}, not {value!r}")
        if not 0 < self.last_step <= self.full_step <= self.first_step <= 1e6:
            steps = (self.first_step, self.full_step, self.last_step)
            raise ValueError(f"steps must fall and be positive, not {steps}")
        if not 0 < self.anneal_cold <= self.anneal_hot <= 1e6 or not 0 < self.anneal_width <= 1e6:
            raise ValueError(f"temperatures must fall and be positive, not {self.anneal_hot}, {self.anneal_cold}")
        if not 0 <= self.tolerance <= 1e6:
            raise ValueError(f"tolerance must be from 0 to 1e6, not {self.tolerance!r}")
        if self.mode not in MODES:
            raise ValueError(f"mode must be one of {MODES}, not {self.mode!r}")

    @classmethod
    def suited(cls, persons: int, options: int, mode: str = "weighted") -> SolveParams:
        """For a problem of so many persons and (candidate, session) pairs, within about a minute or two of work."""
        if persons <= 40 and options <= 400:
            return cls(mode=mode, rounds=4, improvements=300, anneal_steps=5, exact_nodes=20_000)
        thorough = cls(mode=mode, sample_passes=120, dual_passes=150, last_step=0.001, anneal_steps=60)
        together = replace(thorough, anneal_persons=6_000)
        if persons <= 1_000:
            some = min(2_000, 20 * persons)
            small = replace(together, sample_passes=0, improvements=some, anneal_moves=30, neighbourhoods=1)
            return replace(small, split_passes=1_500, dive_passes=200, simplex_dives=1)
        if persons <= 6_000:
            return replace(together, improvements=2_000, anneal_moves=40, neighbourhoods=36)
        if persons <= 60_000:
            large = replace(thorough, sample_persons=2_000, dual_passes=80, rounds=4, anneal_moves=25)
            return replace(large, anneal_hot=0.05, anneal_cold=0.005)
        # tearing down reaches too few of so many, further constructions are hardly better: exchanges do it
        few = cls(mode=mode, rounds=1, improvements=0, anneal_steps=20, anneal_hot=0.05, anneal_cold=0.005)
        if persons <= 400_000:
            return replace(few, sample_persons=8_000, anneal_moves=8)
        return replace(few, sample_persons=40_000, dual_passes=20, anneal_steps=16, anneal_moves=5)

    def as_record(self) -> dict[str, int | float | str]:
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
