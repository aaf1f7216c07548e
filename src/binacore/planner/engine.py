"""What stands behind the door: baselines, bound, construction, improvement, independent check."""

from __future__ import annotations

from binacore.planner import baselines
from binacore.planner.bounds import Ascent, Dual, ascend
from binacore.planner.canonical import digest_of
from binacore.planner.check import PlanRejected, check
from binacore.planner.model import Model, limits_of, model_of
from binacore.planner.moves import State
from binacore.planner.params import SolveParams
from binacore.planner.plan import Plan
from binacore.planner.plans import plan_of
from binacore.planner.prices import organiser_price
from binacore.planner.problem import Problem
from binacore.planner.progress import NoProgress
from binacore.planner.result import Components, Prices, Result, gap_of
from binacore.planner.search import Candidate, Search
from binacore.planner.stop import NeverStop, Status, Stop


class _Run:
    """Counts steps and asks the stop criterion between them."""

    def __init__(self, stop: Stop, progress: NoProgress, steps: int) -> None:
        self.stop, self.progress, self.steps = stop, progress, max(1, steps)
        self.iteration, self.bound, self.reason, self.stage = 0, float("inf"), "finished", ""

    def begin(self, stage: str) -> None:
        self.stage = stage
        self.progress.stage(stage)

    def step(self) -> None:
        self.iteration += 1
        self.progress.advance(min(1.0, self.iteration / self.steps), self.stage)

    def stopped(self, objective: float, bound: float) -> bool:
        if self.stop(Status(self.iteration, objective, bound)):
            self.reason = self.stop.reason
            return True
        return False


def run_all(
    problem: Problem, params: SolveParams | None, stop: Stop | None, seed: int, progress: NoProgress | None
) -> Result:
    """See `solve`, which is the door."""
    params = params or SolveParams()
    steps = params.sample_passes + params.dual_passes + params.rounds + params.improvements
    run = _Run(stop or NeverStop(), progress or NoProgress(), steps)
    model, limits = model_of(problem), limits_of(problem)
    run.begin("baselines")
    simple = {name: baselines.baseline(model, limits, name, seed) for name in baselines.NAMES}
    run.begin("bound")
    dual = Dual(model, limits, params.node_limit)
    ascent = _bound(run, dual, params)
    search = Search(model, limits, dual, params, seed)
    plans = [
        Candidate(state, search.value(state)) for state in (search.empty(), *simple.values())
    ]
    best = _search(run, search, ascent, max(plans, key=lambda plan: plan.value))
    run.begin("check")
    values = {name: _checked(problem, model, state)[1].objective for name, state in simple.items()}
    plan, components = _checked(problem, model, best.state)
    return Result(
        plan=plan,
        person_ids=problem.person_ids,
        session_ids=problem.session_ids,
        objective=components.objective,
        components=components,
        bound=ascent.bound,
        gap=gap_of(ascent.bound, components.objective),
        iterations=run.iteration,
        seed=seed,
        prices=_prices(problem, dual, ascent),
        params=params,
        problem_sha256=digest_of(problem),
        stop_reason=run.reason,
        baselines=values,
        solver="decomposition",
    )


def _bound(run: _Run, dual: Dual, params: SolveParams) -> Ascent:
    def stopped(bound: float) -> bool:
        if run.stopped(float("-inf"), bound):
            return True
        run.step()
        return False

    return ascend(dual, params, stopped)


def _search(run: _Run, search: Search, ascent: Ascent, best: Candidate) -> Candidate:
    run.begin("construction")
    rounds = search.construct(ascent)
    while not run.stopped(best.value, ascent.bound):
        plan = next(rounds, None)
        if plan is None:
            break
        run.step()
        best = max(best, plan, key=lambda candidate: candidate.value)
    run.begin("improvement")
    for better in search.improve(best, ascent, lambda value: run.stopped(value, ascent.bound)):
        run.step()
        best = better
    return best


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
