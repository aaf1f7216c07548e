"""The exact optimum of a tiny problem by trying everything, written from the text of the format and from nothing else.

Only just enough batches are tried, y(s) = n(s) / capacity rounded up: with the same persons one batch more needs more
participants (rule 8), more of what rules 9 to 11 and 16 limit, and costs more; seats (rule 7) are already enough. So a
plan with more batches is never better and never feasible where this one is not.
"""

import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from binacore.planner.problem import Problem, Weights

NEVER = 4 * 10**18
Row = dict[str, Any]


@dataclass
class Optimum:
    """Value of the best plan, its assignments and batches by identifier."""

    objective: float
    assignments: list[tuple[str, str]]
    batches: dict[str, int]


def brute(problem: Problem, most: int = 3_000_000) -> Optimum:
    """Raises ValueError when more than `most` combinations would be alive at once."""
    facts = _Facts(problem)
    uses, counts, choice, bundles = _every_plan(facts, most)
    values = facts.values(uses, counts)
    best = int(np.argmax(values))
    picked = [bundles[i][k] for i, k in enumerate(choice[best].tolist())]
    pairs = [(person, s) for person, bundle in zip(facts.persons, picked, strict=True) for s in bundle]
    batches = facts.batches(counts[best : best + 1])[0].tolist()
    held = {s: n for s, n in zip(facts.sessions, batches, strict=True) if n}
    return Optimum(float(values[best]), pairs, held)


AIMS = ("mandatory", "entitlement", "coverage", "cost", "fairness")


def every_value(problem: Problem, most: int = 3_000_000) -> Any:
    """(plans, 5): what every allowed plan is worth in each of AIMS alone, with weight 1; more is better.

    Cost is in minus rupiah, fairness in minus persons short. Each column is the objective with only that aim weighed.
    """
    columns = []
    for name in AIMS:
        weights = Weights(**{other: float(other == name) for other in AIMS if other != "coverage"})
        steps = problem.header.step_weights if name == "coverage" else (0.0,) * len(problem.header.step_weights)
        header = replace(problem.header, weights=weights, step_weights=steps)
        facts = _Facts(replace(problem, header=header))
        uses, counts, _, _ = _every_plan(facts, most)
        values = facts.values(uses, counts)
        columns.append(np.rint(1e6 * values) if name == "cost" else values)
    return np.column_stack(columns)


def _every_plan(facts: "_Facts", most: int) -> tuple[Any, Any, Any, list[list[tuple[str, ...]]]]:
    """(uses, counts, bundle of each person, the bundles) of all allowed plans."""
    uses = np.zeros((1, facts.width))
    counts = np.zeros((1, len(facts.sessions)), np.int64)
    choice = np.zeros((1, 0), np.int64)
    bundles = [facts.bundles(person) for person in facts.persons]
    for person, mine in zip(facts.persons, bundles, strict=True):
        if len(choice) * len(mine) > most:
            raise ValueError(f"{len(choice) * len(mine)} combinations")
        index = np.array([[s in bundle for s in facts.sessions] for bundle in mine], np.int64)
        table = np.array([facts.use(person, bundle) for bundle in mine])
        at, now = np.divmod(np.arange(len(choice) * len(mine)), len(mine))
        uses, counts = uses[at] + table[now], counts[at] + index[now]
        choice = np.column_stack([choice[at], now])
        keep = facts.allowed(uses, counts)
        uses, counts, choice = uses[keep], counts[keep], choice[keep]
    keep = facts.filled(counts)
    return uses[keep], counts[keep], choice[keep], bundles


class _Facts:
    """The tables as rows, defaults resolved. A use row holds, for one plan: value, money by payer and unit, loads of
    absence by unit and period, persons at target by unit. Money in whole rupiah stays exact below 2^53."""

    def __init__(self, problem: Problem) -> None:
        tables, self.header = problem.columns(), problem.header
        rows = {name: _rows(table) for name, table in tables.items()}
        self.unit = {row["unit_id"]: row for row in rows["units"]}
        self.person = {row["person_id"]: row for row in rows["persons"]}
        self.programme = {row["programme_id"]: row for row in rows["programmes"]}
        self.session = {row["session_id"]: row for row in rows["sessions"]}
        self.candidate = {(row["person_id"], row["programme_id"]): row for row in rows["candidates"]}
        self.fund = {row["fund_id"]: row for row in rows["funds"]}
        self.gaps, self.effects = rows["gaps"], rows["effects"]
        self.away = {(row["unit_id"], row["period"]): row["away_max"] for row in rows.get("unit_periods", [])}
        self.organisers, self.organiser_periods = rows.get("organisers", []), rows.get("organiser_periods", [])
        self.fixed = {(row["person_id"], row["session_id"]) for row in rows.get("fixed", [])}
        self.persons, self.sessions = list(self.person), list(self.session)
        self.units, self.funds = list(self.unit), list(self.fund)
        periods = range(1, self.header.periods + 1)
        self.cells = [(u, t) for u in self.units for t in periods]
        self.width = 1 + len(self.funds) + 2 * len(self.units) + len(self.cells)

    def of(self, s: str) -> Row:
        return self.programme[self.session[s]["programme_id"]]

    def occupied(self, s: str) -> range:
        start = self.session[s]["period"]
        return range(0) if start is None else range(start, start + (self.session[s].get("duration") or 1))

    def end(self, s: str) -> int:
        return max(self.occupied(s), default=0)

    def bundles(self, person: str) -> list[tuple[str, ...]]:
        """All sets of sessions that rules 1 to 6, 14 and 15 allow this person."""
        may = [s for s in self.sessions if (person, self.session[s]["programme_id"]) in self.candidate]
        may = [s for s in may if not self.session[s].get("closed") or (person, s) in self.fixed]
        must = {s for p, s in self.fixed if p == person}
        most = min(len(may), self.header.max_programmes)
        sets = itertools.chain.from_iterable(itertools.combinations(may, k) for k in range(most + 1))
        return [bundle for bundle in sets if must <= set(bundle) and self.possible(person, bundle)]

    def possible(self, person: str, bundle: tuple[str, ...]) -> bool:
        row = self.person[person]
        programmes = [self.session[s]["programme_id"] for s in bundle]
        if len(set(programmes)) < len(programmes):
            return False
        most = self.header.hours_max if row.get("hours_max") is None else row["hours_max"]
        room = max(0.0, most - (row.get("hours_done") or 0))
        if math.fsum(self.of(s)["hours"] for s in bundle) > room + 1e-6:
            return False
        away = [t for s in bundle if self.of(s)["synchronous"] for t in self.occupied(s)]
        if len(set(away)) < len(away):
            return False
        for s in bundle:
            programme = self.session[s]["programme_id"]
            if self.candidate[person, programme]["needs_prerequisite"]:
                wanted = self.programme[programme]["prerequisite_id"]
                start = self.session[s]["period"] or 0
                if not any(self.session[o]["programme_id"] == wanted and self.end(o) < start for o in bundle):
                    return False
        return True

    def use(self, person: str, bundle: tuple[str, ...]) -> list[float]:
        row, unit = self.person[person], self.person[person]["unit_id"]
        value = self.coverage(person, bundle)
        funds, units = dict.fromkeys(self.funds, 0), dict.fromkeys(self.units, 0)
        loads, there = dict.fromkeys(self.cells, 0.0), dict.fromkeys(self.units, 0)
        for s in bundle:
            programme, candidate = self.of(s), self.candidate[person, self.session[s]["programme_id"]]
            value += self.header.weights.mandatory * candidate["mandatory"]
            value -= self.header.weights.cost * programme["cost_per_person"] / 1e6
            funds[candidate.get("fund_id") or programme["fund_id"]] += programme["cost_per_person"]
            units[unit] += programme["cost_per_person"]
            load = programme.get("away_load")
            for t in self.occupied(s) if programme["synchronous"] else ():
                loads[unit, t] += 1.0 if load is None else load
        target = self.header.hours_target if row.get("hours_target") is None else row["hours_target"]
        hours = (row.get("hours_done") or 0) + math.fsum(self.of(s)["hours"] for s in bundle)
        if row.get("entitled") is not False and hours >= target - 1e-6:
            there[unit] = 1
            value += self.header.weights.entitlement
        return [value, *funds.values(), *units.values(), *loads.values(), *there.values()]

    def coverage(self, person: str, bundle: tuple[str, ...]) -> float:
        learnt = {self.session[s]["programme_id"] for s in bundle}
        worth = 0.0
        for gap in self.gaps:
            if gap["person_id"] != person:
                continue
            rows = [e for e in self.effects if e["programme_id"] in learnt]
            rows = [e for e in rows if e["competency_id"] == gap["competency_id"]]
            level = gap["held"]
            for effect in sorted(rows, key=lambda e: e["ceiling"]):
                level = max(level, min(level + effect["lift"], effect["ceiling"]))
            closed = min(level - gap["held"], gap["gap"])
            worth += gap["weight"] * math.fsum(self.header.step_weights[:closed])
        return worth

    def batches(self, counts: Any) -> Any:
        capacity = np.array([self.of(s)["capacity"] for s in self.sessions], np.int64)
        return -(-counts // capacity)

    def split(self, uses: Any) -> tuple[Any, Any, Any, Any]:
        ends = np.cumsum([1, len(self.funds), len(self.units), len(self.cells)])
        _, funds, units, loads, there = np.split(uses, ends, axis=1)
        return funds, units, loads, there

    def allowed(self, uses: Any, counts: Any) -> Any:
        """Rules 9 to 13 and 16: all of them only get worse with more persons."""
        funds, units, loads, _ = self.split(uses)
        batches = self.batches(counts)
        price = np.array([self.of(s)["cost_per_batch"] for s in self.sessions])
        good = (batches <= [self.session[s]["batches_max"] for s in self.sessions]).all(axis=1)
        good &= funds.sum(axis=1) + batches @ price <= self.header.budget
        for k, fund in enumerate(self.funds):
            mine = np.array([self.of(s)["fund_id"] == fund for s in self.sessions])
            good &= funds[:, k] + batches @ (price * mine) <= _limit(self.fund[fund]["budget"])
        good &= (units <= [_limit(self.unit[u]["budget"]) for u in self.units]).all(axis=1)
        limits = [_limit(self.away.get(cell, self.unit[cell[0]]["away_max"])) for cell in self.cells]
        good &= (loads <= np.array(limits, float) + 1e-6).all(axis=1)
        for row in self.organisers:
            mine = [self.of(s).get("organiser_id") == row["organiser_id"] for s in self.sessions]
            good &= batches @ np.array(mine, np.int64) <= _limit(row.get("batches_max_year"))
        for row in self.organiser_periods:
            mine = [
                self.of(s).get("organiser_id") == row["organiser_id"] and row["period"] in self.occupied(s)
                for s in self.sessions
            ]
            good &= batches @ np.array(mine, np.int64) <= row["batches_max"]
        return good

    def filled(self, counts: Any) -> Any:
        """Rule 8."""
        fixed = [sum(1 for _, held in self.fixed if held == s) for s in self.sessions]
        exempt = [-(-n // self.of(s)["capacity"]) for n, s in zip(fixed, self.sessions, strict=True)]
        least = np.array([self.of(s)["batch_min"] for s in self.sessions])
        return (counts >= least * (self.batches(counts) - exempt)).all(axis=1)

    def values(self, uses: Any, counts: Any) -> Any:
        _, _, _, there = self.split(uses)
        weights = self.header.weights
        price = np.array([self.of(s)["cost_per_batch"] for s in self.sessions])
        value = uses[:, 0] - weights.cost * (self.batches(counts) @ price) / 1e6
        for k, unit in enumerate(self.units):
            share = self.unit[unit].get("fairness")
            share = self.header.fairness_share if share is None else share
            members = [row for row in self.person.values() if row["unit_id"] == unit]
            entitled = sum(row.get("entitled") is not False for row in members)
            value -= weights.fairness * np.maximum(0.0, share * entitled - there[:, k])
        return value


def _rows(table: dict[str, list[Any]]) -> list[Row]:
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def _limit(value: int | None) -> int:
    return NEVER if value is None else value
