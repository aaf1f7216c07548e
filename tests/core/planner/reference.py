"""The format's rules and objective in plain Python, written from its text: slow, simple, and no code of the product.

Works on (header, tables) as they are written, with `rows(tables, name)` as dictionaries; absent optional parts count as
empty.
"""

from collections import Counter
from math import fsum
from typing import Any

Row = dict[str, Any]


def rows(tables, name) -> list[Row]:
    table = tables.get(name, {})
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


class Reference:
    def __init__(self, header, tables, batches, pairs):
        self.header, self.batches, self.pairs = header, batches, pairs
        self.units = {row["unit_id"]: row for row in rows(tables, "units")}
        self.persons = {row["person_id"]: row for row in rows(tables, "persons")}
        self.programmes = {row["programme_id"]: row for row in rows(tables, "programmes")}
        self.sessions = {row["session_id"]: row for row in rows(tables, "sessions")}
        self.funds = {row["fund_id"]: row for row in rows(tables, "funds")}
        self.candidates = {(row["person_id"], row["programme_id"]): row for row in rows(tables, "candidates")}
        self.gaps, self.effects = rows(tables, "gaps"), rows(tables, "effects")
        self.fixed = {(row["person_id"], row["session_id"]) for row in rows(tables, "fixed")}
        self.unit_periods = {(r["unit_id"], r["period"]): r["away_max"] for r in rows(tables, "unit_periods")}
        self.organisers = rows(tables, "organisers")
        self.organiser_periods = rows(tables, "organiser_periods")

    def programme(self, session) -> Row:
        return self.programmes[self.sessions[session]["programme_id"]]

    def start(self, session) -> int:
        return self.sessions[session]["period"] or 0

    def end(self, session) -> int:
        start = self.start(session)
        return start + (self.sessions[session].get("duration") or 1) - 1 if start else 0

    def occupied(self, session) -> range:
        return range(self.start(session), self.end(session) + 1) if self.start(session) else range(0)

    def number(self, person, column, usual):
        value = self.persons[person].get(column)
        return usual if value is None else value

    def of(self, person) -> list[str]:
        return [session for who, session in self.pairs if who == person]

    def broken(self) -> set[str]:
        found = set()
        for person in self.persons:
            found |= self.broken_by_person(person)
        for session in self.sessions:
            found |= self.broken_by_session(session)
        found |= self.broken_by_money()
        for unit, row in self.units.items():
            for period in range(1, self.header["periods"] + 1):
                limit = self.unit_periods.get((unit, period), row["away_max"])
                load = fsum(
                    1 if self.programme(s).get("away_load") is None else self.programme(s)["away_load"]
                    for p, s in self.pairs
                    if self.persons[p]["unit_id"] == unit and self.programme(s)["synchronous"]
                    and period in self.occupied(s)
                )  # fmt: skip
                if limit is not None and load > limit + 1e-6:
                    found.add("away_exceeded")
        if self.fixed - set(self.pairs):
            found.add("fixed_missing")
        if any(self.sessions[s].get("closed") and (p, s) not in self.fixed for p, s in self.pairs):
            found.add("session_closed")
        for row in self.organisers:
            if row["batches_max_year"] is not None and self.held(row["organiser_id"]) > row["batches_max_year"]:
                found.add("organiser_exceeded")
        for row in self.organiser_periods:
            if self.held(row["organiser_id"], row["period"]) > row["batches_max"]:
                found.add("organiser_exceeded")
        return found

    def held(self, organiser, period=None) -> int:
        return sum(
            count
            for session, count in self.batches.items()
            if self.programme(session).get("organiser_id") == organiser
            and (period is None or period in self.occupied(session))
        )

    def broken_by_person(self, person) -> set[str]:
        found, sessions = set(), self.of(person)
        programmes = [self.sessions[session]["programme_id"] for session in sessions]
        if any((person, programme) not in self.candidates for programme in programmes):
            found.add("not_candidate")
        if len(set(programmes)) < len(programmes):
            found.add("programme_twice")
        if len(sessions) > self.header["max_programmes"]:
            found.add("too_many_programmes")
        most = self.number(person, "hours_max", self.header["hours_max"]) - self.number(person, "hours_done", 0)
        if fsum(self.programmes[programme]["hours"] for programme in programmes) > max(0, most) + 1e-6:
            found.add("hours_exceeded")
        away = Counter(p for s in sessions if self.programme(s)["synchronous"] for p in self.occupied(s))
        if any(times > 1 for times in away.values()):
            found.add("period_clash")
        for session, programme in zip(sessions, programmes, strict=True):
            if self.candidates.get((person, programme), {}).get("needs_prerequisite"):
                wanted = self.programmes[programme]["prerequisite_id"]
                earlier = [
                    s for s in sessions
                    if self.sessions[s]["programme_id"] == wanted and self.end(s) < self.start(session)
                ]  # fmt: skip
                if not earlier:
                    found.add("prerequisite_unmet")
        return found

    def broken_by_session(self, session) -> set[str]:
        found, programme = set(), self.programme(session)
        seated, count = sum(s == session for _, s in self.pairs), self.batches.get(session, 0)
        exempt = -(-sum(s == session for _, s in self.fixed) // programme["capacity"])
        if seated > programme["capacity"] * count:
            found.add("seats_exceeded")
        if seated < programme["batch_min"] * (count - exempt):
            found.add("batch_underfilled")
        if count > self.sessions[session]["batches_max"]:
            found.add("batches_exceeded")
        return found

    def cost(self) -> int:
        people = sum(self.programme(session)["cost_per_person"] for _, session in self.pairs)
        return people + sum(self.programme(s)["cost_per_batch"] * count for s, count in self.batches.items())

    def broken_by_money(self) -> set[str]:
        found = set()
        if self.cost() > self.header["budget"]:
            found.add("budget_exceeded")
        for fund, row in self.funds.items():
            spent = sum(
                self.programme(s)["cost_per_batch"] * count
                for s, count in self.batches.items()
                if self.programme(s)["fund_id"] == fund
            )
            for person, session in self.pairs:
                programme = self.programme(session)
                own = self.candidates.get((person, programme["programme_id"]), {}).get("fund_id")
                if (own or programme["fund_id"]) == fund:
                    spent += programme["cost_per_person"]
            if row["budget"] is not None and spent > row["budget"]:
                found.add("fund_exceeded")
        for unit, row in self.units.items():
            spent = sum(
                self.programme(s)["cost_per_person"] for p, s in self.pairs if self.persons[p]["unit_id"] == unit
            )
            if row["budget"] is not None and spent > row["budget"]:
                found.add("unit_budget_exceeded")
        return found

    def at_target(self, person) -> bool:
        if self.persons[person].get("entitled") is False:
            return False
        hours = fsum(self.programme(session)["hours"] for session in self.of(person))
        hours += self.number(person, "hours_done", 0)
        return hours >= self.number(person, "hours_target", self.header["hours_target"]) - 1e-6

    def coverage(self) -> float:
        total = 0.0
        for gap in self.gaps:
            attended = {self.sessions[session]["programme_id"] for session in self.of(gap["person_id"])}
            effects = [
                effect for effect in self.effects
                if effect["programme_id"] in attended and effect["competency_id"] == gap["competency_id"]
            ]  # fmt: skip
            level = gap["held"]
            for effect in sorted(effects, key=lambda row: row["ceiling"]):
                level = max(level, min(level + effect["lift"], effect["ceiling"]))
            steps = min(level - gap["held"], gap["gap"])
            total += gap["weight"] * sum(self.header["step_weights"][:steps])
        return total

    def components(self) -> dict[str, float]:
        weights, short = self.header["weights"], 0.0
        for unit, row in self.units.items():
            share = self.header["fairness_share"] if row.get("fairness") is None else row["fairness"]
            mine = [p for p, r in self.persons.items() if r["unit_id"] == unit and r.get("entitled") is not False]
            short += max(0, share * len(mine) - sum(map(self.at_target, mine)))
        mandatory = sum(
            self.candidates.get((p, self.sessions[s]["programme_id"]), {}).get("mandatory", False)
            for p, s in self.pairs
        )
        return {
            "coverage": self.coverage(),
            "mandatory": weights["mandatory"] * mandatory,
            "entitlement": weights["entitlement"] * sum(map(self.at_target, self.persons)),
            "cost": weights["cost"] * self.cost() / 1_000_000,
            "fairness": weights["fairness"] * short,
        }
