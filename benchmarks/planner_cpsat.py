"""A basic problem (sections 1 to 6 of the format) as one plain CP-SAT model, to see how far a general solver comes.

Needs the package ortools, which the product does not. Values are rounded to millionths of a point, so the bound is one
of the rounded problem; for a comparison that is near enough. Nothing here is meant to be clever.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from ortools.sat.python import cp_model  # type: ignore[import-not-found]  # not a dependency of the product

from binacore.planner.plan import Plan
from binacore.planner.problem import NO_LIMIT, Problem

POINT = 1_000_000
TENTHS = 10
WORKERS = 2


@dataclass
class _Model:
    problem: Problem
    cp: Any = field(default_factory=cp_model.CpModel)
    seats: dict[tuple[int, int], Any] = field(default_factory=dict)
    """(person, session): a seat."""
    of_person: dict[int, list[tuple[int, Any]]] = field(default_factory=lambda: defaultdict(list))
    of_session: dict[int, list[tuple[int, Any]]] = field(default_factory=lambda: defaultdict(list))
    batches: list[Any] = field(default_factory=list)
    worth: list[Any] = field(default_factory=list)
    """Terms of the objective in millionths of a point."""


def solve_with_cp_sat(problem: Problem, seed: int, seconds: float) -> tuple[Plan | None, float, str]:
    """(plan or None, bound in points, how it ended)."""
    model = _Model(problem)
    _seats(model)
    for person in range(problem.persons):
        _person(model, person)
        _coverage(model, person)
    _sessions(model)
    _money(model)
    _absence(model)
    _entitlement(model)
    model.cp.maximize(sum(model.worth))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = seed
    status = solver.solve(model.cp)
    bound = solver.best_objective_bound / POINT
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, bound, str(solver.status_name(status)).lower()
    taken = [key for key, seat in model.seats.items() if solver.value(seat)]
    table = np.array(taken, np.int64).reshape(-1, 2)
    held = np.array([solver.value(count) for count in model.batches], np.int64)
    return Plan.of(table[:, 0], table[:, 1], held), bound, str(solver.status_name(status)).lower()


def _seats(model: _Model) -> None:
    p = model.problem
    sessions_of: dict[int, list[int]] = defaultdict(list)
    for s, j in enumerate(p.session_programme.tolist()):
        sessions_of[j].append(s)
    persons = np.repeat(np.arange(p.persons), np.diff(p.candidate_ptr))
    rows = zip(persons.tolist(), p.candidate_programme.tolist(), p.candidate_mandatory.tolist(), strict=True)
    for person, j, mandatory in rows:
        for s in sessions_of[j]:
            seat = model.cp.new_bool_var("")
            model.seats[person, s] = seat
            model.of_person[person].append((s, seat))
            model.of_session[s].append((person, seat))
            if mandatory:
                model.worth.append(round(p.header.weights.mandatory * POINT) * seat)


def _person(model: _Model, person: int) -> None:
    """Number, hours, once, one place at a time, prerequisites."""
    p, mine = model.problem, model.of_person[person]
    programme, period = p.session_programme.tolist(), p.session_period.tolist()
    model.cp.add(sum(seat for _, seat in mine) <= p.header.max_programmes)
    hours = sum(round(p.programme_hours[programme[s]] * TENTHS) * seat for s, seat in mine)
    model.cp.add(hours <= round(p.header.hours_max * TENTHS))
    once, together = defaultdict(list), defaultdict(list)
    for s, seat in mine:
        once[programme[s]].append(seat)
        if p.programme_synchronous[programme[s]]:
            together[period[s]].append(seat)
    for group in (*once.values(), *together.values()):
        model.cp.add_at_most_one(group)
    rows = range(int(p.candidate_ptr[person]), int(p.candidate_ptr[person + 1]))
    for row in (row for row in rows if p.candidate_needs[row]):
        j = int(p.candidate_programme[row])
        before = int(p.programme_prerequisite[j])
        for s, seat in mine:
            if programme[s] == j:
                earlier = [other for t, other in mine if programme[t] == before and period[t] < period[s]]
                model.cp.add(seat <= sum(earlier))


def _coverage(model: _Model, person: int) -> None:
    """Steps closed, by the linear rows at the end of section 3.1 of the format."""
    p = model.problem
    effects: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
    for s, seat in model.of_person[person]:
        j = p.session_programme[s]
        for e in range(int(p.effect_ptr[j]), int(p.effect_ptr[j + 1])):
            effects[int(p.effect_competency[e])].append((int(p.effect_lift[e]), int(p.effect_ceiling[e]), seat))
    for row in range(int(p.gap_ptr[person]), int(p.gap_ptr[person + 1])):
        held, gap, found = int(p.gap_held[row]), int(p.gap_size[row]), effects[int(p.gap_competency[row])]
        steps = [model.cp.new_bool_var("") for _ in range(gap)] if found else []
        for at, step in enumerate(steps):
            lifts = sum(min(lift, max(0, ceiling - held - at)) * seat for lift, ceiling, seat in found)
            model.cp.add(sum(steps[at:]) <= lifts)
            model.worth.append(round(float(p.gap_weight[row]) * p.header.step_weights[at] * POINT) * step)


def _sessions(model: _Model) -> None:
    """Seats and smallest classes."""
    p = model.problem
    for s, most in enumerate(p.session_batches_max.tolist()):
        j = p.session_programme[s]
        needed = -(-len(model.of_session[s]) // int(p.programme_batch_min[j]))
        count = model.cp.new_int_var(0, min(most, needed), "")
        model.batches.append(count)
        present = sum(seat for _, seat in model.of_session[s])
        model.cp.add(present <= int(p.programme_capacity[j]) * count)
        model.cp.add(present >= int(p.programme_batch_min[j]) * count)


def _money(model: _Model) -> None:
    """Total, funds, units, and the cost in the objective."""
    p = model.problem
    weight = p.header.weights.cost  # points a million rupiah = millionths of a point a rupiah
    funds, units = defaultdict(list), defaultdict(list)
    for s, count in enumerate(model.batches):
        j = p.session_programme[s]
        person_cost, batch_cost = int(p.programme_cost_person[j]), int(p.programme_cost_batch[j])
        fund = int(p.programme_fund[j])
        if batch_cost:
            funds[fund].append(batch_cost * count)
            model.worth.append(-round(weight * batch_cost) * count)
        for person, seat in model.of_session[s] if person_cost else ():
            funds[fund].append(person_cost * seat)
            units[int(p.person_unit[person])].append(person_cost * seat)
            model.worth.append(-round(weight * person_cost) * seat)
    model.cp.add(sum(term for terms in funds.values() for term in terms) <= p.header.budget)
    for terms_of, limits in ((funds, p.fund_budget), (units, p.unit_budget)):
        for at, terms in terms_of.items():
            if limits[at] < NO_LIMIT:
                model.cp.add(sum(terms) <= int(limits[at]))


def _absence(model: _Model) -> None:
    p = model.problem
    away = defaultdict(list)
    for (person, s), seat in model.seats.items():
        if p.programme_synchronous[p.session_programme[s]]:
            away[int(p.person_unit[person]), int(p.session_period[s])].append(seat)
    for (unit, _), seats in away.items():
        if p.unit_away_max[unit] < NO_LIMIT:
            model.cp.add(sum(seats) <= int(p.unit_away_max[unit]))


def _entitlement(model: _Model) -> None:
    """Persons at target, and units below their fair share of them."""
    p = model.problem
    target = round(p.header.hours_target * TENTHS)
    reached = []
    for person in range(p.persons):
        at_target = model.cp.new_bool_var("")
        hours = sum(
            min(target, round(p.programme_hours[p.session_programme[s]] * TENTHS)) * seat
            for s, seat in model.of_person[person]
        )
        model.cp.add(hours >= target * at_target)
        model.worth.append(round(p.header.weights.entitlement * POINT) * at_target)
        reached.append(at_target)
    share = round(p.header.fairness_share * TENTHS)
    for unit in range(len(p.unit_ids)):
        members = np.flatnonzero(p.person_unit == unit).tolist()
        short = model.cp.new_int_var(0, share * len(members), "")
        model.cp.add(short >= share * len(members) - TENTHS * sum(reached[person] for person in members))
        model.worth.append(-round(p.header.weights.fairness * POINT / TENTHS) * short)
