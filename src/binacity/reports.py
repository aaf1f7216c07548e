"""Work-change reports of the city: who was asked after which class, what they wrote and what the superior said.

The city began with the counter classes of early 2026, asked everybody since August ninety days after the class, and in
November went back to one class about data. 81 people were asked and 52 have written by the day of the demonstration.
A year earlier the form was tried on a sample of the seminar of 2025: 40 asked, 37 wrote, and superiors saw a change at
four of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from binacity import report_words as words
from binacity.class_records import Classes, ClassRecord
from binacity.classes import SEMINAR_CODE
from binacity.drafts import FROZEN_ON, Draft
from binacity.records import LoginRecord, SupervisionRecord
from binacity.sharing_records import ReportRecord

TIME_TO_WRITE: Final = timedelta(days=14)
WRITES_LATER: Final = ("pegawai",)  # user names of people who find a report to write
ANSWERS_LATER: Final = ("puskesmas", "sekda", "operator", "hukum")  # ... who find reports to answer
_DRAFTS: Final = 0.4  # of those who have not sent theirs
_LICENSING: Final = "dpmptsp"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A class whose people were asked: how many have sent a report, and how many of these were answered (city)."""

    programme: str
    first_day: date
    asked_on: date
    people: int
    sent: int
    answered: int
    themes: tuple[words.Theme, ...]


_ASKED: Final = (
    _Asked("C02", date(2026, 2, 23), date(2026, 5, 25), 18, 17, 13, words.COUNTER),
    _Asked("C02", date(2026, 4, 13), date(2026, 7, 13), 11, 10, 10, words.COUNTER),
    _Asked("C10", date(2026, 3, 2), date(2026, 11, 12), 24, 13, 9, words.DATA),
    _Asked("D01", date(2026, 8, 10), date(2026, 11, 10), 28, 12, 8, words.PLANNING),
)

# The sample of the seminar: asked ninety days after it, and answered by the superior the same month.
_SEMINAR_ASKED: Final = date(2025, 11, 18)
_SAMPLE, _OF, _SENT, _CHANGED = 40, 420, 37, 4
_LEAST: Final = 5  # of fewer people nothing is told, so nobody is asked


def make(
    classes: Classes,
    people: Sequence[Draft],
    supervisions: Sequence[SupervisionRecord],
    logins: Sequence[LoginRecord],
    seed: int,
) -> tuple[ReportRecord, ...]:
    """Reports of the classes this agency held; a smaller one has fewer, in the same proportions."""
    random = Random(f"{seed}:work reports")
    superiors = {row.employee: row.superior for row in supervisions if row.relation == "rater"}
    leads: dict[str, set[str]] = defaultdict(set)
    for row in supervisions:
        leads[row.superior].add(row.employee)
    by_login = {row.username: row.employee for row in logins if row.employee}
    later = {by_login[name] for name in WRITES_LATER if name in by_login}
    near = {key for name in ANSWERS_LATER if name in by_login for key in leads[by_login[name]]}
    agency = {p.key: p.agency for p in people}
    found: list[ReportRecord] = []
    for asked in _ASKED:
        held = next((c for c in classes.held if (c.programme, c.days[0]) == (asked.programme, asked.first_day)), None)
        if held is not None and held.state == "closed":
            found += _of_class(asked, held, superiors, later, near, agency, random)
    apart = near | set(by_login.values())
    return _with_stories(found, agency) + _of_seminar(classes, superiors, apart, Random(f"{seed}:seminar reports"))


def _of_seminar(
    classes: Classes, superiors: Mapping[str, str], apart: set[str], random: Random
) -> tuple[ReportRecord, ...]:
    """People liked it and work stayed as it was. Nobody of `apart`: what waits for a login is another story."""
    held = next((each for each in classes.held if each.programme == SEMINAR_CODE), None)
    seats = held.people if held is not None else ()
    keys = [each.employee for each in seats if each.certificate and each.employee in superiors]
    wanted = round(len(seats) * _SAMPLE / _OF)
    if held is None or wanted < _LEAST:
        return ()
    asked = random.sample([key for key in keys if key not in apart], wanted)
    sent, changed = round(wanted * _SENT / _SAMPLE), round(wanted * _CHANGED / _SAMPLE)
    due = _SEMINAR_ASKED + TIME_TO_WRITE
    made = []
    for rank, key in enumerate(asked):
        report = ReportRecord(held.programme, held.number, key, _SEMINAR_ASKED, due)
        if rank >= sent:
            made.append(replace(report, reminders=4, reminded_on=_SEMINAR_ASKED + timedelta(weeks=4)))
            continue
        wrote = _workday(_SEMINAR_ASKED + timedelta(days=random.randint(2, 14)))
        report = replace(
            report, sent_on=wrote, superior=superiors[key], confirmed_on=_workday(wrote + timedelta(days=7))
        )
        made.append(_seminar_answer(report, rank, changed))
    return tuple(made)


def _seminar_answer(report: ReportRecord, rank: int, changed: int) -> ReportRecord:
    if rank < changed:
        outcome = "partly" if rank else "seen"
        return replace(report, lines=words.GREETING, outcome=outcome, remark=words.GREETED[rank % len(words.GREETED)])
    why = words.CHEERFUL[rank % len(words.CHEERFUL)]
    hindered = {0: ("procedure",), 3: ("time",)}.get(rank % 6, ())
    remark = words.UNCHANGED[rank % len(words.UNCHANGED)]
    return replace(
        report, lines=("", "", why, "", ""), nothing_changed=True, outcome="not_yet", hindrances=hindered, remark=remark
    )


def _of_class(
    asked: _Asked,
    held: ClassRecord,
    superiors: Mapping[str, str],
    later: set[str],
    near: set[str],
    agency: Mapping[str, str],
    random: Random,
) -> list[ReportRecord]:
    """Those who are answered stand first, then those whose superior has something to answer, last who has to write."""
    keys = [seat.employee for seat in held.people if seat.state == "passed" and seat.certificate]
    random.shuffle(keys)

    near_or_later = near | later
    others = [key for key in keys if key not in near_or_later]
    others.sort(key=lambda key: (key not in superiors, agency[key] != _LICENSING))  # who can be answered first
    sent = round(len(keys) * asked.sent / asked.people)
    answered = round(len(keys) * asked.answered / asked.people)
    close = [key for key in keys if key in near and key not in later]
    ordered = [*others[:answered], *close, *others[answered:], *(key for key in keys if key in later)]
    made = []
    for rank, key in enumerate(ordered):
        if rank < answered and key in superiors:
            made.append(_answered(_sent(_empty(asked, held, key), rank, asked, random), superiors[key], random))
        elif rank < sent:
            made.append(_waiting(_sent(_empty(asked, held, key), rank, asked, random)))
        else:
            made.append(_unsent(_empty(asked, held, key), rank, asked, random, key in later))
    return made


def _empty(asked: _Asked, held: ClassRecord, key: str) -> ReportRecord:
    return ReportRecord(asked.programme, held.number, key, asked.asked_on, asked.asked_on + TIME_TO_WRITE)


def _workday(day: date) -> date:
    """The same day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _theme(themes: Sequence[words.Theme], rank: int, random: Random) -> words.Theme:
    high = random.randint(18, 46)
    low = max(2, round(high * random.uniform(0.2, 0.45)))
    filled = tuple(line.format(a=high, b=low) for line in themes[rank % len(themes)])
    return filled[0], filled[1], filled[2], filled[3], filled[4]


def _sent(report: ReportRecord, rank: int, asked: _Asked, random: Random) -> ReportRecord:
    """Most within the fortnight; one of seven late. One of nine says that nothing has changed."""
    days = random.randint(3, 13) if random.random() > 1 / 7 else random.randint(16, 40)
    on = _workday(min(report.asked_on + timedelta(days=days), FROZEN_ON - timedelta(days=3)))
    if rank % 9 == 8:
        why = (rank // 9 + len(asked.themes)) % len(words.NOTHING)
        lines = ("", "", words.NOTHING[why], "", "")
        return replace(report, lines=lines, nothing_changed=True, hindrances=(words.NOTHING_HINDERED[why],), sent_on=on)
    return replace(report, lines=_theme(asked.themes, rank, random), sent_on=on)


def _answered(report: ReportRecord, superior: str, random: Random) -> ReportRecord:
    sent = report.sent_on or report.due_on
    on = max(sent, _workday(min(sent + timedelta(days=random.randint(1, 9)), FROZEN_ON - timedelta(days=1))))
    if report.nothing_changed:
        return replace(
            report, outcome="not_yet", superior=superior, remark=random.choice(words.NOT_YET), confirmed_on=on
        )
    outcome = random.choices(("seen", "partly", "not_yet"), (66, 28, 6))[0]
    said = {"seen": words.SEEN, "partly": words.PARTLY, "not_yet": words.NOT_YET}[outcome]
    kinds = random.choices(("tools", "procedure", "time", "money", "transfer"), (38, 26, 20, 11, 5), k=2)
    count = 0 if outcome == "seen" and random.random() < 0.75 else random.choice((1, 1, 2))
    hindered = tuple(sorted(set(kinds[:count])))
    remark = random.choice(said)
    return replace(report, outcome=outcome, superior=superior, hindrances=hindered, remark=remark, confirmed_on=on)


def _waiting(report: ReportRecord) -> ReportRecord:
    """Sent, and the superior was reminded once a week since, four times at most."""
    sent = report.sent_on or report.due_on
    weeks = min(4, (FROZEN_ON - sent).days // 7)
    last = sent + timedelta(days=7 * weeks) if weeks else None
    return replace(report, hindrances=(), reminders=weeks, reminded_on=last)


def _unsent(report: ReportRecord, rank: int, asked: _Asked, random: Random, has_login: bool) -> ReportRecord:
    weeks = min(4, (FROZEN_ON - report.asked_on).days // 7)
    last = report.asked_on + timedelta(days=7 * weeks) if weeks else None
    begun = has_login or random.random() < _DRAFTS
    theme = _theme(asked.themes, rank, random)
    lines = (theme[0], theme[1], "", "", "") if begun else ("", "", "", "", "")
    saved = _workday(FROZEN_ON - timedelta(days=random.randint(3, 8))) if begun else None
    return replace(report, lines=lines, saved_on=saved, reminders=weeks, reminded_on=last)


def _with_stories(found: Sequence[ReportRecord], agency: Mapping[str, str]) -> tuple[ReportRecord, ...]:
    """The licensing officer's report, told with a name; and two more, one of them without."""
    titles = list(zip(words.STORY_TITLES, (words.COUNTER[2][0], words.PLANNING[4][0]), (False, True), strict=True))
    made: list[ReportRecord] = []
    told = False
    for report in found:
        if not told and report.outcome and agency[report.employee] == _LICENSING:
            told = True
            made.append(
                replace(
                    report, lines=words.NINE_FORMS, nothing_changed=False, outcome="seen", hindrances=(),
                    remark="Saya lihat sendiri di loket 2; usaha kecil paling merasakannya.",
                    story=words.NINE_FORMS_TITLE, named=True,
                )
            )  # fmt: skip
            continue
        match = next((each for each in titles if each[1] == report.lines[0] and report.outcome), None)
        if match is not None:
            titles.remove(match)
            better = replace(report, outcome="seen", story=match[0], named=match[2])
            made.append(better)
        else:
            made.append(report)
    return tuple(made)
