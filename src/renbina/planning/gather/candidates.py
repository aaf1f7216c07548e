"""Who may attend what, and what it is worth for them alone.

Limits of the basic problem format, said here because the plan inherits them: it cannot forbid single months to single
people, so a calendar rule removes a programme only when it leaves no month; and it knows one ceiling of hours for all,
so the 24 JP of a PPPK hold because the programmes weighed for that person add up to no more.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from renbina.catalogue.models import Audience, Programme
from renbina.catalogue.queries import seat_cost
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.people import Person
from renbina.planning.gather.rows import Rows


@dataclass(frozen=True, slots=True)
class GapFact:
    """A known gap: level held, levels missing, and what the first step is worth (priority)."""

    held: int
    size: int
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    programme: Programme
    mandatory: bool
    needs_prerequisite: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Facts:
    """A programme as the choice sees it. `months` None stands for a self-paced offer."""

    programme: Programme
    effects: tuple[tuple[str, int, int], ...]
    audiences: tuple[Audience, ...]
    audience_paths: tuple[tuple[str, ...], ...]
    fund_paths: tuple[str, ...]
    months: frozenset[int | None]
    seat_millions: float


class Choice:
    """Picks the programmes weighed for each person."""

    def __init__(self, rows: Rows, parameters: PlanningParameters, hours_target: float, pppk_hours_max: float) -> None:
        self.rows, self.parameters = rows, parameters
        self.hours_target, self.pppk_hours_max = hours_target, pppk_hours_max
        self.worth = [0.0]
        for step in parameters.step_weights:
            self.worth.append(self.worth[-1] + step)
        months = defaultdict(set)
        for offer in rows.offers:
            months[offer.programme_id].add(offer.month)
        funds = {fund.pk: tuple(unit.path for unit in fund.units.all()) for fund in rows.funds}
        self.facts = {
            programme.pk: self._facts(programme, funds, frozenset(months[programme.pk]))
            for programme in rows.programmes
        }
        self.nominated: dict[int, dict[int, bool]] = defaultdict(dict)
        for row in rows.nominations:
            self.nominated[row["employee_id"]][row["programme_id"]] = row["mandatory"]
        self._open: dict[tuple[str, str, str, str, int], list[_Facts]] = {}

    def _facts(
        self, programme: Programme, funds: Mapping[int, tuple[str, ...]], months: frozenset[int | None]
    ) -> _Facts:
        audiences = tuple(self.rows.audiences.get(programme.pk, ()))
        effects = self.rows.effects.get(programme.pk, ())
        return _Facts(
            programme,
            tuple((effect.competency.code, effect.lift, effect.ceiling) for effect in effects),
            audiences,
            tuple(tuple(unit.path for unit in audience.units.all()) for audience in audiences),
            funds.get(self.rows.fund_of.get(programme.pk, 0), ()),
            months,
            seat_cost(programme) / 1e6,
        )

    def of(self, person: Person, gaps: Mapping[str, GapFact]) -> list[Candidate]:
        """Mandatory and nominated ones always, then the best by worth alone up to the limit, in order of code."""
        nominated = self.nominated.get(person.pk, {})
        named = [self.facts[pk] for pk in nominated if pk in self.facts and self.facts[pk].months]
        kept = {
            facts.programme.pk: self._candidate(person, facts, gaps, mandatory=nominated[facts.programme.pk])
            for facts in named
        }
        hours = sum(each.programme.hours for each in kept.values() if each.mandatory)
        if not person.leaves_in_year:
            self._add_best(person, gaps, kept, hours)
        return sorted(kept.values(), key=lambda each: each.programme.code)

    def _add_best(self, person: Person, gaps: Mapping[str, GapFact], kept: dict[int, Candidate], owed: float) -> None:
        found: dict[int, Candidate] = {}
        for facts in self._open_to(person):
            if facts.programme.pk in kept or not self._fits(person, facts):
                continue
            raises = any(self._steps(gaps.get(code), lift, ceiling) for code, lift, ceiling in facts.effects)
            if raises or (owed < self.hours_target and facts.programme.hours > 0):
                found[facts.programme.pk] = self._candidate(person, facts, gaps, mandatory=False)
        hours = sum(each.programme.hours for each in kept.values())
        room = self.parameters.candidates_max
        for each in sorted(found.values(), key=lambda one: (-one.score, one.programme.code)):
            if room == 0:
                break
            if person.is_pppk and hours + each.programme.hours > self.pppk_hours_max:
                continue
            before = found.get(each.programme.prerequisite_id or 0) if each.needs_prerequisite else None
            for one in (before, each):
                if one is not None and one.programme.pk not in kept:
                    kept[one.programme.pk] = one
                    hours += one.programme.hours
                    room = max(0, room - 1)

    def _open_to(self, person: Person) -> list[_Facts]:
        """Programmes on offer whose audience holds the person, by what an audience asks for."""
        if person.signature not in self._open:
            self._open[person.signature] = [
                facts for facts in self.facts.values() if facts.months and self._meant_for(person, facts)
            ]
        return self._open[person.signature]

    def _meant_for(self, person: Person, facts: _Facts) -> bool:
        if facts.fund_paths and not person.unit_path.startswith(facts.fund_paths):
            return False
        pairs = zip(facts.audiences, facts.audience_paths, strict=True)
        return any(_matches(person, audience, paths) for audience, paths in pairs)

    def _fits(self, person: Person, facts: _Facts) -> bool:
        """The hours are usual, and there is a month in which the person may go."""
        if facts.programme.hours > self.parameters.usual_hours_max:
            return False
        dated = [month for month in facts.months if month is not None]
        if not facts.programme.synchronous:
            return person.last_month == 12 or all(month <= person.last_month for month in dated)
        if any(month > person.last_month for month in dated):
            return False
        return any(month not in person.closed_months for month in dated)

    def _candidate(self, person: Person, facts: _Facts, gaps: Mapping[str, GapFact], *, mandatory: bool) -> Candidate:
        programme = facts.programme
        learnt = programme.prerequisite_id is None or (
            (person.pk, self._code(programme.prerequisite_id)) in self.rows.learnt
        )
        return Candidate(programme, mandatory, not learnt, self._score(facts, gaps))

    def _code(self, programme_pk: int) -> str:
        return self.facts[programme_pk].programme.code

    def _steps(self, gap: GapFact | None, lift: int, ceiling: int) -> int:
        return 0 if gap is None else max(0, min(gap.size, lift, ceiling - gap.held))

    def _score(self, facts: _Facts, gaps: Mapping[str, GapFact]) -> float:
        """Value points of the programme alone, minus what a seat in a full class costs."""
        coverage = 0.0
        for code, lift, ceiling in facts.effects:
            gap = gaps.get(code)
            if gap is not None:
                coverage += gap.weight * self.worth[self._steps(gap, lift, ceiling)]
        share = min(facts.programme.hours, self.hours_target) / self.hours_target if self.hours_target else 0.0
        return coverage + self.parameters.entitlement * share - self.parameters.cost * facts.seat_millions


def _matches(person: Person, audience: Audience, paths: tuple[str, ...]) -> bool:
    """Every list that is not empty must hold the person's value."""
    asked = (
        (audience.employments, person.employment),
        (audience.position_kinds, person.kind),
        (audience.levels, person.level),
        (audience.families, person.family),
    )
    if any(values and value not in values for values, value in asked):
        return False
    if person.family in audience.excluded_families:
        return False
    return not paths or person.unit_path.startswith(paths)
