"""`Result`: the best plan found, the proof that goes with it, and what was used to find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from binacore.planner.params import SolveParams
from binacore.planner.plan import Plan
from binacore.planner.problem import Floats
from binacore.planner.stage import Stage

SOFTWARE_VERSION = "renbina-planner 0.5"


@dataclass(frozen=True, slots=True)
class Components:
    """The five parts of the objective, each as the format defines it (cost and fairness positive)."""

    coverage: float
    mandatory: float
    entitlement: float
    cost: float
    fairness: float

    @property
    def objective(self) -> float:
        return self.coverage + self.mandatory + self.entitlement - self.cost - self.fairness

    def as_record(self) -> dict[str, float]:
        names = ("coverage", "mandatory", "entitlement", "cost", "fairness")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What one more unit of each scarce thing would be worth, in value points; all >= 0.

    `budget`, `funds` (by fund) and `units` (by unit) per million rupiah, `absence` (unit, period 1..T in column
    period-1) per person away, `sessions` per seat, `fairness` (by unit) per person at target, `batches` (by session)
    what one batch pays for its organiser's capacity. Order as in the problem.
    """

    budget: float
    fund_ids: tuple[str, ...]
    funds: Floats
    unit_ids: tuple[str, ...]
    units: Floats
    absence: Floats
    fairness: Floats
    session_ids: tuple[str, ...]
    sessions: Floats
    batches: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        if len(self.batches) != len(self.session_ids):
            nothing = np.zeros(len(self.session_ids))
            nothing.setflags(write=False)
            object.__setattr__(self, "batches", nothing)


@dataclass(frozen=True, eq=False)
class Result:
    """A plan that the independent check has accepted. `gap` is None where the format defines none.

    `person_ids` and `session_ids` are those of the problem, in the order `plan` counts them. `solver` names the method,
    `mode` how the goals were weighed ("weighted" or "lexicographic", then with `stages`), `trace` what the search did.
    `manual` is the best of the simple methods with its plan. `baselines` maps the name of each simple method to the
    value it reaches on the same problem. `seconds` is what the
    caller's clock says (0 without one).
    """

    plan: Plan
    person_ids: tuple[str, ...]
    session_ids: tuple[str, ...]
    objective: float
    components: Components
    bound: float
    gap: float | None
    iterations: int
    seed: int
    prices: Prices | None = None
    params: SolveParams = field(default_factory=SolveParams)
    problem_sha256: str = ""
    software_version: str = SOFTWARE_VERSION
    stop_reason: str = "finished"
    baselines: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    manual: tuple[str, Plan] | None = None
    solver: str = ""
    mode: str = "weighted"
    stages: tuple[Stage, ...] = ()
    trace: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def assignments(self) -> tuple[tuple[str, str], ...]:
        """(person_id, session_id), sorted."""
        persons, sessions = self.person_ids, self.session_ids
        pairs = zip(self.plan.persons.tolist(), self.plan.sessions.tolist(), strict=True)
        return tuple(sorted((persons[person], sessions[session]) for person, session in pairs))

    @cached_property
    def batches(self) -> dict[str, int]:
        """Number of batches of each session that is held."""
        held = np.flatnonzero(self.plan.batches).tolist()
        return {self.session_ids[session]: int(self.plan.batches[session]) for session in held}

    def summary(self) -> str:
        """A few lines for a terminal."""
        gap = "-" if self.gap is None else f"{100 * self.gap:.2f} %"
        lines = [f"objective {self.objective:.3f}  bound {self.bound:.3f}  gap {gap}  ({self.stop_reason})"]
        lines += [f"  {name} {value:.3f}" for name, value in self.components.as_record().items()]
        lines += [f"  {name}: {value:.3f}" for name, value in self.baselines.items()]
        if self.stages:
            lines += ["one aim after the other:", *(stage.told() for stage in self.stages)]
        return "\n".join(lines)


def gap_of(bound: float, objective: float) -> float | None:
    """The certified gap of section 5 of the format."""
    if abs(bound) < 1e-6:
        return 0.0 if abs(bound - objective) <= 1e-6 else None
    return max(0.0, bound - objective) / abs(bound)
