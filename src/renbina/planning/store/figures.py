"""The figures of a run that its pages and documents show, as plain JSON. Shares are of one, money is whole rupiah.

Keys: people, people_at_target, pns, pns_at_target, last_year (year, pns_share) or None, closed_share, steps_closed,
steps_all, manual (name, closed_share, pns_at_target, used, objective), used, budget, activities, programmes, batches,
seats, own_classes, funds [key, name, amount, used], worst [unit public_id, name, share, people, at_target, code],
next_money [amount, points, people, fund] or None, calendar_conflicts, left_out (people by reason), left_out_people
(reason by public id), methods, inputs [people, gaps, programmes]; mandatory [places, filled, short [programme, places,
filled, code]], named [places, filled] (people named without owing it), entitled (people owed the hours), held_out (by
reason: programmes that a rule of the person rules out); shortages (see `needs`): what is short where owed places stay
empty, and its cheapest cure; not_held [programme, name, public_id, demand, needs]: what would bring in a programme that
is not held.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from binacore.disclosure import LEAST
from binacore.planner import Problem, Result
from binacore.planner.problem import NO_LIMIT
from binacore.reasons import ReasonCode
from renbina.planning.store.counts import conflicts, fund_use, gaps_counted, mandatory_places, named_places
from renbina.planning.store.material import Material
from renbina.planning.store.needs import need_records, shortage_records
from renbina.planning.store.outcomes import Outcomes

NEXT_MONEY = 100_000_000  # rupiah: the step in which offices argue about budgets
LIMITS = frozenset(
    {
        ReasonCode.PRICE_BUDGET, ReasonCode.PRICE_FUND, ReasonCode.PRICE_UNIT, ReasonCode.PRICE_ABSENCE,
        ReasonCode.PRICE_SEAT, ReasonCode.TOO_MANY_PROGRAMMES, ReasonCode.HOURS_LIMIT, ReasonCode.PREREQUISITE,
        ReasonCode.FULL, ReasonCode.NOT_OPENED, ReasonCode.UNIT_BUDGET, ReasonCode.ABSENCE_LIMIT,
        ReasonCode.SAME_PERIOD, ReasonCode.MANDATORY_SHORT, ReasonCode.PRICE_ORGANISER, ReasonCode.ORGANISER_FULL,
        ReasonCode.PRICE_BATCH, ReasonCode.SESSION_CLOSED, ReasonCode.FUND_LIMIT, ReasonCode.BUDGET_LIMIT,
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
    reasons: Sequence[tuple[str, str, str]],
) -> dict[str, Any]:
    """Everything the module text names. `reasons` are (person, programme, code) of those who were not placed."""
    people = gathered.people
    pns = [key for key, person in people.items() if person.is_pns]
    spent = money_of(gathered.problem, result.assignments, result.batches)
    activities = sum(gathered.rows.spent.values())
    own_classes = {offer.pk for offer in gathered.rows.offers if offer.own_class}
    own = {session for session, pk in gathered.offers.items() if pk in own_classes}
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
        "funds": _funds(gathered, result),
        "worst": _worst(gathered, found, reasons),
        "next_money": _next_money(gathered, result),
        "mandatory": mandatory_places(gathered.problem, result, reasons),
        "shortages": shortage_records(gathered, result),
        "not_held": need_records(gathered, result),
        "named": named_places(gathered.problem, result),
        "entitled": sum(person.entitled for person in people.values()),
        "calendar_conflicts": conflicts(gathered, result.assignments),
        "left_out": dict(Counter(gathered.left_out.values())),
        "left_out_people": dict(gathered.left_out),
        "held_out": dict(gathered.held_out),
        "inputs": {
            "people": len(people) + len(gathered.left_out),
            "gaps": gaps_counted(gathered.problem),
            "programmes": len(gathered.rows.programmes),
        },
    }


def _last_year(gathered: Material, pns: list[str]) -> dict[str, Any] | None:
    """How many of the same people reached the hours in the year before, by the ledger; None without a ledger."""
    hours = gathered.rows.hours_last_year
    if not hours or not pns:
        return None
    target = gathered.problem.header.hours_target
    reached = sum(hours.get(gathered.people[key].pk, 0.0) >= target for key in pns)
    return {"year": gathered.rows.plan.year - 1, "pns_share": reached / len(pns), "pns_at_target": reached}


def _funds(gathered: Material, result: Result) -> list[dict[str, Any]]:
    """What each fund holds and gives: for seats by who pays for the person, for classes by who pays the programme."""
    problem = gathered.problem
    used = fund_use(problem, result)
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
    # a smaller unit is never named as the worst off: one person would decide it
    units = [pk for pk in size if size[pk] >= LEAST] or list(size)
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
