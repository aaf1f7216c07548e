"""The lexicographic mode: mandatory places, entitlement, coverage, cost, fairness, one strictly after the other.

It begins with the weighted plan. Each stage bounds its aim and looks for a better plan while no earlier aim may get
worse; what it reaches is pinned for the stages after it. Tiny problems are solved exactly stage by stage.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np

from binacore.planner.bounds import Ascent, Dual, ascend
from binacore.planner.check import PlanRejected, check
from binacore.planner.goals import (
    COST,
    COVERAGE,
    ENTITLEMENT,
    FAIRNESS,
    MANDATORY,
    ONES,
    SIGN,
    WHOLE,
    Blend,
    Reached,
    Weighing,
    first_better,
    keeps,
    measured,
    weighed,
)
from binacore.planner.model import Limits
from binacore.planner.params import SolveParams
from binacore.planner.plan import Plan
from binacore.planner.plans import plan_of
from binacore.planner.polish import polish
from binacore.planner.problem import Floats, Problem
from binacore.planner.result import Result, gap_of
from binacore.planner.search import Candidate
from binacore.planner.split import SplitDual
from binacore.planner.stage import STAGES, Stage
from binacore.planner.stage_bound import StageDual
from binacore.planner.stage_repair import around
from binacore.planner.stage_search import LATER, StageSearch
from binacore.planner.tighten import tighten

PATIENCE = 4
"""Neighbourhoods in a row that may fail before the repair of a count ends."""
EFFORT = (0.25, 0.1, 0.5, 0.35, 0.1)
EFFORT_ANEW = 1.0
"""Shares of the weighted run's search by stage."""
BOOST = 1.5
"""Floors weigh more in the search than in the bound, so that its moves seldom break them."""


class Run(Protocol):
    """Counts steps and asks the stop criterion between them."""

    iteration: int
    reason: str

    def begin(self, stage: str) -> None: ...
    def step(self) -> None: ...
    def stopped(self, objective: float, bound: float) -> bool: ...


@dataclass(slots=True)
class _Found:
    """Where the stages stand: the plan, what it reaches, and the prices the next bound begins with."""

    plan: Plan
    reached: Reached
    prices: Floats | None
    natural: Weighing


def in_stages(
    problem: Problem, limits: Limits, params: SolveParams, run: Run, seed: int, weighted: Result, ascent: Ascent
) -> Result:
    """The lexicographic result after the weighted one, whose certified bound of the objective stays valid."""
    stages = _Stages(problem, limits, params, run, seed, weighted.plan, ascent)
    bounds, trace = [], dict(weighted.trace)
    reasons = [weighted.stop_reason]
    for k, name in enumerate(STAGES):
        run.begin(name)
        run.reason = "finished"
        bounds.append(stages.stage(k))
        reasons.append(run.reason)
        trace |= {f"steps_before_{name}": stages.began, f"{name}_by": stages.solver, f"{name}_stop": run.reason}
    report = check(problem, stages.now.plan)
    if not report.accepted:
        raise PlanRejected("; ".join(f"{v.rule} {v.subject}: {v.message}" for v in report.violations[:5]))
    return replace(
        weighted,
        plan=stages.now.plan,
        objective=report.objective,
        components=report.components,
        gap=gap_of(weighted.bound, report.objective),
        iterations=run.iteration,
        stop_reason=next((reason for reason in reversed(reasons) if reason != "finished"), "finished"),
        mode="lexicographic",
        stages=tuple(Stage.of(*line) for line in zip(STAGES, stages.now.reached, bounds, strict=True)),
        trace=trace | {"weighted_objective": weighted.objective},
    )


class _Stages:
    """The five stages of one run."""

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        params: SolveParams,
        run: Run,
        seed: int,
        plan: Plan,
        ascent: Ascent,
    ) -> None:
        self.problem, self.limits, self.params, self.run, self.seed = problem, limits, params, run, seed
        self.plain = weighed(problem, ONES)
        self.blend = Blend.of(self.plain)
        self.served = self.blend.served()
        self.weighted_plan, self.weighted_prices = plan, ascent.prices
        self.now = _Found(plan, measured(self.plain, plan), None, _natural(problem, self.blend))
        self.pinned: list[float] = []
        self.k, self.began, self.solver, self.most_at_target = 0, 0, "", problem.persons
        self.bound = float("inf")

    def stage(self, k: int) -> float:
        """Improve and bound aim k, then pin what is reached; returns the bound.

        A later stage may come upon more of an earlier aim. That is pinned too: bounds found under looser floors hold.
        """
        self.k, self.began, self.solver = k, self.run.iteration, "counting"
        self.bound = bound = self._counted(k)
        if not self._done(k, bound):
            bound = self._exactly(k, bound) if self.params.exact_nodes else self._searched(k, bound)
        if k == ENTITLEMENT:
            self.most_at_target = int(max(self.now.reached[k], _rounded(k, bound)))
        value = self.now.reached[k]
        before = [*self.pinned, value]
        self.pinned = [SIGN[j] * max(SIGN[j] * old, SIGN[j] * self.now.reached[j]) for j, old in enumerate(before)]
        if k == COST:  # what is spent is all there is from now on
            self.limits = self.limits._replace(total=int(value))
            self.problem = replace(self.problem, header=replace(self.problem.header, budget=int(value)))
        return _rounded(k, bound)

    def _counted(self, k: int) -> float:
        """What no plan can do better than, without any prices."""
        if k == MANDATORY:
            return float(self.blend.owed_places())
        if k == ENTITLEMENT:
            return float(np.count_nonzero(self.blend.reachable()))
        if k == COVERAGE:
            return float(self.blend.potential.sum()) * (1.0 + 1e-9)
        return self.blend.least_short(self.most_at_target) if k == FAIRNESS else 0.0

    def _done(self, k: int, bound: float) -> bool:
        return Stage.of(STAGES[k], self.now.reached[k], _rounded(k, bound)).proven

    def _stopped(self, *_: float) -> bool:
        """Asks the criterion in the unit of the stage's own aim, whatever the search counts in."""
        return self.run.stopped(SIGN[self.k] * self.now.reached[self.k], SIGN[self.k] * self.bound)

    def _passed(self, dual: StageDual, held: float, value: float) -> bool:
        """Before a pass over everybody: the bound so far is noted, the criterion asked, the pass counted."""
        if np.isfinite(value):
            self.bound = _closer(self.k, self.bound, dual.best(value - held))
        if self._stopped():
            return True
        self.run.step()
        return False

    def _accept(self, plan: Plan) -> None:
        """Take a plan that is better by the first aim in which it differs and keeps what is pinned."""
        reached = measured(self.plain, plan)
        if keeps(reached, self.pinned) and first_better(reached, self.now.reached):
            self.now.plan, self.now.reached = plan, reached

    def _exactly(self, k: int, bound: float) -> float:
        # a library of 12 MB that only tiny problems need
        from binacore.planner.stage_exact import solve_stage

        self.solver = "highs"
        found, exact = solve_stage(
            self.plain,
            k,
            self.pinned,
            self.now.plan,
            node_limit=self.params.exact_nodes,
            stopped=self._stopped,
        )
        self.run.step()
        if found is not None:
            self._accept(found)
        return min(bound, exact) if SIGN[k] > 0 else max(bound, exact)

    def _searched(self, k: int, bound: float) -> float:
        self.solver = "decomposition"
        params, natural = self.params, self.now.natural
        dual = StageDual(self.blend, self.limits, k, self.pinned, natural, params.node_limit)
        prices = self._first_prices(k)
        effort = _effort(k, params, anew=k == COVERAGE and self.now.plan is not self.weighted_plan)
        ascent = ascend(dual, effort, partial(self._passed, dual, 0.0), dual.start(prices))
        self.bound = bound = _closer(k, bound, dual.best(ascent.bound))
        self._remember(k, dual, ascent)
        if self._done(k, bound):
            return bound
        if k < COVERAGE and params.neighbourhoods:
            self._repair(k, bound, dual.weighing(ascent.prices))
            if self._done(k, bound):
                return bound
        self._improve(k, dual, ascent, effort)
        if self._done(k, bound) or not params.split_passes:
            return bound
        return _closer(k, bound, self._tightened(k, dual, ascent))

    def _first_prices(self, k: int) -> Floats | None:
        """Prices near those sought: the weighted run's for coverage, the stage's before for what follows."""
        prices = self.now.prices
        if k == COVERAGE:
            prices = self.weighted_prices.copy()
            prices[0] += self.problem.header.weights.cost
        if prices is None:
            return None
        prices = prices.copy()
        if k == COST:
            prices[0] = 0.0  # money is the aim itself now
        if k == FAIRNESS:
            prices[0] = self.now.natural.cost
        return prices

    def _remember(self, k: int, dual: StageDual, ascent: Ascent) -> None:
        """The prices, and from coverage what a million is worth in points: the scale of the cost stage."""
        self.now.prices = ascent.prices[: dual.prices]
        if k == COVERAGE and self.now.prices[0] > 0.0:
            self.now.natural = self.now.natural._replace(cost=float(self.now.prices[0]))

    def _repair(self, k: int, bound: float, found: Weighing) -> None:
        """Exact neighbourhoods around those who miss something, as long as every few of them help."""
        # a library of 12 MB that only this needs
        from binacore.planner.milp import Neighbourhoods

        params, run = self.params, self.run
        hood = Neighbourhoods(weighed(self.problem, _leading(k, found, self.now.natural)))
        rng, failed = np.random.default_rng((self.seed, k)), 0
        while failed < PATIENCE and not self._done(k, bound) and not self._stopped():
            persons = around(self.blend, self.now.plan, k, rng, params.neighbourhood_persons)
            if not len(persons):
                return
            before = self.now.reached[k]
            plan = hood.improve(self.now.plan, persons, node_limit=params.neighbourhood_nodes, gap=1e-5)
            run.step()
            if plan is not None:
                self._accept(plan)
            failed = failed + 1 if self.now.reached[k] == before else 0

    def _improve(self, k: int, dual: StageDual, ascent: Ascent, effort: SolveParams) -> None:
        run, stopped = self.run, self._stopped
        weighing = _leading(k, dual.weighing(ascent.prices), self.now.natural)
        search = StageSearch(
            self.blend,
            self.served,
            self.limits,
            k,
            self.pinned,
            weighing,
            self.now.natural,
            effort,
            self.seed,
        )
        x = self.weighted_prices if k < COVERAGE else ascent.prices[: dual.prices]
        at = Ascent(ascent.bound, x, x, x)
        best = search.at(self.now.plan)
        if k == MANDATORY and self.params.neighbourhoods:
            best = max(best, self._from_owed(search, x), key=_value)
        for _ in search.improve(best, at, stopped):
            run.step()
        best = max(best, search.improved or best, key=_value)
        self._take(search, best)
        for better in search.anneal(best, at, stopped):
            run.step()
            best = max(best, better, key=_value)
        self._take(search, best)
        if effort.neighbourhoods and len(self.blend.model.session_of):
            for better in polish(weighed(self.problem, weighing), search, best, at, stopped):
                run.step()
                best = max(best, better, key=_value)
            self._take(search, best)

    def _from_owed(self, search: StageSearch, x: Floats) -> Candidate:
        """A plan around all that can be owed at once: sometimes a whole batch must be opened for two."""
        from binacore.planner.stage_exact import owed_plan

        self.run.step()
        now = search.at(self.now.plan)
        owed = owed_plan(self.plain, self.params.neighbourhood_nodes, self._stopped)
        if owed is None:
            return now
        return max(search.completed(owed, x), search.merged(owed, self.now.plan, x), key=_value)

    def _take(self, search: StageSearch, best: Candidate) -> None:
        self._accept(plan_of(search.model, best.state))

    def _tightened(self, k: int, dual: StageDual, ascent: Ascent) -> float:
        """The split bound at the multipliers of the plain one."""
        params = self.params
        weighing, held = dual.weighing(ascent.prices), dual.held(ascent.prices)
        model = self.blend.at(weighing)
        split = SplitDual(model, self.limits, params.node_limit)
        plain = Dual(model, self.limits, params.node_limit)
        target = sum(
            SIGN[j] * weighing[j] * self.now.reached[j] * (1e-6 if j == COST else 1.0) for j in range(len(SIGN))
        )
        x = ascent.prices[: dual.prices]
        begun = Ascent(ascent.bound + held, x, x, ascent.use[: dual.prices])
        passes = params.split_passes if k in (COVERAGE, COST) else params.split_passes // 4
        total = tighten(split, plain, begun, target, passes, partial(self._passed, dual, held))
        return dual.best(total - held + 1e-9 * abs(held))


def _value(candidate: Candidate) -> float:
    return candidate.value


def _natural(problem: Problem, blend: Blend) -> Weighing:
    """The problem's own weights, in points of coverage; where one is 0, something of a sensible size."""
    own, typical = problem.header.weights, blend.typical()
    cost = own.cost + 0.1 * typical
    return Weighing(
        own.mandatory or 10 * typical, own.entitlement or 3 * typical, 1.0, cost, own.fairness or 2 * typical
    )


def _leading(k: int, found: Weighing, natural: Weighing) -> Weighing:
    """The weights that lead the moves: floors a little above what they cost, later aims next to nothing."""
    weights = []
    for j in range(len(SIGN)):
        if j < k:
            weights.append(BOOST * max(found[j], 0.5 * natural[j]) if j != COVERAGE else 1.1 * max(found[j], 0.1))
        elif j == k:
            weights.append(natural[j] * (10.0 if k < COVERAGE else 1.0))
        else:
            weights.append(natural[j] * (1.0 if k < COVERAGE else LATER))
    if k > COST:
        weights[COST] = 0.0
    return Weighing(*weights)


def _effort(k: int, params: SolveParams, *, anew: bool) -> SolveParams:
    """A part of the weighted run's effort: most for coverage, and more of it when the counts asked for another plan
    than the weighted one. All five together take about as long as twice that run."""
    share = EFFORT_ANEW if anew else EFFORT[k]
    return replace(
        params,
        sample_passes=0 if k > COVERAGE else params.sample_passes // 2,
        dual_passes=-(-params.dual_passes // 2),
        first_step=params.first_step if k < COVERAGE else max(params.last_step, 0.2 * params.first_step),
        improvements=int(share * params.improvements),
        anneal_steps=int(share * params.anneal_steps),
        neighbourhoods=int(share * params.neighbourhoods),
    )


def _closer(k: int, one: float, other: float) -> float:
    return min(one, other) if SIGN[k] > 0 else max(one, other)


def _rounded(k: int, bound: float) -> float:
    """Counts and rupiah are whole."""
    if k not in WHOLE:
        return bound
    return float(np.floor(bound)) if SIGN[k] > 0 else float(np.ceil(bound))
