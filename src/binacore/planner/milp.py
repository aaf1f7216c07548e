"""The whole problem, or the part of a few persons, as one mixed integer program solved by HiGHS.

Everything is deterministic: one thread, a fixed seed, limits by counts. The only clock is the caller's: `stop_callback`
is asked now and then and ends the search when it says True. No plan leaves this module before its money, seats, hours
and absence were added up again in whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from binacore.planner.check import check
from binacore.planner.highs import Answer, Effort, Setting, Stop, maximise
from binacore.planner.milp_facts import TOLERANCE, Facts, Room, find
from binacore.planner.milp_model import Matrix, options_of
from binacore.planner.milp_rows import build
from binacore.planner.plan import Plan
from binacore.planner.problem import Bools, Floats, Ints, Problem
from binacore.planner.sums import dot

PADDING = 1e-7
"""Relative padding of a bound against the tolerances of the solver; a tenth of what the format allows."""
ATTEMPTS = 8
"""How often a plan that overspends within the solver's tolerance is sent back."""
BETTER = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """The best plan found (None when stopped before the first), its value, a valid upper bound, and the nodes used.

    `objective` is minus infinity without a plan. `optimal`: objective and bound agree within the asked gap.
    """

    plan: Plan | None
    objective: float
    bound: float
    optimal: bool
    nodes: int


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """The model of some free persons around a feasible plan, and the way from columns to plans and back."""

    facts: Facts
    matrix: Matrix
    room: Room
    other_person: Ints
    other_session: Ints
    rest: Ints  # batches of the sessions that have no column
    locked: Bools  # sessions with a column whose batches must stay
    batches: Ints  # of the plan around which the task was made
    worth: float
    offset: float

    def start(self, person: Ints, session: Ints) -> Floats:
        """Columns of the plan in which the free persons attend these sessions (local person, session)."""
        m, facts = self.matrix, self.facts
        options = m.options
        width = max(1, facts.sessions)
        keys = options.person * width + options.session
        order = np.argsort(keys, kind="stable")
        x = np.zeros(options.count)
        x[order[find(keys[order], person * width + session)]] = 1.0
        rows, steps = facts.steps(options.persons, person, session)
        closed = steps[find(rows, m.steps[0])]
        z = np.arange(m.steps[1].sum()) - np.repeat(np.cumsum(m.steps[1]) - m.steps[1], m.steps[1])
        hours = np.bincount(person, weights=facts.hours[session], minlength=len(options.persons))
        q = (hours >= facts.to_go[options.persons])[m.aims]
        unit = facts.problem.person_unit[options.persons[m.aims[q]]]
        reached = np.bincount(unit, minlength=len(facts.quota))[m.units]
        y = self.batches_of(session)[m.sessions]
        return np.concatenate([x, z < np.repeat(closed, m.steps[1]), q, y, np.maximum(0.0, m.missing - reached)])

    def batches_of(self, session: Ints) -> Ints:
        """Just enough batches when the free persons sit in these sessions; locked ones stay."""
        present = self.room.present + np.bincount(session, minlength=self.facts.sessions)
        needed = np.where(self.locked, self.batches, -(-present // self.facts.capacity))
        return np.where(self.matrix.options.demand > 0, needed, self.rest)

    def plan_of(self, chosen: Ints) -> Plan:
        """Everybody's plan when the free persons take these options."""
        options = self.matrix.options
        person = np.concatenate([self.other_person, options.persons[options.person[chosen]]])
        session = np.concatenate([self.other_session, options.session[chosen]])
        return Plan.of(person, session, self.batches_of(options.session[chosen]))

    def worth_of(self, plan: Plan) -> float:
        """The part of the objective that the free persons and the batches decide."""
        mine = np.isin(plan.persons, self.matrix.options.persons)
        person, session = plan.persons[mine].astype(np.int64), plan.sessions[mine]
        return self.facts.worth(self.matrix.options.persons, person, session, plan.batches, self.room.at_target)


def task_around(facts: Facts, plan: Plan, persons: Ints, free: Bools | None, *, link: bool) -> tuple[Task, Floats]:
    """The task around a feasible plan, and the columns of that plan."""
    among = np.zeros(facts.problem.persons, np.bool_)
    among[persons] = True
    mine = among[plan.persons]
    person, session = plan.persons[mine].astype(np.int64), plan.sessions[mine].astype(np.int64)
    other_person, other_session = plan.persons[~mine].astype(np.int64), plan.sessions[~mine].astype(np.int64)
    taken = np.bincount(other_session, minlength=facts.sessions)
    options = options_of(facts, persons, taken, plan.batches, free)
    rest = np.where(options.demand > 0, 0, plan.batches)
    room = facts.room(other_person, other_session, rest, persons)
    matrix = build(facts, room, options, link=link)
    locked = np.zeros(facts.sessions, np.bool_) if free is None else ~free
    worth = facts.worth(persons, person, session, plan.batches, room.at_target)
    task = Task(facts, matrix, room, other_person, other_session, rest, locked, plan.batches, worth, 0.0)
    start = task.start(np.searchsorted(persons, person), session)
    lean = facts.worth(persons, person, session, task.batches_of(session), room.at_target)
    return replace(task, offset=lean - dot(matrix.objective, start)), start


def _covers(task: Task, chosen: Ints, plan: Plan) -> list[Ints] | None:
    """For each limit the plan breaks the chosen options that use it: not all of them together. None: no such options.

    Money, absence and hours only grow with more seats, so no allowed plan is lost with `sum x <= number - 1`.
    """
    facts, options = task.facts, task.matrix.options
    person, session = options.persons[options.person[chosen]], options.session[chosen]
    unit, payer = facts.problem.person_unit[person], facts.payer(person, session)
    all_persons, all_sessions = plan.persons.astype(np.int64), plan.sessions.astype(np.int64)
    left = facts.room(all_persons, all_sessions, plan.batches, person[:0])
    paid, held = facts.cost[session] > 0, facts.batch_cost[session] > 0
    users = [paid | held] if left.total < 0 else []
    users += [((payer == k) & paid) | ((facts.fund[session] == k) & held) for k in _negative(left.funds)]
    users += [(unit == k) & paid for k in _negative(left.units)]
    for u, t in np.argwhere(left.absence < -TOLERANCE).tolist():
        occupies = (facts.start[session] <= t) & (t <= facts.end[session]) & (facts.load[session] > 0)
        users.append((unit == u) & occupies)
    hours = np.bincount(all_persons, weights=facts.hours[all_sessions], minlength=facts.problem.persons)
    users += [person == i for i in np.flatnonzero(hours > facts.room_hours + TOLERANCE).tolist()]
    seats = facts.capacity * plan.batches
    wrong = (left.present > seats) | (left.present < facts.least * (plan.batches - facts.exempt))
    wrong |= plan.batches > facts.problem.session_batches_max
    if wrong.any() or _negative(left.organisers) or _negative(left.organiser_periods):
        return None
    return None if any(not user.any() for user in users) else [chosen[user] for user in users]


def _negative(values: list[int]) -> list[int]:
    return [k for k, value in enumerate(values) if value < 0]


def search_task(task: Task, start: Floats, effort: Effort) -> tuple[Plan | None, float, int]:
    """(a plan that keeps every limit or None, bound of the task's worth, nodes).

    The solver takes 0.999999 of a seat for a whole one and may so overspend by a rupiah: such a plan is forbidden by a
    row of its own, which no allowed plan breaks, and the search is done again with less tolerance.
    """
    rows, bound, nodes = task.matrix.rows, np.inf, 0
    for attempt in range(ATTEMPTS):
        answer: Answer = maximise(task.matrix, start, effort, strict=attempt > 0)
        bound, nodes = min(bound, answer.bound + task.offset), nodes + answer.nodes
        if answer.values is None:
            break
        chosen = np.flatnonzero(answer.values[: task.matrix.options.count] > 0.5)
        plan = task.plan_of(chosen)
        covers = _covers(task, chosen, plan)
        if covers is None:
            break
        if not covers:
            return plan, bound, nodes
        for cover in covers:
            rows.add(-np.inf, np.array([len(cover) - 1.0]), (np.zeros(len(cover), np.int64), cover, 1.0))
    return None, bound, nodes


def solve_exact(
    problem: Problem,
    *,
    node_limit: int | None = None,
    check_limit: int | None = None,
    gap: float = 0.0,
    start: Plan | None = None,
    stop_callback: Stop | None = None,
    link: bool = False,
    options: Mapping[str, Setting] | None = None,
) -> Exact:
    """The exact optimum, or the best plan and bound within the limits.

    Parameters
    ----------
    node_limit, check_limit
        Most nodes of the branch and bound; most times the solver may ask whether to go on (ends long root nodes too).
    gap
        Relative gap at which to stop; 0 proves the optimum.
    start
        A feasible plan to begin with; without one the fixed assignments alone, which are feasible in a valid problem.
    link
        Add x <= y for each option of sessions of one batch: a stronger and much larger model.
    options
        Further HiGHS options.
    """
    facts = Facts.of(problem)
    begun = start if start is not None else _fixed_plan(facts)
    task, columns = task_around(facts, begun, np.arange(problem.persons), None, link=link)
    effort = Effort(node_limit, check_limit, gap, stop_callback, options)
    found, bound, nodes = search_task(task, columns, effort)
    best = begun if found is None or task.worth_of(found) < task.worth else found
    report = check(problem, best)
    if not report.accepted:
        raise AssertionError(f"a plan of the exact model breaks {report.violations[:3]}")
    bound = max(bound, report.objective)
    bound += PADDING * max(1.0, abs(bound))
    allowed = max(gap, 1e-6) * max(1.0, abs(bound))
    return Exact(best, report.objective, bound, bound - report.objective <= allowed, nodes)


class Neighbourhoods:
    """Fix and optimise: some persons choose anew, exactly, in the room that all others leave them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.facts = Facts.of(problem)

    def improve(
        self,
        plan: Plan,
        free_persons: Ints,
        *,
        free_sessions: Ints | None = None,
        node_limit: int | None = 200,
        check_limit: int | None = None,
        gap: float = 0.0,
        stop_callback: Stop | None = None,
        link: bool = False,
        options: Mapping[str, Setting] | None = None,
    ) -> Plan | None:
        """A plan worth more than the feasible `plan` by more than 1e-9, or None.

        Whoever is not in `free_persons` (positions) stays as he is. Batches may change of all sessions a free person
        could attend, or only of `free_sessions`; others keep theirs. Never returns a plan that breaks a limit.
        """
        facts = self.facts
        persons = np.unique(np.asarray(free_persons, np.int64))
        free: Bools | None = None
        if free_sessions is not None:
            free = np.zeros(facts.sessions, np.bool_)
            free[free_sessions] = True
        task, columns = task_around(facts, plan, persons, free, link=link)
        found, _, _ = search_task(task, columns, Effort(node_limit, check_limit, gap, stop_callback, options))
        return found if found is not None and task.worth_of(found) > task.worth + BETTER else None


def improve(
    problem: Problem, plan: Plan, free_persons: Ints, *, free_sessions: Ints | None = None, node_limit: int, gap: float
) -> Plan | None:
    """One neighbourhood of one problem; `Neighbourhoods` is faster for many."""
    return Neighbourhoods(problem).improve(
        plan, free_persons, free_sessions=free_sessions, node_limit=node_limit, gap=gap
    )


def _fixed_plan(facts: Facts) -> Plan:
    p = facts.problem
    return Plan.of(p.fixed_person, p.fixed_session, facts.exempt)
