"""How much each aim of a plan weighs, and how far the gathering goes: the one place where this is said.

Regulation values (20 JP, 24 JP) are not here: they come from the rulebook. These are choices of the agency, stored with
every run. Order of aims: a mandatory place (100, as much as twelve people reaching their hours, so that no class for
many crowds out what somebody must attend) comes before a person who reaches the yearly hours (8), which comes before
one level step of an ordinary competency (1.0 times its priority); a million rupiah costs 0.05.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from binacore.planner.params import SolveParams


@dataclass(frozen=True, slots=True)
class PlanningParameters:
    """Weights in value points; everything that changes the answer, in JSON-ready form by `as_record`.

    step_weights: worth of the 1st..5th closed step of one gap, never rising.
    fairness_share: share of every unit that should reach the target; `fairness` points are lost a person short.
    max_programmes: most programmes of one person in the year.
    usual_hours_max: a programme longer than this (JP) is only for people named for it.
    candidates_max: most programmes weighed for one person, besides those the person is named for and their
        prerequisites; the best by worth alone are kept. It keeps the problem small; a plan cannot use what is cut.
    months_before_leaving: nobody is sent to a class that starts less than this before retirement.
    search: settings of the planner (`SolveParams`).
    """

    step_weights: tuple[float, ...] = (1.0, 0.8, 0.6, 0.45, 0.35)
    mandatory: float = 100.0
    entitlement: float = 8.0
    cost: float = 0.05
    fairness: float = 4.0
    fairness_share: float = 0.7
    max_programmes: int = 4
    usual_hours_max: float = 160.0
    candidates_max: int = 25
    months_before_leaving: int = 3
    search: Mapping[str, Any] = field(default_factory=dict)

    def solve_params(self) -> SolveParams:
        """The planner's settings. Raises ValueError naming what is wrong."""
        return SolveParams.from_record(self.search)

    def as_record(self) -> dict[str, Any]:
        record = asdict(self)
        return record | {"step_weights": list(self.step_weights), "search": self.solve_params().as_record()}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "PlanningParameters":
        """Raises ValueError for a name that does not exist."""
        known = {each.name for each in fields(cls)}
        unknown = sorted(set(record) - known)
        if unknown:
            raise ValueError(f"unknown planning parameters {unknown}; known are {sorted(known)}")
        values = dict(record)
        if "step_weights" in values:
            values["step_weights"] = tuple(float(step) for step in values["step_weights"])
        return cls(**values)
