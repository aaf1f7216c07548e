"""What stands behind the door: baselines, bound, construction, improvement, independent check."""

from __future__ import annotations

from functools import partial

import numpy as np

from binacore.planner import baselines
from binacore.planner.bounds import Ascent, Dual, ascend
from binacore.planner.canonical import digest_of
from binacore.planner.check import PlanRejected, check
from binacore.planner.model import Limits, Model, limits_of, model_of
from binacore.planner.moves import State
from binacore.planner.params import SolveParams
from binacore.planner.plan import Plan
from binacore.planner.plans import plan_of, state_of
from binacore.planner.polish import polish
from binacore.planner.prices import organiser_price
from binacore.planner.problem import Problem
from binacore.planner.progress import NoProgress
from binacore.planner.result import Components, Prices, Result, gap_of
from binacore.planner.search import Candidate, Search
from binacore.planner.split import SplitDual
from binacore.planner.stages import in_stages
from binacore.planner.stop import NeverStop, Status, Stop
from binacore.planner.tighten import Tightening

MANY = 100_000
"""Persons from which on even reading a plan over again takes minutes."""

DIVES = 64
"""About how many times its passes a dive takes, for the progress."""


class _Run:
    """Counts steps, tells the listener, and asks the stop criterion between them."""

    def __init__(self, stop: Stop | None, progress: NoProgress | None, params: SolveParams) -> None:
        self.stop, self.progress = stop or NeverStop(), progress or NoProgress()
        steps = params.sample_passes + params.dual_passes + params.rounds + params.improvements
        steps += params.anneal_steps + params.neighbourhoods + params.split_passes + DIVES * params.dive_passes
        self.steps = max(1, steps * (3 if params.mode == "lexicographic" else 1))
        self.iteration, self.reason, self.stage = 0, "finished", ""
        self.trace: dict[str, object] = {}

    def begin(self, stage: str) -> None:
        self.stage = stage
        self.trace[f"steps_before_{stage}"] = self.iteration
        self.progress.stage(stage)

    def step(self) -> None:
        self.iteration += 1
        self.progress.advance(min(1.0, self.iteration / self.steps), self.stage)

    def stopped(self, objective: float, bound: float) -> bool:
        if self.stop(Status(self.iteration, objective, bound)):
            self.reason = self.stop.reason
            return True
        return False

    def passed(self, objective: float, bound: float) -> bool:
        """Asks, and counts the pass that follows."""
        if self.stopped(objective, bound):
            return True
        self.step()
        return False


def run_all(
    problem: Problem,
    params: SolveParams | None,
    stop: Stop | None,
    seed: int,
    progress: NoProgress | None,
    mode: str = "weighted",
) -> Result:
    """See `solve`, which is the door."""
    model, limits = model_of(problem), limits_of(problem)
    options = int(np.diff(model.session_ptr)[model.cand_programme].sum())
    params = params or SolveParams.suited(problem.persons, options, mode)
    run = _Run(stop, progress, params)
    solver = _Solver(problem, model, limits, params, run, seed)
    result = solver.result()
    if params.mode == "lexicographic" and solver.ascent is not None:
        return in_stages(problem, limits, params, run, seed, result, solver.ascent)
    return result


class _Solver:
    """One run: each stage leaves a better plan or a tighter bound behind."""

    def __init__(
        self, problem: Problem, model: Model, limits: Limits, params: SolveParams, run: _Run, seed: int
    ) -> None:
        self.problem, self.model, self.limits = problem, model, limits
        self.params, self.run, self.seed = params, run, seed
        self.bound = float("inf")
        self.trace: dict[str, object] = {}
        self.solver = "decomposition"
        self.ascent: Ascent | None = None

    def result(self) -> Result:
        run, params = self.run, self.params
        run.begin("baselines")
        simple = baselines.simple_plans(self.model, self.limits, self.seed)
        run.begin("bound")
        dual = Dual(self.model, self.limits, params.node_limit)
        ascent = ascend(dual, params, lambda bound: run.passed(float("-inf"), bound))
        self.ascent, self.bound = ascent, ascent.bound
        search = Search(self.model, self.limits, dual, params, self.seed)
        plans = [Candidate(state, search.value(state)) for state in (search.empty(), *simple.values())]
        best = self._found(search, ascent, max(plans, key=lambda plan: plan.value))
        best = self._proved(search, best)
        run.begin("check")
        values = {name: self._value(search, state) for name, state in simple.items()}
        plan, components = _checked(self.problem, self.model, best.state)
        manual = max(values, key=lambda name: values[name])
        return Result(
            plan=plan,
            person_ids=self.problem.person_ids,
            session_ids=self.problem.session_ids,
            objective=components.objective,
            components=components,
            bound=self.bound,
            gap=gap_of(self.bound, components.objective),
            iterations=run.iteration,
            seed=self.seed,
            prices=_prices(self.problem, dual, ascent),
            params=params,
            problem_sha256=_digest(self.problem),
            stop_reason=run.reason,
            baselines=values,
            manual=(manual, plan_of(self.model, simple[manual])),
            solver=self.solver,
            mode=params.mode,
            trace=run.trace | self.trace | {"plain_bound": ascent.bound},
        )

    def _found(self, search: Search, ascent: Ascent, best: Candidate) -> Candidate:
        """Constructions, improvement, neighbourhoods: the best plan."""
        run = self.run
        run.begin("construction")
        rounds = search.construct(ascent)
        while not run.stopped(best.value, self.bound):
            plan = next(rounds, None)
            if plan is None:
                break
            run.step()
            best = max(best, plan, key=lambda candidate: candidate.value)
        self.trace["constructed"] = best.value
        run.begin("improvement")
        for _ in search.improve(best, ascent, lambda value: run.stopped(value, self.bound)):
            run.step()
        best = max(best, search.improved or best, key=lambda candidate: candidate.value)
        self.trace["improved"] = best.value
        run.begin("exchange")
        for better in search.anneal(best, ascent, lambda value: run.stopped(value, self.bound)):
            run.step()
            best = better
        self.trace["exchanged"] = best.value
        best = self._with_whole_batches(search, ascent, best)
        if self.params.neighbourhoods and len(self.model.session_of):
            run.begin("neighbourhoods")
            for better in polish(self.problem, search, best, ascent, lambda value: run.stopped(value, self.bound)):
                run.step()
                best = better
            self.trace["polished"] = best.value
        return best

    def _with_whole_batches(self, search: Search, ascent: Ascent, best: Candidate) -> Candidate:
        """A tighter bound where whole batches make the plain one loose, and the plan its optimum leads to."""
        run, params = self.run, self.params
        if not params.split_passes or self._is_proved(best) or not len(self.model.session_of):
            return best
        run.begin("tightening")
        tightening = Tightening(SplitDual(self.model, self.limits, params.node_limit), search.dual)
        passed = partial(run.passed, best.value)
        at = tightening.from_here(tightening.start(ascent), best.value, params.split_passes, passed)
        self.bound = min(self.bound, at.bound, tightening.split.value(at.x, at.option, 0).bound)
        if params.dive_passes and not self._is_proved(best) and not run.stopped(best.value, self.bound):
            # a library of 12 MB that only small problems and neighbourhoods need
            from binacore.planner.core import core_candidate

            run.begin("core")
            stopped = partial(run.stopped, best.value, self.bound)
            best = core_candidate(self.problem, search, tightening, at, best, passed, stopped)
            self.trace["core"] = best.value
        return best

    def _is_proved(self, best: Candidate) -> bool:
        return best.value >= self.bound - 1e-7 * max(1.0, abs(self.bound))

    def _proved(self, search: Search, best: Candidate) -> Candidate:
        """Tiny problems to the optimum."""
        if not self.params.exact_nodes or self._is_proved(best) or self.run.stopped(best.value, self.bound):
            return best
        self.run.begin("exact")
        return self._exact(search, best)

    def _exact(self, search: Search, best: Candidate) -> Candidate:
        # a library of 12 MB that only small problems and neighbourhoods need
        from binacore.planner.milp import solve_exact

        run = self.run
        found = solve_exact(
            self.problem,
            node_limit=self.params.exact_nodes,
            start=plan_of(self.model, best.state),
            stop_callback=lambda: run.stopped(best.value, self.bound),
        )
        self.solver = "highs"
        self.trace["exact_nodes"] = found.nodes
        self.bound = min(self.bound, found.bound)
        if found.plan is None or found.objective <= best.value:
            return best
        state = state_of(self.model, self.limits, found.plan, search.work)
        return Candidate(state, search.value(state))

    def _value(self, search: Search, state: State) -> float:
        """Of a simple plan: by the independent check, where that costs less than the whole search."""
        if self.problem.persons > MANY:
            return search.value(state)
        return _checked(self.problem, self.model, state)[1].objective


def _digest(problem: Problem) -> str:
    """Of the folder it came from; a very large problem made in memory gets its digest when it is written."""
    if problem.persons > MANY and not problem.folder_sha256:
        return ""
    return digest_of(problem)


def _checked(problem: Problem, model: Model, state: State) -> tuple[Plan, Components]:
    plan = plan_of(model, state)
    report = check(problem, plan)
    if not report.accepted:
        raise PlanRejected("; ".join(f"{v.rule} {v.subject}: {v.message}" for v in report.violations[:5]))
    return plan, report.components


def _prices(problem: Problem, dual: Dual, ascent: Ascent) -> Prices:
    at = dual.vector.parts(ascent.prices)
    batches = organiser_price(dual.model, at)
    arrays = [array.copy() for array in (at.funds, at.units, at.absence[:, 1:], at.fairness, at.seats, batches)]
    for array in arrays:
        array.setflags(write=False)
    return Prices(
        budget=at.total,
        fund_ids=problem.fund_ids,
        funds=arrays[0],
        unit_ids=problem.unit_ids,
        units=arrays[1],
        absence=arrays[2],
        fairness=arrays[3],
        session_ids=problem.session_ids,
        sessions=arrays[4],
        batches=arrays[5],
    )
