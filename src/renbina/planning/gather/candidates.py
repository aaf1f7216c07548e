"""Who may attend what. Said here is only what the problem format has no row for; the rest is in the tables.

The format closes months to whole units, not to single people for single classes. So a programme is held out for a
person where one of its sessions would break a rule of theirs that no row can state: an online course during basic
training, or any class too near retirement. `held_out` counts these, so that the plan page can say so.

Nobody is sent where there is nothing to learn, not even for the yearly hours: a programme whose ceilings the person is
known to have reached, or that the person attended a short while ago.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from renbina.catalogue.enums import Form
from renbina.catalogue.models import Audience, Programme
from renbina.catalogue.queries import seat_cost
from renbina.planning.gather.money import Payers
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.people import Person
from renbina.planning.gather.rows import Rows
from renbina.planning.gather.sessions import Begun, Session

CHOSEN_CONTENTS: Final = frozenset({Form.NKL01, Form.NKL02, Form.NKL09, Form.NKL10})
"""Coaching, mentoring, self-study, learning communities: those who take part choose what is learnt, so there is always
something new, this year and next year."""


@dataclass(frozen=True, slots=True)
class GapFact:
    """A known gap: level held, levels missing, and what the first step is worth (priority)."""

    held: int
    size: int
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """`payer`: the fund that pays for the seat; `named`: the agency named the person; `begun`: sits in it already."""

    programme: Programme
    mandatory: bool
    needs_prerequisite: bool
    payer: str
    named: bool = False
    begun: bool = False
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class _Facts:
    """A programme as the choice sees it."""

    programme: Programme
    effects: tuple[tuple[str, int, int], ...]
    audiences: tuple[Audience, ...]
    audience_paths: tuple[tuple[str, ...], ...]
    sessions: tuple[Session, ...]
    seat_millions: float


class Choice:
    """Finds the programmes of each person."""

    def __init__(
        self, rows: Rows, parameters: PlanningParameters, payers: Payers, sessions: Sequence[Session], begun: Begun
    ) -> None:
        self.rows, self.parameters, self.payers = rows, parameters, payers
        self.held_out: Counter[str] = Counter()
        self.worth = [0.0]
        for step in parameters.step_weights:
            self.worth.append(self.worth[-1] + step)
        offered = defaultdict(list)
        for session in sessions:
            offered[session.programme.pk].append(session)
        self.facts = {programme.pk: self._facts(programme, offered) for programme in rows.programmes}
        self.nominated: dict[int, dict[int, bool]] = defaultdict(dict)
        for row in rows.nominations:
            self.nominated[row["employee_id"]][row["programme_id"]] = row["mandatory"]
        programme_of = {session.pk: session.programme.pk for session in sessions}
        self.going: dict[int, set[int]] = defaultdict(set)
        self.attended: dict[int, set[int]] = defaultdict(set)
        for found, seats in ((self.going, begun.going), (self.attended, begun.finished)):
            for employee, session_pk in seats:
                found[employee].add(programme_of[session_pk])
        self._open: dict[tuple[str, str, str, str, int], list[_Facts]] = {}

    def _facts(self, programme: Programme, offered: Mapping[int, Sequence[Session]]) -> _Facts:
        audiences = tuple(self.rows.audiences.get(programme.pk, ()))
        effects = self.rows.effects.get(programme.pk, ())
        return _Facts(
            programme,
            tuple((effect.competency.code, effect.lift, effect.ceiling) for effect in effects),
            audiences,
            tuple(tuple(unit.path for unit in audience.units.all()) for audience in audiences),
            tuple(offered.get(programme.pk, ())),
            seat_cost(programme) / 1e6,
        )

    def of(self, person: Person, gaps: Mapping[str, GapFact]) -> list[Candidate]:
        """In order of code: what the person sits in or is named for, then what fits."""
        kept: dict[int, Candidate] = {}
        for pk in sorted(self.going.get(person.pk, ())):
            kept[pk] = self._candidate(person, self.facts[pk], gaps, begun=True)
        for pk in self.nominated.get(person.pk, {}):
            facts = self.facts.get(pk)
            if facts is not None and pk not in kept and facts.sessions and not self._done(person, facts.programme):
                if self._can_attend(person, facts, owed=self.nominated[person.pk][pk]):
                    kept[pk] = self._candidate(person, facts, gaps)
                else:
                    self.held_out["named_cannot_attend"] += 1
        self._add_others(person, gaps, kept)
        return sorted(kept.values(), key=lambda each: each.programme.code)

    def _done(self, person: Person, programme: Programme) -> bool:
        """Learnt in the plan year already, by the ledger or in a seat of this plan."""
        return self.rows.learnt.get((person.pk, programme.code)) == self.rows.plan.year or (
            programme.pk in self.attended.get(person.pk, ())
        )

    def _teaches(self, person: Person, facts: _Facts) -> bool:
        """Something new: not attended a short while ago, and some level it leads to is not yet known to be held."""
        if facts.programme.form in CHOSEN_CONTENTS:
            return True
        last = self.rows.learnt.get((person.pk, facts.programme.code))
        if last is not None and last >= self.rows.plan.year - self.parameters.years_before_repeating:
            self.held_out["repeated"] += 1
            return False
        held = self.rows.held.get(person.pk, {})
        return not facts.effects or any(held.get(code, -1) < ceiling for code, _, ceiling in facts.effects)

    def _add_others(self, person: Person, gaps: Mapping[str, GapFact], kept: dict[int, Candidate]) -> None:
        owed = person.hours_done + sum(each.programme.hours for each in kept.values() if each.mandatory or each.begun)
        wants_hours = person.entitled and owed < person.hours_target
        long = self._long_class(kept.values())
        found: dict[int, Candidate] = {}
        for facts in self._open_to(person):
            if facts.programme.pk in kept or self._done(person, facts.programme):
                continue
            raises = any(self._steps(gaps.get(code), lift, ceiling) for code, lift, ceiling in facts.effects)
            helps = raises or (wants_hours and facts.programme.hours > 0)
            if helps and self._teaches(person, facts) and self._fits(person, facts, long):
                found[facts.programme.pk] = self._candidate(person, facts, gaps)
        kept |= found if not self.parameters.candidates_max else self._best(found)

    def _best(self, found: Mapping[int, Candidate]) -> dict[int, Candidate]:
        """The best by worth alone up to the limit, each with its prerequisite."""
        kept: dict[int, Candidate] = {}
        for each in sorted(found.values(), key=lambda one: (-one.score, one.programme.code)):
            if len(kept) >= self.parameters.candidates_max:
                break
            before = found.get(each.programme.prerequisite_id or 0) if each.needs_prerequisite else None
            kept |= {one.programme.pk: one for one in (before, each) if one is not None}
        return kept

    def _open_to(self, person: Person) -> list[_Facts]:
        """Programmes on offer whose audience holds the person and that some fund may pay for."""
        if person.signature not in self._open:
            self._open[person.signature] = [
                facts for facts in self.facts.values() if facts.sessions and self._meant_for(person, facts)
            ]
        return self._open[person.signature]

    def _meant_for(self, person: Person, facts: _Facts) -> bool:
        if self.payers.of_seat(facts.programme.pk, person.unit_path) is None:
            return False
        pairs = zip(facts.audiences, facts.audience_paths, strict=True)
        return any(_matches(person, audience, paths) for audience, paths in pairs)

    def _can_attend(self, person: Person, facts: _Facts, *, owed: bool = False) -> bool:
        """Some session lies where the person is there and, if it keeps people away, may leave. What the person must
        attend comes before duties, not before leave."""
        closed = person.away_months if owed else person.closed_months
        return any(
            not session.closed
            and session.last < person.leave_month
            and not (facts.programme.synchronous and session.months & closed)
            for session in facts.sessions
        )

    def _fits(self, person: Person, facts: _Facts, long: frozenset[int]) -> bool:
        """Nobody named the person, so every rule of theirs must hold in every session that is still open."""
        room = min(person.hours_max - person.hours_done, self.parameters.usual_hours_max)
        if facts.programme.hours > room or not self._can_attend(person, facts):
            return False
        ahead = [session for session in facts.sessions if not session.closed]
        last = person.last_month_of(facts.programme.hours, self.parameters)
        if any(session.last > last for session in ahead) or last == 0:
            self.held_out["leaving"] += 1
            return False
        shut = long & person.duty_months if facts.programme.synchronous else long
        if any(session.months & shut for session in ahead):
            self.held_out["long_class"] += 1
            return False
        return True

    def _long_class(self, kept: Iterable[Candidate]) -> frozenset[int]:
        """Months of the classes of several months that the person must attend: nothing else while they last.

        Classes that keep people away cannot overlap anyway; but where duty gives way to the one that is owed, it must
        not give way to others if that one finds no place.
        """
        months: frozenset[int] = frozenset()
        for each in kept:
            if (each.mandatory or each.begun) and each.programme.synchronous:
                sessions = self.facts[each.programme.pk].sessions
                months = months.union(*(session.months for session in sessions if session.last > session.first))
        return months

    def _candidate(
        self, person: Person, facts: _Facts, gaps: Mapping[str, GapFact], *, begun: bool = False
    ) -> Candidate:
        programme = facts.programme
        before = programme.prerequisite_id
        learnt = before is None or (person.pk, self.facts[before].programme.code) in self.rows.learnt
        learnt = learnt or begun or before in self.attended.get(person.pk, ())
        named = self.nominated.get(person.pk, {}).get(programme.pk)
        return Candidate(
            programme,
            mandatory=bool(named),
            needs_prerequisite=not learnt,
            payer=self.payers.of_seat(programme.pk, person.unit_path) or self.payers.of_programme(programme.pk),
            named=named is not None,
            begun=begun,
            score=self._score(person, facts, gaps),
        )

    def _steps(self, gap: GapFact | None, lift: int, ceiling: int) -> int:
        return 0 if gap is None else max(0, min(gap.size, lift, ceiling - gap.held))

    def _score(self, person: Person, facts: _Facts, gaps: Mapping[str, GapFact]) -> float:
        """Value points of the programme alone, minus what a seat in a full class costs."""
        coverage = 0.0
        for code, lift, ceiling in facts.effects:
            gap = gaps.get(code)
            if gap is not None:
                coverage += gap.weight * self.worth[self._steps(gap, lift, ceiling)]
        target = person.hours_target if person.entitled else 0.0
        share = min(facts.programme.hours, target) / target if target else 0.0
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
