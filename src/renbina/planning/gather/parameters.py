"""How much each aim of a plan weighs, and how facts become numbers of the problem: the one place where this is said.

Regulation values and agency decisions (20 JP, 24 JP, the worth of being named) are not here: they come from the
rulebook. These are choices stored with every run. Order of aims: a mandatory place comes before a person who reaches
the yearly hours (8), which comes before one level step of an ordinary competency (1.0 times its priority); a million
rupiah costs 0.05. A mandatory place is worth 1,000, more than two full classes of people who reach their hours: the
money of one seat in the dearest leadership training holds two such classes, and no class for many may crowd out what
somebody must attend.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from math import ceil
from typing import Any

from binacore.planner.params import SolveParams


@dataclass(frozen=True, slots=True)
class PlanningParameters:
    """Weights in value points; everything that changes the answer, in JSON-ready form by `as_record`.

    step_weights: worth of the 1st..5th closed step of one gap, never rising.
    fairness_share: share of every group that should reach the target; `fairness` points are lost a person short.
    fairness_smallest: a group with fewer entitled people is not judged by shares: one person would decide it.
    max_programmes: most programmes of one person in the year.
    usual_hours_max: a programme longer than this (JP) is only for people named for it.
    candidates_max: most programmes weighed for one person, besides those the person is named for and their
        prerequisites; the best by worth alone are kept. 0: all of them, as an agency should have it.
    months_before_leaving: nobody is sent to a class that ends less than this before leaving, unless named for it.
    long_hours: from how many JP a programme is long: months_before_retiring holds for it too.
    months_before_retiring: nobody is sent to a long programme that ends less than this before retirement, unless named
        for it: the agency would pay for a skill that leaves with the person.
    years_before_repeating: who attended a programme in so many years before is not sent to it again, unless named for
        it. 0: may repeat everything. What people choose the contents of themselves is never a repetition.
    months_at_work_min: who is at work for fewer months of the year (leave) is not owed the yearly hours.
    days_a_month: calendar days after which a class reaches into the next month.
    short_loads: (most days, weight in the absence of the unit) for classes shorter than a working week turn.
    search: settings of the planner (`SolveParams`); empty: it chooses them by the size of the problem.
    """

    step_weights: tuple[float, ...] = (1.0, 0.8, 0.6, 0.45, 0.35)
    mandatory: float = 1000.0
    entitlement: float = 8.0
    cost: float = 0.05
    fairness: float = 4.0
    fairness_share: float = 0.7
    fairness_smallest: int = 5
    max_programmes: int = 4
    usual_hours_max: float = 160.0
    candidates_max: int = 0
    months_before_leaving: int = 3
    long_hours: float = 32.0
    months_before_retiring: int = 12
    years_before_repeating: int = 2
    months_at_work_min: int = 6
    days_a_month: int = 30
    short_loads: tuple[tuple[float, float], ...] = ((0.5, 0.1), (1.0, 0.5))
    search: Mapping[str, Any] = field(default_factory=dict)

    def solve_params(self) -> SolveParams | None:
        """The planner's settings, None: it chooses them by size. Raises ValueError naming what is wrong."""
        return SolveParams.from_record(self.search) if self.search else None

    def periods_of(self, days: float) -> int:
        """Months that a class of so many days occupies."""
        return max(1, ceil(days / self.days_a_month))

    def load_of(self, days: float) -> float:
        """Weight of one participant in the absence of the unit."""
        return next((load for most, load in self.short_loads if days <= most), 1.0)

    def as_record(self) -> dict[str, Any]:
        record = asdict(self)
        lists = {"step_weights": list(self.step_weights), "short_loads": [list(pair) for pair in self.short_loads]}
        params = self.solve_params()
        return record | lists | {"search": params.as_record() if params else {}}

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
        if "short_loads" in values:
            values["short_loads"] = tuple((float(most), float(load)) for most, load in values["short_loads"])
        return cls(**values)
