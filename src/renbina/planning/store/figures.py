"""The figures of a run that its pages and documents show, as plain JSON. Shares are of one, money is whole rupiah.

Keys: people, people_at_target, pns, pns_at_target, last_year (year, pns_share) or None, closed_share, steps_closed,
steps_all, manual (name, closed_share, pns_at_target, used, objective), used, budget, activities, programmes, batches,
seats, own_classes, funds [key, name, amount, used], worst [unit public_id, name, share, people, at_target, code],
next_money [amount, points, people, fund] or None, mandatory [places, filled], calendar_conflicts, left_out, methods,
inputs [people, gaps, programmes].
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from binacore.planner import Problem, Result
from binacore.planner.problem import NO_LIMIT
from binacore.reasons import ReasonCode
from renbina.planning.store.material import Material
from renbina.planning.store.outcomes import Outcomes

NEXT_MONEY = 100_000_000  # rupiah: the step in which offices argue about budgets
SMALLEST_UNIT = 5  # a unit of fewer people is never named as the worst off: one person would decide it
LIMITS = frozenset(
    {
        ReasonCode.PRICE_BUDGET, ReasonCode.PRICE_FUND, ReasonCode.PRICE_UNIT, ReasonCode.PRICE_ABSENCE,
        ReasonCode.PRICE_SEAT, ReasonCode.TOO_MANY_PROGRAMMES, ReasonCode.HOURS_LIMIT, ReasonCode.PREREQUISITE,
        ReasonCode.FULL, ReasonCode.NOT_OPENED, ReasonCode.UNIT_BUDGET, ReasonCode.ABSENCE_LIMIT,
        ReasonCode.SAME_PERIOD, ReasonCode.MANDATORY_SHORT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ManualPlan:
    """The best of the simple methods: its name in `binacore.planner.baselines` and what it reaches."""

    name: str
    objective: float
    outcomes: Outcomes
    used: int


def money_of(problem: Problem, assignments: Iterable[tuple[str, str]], batches: Mapping[str, int]) -> dict[str, int]:
    """Rupiah by session: seats and classes."""
    programme = dict(zip(problem.session_ids, problem.session_programme.tolist(), strict=True))
    per_person, per_batch = problem.programme_cost_person.tolist(), problem.programme_cost_batch.tolist()
    spent: dict[str, int] = defaultdict(int)
    for _, session in assignments:
        spent[session] += per_person[programme[session]]
    for session, count in batches.items():
        spent[session] += count * per_batch[programme[session]]
    return spent


def figures(
    gathered: Material,
    result: Result,
    found: Outcomes,
    manual: ManualPlan,
    reasons: Iterable[tuple[str, str, str]],
) -> dict[str, Any]:
    """Everything the module text names. `reasons` are (person, programme, code) of those who were not placed."""
    people = gathered.people
    pns = [key for key, person in people.items() if person.is_pns]
    spent = money_of(gathered.problem, result.assignments, result.batches)
    activities = sum(gathered.rows.spent.values())
    own = {offer.public_id for offer in gathered.rows.offers if offer.own_class}
    programme_of = dict(zip(gathered.problem.session_ids, gathered.problem.session_programme.tolist(), strict=True))
    return {
        "people": len(people),
        "people_at_target": len(found.at_target),
        "hours_target": gathered.problem.header.hours_target,
        "pns": len(pns),
        "pns_at_target": sum(key in found.at_target for key in pns),
        "last_year": _last_year(gathered, pns),
        "closed_share": found.closed_share,
        "steps_closed": found.steps_closed,
        "steps_all": found.steps_all,
        "manual": {
            "name": manual.name,
            "closed_share": manual.outcomes.closed_share,
            "pns_at_target": sum(key in manual.outcomes.at_target for key in pns),
            "used": manual.used + activities,
            "objective": manual.objective,
        },
        "methods": dict(result.baselines),
        "used": sum(spent.values()) + activities,
        "activities": activities,
        "budget": gathered.rows.plan.budget,
        "programmes": len({programme_of[session] for _, session in result.assignments}),
        "batches": sum(result.batches.values()),
        "own_classes": sum(count for session, count in result.batches.items() if session in own),
        "seats": len(result.assignments),
        "funds": _funds(gathered, spent),
        "worst": _worst(gathered, found, reasons),
        "next_money": _next_money(gathered, result),
        "mandatory": _mandatory(gathered.problem, result, programme_of),
        "calendar_conflicts": _conflicts(gathered, result.assignments),
        "left_out": dict(gathered.left_out),
        "inputs": {
            "people": len(people) + sum(gathered.left_out.values()),
            "gaps": len(gathered.problem.gap_competency),
            "programmes": len(gathered.rows.programmes),
        },
    }


def _mandatory(problem: Problem, result: Result, programme_of: Mapping[str, int]) -> dict[str, int]:
    """Places that must be filled, and those that are."""
    owed = problem.candidate_mandatory
    people = [
        person
        for person, count in zip(problem.person_ids, np.diff(problem.candidate_ptr).tolist(), strict=True)
        for _ in range(count)
    ]
    pairs = {(people[row], int(problem.candidate_programme[row])) for row in np.flatnonzero(owed).tolist()}
    filled = sum((person, programme_of[session]) in pairs for person, session in result.assignments)
    return {"places": len(pairs), "filled": filled}


def _last_year(gathered: Material, pns: list[str]) -> dict[str, Any] | None:
    """How many of the same people reached the hours in the year before, by the ledger; None without a ledger."""
    hours = gathered.rows.hours_last_year
    if not hours or not pns:
        return None
    target = gathered.problem.header.hours_target
    reached = sum(hours.get(gathered.people[key].pk, 0.0) >= target for key in pns)
    return {"year": gathered.rows.plan.year - 1, "pns_share": reached / len(pns), "pns_at_target": reached}


def _funds(gathered: Material, spent: Mapping[str, int]) -> list[dict[str, Any]]:
    problem = gathered.problem
    fund = problem.programme_fund[problem.session_programme].tolist()
    payer = {session: problem.fund_ids[at] for session, at in zip(problem.session_ids, fund, strict=True)}
    used: dict[str, int] = defaultdict(int)
    for session, amount in spent.items():
        used[payer[session]] += amount
    limit = dict(zip(problem.fund_ids, problem.fund_budget.tolist(), strict=True))
    return [
        {
            "key": fund.key,
            "name": fund.name,
            "amount": limit[fund.key] + gathered.rows.spent.get(fund.pk, 0)
            if limit[fund.key] != NO_LIMIT
            else fund.amount,
            "used": used[fund.key] + gathered.rows.spent.get(fund.pk, 0),
        }
        for fund in gathered.rows.funds
    ]


def _worst(gathered: Material, found: Outcomes, reasons: Iterable[tuple[str, str, str]]) -> dict[str, Any] | None:
    """The unit at the top of the tree with the smallest share at target, and what most often stands in the way."""
    size: Counter[int] = Counter()
    reached: Counter[int] = Counter()
    for key, person in gathered.people.items():
        size[person.root_unit] += 1
        reached[person.root_unit] += key in found.at_target
    units = [pk for pk in size if size[pk] >= SMALLEST_UNIT] or list(size)
    if not units:
        return None
    worst = min(units, key=lambda pk: (reached[pk] / size[pk], -size[pk], gathered.rows.units[pk].name))
    codes = Counter(
        code
        for person, _, code in reasons
        if code in LIMITS and gathered.people[person].root_unit == worst and person not in found.at_target
    )
    unit = gathered.rows.units[worst]
    return {
        "unit": unit.public_id,
        "name": unit.short_name,
        "share": reached[worst] / size[worst],
        "people": size[worst],
        "at_target": reached[worst],
        "code": codes.most_common(1)[0][0] if codes else "",
    }


def _next_money(gathered: Material, result: Result) -> dict[str, Any] | None:
    """What NEXT_MONEY more would be worth where it is worth most: by the prices of the budget and of each fund."""
    entitlement = gathered.problem.header.weights.entitlement
    prices = result.prices
    if prices is None or entitlement <= 0:
        return None
    names = {fund.key: fund.name for fund in gathered.rows.funds}
    of_fund = {key: price for key, price in zip(prices.fund_ids, prices.funds.tolist(), strict=True) if key in names}
    best = max(sorted(of_fund), key=lambda key: of_fund[key], default="")
    points = (prices.budget + of_fund.get(best, 0.0)) * NEXT_MONEY / 1e6
    fund = names.get(best, "") if of_fund.get(best, 0.0) > 0 else ""
    return {"amount": NEXT_MONEY, "points": points, "people": points / entitlement, "fund": fund}


def _conflicts(gathered: Material, assignments: Iterable[tuple[str, str]]) -> int:
    """Seats in a month in which the calendar keeps the person at work; the basic problem cannot rule them out."""
    month = {offer.public_id: offer.month for offer in gathered.rows.offers}
    away = {programme.pk: programme.synchronous for programme in gathered.rows.programmes}
    keeps_away = {offer.public_id: away[offer.programme_id] for offer in gathered.rows.offers}
    return sum(
        keeps_away[session] and month[session] in gathered.people[person].closed_months
        for person, session in assignments
    )
