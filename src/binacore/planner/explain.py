"""Why this person has this programme, and why not that one: the one binding reason, with its numbers.

The order of the questions is the order in which a person would ask them: may I, would it help me, does it fit with what
I have, is there a place, can it be paid, and is it worth more here than elsewhere?
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from binacore.planner.check import steps_closed
from binacore.planner.problem import NO_LIMIT, Problem
from binacore.planner.result import Prices, Result
from binacore.reasons import Reason, ReasonCode, reason

PersonReason = tuple[str, str, Reason]
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class ProgrammeNote:
    """What became of one programme. `demand` counts candidates whom it would help or who must attend it."""

    programme_id: str
    opened: bool
    batches: int
    participants: int
    seats: int
    demand: int
    reason: Reason | None
    """What it lacks: NOT_OPENED, FULL, MANDATORY_SHORT; None when nothing is missing."""


class _Plan:
    """The result as indices, with what is used and left."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem = problem
        self.prices = result.prices
        person_at = {name: i for i, name in enumerate(problem.person_ids)}
        session_at = {name: s for s, name in enumerate(problem.session_ids)}
        self.attends: dict[int, list[int]] = defaultdict(list)
        self.present: Counter[int] = Counter()
        self.away: Counter[tuple[int, int]] = Counter()
        self.unit_spent: Counter[int] = Counter()
        self.fund_spent: Counter[int] = Counter()
        for person, session in result.assignments:
            i, s = person_at[person], session_at[session]
            j, u = int(problem.session_programme[s]), int(problem.person_unit[i])
            self.attends[i].append(s)
            self.present[s] += 1
            cost = int(problem.programme_cost_person[j])
            self.unit_spent[u] += cost
            self.fund_spent[int(problem.programme_fund[j])] += cost
            if problem.programme_synchronous[j]:
                self.away[u, int(problem.session_period[s])] += 1
        self.batches = {session_at[name]: count for name, count in result.batches.items()}
        for s, count in self.batches.items():
            j = int(problem.session_programme[s])
            self.fund_spent[int(problem.programme_fund[j])] += int(problem.programme_cost_batch[j]) * count
        self.sessions_of: dict[int, list[int]] = defaultdict(list)
        for s, j in enumerate(problem.session_programme.tolist()):
            self.sessions_of[j].append(s)
        self.demand = _demand(problem)

    def programmes(self, i: int) -> list[int]:
        return [int(self.problem.session_programme[s]) for s in self.attends.get(i, [])]


def _demand(problem: Problem) -> list[int]:
    wanted = [0] * len(problem.programme_ids)
    for i in range(problem.persons):
        for a in range(problem.candidate_ptr[i], problem.candidate_ptr[i + 1]):
            j = int(problem.candidate_programme[a])
            if problem.candidate_mandatory[a] or worth_of(problem, i, [j]) > 0:
                wanted[j] += 1
    return wanted


def worth_of(problem: Problem, i: int, programmes: Iterable[int]) -> float:
    """Coverage of person i (section 3.1) when he attends exactly these programmes, in value points."""
    effects: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for j in programmes:
        for e in range(problem.effect_ptr[j], problem.effect_ptr[j + 1]):
            effect = (int(problem.effect_lift[e]), int(problem.effect_ceiling[e]))
            effects[int(problem.effect_competency[e])].append(effect)
    total = 0.0
    for g in range(problem.gap_ptr[i], problem.gap_ptr[i + 1]):
        learnt = effects.get(int(problem.gap_competency[g]))
        if learnt:
            steps = steps_closed(int(problem.gap_held[g]), int(problem.gap_size[g]), learnt)
            total += float(problem.gap_weight[g]) * sum(problem.header.step_weights[:steps])
    return total


def reasons_for(problem: Problem, result: Result, person_ids: Iterable[str] | None = None) -> list[PersonReason]:
    """(person_id, programme_id, Reason) for every candidate row of the given persons (None = all), in key order.

    Unknown person ids are passed over.
    """
    plan = _Plan(problem, result)
    wanted = set(person_ids) if person_ids is not None else None
    found: list[PersonReason] = []
    for i, name in enumerate(problem.person_ids):
        if wanted is not None and name not in wanted:
            continue
        for a in range(problem.candidate_ptr[i], problem.candidate_ptr[i + 1]):
            j = int(problem.candidate_programme[a])
            found.append((name, problem.programme_ids[j], _reason(plan, i, a, j)))
    return found


def not_eligible() -> Reason:
    """The reason for a programme that is not among a person's candidates."""
    return reason(ReasonCode.NOT_ELIGIBLE)


def _reason(plan: _Plan, i: int, a: int, j: int) -> Reason:
    problem = plan.problem
    mine = plan.programmes(i)
    reward = problem.header.weights.mandatory * bool(problem.candidate_mandatory[a])
    if j in mine:
        return _chosen(plan, i, j, reward)
    alone = worth_of(problem, i, [j]) + reward
    added = worth_of(problem, i, [*mine, j]) - worth_of(problem, i, mine) + reward
    target = _target_gain(plan, i, j)
    if alone <= 0 and target <= 0:
        return reason(ReasonCode.NO_GAP_LEFT, **_level_numbers(problem, i, j))
    if added + target <= 1e-9:
        return reason(ReasonCode.OVERLAPS, programme=problem.programme_ids[_overlapping(problem, i, j, mine)])
    return _rule(plan, i, a, j, mine) or _market(plan, i, j, added + target)


def _chosen(plan: _Plan, i: int, j: int, reward: float) -> Reason:
    problem = plan.problem
    mine = plan.programmes(i)
    others = [k for k in mine if k != j]
    value = worth_of(problem, i, mine) - worth_of(problem, i, others) + reward + _target_loss(plan, i, j)
    s = next(s for s in plan.attends[i] if int(problem.session_programme[s]) == j)
    prices = _price_numbers(plan, i, s)
    return reason(ReasonCode.CHOSEN, value=round(value, 6), net=round(value - sum(prices.values()), 6), **prices)


def _target_gain(plan: _Plan, i: int, j: int) -> float:
    """What reaching the target is worth if person i attended j besides what he has; 0 if it does not decide it."""
    hours = sum(float(plan.problem.programme_hours[k]) for k in plan.programmes(i))
    return _target_worth(plan, i, hours, hours + float(plan.problem.programme_hours[j]))


def _target_loss(plan: _Plan, i: int, j: int) -> float:
    hours = sum(float(plan.problem.programme_hours[k]) for k in plan.programmes(i))
    return _target_worth(plan, i, hours - float(plan.problem.programme_hours[j]), hours)


def _target_worth(plan: _Plan, i: int, before: float, after: float) -> float:
    """Entitlement, and what the fairness of the unit would pay for one more person at target."""
    header = plan.problem.header
    if not before < header.hours_target - 1e-6 <= after:
        return 0.0
    fairness = 0.0 if plan.prices is None else float(plan.prices.fairness[plan.problem.person_unit[i]])
    return header.weights.entitlement + fairness


def _level_numbers(problem: Problem, i: int, j: int) -> dict[str, int]:
    """The held level and the programme's ceiling in the competency where the two are closest."""
    held = {
        int(problem.gap_competency[g]): int(problem.gap_held[g])
        for g in range(problem.gap_ptr[i], problem.gap_ptr[i + 1])
    }
    pairs = [
        (int(problem.effect_ceiling[e]), held[int(problem.effect_competency[e])])
        for e in range(problem.effect_ptr[j], problem.effect_ptr[j + 1])
        if int(problem.effect_competency[e]) in held
    ]
    ceiling, level = max(pairs, key=lambda pair: pair[0] - pair[1], default=(0, 0))
    return {"level": level, "ceiling": ceiling}


def _overlapping(problem: Problem, i: int, j: int, mine: list[int]) -> int:
    """The chosen programme without which j would add most."""

    def without(k: int) -> float:
        rest = [other for other in mine if other != k]
        return worth_of(problem, i, [*rest, j]) - worth_of(problem, i, rest)

    return max(mine, key=without, default=j)


def _rule(plan: _Plan, i: int, a: int, j: int, mine: list[int]) -> Reason | None:
    """A rule of the person himself that forbids the programme besides what he has."""
    problem, header = plan.problem, plan.problem.header
    sessions = plan.sessions_of[j]
    if problem.candidate_needs[a] and not _ready(plan, i, j):
        before = problem.programme_ids[int(problem.programme_prerequisite[j])]
        return reason(ReasonCode.PREREQUISITE, programme=before)
    if not any(plan.batches.get(s, 0) for s in sessions):
        return reason(ReasonCode.NOT_OPENED, demand=plan.demand[j], minimum=int(problem.programme_batch_min[j]))
    if len(mine) >= header.max_programmes:
        return reason(ReasonCode.TOO_MANY_PROGRAMMES, limit=header.max_programmes)
    hours = sum(float(problem.programme_hours[k]) for k in mine) + float(problem.programme_hours[j])
    if hours > header.hours_max + 1e-6:
        return reason(ReasonCode.HOURS_LIMIT, hours=hours, limit=header.hours_max)
    return _clash(plan, i, j)


def _ready(plan: _Plan, i: int, j: int) -> bool:
    problem = plan.problem
    before = int(problem.programme_prerequisite[j])
    done = [int(problem.session_period[s]) for s in plan.attends.get(i, []) if problem.session_programme[s] == before]
    return bool(done) and any(int(problem.session_period[s]) > min(done) for s in plan.sessions_of[j])


def _clash(plan: _Plan, i: int, j: int) -> Reason | None:
    problem = plan.problem
    if not problem.programme_synchronous[j]:
        return None
    busy = {
        int(problem.session_period[s]): s
        for s in plan.attends.get(i, [])
        if problem.programme_synchronous[problem.session_programme[s]]
    }
    open_sessions = [s for s in plan.sessions_of[j] if plan.batches.get(s, 0)]
    if all(int(problem.session_period[s]) in busy for s in open_sessions):
        period = int(problem.session_period[open_sessions[0]])
        return reason(ReasonCode.SAME_PERIOD, period=period, session=problem.session_ids[busy[period]])
    return None


def _market(plan: _Plan, i: int, j: int, value: float) -> Reason:
    """What others need more: seats, absences, unit money, and the prices; a tie if nothing else binds."""
    problem = plan.problem
    u = int(problem.person_unit[i])
    capacity = int(problem.programme_capacity[j])
    open_sessions = [s for s in plan.sessions_of[j] if plan.batches.get(s, 0)]
    free = [s for s in open_sessions if plan.present[s] < capacity * plan.batches[s]]
    if free and problem.programme_synchronous[j]:
        limit = int(problem.unit_away_max[u])
        periods = [int(problem.session_period[s]) for s in free]
        if all(plan.away[u, period] >= limit for period in periods):
            return reason(ReasonCode.ABSENCE_LIMIT, period=periods[0], limit=limit)
    cost = int(problem.programme_cost_person[j])
    if problem.unit_budget[u] < NO_LIMIT:
        left = int(problem.unit_budget[u]) - plan.unit_spent[u]
        if cost > left:
            return reason(ReasonCode.UNIT_BUDGET, left=left, cost=cost)
    priced = _too_dear(plan, i, free or open_sessions, value, cost)
    if priced is not None:
        return priced
    if not free:
        return reason(ReasonCode.FULL, seats=sum(capacity * plan.batches[s] for s in open_sessions))
    return reason(ReasonCode.LOST_ON_TIE, value=round(value, 6))


_PRICE_CODES = {
    "price_budget": ReasonCode.PRICE_BUDGET,
    "price_fund": ReasonCode.PRICE_FUND,
    "price_unit": ReasonCode.PRICE_UNIT,
    "price_absence": ReasonCode.PRICE_ABSENCE,
    "price_seat": ReasonCode.PRICE_SEAT,
}


def _too_dear(plan: _Plan, i: int, sessions: list[int], value: float, cost: int) -> Reason | None:
    """The largest price term when the cheapest session still costs more than it is worth to this person."""
    offers = [_price_numbers(plan, i, s) for s in sessions]
    cheapest = min(offers, key=lambda offer: sum(offer.values()), default=None)
    if cheapest is None or sum(cheapest.values()) <= value:
        return None
    name = max(cheapest, key=lambda term: cheapest[term])
    net = value - sum(cheapest.values())
    numbers = {"value": round(value, 6), "price": cheapest[name], "net": round(net, 6), "cost": cost}
    return reason(_PRICE_CODES[name], **numbers)


def _price_numbers(plan: _Plan, i: int, s: int) -> dict[str, float]:
    """The price terms of one seat for person i; the true cost is counted with the budget."""
    problem = plan.problem
    prices: Prices | None = plan.prices
    j, u = int(problem.session_programme[s]), int(problem.person_unit[i])
    seat = int(problem.programme_cost_person[j]) / MILLION
    full = seat + int(problem.programme_cost_batch[j]) / MILLION / int(problem.programme_capacity[j])
    budget = problem.header.weights.cost * full
    if prices is None:
        return {"price_budget": round(budget, 6)} | dict.fromkeys(list(_PRICE_CODES)[1:], 0.0)
    absent = bool(problem.programme_synchronous[j])
    terms = {
        "price_budget": budget + prices.budget * full,
        "price_fund": float(prices.funds[problem.programme_fund[j]]) * full,
        "price_unit": float(prices.units[u]) * seat,
        "price_absence": float(prices.absence[u, int(problem.session_period[s]) - 1]) if absent else 0.0,
        "price_seat": float(prices.sessions[s]),
    }
    return {name: round(term, 6) for name, term in terms.items()}


def programme_notes(problem: Problem, result: Result) -> list[ProgrammeNote]:
    """One note a programme, in key order: opened or not, demand, and what it lacks."""
    plan = _Plan(problem, result)
    mandatory: Counter[int] = Counter()
    served: Counter[int] = Counter()
    for i in range(problem.persons):
        mine = set(plan.programmes(i))
        for a in range(problem.candidate_ptr[i], problem.candidate_ptr[i + 1]):
            if problem.candidate_mandatory[a]:
                j = int(problem.candidate_programme[a])
                mandatory[j] += 1
                served[j] += j in mine
    return [_note(plan, j, mandatory[j], served[j]) for j in range(len(problem.programme_ids))]


def _note(plan: _Plan, j: int, mandatory: int, served: int) -> ProgrammeNote:
    problem = plan.problem
    sessions = plan.sessions_of[j]
    batches = sum(plan.batches.get(s, 0) for s in sessions)
    participants = sum(plan.present[s] for s in sessions)
    seats = batches * int(problem.programme_capacity[j])
    lacks: Reason | None = None
    if served < mandatory:
        lacks = reason(ReasonCode.MANDATORY_SHORT, places=mandatory, seats=served)
    elif not batches and plan.demand[j]:
        lacks = reason(ReasonCode.NOT_OPENED, demand=plan.demand[j], minimum=int(problem.programme_batch_min[j]))
    elif batches and participants >= seats and plan.demand[j] > participants:
        lacks = reason(ReasonCode.FULL, seats=seats)
    return ProgrammeNote(problem.programme_ids[j], batches > 0, batches, participants, seats, plan.demand[j], lacks)
