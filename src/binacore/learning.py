"""Learning hours (JP): how many an activity is worth, what a cap takes off, and what a person has in a year.

Nothing is dropped in silence. Every activity stands in the ledger with its hours, the hours that count and the reason
for the difference. What looks wrong (a certificate number used twice, 60 JP in two days) is held: it counts nothing
until somebody confirms it, and the held hours are shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from binacore.hours_caps import CapBook, Span
from binacore.people import EmploymentKind, RecordMalformed
from binacore.reasons import Reason, ReasonCode, reason
from binacore.rules import Rulebook, RulesAt, RuleValue
from binacore.rules.hours import Basis, HoursRule


class EntryStatus(StrEnum):
    COUNTED = "counted"  # all its hours count
    REDUCED = "reduced"  # a cap took some or all
    HELD = "held"  # looks wrong; waits for somebody to confirm it
    NOT_COUNTED = "not_counted"  # no rule, or no certificate where one is needed
    FULFILS_MINIMUM = "fulfils_minimum"  # formal study: no hours, but the year is met


@dataclass(frozen=True, slots=True)
class LearningEntry:
    """One activity of one person. Days are inclusive: a class of one day starts and finishes on the same day.

    `form` is the code of the form of development (KL01 .. NKL13, PDK). `days` is the number of days really taught, if
    it differs from the calendar. `session_days` are the days of coaching or mentoring, if known; otherwise `sessions`
    counts them. `confirmed` says that somebody looked at the document behind an odd entry.
    """

    entry_id: str
    form: str
    started_on: date
    finished_on: date
    certificate_hours: int | None = None
    certificate: str = ""
    days: int | None = None
    sessions: int = 1
    session_days: tuple[date, ...] = ()
    place: str = ""
    confirmed: bool = False

    def __post_init__(self) -> None:
        if self.finished_on < self.started_on:
            raise RecordMalformed(f"activity {self.entry_id}: finished before it started")
        numbers = (self.certificate_hours or 0, self.days or 0, self.sessions)
        if min(numbers) < 0:
            raise RecordMalformed(f"activity {self.entry_id}: hours, days and sessions are not below 0")
        if any(not self.started_on <= day <= self.finished_on for day in self.session_days):
            raise RecordMalformed(f"activity {self.entry_id}: a session lies outside its days")

    @property
    def calendar_days(self) -> int:
        return (self.finished_on - self.started_on).days + 1

    @property
    def taught_days(self) -> int:
        return self.calendar_days if self.days is None else self.days


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One activity in the ledger: hours as it claims them, hours that count, and why. `rule` carries the citation."""

    entry: LearningEntry
    claimed: int
    counted: int
    status: EntryStatus
    reasons: tuple[Reason, ...]
    rule: RuleValue | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one person has in a span. `minimum` and `limit` carry their value and citation; None where none applies.

    `outside` are ids of activities that belong to another span. `held` hours wait for confirmation.
    """

    kind: EmploymentKind
    span: Span
    lines: tuple[LedgerLine, ...]
    outside: tuple[str, ...]
    total: int
    held: int
    met_by_study: bool
    minimum: RuleValue | None
    limit: RuleValue | None
    reasons: tuple[Reason, ...]

    @property
    def short(self) -> int:
        """JP missing to the minimum; 0 when met or when there is none."""
        if self.minimum is None or self.met_by_study:
            return 0
        return max(0, int(self.minimum.value) - self.total)

    @property
    def is_met(self) -> bool | None:
        """None when no minimum is written for this person."""
        return None if self.minimum is None else self.short == 0

    @property
    def over(self) -> int:
        """JP above the limit; a warning, because what happened has happened."""
        return 0 if self.limit is None else max(0, self.total - int(self.limit.value))


@dataclass(frozen=True, slots=True)
class Converted:
    """JP of one activity before caps. `hours` is None when the rule needs a certificate that shows none."""

    hours: int | None
    basis: Basis
    units: int
    rule: HoursRule


def convert(
    form: str, *, rules: RulesAt, certificate_hours: int | None = None, days: int = 1, sessions: int = 1
) -> Converted | None:
    """JP that an activity of a form is worth by rule `jp.<form>`, before caps. None when no rule knows the form."""
    rule = rules.hours_rule(form)
    if rule is None:
        return None
    basis: Basis | None = rule.basis
    if basis is Basis.CERTIFICATE:
        if certificate_hours:
            return Converted(certificate_hours, basis, certificate_hours, rule)
        basis = rule.otherwise
    if basis is None:
        return Converted(None, Basis.CERTIFICATE, 0, rule)
    units = {Basis.PER_DAY: days, Basis.PER_SESSION: sessions, Basis.PER_ACTIVITY: 1}.get(basis, 0)
    return Converted(units * rule.jp, basis, units, rule)


def ledger(entries: Iterable[LearningEntry], span: Span, rulebook: Rulebook, kind: EmploymentKind) -> Ledger:
    """The learning hours of one person in a span (`Span.year(2026)`, or a contract year of a PPPK).

    An activity belongs to the span in which it finished; sessions with known days belong to the span of their day, and
    study to every span it touches. Rules are those of the day it finished. Raises RuleNotInForce for a day before
    the rules begin. Pass the activities of other years too: a certificate number used again is found only then.
    """
    ordered = sorted(entries, key=lambda entry: (entry.finished_on, entry.started_on, entry.entry_id))
    first_use = _first_use(ordered)
    caps = CapBook(span)
    lines: list[LedgerLine] = []
    outside: list[str] = []
    for entry in ordered:
        if _touches(entry, span, rulebook):
            lines.append(_line(entry, rulebook.at(entry.finished_on), caps, first_use))
        else:
            outside.append(entry.entry_id)
    return _closed(_with_two_places(lines), tuple(outside), span, rulebook, kind)


def repeated_certificates(numbered: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Certificate number -> ids that use it, where more than one does. Takes (id, number) of a whole agency."""
    users: dict[str, list[str]] = defaultdict(list)
    for entry_id, number in numbered:
        if key := certificate_key(number):
            users[key].append(entry_id)
    return {number: tuple(ids) for number, ids in users.items() if len(ids) > 1}


def certificate_key(number: str) -> str:
    """A certificate number without spaces, punctuation and case, so that the same number is recognised."""
    return re.sub(r"[\W_]+", "", number).casefold()


def _first_use(entries: Iterable[LearningEntry]) -> dict[str, str]:
    first: dict[str, str] = {}
    for entry in entries:
        if key := certificate_key(entry.certificate):
            first.setdefault(key, entry.entry_id)
    return first


def _touches(entry: LearningEntry, span: Span, rulebook: Rulebook) -> bool:
    if not (entry.started_on < span.end and span.start <= entry.finished_on):
        return False
    rule = rulebook.at(entry.finished_on).hours_rule(entry.form)
    if rule is not None and rule.basis is Basis.FULFILS_MINIMUM:
        return True
    if _counts_by_day(entry, rule):
        return any(day in span for day in entry.session_days)
    return entry.finished_on in span


def _counts_by_day(entry: LearningEntry, rule: HoursRule | None) -> bool:
    return bool(entry.session_days) and rule is not None and rule.basis in (Basis.PER_SESSION, Basis.PER_DAY)


def _days_in_span(entry: LearningEntry, rules: RulesAt, span: Span) -> list[date]:
    """Known days of the sessions that fall into the span; a day counts once where the rule counts days."""
    rule = rules.hours_rule(entry.form)
    if rule is None or not _counts_by_day(entry, rule):
        return []
    days = [day for day in entry.session_days if day in span]
    return sorted(set(days)) if rule.basis is Basis.PER_DAY else sorted(days)


def _line(entry: LearningEntry, rules: RulesAt, caps: CapBook, first_use: dict[str, str]) -> LedgerLine:
    in_span = _days_in_span(entry, rules, caps.span)
    got = convert(
        entry.form,
        rules=rules,
        certificate_hours=entry.certificate_hours,
        days=len(in_span) if in_span else entry.taught_days,
        sessions=len(in_span) if in_span else entry.sessions,
    )
    if got is None:
        why = reason(ReasonCode.HOURS_NO_RULE, form=entry.form)
        return LedgerLine(entry, entry.certificate_hours or 0, 0, EntryStatus.NOT_COUNTED, (why,), None)
    cited = rules.value(got.rule.rule_id)
    if got.basis is Basis.FULFILS_MINIMUM:
        return LedgerLine(entry, 0, 0, EntryStatus.FULFILS_MINIMUM, (), cited)
    if got.hours is None:
        why = reason(ReasonCode.HOURS_NO_CERTIFICATE, form=entry.form)
        return LedgerLine(entry, 0, 0, EntryStatus.NOT_COUNTED, (why,), cited)
    odd = () if entry.confirmed else _odd(entry, got, rules, first_use)
    if odd:
        return LedgerLine(entry, got.hours, 0, EntryStatus.HELD, odd, cited)
    counted = caps.take(entry.form, got.rule, got.hours, in_span, entry.started_on, entry.finished_on)
    why = reason(ReasonCode.HOURS_COUNTED, hours=counted, basis=got.basis.value, units=got.units)
    if counted == got.hours:
        return LedgerLine(entry, got.hours, counted, EntryStatus.COUNTED, (why,), cited)
    capped = reason(
        ReasonCode.HOURS_CAPPED,
        hours=got.hours,
        counted=counted,
        cap=got.rule.cap_hours or 0,
        period=got.rule.cap_period.value if got.rule.cap_period else "",
    )
    return LedgerLine(entry, got.hours, counted, EntryStatus.REDUCED, (why, capped), cited)


def _odd(entry: LearningEntry, got: Converted, rules: RulesAt, first_use: dict[str, str]) -> tuple[Reason, ...]:
    found = []
    first = first_use.get(certificate_key(entry.certificate), entry.entry_id)
    if first != entry.entry_id:
        found.append(reason(ReasonCode.CERTIFICATE_REPEATED, certificate=entry.certificate, first=first))
    limit = rules.integer("learning.plausible_hours_per_day")
    days = entry.taught_days
    if got.basis is Basis.CERTIFICATE and got.hours is not None and got.hours > limit * days:
        found.append(reason(ReasonCode.HOURS_IMPOSSIBLE, hours=got.hours, days=days, limit=limit))
    return tuple(found)


def _with_two_places(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Adds a warning where a person was in two places on one day. Both still count: only a reader can tell which."""
    where: dict[date, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for day in _busy_days(line.entry):
            where[day].append(number)
    added: dict[int, dict[str, Reason]] = defaultdict(dict)
    for day in sorted(day for day, numbers in where.items() if len(numbers) > 1):
        for number in where[day]:
            for other in (lines[n].entry for n in where[day]):
                if other.place != lines[number].entry.place:
                    why = reason(ReasonCode.TWO_PLACES_AT_ONCE, day=day.isoformat(), other=other.entry_id)
                    added[number].setdefault(other.entry_id, why)
    return [_and(line, tuple(added[n].values())) if n in added else line for n, line in enumerate(lines)]


def _and(line: LedgerLine, more: tuple[Reason, ...]) -> LedgerLine:
    return LedgerLine(line.entry, line.claimed, line.counted, line.status, line.reasons + more, line.rule)


def _busy_days(entry: LearningEntry) -> list[date]:
    """Days on which the person was surely there; none for activities with days off in between or without a place."""
    if not entry.place:
        return []
    if entry.session_days:
        return list(entry.session_days)
    if entry.taught_days != entry.calendar_days:
        return []
    return [entry.started_on + timedelta(days=n) for n in range(entry.calendar_days)]


def _closed(
    lines: list[LedgerLine], outside: tuple[str, ...], span: Span, rulebook: Rulebook, kind: EmploymentKind
) -> Ledger:
    rules = rulebook.at(span.last)
    total = sum(line.counted for line in lines)
    held = sum(line.claimed for line in lines if line.status is EntryStatus.HELD)
    study = any(line.status is EntryStatus.FULFILS_MINIMUM for line in lines)
    minimum, limit = _bounds(rules, kind)
    reasons = (*_minimum_reasons(total, minimum, study), *_limit_reasons(total, limit))
    return Ledger(kind, span, tuple(lines), outside, total, held, study, minimum, limit, reasons)


def _bounds(rules: RulesAt, kind: EmploymentKind) -> tuple[RuleValue | None, RuleValue | None]:
    if not kind.is_pppk:
        return rules.value("learning.pns_minimum_hours"), None
    target = rules.value("learning.pppk_target_hours")
    return (target if target.value > 0 else None), rules.value("learning.pppk_maximum_hours")


def _minimum_reasons(total: int, minimum: RuleValue | None, study: bool) -> tuple[Reason, ...]:
    if minimum is None:
        return ()
    least = int(minimum.value)
    if study:
        return (reason(ReasonCode.HOURS_FULFILLED_BY_STUDY, minimum=least),)
    if total >= least:
        percent = round(100 * total / least, 1)
        return (reason(ReasonCode.HOURS_MINIMUM_MET, total=total, minimum=least, percent=percent),)
    return (reason(ReasonCode.HOURS_MINIMUM_SHORT, total=total, minimum=least, short=least - total),)


def _limit_reasons(total: int, limit: RuleValue | None) -> tuple[Reason, ...]:
    if limit is None:
        return ()
    most = int(limit.value)
    if total > most:
        return (reason(ReasonCode.HOURS_LIMIT_EXCEEDED, total=total, limit=most, over=total - most),)
    return (reason(ReasonCode.HOURS_LIMIT_KEPT, total=total, limit=most),)
