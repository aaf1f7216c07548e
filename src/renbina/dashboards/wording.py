"""What the overviews say: reasons in words to the person they are about, and open questions with their consequence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from binacore.reasons import ReasonCode
from renbina.catalogue.enums import Form
from renbina.dashboards.enums import DataProblem, LeftOut, Problem
from renbina.dashboards.queries.plans import NotPlaced, PlanNow, Seat
from renbina.delivery.queries import ClassWaits
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries.cycles import StageLine
from renbina.performance.queries import Waiting as PerformanceWaiting
from renbina.ui import formats

_WHY_NOT: Final[Mapping[str, str]] = {
    ReasonCode.NO_GAP_LEFT: gettext_noop("you already hold level %(level)s; this programme leads to level %(ceiling)s"),
    ReasonCode.OVERLAPS: gettext_noop("“%(programme)s” already closes the same gap for you"),
    ReasonCode.SAME_PERIOD: gettext_noop("you attend another class in %(month)s"),
    ReasonCode.PRICE_BUDGET: gettext_noop("the same money helps other colleagues more this year"),
    ReasonCode.PRICE_FUND: gettext_noop("the fund that pays for it helps other colleagues more this year"),
    ReasonCode.PRICE_UNIT: gettext_noop("your unit's money helps other colleagues more this year"),
    ReasonCode.PRICE_ABSENCE: gettext_noop("too few people of your unit may be away at the same time"),
    ReasonCode.PRICE_SEAT: gettext_noop("the seats are scarce and go to colleagues with a larger gap"),
    ReasonCode.TOO_MANY_PROGRAMMES: gettext_noop("you already attend %(limit)s programmes, the most for one year"),
    ReasonCode.HOURS_LIMIT: gettext_noop("it would bring you to %(hours)s JP; %(limit)s JP is the most for one year"),
    ReasonCode.PREREQUISITE: gettext_noop("“%(programme)s” comes first"),
    ReasonCode.FULL: gettext_noop("all %(seats)s seats are taken"),
    ReasonCode.NOT_OPENED: gettext_noop(
        "no class is opened: %(demand)s people could come, at least %(minimum)s are needed"
    ),
    ReasonCode.PRICE_ORGANISER: gettext_noop("the organiser can hold only so many classes, and others gain more"),
    ReasonCode.PRICE_BATCH: gettext_noop("no class is opened: it would cost more than it brings"),
    ReasonCode.ORGANISER_FULL: gettext_noop("no class is opened: the organiser can hold no more this year"),
    ReasonCode.SESSION_CLOSED: gettext_noop("the class has begun or its participants are settled"),
    ReasonCode.FUND_LIMIT: gettext_noop("the fund that pays for it is used up for this year"),
    ReasonCode.BUDGET_LIMIT: gettext_noop("the money for this year is used up"),
    ReasonCode.UNIT_BUDGET: gettext_noop("your unit's money for this year is used up"),
    ReasonCode.ABSENCE_LIMIT: gettext_noop("in %(month)s at most %(limit)s people of your unit may be away"),
    ReasonCode.LOST_ON_TIE: gettext_noop(
        "others would gain just as much from the seat, and there were not enough for all"
    ),
    ReasonCode.MANDATORY_SHORT: gettext_noop(
        "it is mandatory for %(places)s people, but only %(seats)s seats can be had"
    ),
}

_NOT_OPENED_THOUGH_ENOUGH: Final = gettext_noop(
    "no class is opened in this plan, though %(demand)s people could come and %(minimum)s are enough"
)

_LEFT_OUT: Final[Mapping[str, str]] = {
    LeftOut.STUDY: gettext_noop("SIASN keeps it with the education of the person; nothing to do here."),
    LeftOut.DOUBTFUL: gettext_noop("Compare it with the certificate: its number or its hours look wrong."),
    LeftOut.NO_CERTIFICATE: gettext_noop("Bring in the learning history again with the number of the certificate."),
    LeftOut.NO_HOURS: gettext_noop("Bring in the learning history again with whole hours."),
    LeftOut.NO_CODE: gettext_noop("Bring in the learning history again with a form that SIASN knows (jenisDiklatId)."),
    LeftOut.NO_STRUCTURAL_CODE: gettext_noop(
        "Correct the name, for example Pelatihan Kepemimpinan Administrator, or Diklat Struktural Lainnya."
    ),
    LeftOut.PERIOD_OPEN: gettext_noop("Close the period on the page Performance; until then predicates may change."),
    LeftOut.WHOLE_YEAR: gettext_noop("kinerjaPeriodik holds months and quarters; SIASN takes the year elsewhere."),
    LeftOut.NO_RATER: gettext_noop("Record the rating official of these people."),
    LeftOut.NO_POST: gettext_noop("Retired, moved out or not placed: bring in the roster if that is wrong."),
    LeftOut.SENT: gettext_noop("Choose “All” to have them again."),
}

_COUNTED: Final[Mapping[str, str]] = {
    ReasonCode.HOURS_CAPPED: gettext_noop("A limit of the rules takes off some of the hours"),
    ReasonCode.HOURS_FULFILLED_BY_STUDY: gettext_noop("Formal study: the minimum of the year counts as met"),
    ReasonCode.HOURS_NO_CERTIFICATE: gettext_noop("This form counts only with a certificate that states the hours"),
    ReasonCode.HOURS_NO_RULE: gettext_noop("No rule says how many hours this form is worth"),
    ReasonCode.HOURS_IMPOSSIBLE: gettext_noop(
        "More hours than fit into these days; someone must look at the certificate"
    ),
    ReasonCode.CERTIFICATE_REPEATED: gettext_noop(
        "The number of this certificate was used before; someone must look at it"
    ),
    ReasonCode.TWO_PLACES_AT_ONCE: gettext_noop("Two places on the same day; someone must look at it"),
}


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A programme that was not given, and why, in words to the person."""

    programme: str
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits: what it is, what happens if nothing is done, and where to do it."""

    title: str
    consequence: str
    tone: str  # "" | amber | warn
    problem: str = ""  # narrows the list of people
    # import | roster | plan | leavers | voice | answers | promises | forums | classes | *_classes | reports | team |
    # coaching | nominated | proposed | approval | stage
    place: str = ""
    people: tuple[tuple[str, str], ...] = ()  # (name, public_id) to open one by one


_PLAN_STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "propose": (
        gettext_noop("The plan %(year)s has not been put before the Sekda"),
        gettext_noop("Until it is set by decree, no class can be opened from it."),
    ),
    "endorse": (
        gettext_noop("The plan %(year)s waits for your agreement"),
        gettext_noop("Without it the plan cannot be set, and no class can be opened."),
    ),
    "set": (
        gettext_noop("The plan %(year)s waits for your decree"),
        gettext_noop("Until you set it, no class can be opened and nobody knows where they stand."),
    ),
}


def plan_step_waiting(step: str, year: int) -> list[Waiting]:
    """What the plan waits for from the reader: propose, endorse, set; nothing for an empty step."""
    if not step:
        return []
    words, then = _PLAN_STEPS[step]
    return [Waiting(_(words) % {"year": year}, _(then), "amber" if step == "propose" else "warn", place="approval")]


def left_out_rows(left_out: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """Reason, how many, and what to do about it."""
    return [(str(LeftOut(code).label), count, _(_LEFT_OUT[LeftOut(code)])) for code, count in left_out.items()]


def stage_waiting(stages: Sequence[tuple[int, StageLine]]) -> list[Waiting]:
    """Stages of a needs analysis for which the reader answers: late, due, or running."""
    note = _("The stages after it cannot begin, and the plan weighs only what has come in by then.")
    return [
        Waiting(_stage_due(line, year), note, "warn" if line.left < 0 else "amber", place="stage")
        for year, line in stages
    ]


def _stage_due(line: StageLine, year: int) -> str:
    if line.left < 0:
        words = ngettext(
            "Needs analysis %(year)s, “%(stage)s”: %(n)s working day late",
            "Needs analysis %(year)s, “%(stage)s”: %(n)s working days late",
            -line.left,
        )
    else:
        words = ngettext(
            "Needs analysis %(year)s, “%(stage)s”: %(n)s working day left",
            "Needs analysis %(year)s, “%(stage)s”: %(n)s working days left",
            line.left,
        )
    return words % {"year": year, "stage": line.stage.label, "n": formats.number(abs(line.left))}


def class_waiting(waits: ClassWaits) -> list[Waiting]:
    """What waits in the classes, first what other people wait for."""
    found = [*_class_answers(waits), *_class_care(waits)]
    return [
        Waiting(words % {"n": formats.number(count)}, consequence, "amber", place=place)
        for words, count, consequence, place in found
        if count
    ]


def _class_answers(waits: ClassWaits) -> list[tuple[str, int, str, str]]:
    mine = ngettext(
        "%(n)s class invitation waits for your answer",
        "%(n)s class invitations wait for your answer",
        waits.to_answer,
    )
    team = ngettext(
        "%(n)s invitation of your people waits for your agreement",
        "%(n)s invitations of your people wait for your agreement",
        waits.to_agree,
    )
    return [
        (mine, waits.to_answer, _("Without an answer the seat cannot go to somebody else."), "my_classes"),
        (team, waits.to_agree, _("They do not know yet whether they can be spared."), "team_classes"),
    ]


def _class_care(waits: ClassWaits) -> list[tuple[str, int, str, str]]:
    """For who keeps the classes."""
    over = ngettext("%(n)s class is over and not finished", "%(n)s classes are over and not finished", waits.to_close)
    thin = ngettext(
        "%(n)s class begins within two weeks with too few people",
        "%(n)s classes begin within two weeks with too few people",
        waits.thin,
    )
    new = ngettext(
        "%(n)s class of the plan begins within two months and is not open",
        "%(n)s classes of the plan begin within two months and are not open",
        waits.to_open,
    )
    hint = _("Invite more, or cancel in time so that nobody travels for nothing.")
    return [
        (over, waits.to_close, _("Its people wait for their hours and certificates."), "classes"),
        (thin, waits.thin, hint, "classes"),
        (new, waits.to_open, _("Its people have no invitation yet."), "classes"),
    ]


def performance_waiting(page: PerformanceWaiting) -> list[Waiting]:
    """Decisions first, then talks, predicates and coaching plans that are due."""
    found = []
    if page.to_decide:
        words = ngettext(
            "%(n)s recognition waits for your decision", "%(n)s recognitions wait for your decision", page.to_decide
        )
        found.append(
            _counted(
                words, page.to_decide, _("Another person has proposed it; only you can award it."), "amber", "proposed"
            )
        )
    if page.to_propose:
        words = ngettext("%(n)s nomination waits for you", "%(n)s nominations wait for you", page.to_propose)
        note = _("Put it before the deciding official, or give it back with a reason.")
        found.append(_counted(words, page.to_propose, note, "amber", "nominated"))
    if page.check_ins:
        words = ngettext("%(n)s coaching talk is due", "%(n)s coaching talks are due", page.check_ins)
        note = _("The person waits for it; a few lines afterwards are enough.")
        found.append(_counted(words, page.check_ins, note, "warn", "team"))
    if page.to_coach:
        words = ngettext(
            "%(n)s coaching plan is to be written", "%(n)s coaching plans are to be written", page.to_coach
        )
        note = _("Somebody below expectation last year waits for your help.")
        found.append(_counted(words, page.to_coach, note, "warn", "team"))
    if page.to_rate:
        words = ngettext("%(n)s person waits for your predicate", "%(n)s people wait for your predicate", page.to_rate)
        found.append(
            _counted(words, page.to_rate, _("Without it the period of your team stays incomplete."), "amber", "team")
        )
    return [*found, *_coaching_waiting(page)]


def _coaching_waiting(page: PerformanceWaiting) -> list[Waiting]:
    """For those who look after the coaching of the agency."""
    found = []
    if page.missing:
        words = ngettext(
            "%(n)s person below expectation has no coaching plan",
            "%(n)s people below expectation have no coaching plan",
            page.missing,
        )
        note = _("%(filled)s of %(must)s have one. Talk to their superiors.")
        numbers = {"filled": formats.number(page.must - page.missing), "must": formats.number(page.must)}
        found.append(_counted(words, page.missing, note % numbers, "warn", "coaching"))
    if page.overdue:
        words = ngettext("%(n)s coaching talk is overdue", "%(n)s coaching talks are overdue", page.overdue)
        found.append(_counted(words, page.overdue, _("A plan without its talks helps nobody."), "amber", "coaching"))
    return found


def _counted(words: str, count: int, consequence: str, tone: str, place: str) -> Waiting:
    return Waiting(words % {"n": formats.number(count)}, consequence, tone, place=place)


def month_name(month: int | None, *, short: bool = False) -> str:
    """`April`, short `Apr`; empty for a self-paced programme."""
    if not month:
        return ""
    day = date(2000, month, 1)
    return formats.month(day, short=True) if short else formats.month(day).rsplit(" ", 1)[0]


def why(seat: Seat) -> str:
    """Why the person has this place, in words to the person."""
    if seat.mandatory:
        if seat.named_for:
            return _("Mandatory: %(reason)s") % {"reason": seat.named_for}
        return _("Mandatory for your position.")
    if seat.aims:
        aim = seat.aims[0]
        words = _(
            "Chosen because your position asks for level %(required)s in %(name)s; you were assessed at %(held)s."
        )
        return words % {"required": aim.required, "name": aim.name, "held": aim.held}
    if seat.named_for is not None:
        return _("Chosen because you were named for it: %(reason)s") % {"reason": seat.named_for or "–"}
    return _("Chosen because it brings you closer to the learning hours of the year.")


def speaks_for(seat: Seat, speaking: Mapping[int, Sequence[EvidenceSource]]) -> str:
    """The sources that say that the seat's first competency is lacking in the person's unit; empty where none does."""
    if seat.mandatory or not seat.aims:
        return ""
    names = ", ".join(str(source.label).lower() for source in speaking.get(seat.aims[0].competency_id, ()))
    return _("What speaks for it in your unit: %(sources)s.") % {"sources": names} if names else ""


def seat_note(seat: Seat) -> str:
    """When, how, how long and with whom, in one line."""
    when = f"{month_name(seat.month)} {seat.year}" if seat.month else _("Any time in %(year)s") % {"year": seat.year}
    return " · ".join(part for part in (when, seat.delivery, formats.hours(seat.hours), seat.organiser) if part)


def form_name(code: str) -> str:
    """A form of learning in words; a code that the forms do not know stays as it was recorded."""
    return str(Form(code).label) if code in Form.values else code


def why_not(rows: Sequence[NotPlaced], seats: Sequence[Seat]) -> tuple[WhyNot, ...]:
    """Programmes weighed and not given. What is not meant for the person at all says nothing and is left out."""
    names = {row.programme_code: row.programme for row in rows} | {seat.code: seat.programme for seat in seats}
    return tuple(
        WhyNot(row.programme, _(_why_not_text(row.code, row.numbers)) % _numbers(row.numbers, names))
        for row in rows
        if row.code in _WHY_NOT
    )


def _why_not_text(code: str, numbers: Mapping[str, Any]) -> str:
    enough = code == ReasonCode.NOT_OPENED and numbers.get("demand", 0) >= numbers.get("minimum", 1)
    return _NOT_OPENED_THOUGH_ENOUGH if enough else _WHY_NOT[code]


def _numbers(numbers: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Numbers as text; a programme's code becomes its name, a period the name of its month."""
    known = {
        key: value if isinstance(value, str) else formats.number(value, 0 if isinstance(value, int) else 1)
        for key, value in numbers.items()
    }
    if "programme" in numbers:
        known["programme"] = names.get(str(numbers["programme"]), str(numbers["programme"]))
    if "period" in numbers:
        period = numbers["period"]
        known["month"] = month_name(period) if isinstance(period, int) and 1 <= period <= 12 else str(period)
    return known


def counted_words(note: str) -> str:
    """Why fewer hours count than the certificate states; empty when all count."""
    return _(_COUNTED[note]) if note in _COUNTED else ""


def problem_waiting(problem: str, people: int) -> Waiting:
    """An open question about people, with what it costs to leave it open."""
    shown = {"n": formats.number(people)}
    titles = {
        Problem.NO_SUPERIOR: ngettext(
            "%(n)s person has no rating official", "%(n)s people have no rating official", people
        ),
        Problem.NOT_ASSESSED: ngettext(
            "%(n)s person has no valid assessment", "%(n)s people have no valid assessment", people
        ),
        Problem.HELD_HOURS: ngettext(
            "%(n)s person has certificates to look at", "%(n)s people have certificates to look at", people
        ),
        Problem.NO_HOURS: ngettext(
            "%(n)s person has had no learning hours for two years",
            "%(n)s people have had no learning hours for two years",
            people,
        ),
        Problem.PAST_RETIREMENT: ngettext(
            "%(n)s person is past retirement and still listed",
            "%(n)s people are past retirement and still listed",
            people,
        ),
    }
    costs = {
        Problem.NO_SUPERIOR: _("Nobody can assess them or confirm their plan, so their needs stay unseen."),
        Problem.NOT_ASSESSED: _("Their gaps are unknown, and the plan cannot choose anything for them by need."),
        Problem.HELD_HOURS: _("Until someone looks at them, hours may be missing or counted twice."),
        Problem.NO_HOURS: _("Left alone, they stay without a turn for a third year."),
        Problem.PAST_RETIREMENT: _("Seats and money could be planned for someone who has already left."),
    }
    tone = "" if problem == Problem.NOT_ASSESSED else "amber" if problem == Problem.NO_HOURS else "warn"
    return Waiting(titles[Problem(problem)] % shown, costs[Problem(problem)], tone, problem)


def proof(plan: PlanNow) -> str:
    """What the proof of a plan proves, never more."""
    if plan.gap is None:
        return _("The distance to the best plan is not known")
    return _("At most %(gap)s from the best under these rules") % {"gap": formats.percent_up(plan.gap)}


def data_problem(problem: str, people: int) -> tuple[str, str]:
    """A kind of problem with its people, and what it does to the plan."""
    if problem in Problem.values:
        waiting = problem_waiting(problem, people)
        return waiting.title, waiting.consequence
    shown = {"n": formats.number(people)}
    return _DATA_TITLES[problem](people) % shown, _(_DATA_COSTS[problem])


_DATA_TITLES: Final[Mapping[str, Callable[[int], str]]] = {
    DataProblem.NO_POST: lambda n: ngettext("%(n)s person has no post or unit", "%(n)s people have no post or unit", n),
    DataProblem.NO_STANDARD: lambda n: ngettext(
        "%(n)s person holds a position without a standard", "%(n)s people hold positions without a standard", n
    ),
    DataProblem.CIRCLE: lambda n: ngettext(
        "%(n)s person is rated in a circle", "%(n)s people are rated in a circle", n
    ),
    DataProblem.BIRTH_DIFFERS: lambda n: ngettext(
        "%(n)s person's birth date differs from the NIP", "%(n)s people's birth dates differ from their NIP", n
    ),
    DataProblem.DOUBLED: lambda n: ngettext(
        "%(n)s person stands here twice by name and birth date",
        "%(n)s people share name and birth date with somebody else",
        n,
    ),
    DataProblem.CONTRACT_ENDED: lambda n: ngettext(
        "%(n)s person's contract has ended", "%(n)s people's contracts have ended", n
    ),
    DataProblem.NO_LOGIN: lambda n: ngettext(
        "%(n)s person has no login with an e-mail address", "%(n)s people have no login with an e-mail address", n
    ),
}
_DATA_COSTS: Final[Mapping[str, str]] = {
    DataProblem.NO_POST: gettext_noop("No standard applies to them, so the plan cannot choose anything by need."),
    DataProblem.NO_STANDARD: gettext_noop("What the position asks for is unknown, so no gap can be seen."),
    DataProblem.CIRCLE: gettext_noop("Nobody above them confirms, and letters go round."),
    DataProblem.BIRTH_DIFFERS: gettext_noop("Retirement may be computed from the wrong day."),
    DataProblem.DOUBLED: gettext_noop("One person may be counted, and given a seat, twice."),
    DataProblem.CONTRACT_ENDED: gettext_noop("Seats and money may be planned for somebody who no longer serves."),
    DataProblem.NO_LOGIN: gettext_noop("Invitations reach them on paper or through their superior only."),
}
