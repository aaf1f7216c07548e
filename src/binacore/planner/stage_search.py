"""The search inside one stage: the moves of the weighted search, judged by one aim after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from binacore.planner import moves
from binacore.planner.bounds import Dual
from binacore.planner.goals import COST, COVERAGE, FAIRNESS, SIGN, Blend, Reached, Weighing, floor_of
from binacore.planner.model import Ints, Limits
from binacore.planner.params import SolveParams
from binacore.planner.plan import Plan
from binacore.planner.plans import state_of
from binacore.planner.problem import Floats
from binacore.planner.search import SHARES, Candidate, Search

BROKEN = 1e9
"""What a plan loses that breaks a floor: more than any plan is worth."""
DOMINANT = 1e3
"""A mandatory place or a person at target against the points of all later aims."""
LATER = 1e-3
"""Weight of later aims where the stage's own is counted in points: they only decide between equals."""


class StageSearch(Search):
    """A `Search` whose plans are worth minus `BROKEN` and more when an earlier aim gets worse than pinned.

    `weighing` leads the moves; `natural` are the weights by which aims are put on one scale.
    """

    def __init__(
        self,
        blend: Blend,
        served: Ints,
        limits: Limits,
        k: int,
        pinned: Sequence[float],
        weighing: Weighing,
        natural: Weighing,
        params: SolveParams,
        seed: int,
    ) -> None:
        model = blend.at(weighing)
        super().__init__(model, limits, Dual(model, limits, params.node_limit), params, seed)
        self.k, self.weighing, self.served = k, weighing, served
        self.steps = blend.steps
        self.floors = [floor_of(j, value) for j, value in enumerate(pinned[:k])]
        self.terms = _terms(k, natural)

    def reached(self, state: moves.State) -> Reached:
        """What a plan reaches of every aim; coverage 0 where the model has no weight for it."""
        model = self.model
        mandatory = 0
        if len(model.programme):
            seated = state.seats >= 0
            programme = model.programme[np.where(seated, state.seats, 0)]
            mandatory = int((self.served[np.arange(len(seated))[:, None], programme] * seated).sum())
        points = float(state.worth.sum()) - self.weighing.mandatory * mandatory
        coverage = points / self.weighing.coverage if self.weighing.coverage else 0.0
        short = float(np.maximum(0.0, model.unit_quota - state.at_target).sum())
        spent = int(self.limits.total) - int(state.room.total[0])
        return Reached(mandatory, int(state.at_target.sum()), coverage, spent, short)

    def value(self, state: moves.State) -> float:
        reached = self.reached(state)
        missing = 0.0
        for j, floor in enumerate(self.floors):
            missing += max(0.0, floor - SIGN[j] * reached[j]) * (1e-6 if j == COST else 1.0)
        worth = sum(
            SIGN[j] * self.terms[j] * (reached[j] / 1e6 if j == COST else reached[j]) for j in range(self.k, len(SIGN))
        )
        return worth - BROKEN * (1.0 + missing) if missing > 0.0 else worth

    def at(self, plan: Plan) -> Candidate:
        """A plan of an earlier stage in this one's arrays."""
        state = state_of(self.model, self.limits, plan, self.work)
        return Candidate(state, self.value(state))

    def completed(self, plan: Plan, x: Floats) -> Candidate:
        """A plan of little more than what is owed, with everybody else planned around it at the prices x."""
        state = self.at(plan).state
        order, guide = self.rng.permutation(len(self.model.unit)), self.guide(x, 1.0)
        self.replan(state, order, guide, live=False, strict=False, keep=True)
        self._fix(state, guide, 1.0, SHARES[0])
        self._polish(state, x)
        return Candidate(state, self.value(state))

    def merged(self, owed: Plan, base: Plan, x: Floats) -> Candidate:
        """What is owed, then all of another plan that still fits, its sessions of most net worth a seat first."""
        model, state, guide = self.model, self.at(owed).state, self.guide(x, 1.0)
        worth = np.bincount(base.sessions, weights=self._worth_alone(base), minlength=len(model.programme))
        seats = np.bincount(base.sessions, minlength=len(model.programme))
        net = worth / np.maximum(1, seats) - guide.seat
        old = self.work.ints[14]
        for at in np.lexsort((base.persons, base.sessions, -net[base.sessions])).tolist():
            i, s = int(base.persons[at]), int(base.sessions[at])
            if moves.fits(model, state, i, s):
                count = moves.unseat(model, state, i, old)
                old[count] = s
                moves.seat(model, state, i, old, count + 1, self.work)
        self._fix(state, guide, 1.0, SHARES[0])
        self._polish(state, x)
        return Candidate(state, self.value(state))

    def _worth_alone(self, plan: Plan) -> Floats:
        """Of each assignment the worth of its programme alone."""
        model = self.model
        owner = np.repeat(np.arange(len(model.unit)), np.diff(model.cand_ptr))
        wide = len(model.hours) + 1
        keys = owner * wide + model.cand_programme
        order = np.argsort(keys, kind="stable")
        wanted = plan.persons.astype(np.int64) * wide + model.programme[plan.sessions]
        return np.asarray(model.cand_value[order[np.searchsorted(keys[order], wanted)]])


def _terms(k: int, natural: Weighing) -> list[float]:
    """By how much each aim from k on counts in the value of a plan."""
    own = DOMINANT if k < COVERAGE else 1.0
    later = 1.0 if k < COVERAGE else LATER
    return [natural[j] * (own if j == k else later) if j >= k else 0.0 for j in range(FAIRNESS + 1)]
