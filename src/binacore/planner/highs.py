"""HiGHS behind one function: one thread, a fixed seed, limits by counts, bounds that stay valid when it is stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import highspy
import numpy as np

from binacore.planner.milp_model import Rows
from binacore.planner.problem import Bools, Floats, Ints
from binacore.planner.sums import dot

Setting = bool | int | float | str
Stop = Callable[[], bool]
LARGEST_WORTH = 1e5
"""Objective coefficients are brought below this by a power of two."""

SUB_PROGRAMS = (
    "mip_heuristic_run_rens",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_root_reduced_cost",
    "mip_allow_restart",
)
"""Off: what presolves a smaller program again inside the search (heuristics, restarts at the root) can end the process
with a damaged heap (seen with HiGHS 1.12 and 1.15 on one in three of our models; reported by others). The planner
brings neighbourhoods of its own."""


class Program(Protocol):
    """What is maximised: columns between `low` and `high`, `whole` ones in whole numbers, under `rows`."""

    @property
    def objective(self) -> Floats: ...
    @property
    def low(self) -> Floats | Ints: ...
    @property
    def high(self) -> Floats | Ints: ...
    @property
    def whole(self) -> Bools: ...
    @property
    def rows(self) -> Rows: ...


@dataclass(frozen=True, slots=True)
class Effort:
    """Limits of one search by counts; None = no limit.

    `checks` counts how often the solver asks whether to go on: the only measure that also ends a long root node.
    `options` are further HiGHS options, which win.
    """

    nodes: int | None = None
    checks: int | None = None
    gap: float = 0.0
    stop: Stop | None = None
    options: Mapping[str, Setting] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Values of the columns (None when nothing was found), an upper bound of the objective, nodes of the search."""

    values: Floats | None
    bound: float
    nodes: int


def maximise(matrix: Program, start: Floats, effort: Effort, *, strict: bool = False) -> Answer:
    """Maximise the matrix, beginning with `start`; `strict` with a thousandth of the usual tolerances."""
    high, low = matrix.high.astype(np.float64), matrix.low.astype(np.float64)
    plain = dot(np.maximum(0.0, matrix.objective), high) + dot(np.minimum(0.0, matrix.objective), low)
    if not len(matrix.objective):
        return Answer(np.zeros(0), 0.0, 0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    scale = _scale(matrix.objective)
    _set_options(solver, effort, strict)
    _pass(solver, matrix, scale, matrix.whole)
    solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    _watch(solver, effort)
    solver.run()
    info = solver.getInfo()
    status = solver.getModelStatus()
    wrong = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kSolveError)
    bound = float(info.mip_dual_bound) / scale
    nodes = max(0, int(info.mip_node_count))
    if status in wrong or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, min(plain, bound) if status not in wrong else plain, nodes)
    return Answer(np.asarray(solver.getSolution().col_value), min(plain, bound), nodes)


class Relaxation:
    """The program with fractions allowed, solved again and again from where it stood, within other limits.

    Raises nothing when the limits leave no answer: `solved` says None.
    """

    def __init__(self, matrix: Program, stop: Stop) -> None:
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
        self._scale = _scale(matrix.objective)
        begun: dict[str, Setting] = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
        for name, value in begun.items():
            self._solver.setOptionValue(name, value)
        self._solver.setOptionValue("solver", "ipm")  # with crossover: ends in a basis, like the simplex method
        _pass(self._solver, matrix, self._scale, np.zeros(len(matrix.objective), np.bool_))

        def ask(event: Any) -> None:
            if stop():
                event.interrupt()

        self._solver.cbSimplexInterrupt += ask
        self._solver.cbIpmInterrupt += ask

    def within(self, columns: Ints, low: Floats, high: Floats) -> None:
        """From now on these columns lie between `low` and `high`."""
        self._solver.changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def solved(self) -> tuple[float, Floats] | None:
        """(value, columns); None when there is no answer, or none was waited for."""
        self._solver.run()
        ended = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        self._solver.setOptionValue("solver", "simplex")
        self._solver.setOptionValue("presolve", "off")  # it would throw the basis away
        if not ended:
            return None
        value = float(self._solver.getInfo().objective_function_value) / self._scale
        return value, np.asarray(self._solver.getSolution().col_value)


def _scale(objective: Floats) -> float:
    largest = float(np.abs(objective).max())
    if largest == 0.0 or 1e-2 <= largest <= LARGEST_WORTH:
        return 1.0
    aim = LARGEST_WORTH if largest > LARGEST_WORTH else 1.0
    return float(2.0 ** np.floor(np.log2(aim / largest)))


def _set_options(solver: highspy.Highs, effort: Effort, strict: bool) -> None:
    wanted: dict[str, Setting] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "mip_rel_gap": effort.gap,
        "mip_abs_gap": 1e-7,
        **dict.fromkeys(SUB_PROGRAMS, False),
    }
    if strict:
        wanted |= {"mip_feasibility_tolerance": 1e-9, "primal_feasibility_tolerance": 1e-9}
    if effort.nodes is not None:
        wanted["mip_max_nodes"] = effort.nodes
    for name, value in {**wanted, **(effort.options or {})}.items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS knows no option {name} = {value!r}")


def _pass(solver: highspy.Highs, matrix: Program, scale: float, whole: Bools) -> None:
    starts, columns, values = matrix.rows.matrix()
    lower, upper = np.concatenate(matrix.rows.lower), np.concatenate(matrix.rows.upper)
    solver.passModel(
        len(matrix.objective),
        len(lower),
        len(values),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        matrix.objective * scale,
        matrix.low.astype(np.float64),
        matrix.high.astype(np.float64),
        lower,
        upper,
        starts.astype(np.int32),
        columns.astype(np.int32),
        values,
        whole.astype(np.int32),
    )


def _watch(solver: highspy.Highs, effort: Effort) -> None:
    if effort.stop is None and effort.checks is None:
        return
    stop, most = effort.stop, effort.checks
    asked = 0

    def ask(event: Any) -> None:
        nonlocal asked
        asked += 1
        if (most is not None and asked > most) or (stop is not None and stop()):
            event.interrupt()

    solver.cbMipInterrupt += ask
    solver.cbSimplexInterrupt += ask
