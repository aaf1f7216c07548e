"""What waits for whom, with what happens if nothing is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from renbina.dashboards.enums import Problem
from renbina.dashboards.queries.plans import PlanNow
from renbina.delivery.queries import ClassWaits
from renbina.needs.queries.cycles import StageLine
from renbina.performance.queries import Waiting as PerformanceWaiting
from renbina.ui import formats


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
