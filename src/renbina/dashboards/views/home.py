"""The home page of each role: what waits for me, and what happens if I do nothing?"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from renbina.dashboards.queries.home import HomePage, home_page, landing, roles_held
from renbina.dashboards.wording.waiting import (
    Waiting,
    class_waiting,
    performance_waiting,
    plan_step_waiting,
    problem_waiting,
    proof,
    stage_waiting,
)
from renbina.foundation.http import Request
from renbina.organisation.enums import role_name
from renbina.organisation.queries import agency_name
from renbina.ui import formats


@require_safe
def home(request: Request) -> HttpResponse:
    """For those who look after others; an employee goes to their own page."""
    begins = landing(request.actor)
    if begins == "me":
        return redirect("dashboards:me")
    if begins == "roles":
        return redirect("organisation:role-list")
    if begins == "none":
        roles = [role_name(role) for role in roles_held(request.actor)]
        return render(request, "dashboards/nothing.html", {"roles": roles, "agency_name": agency_name(request.actor)})
    page = home_page(request.actor, request.at)
    waiting = _waiting(page)
    context = {
        "page": page,
        "plan": page.plan,
        "waiting": waiting,
        "findings": [] if page.may_follow_up else _problems(page),
        "heading": _heading(page, len(waiting)),
        "proof": proof(page.plan) if page.plan and page.plan.is_computed else "",
    }
    return render(request, "dashboards/home.html", context)


def _heading(page: HomePage, count: int) -> str:
    if not count:
        return _("No decision waits for you") if page.decides else _("Nothing waits for you")
    return ngettext("%(n)s thing waits for you", "%(n)s things wait for you", count) % {"n": count}


def _waiting(page: HomePage) -> list[Waiting]:
    """What the reader can act on, most urgent first: what stops the plan, then what makes it poorer."""
    found = [*_import(page), *_roster(page), *_step(page), *_plan(page)]
    if page.mandatory > page.mandatory_seated and page.plan is not None and page.plan.is_computed:
        words = _("%(missing)s of %(all)s mandatory places are not in the plan %(year)s")
        found.append(
            Waiting(
                words
                % {
                    "missing": formats.number(page.mandatory - page.mandatory_seated),
                    "all": formats.number(page.mandatory),
                    "year": page.plan.year,
                },
                _("The agency owes these places; without them it breaks the rules that appoint these people."),
                "warn",
                place="plan",
            )
        )
    found += [*stage_waiting(page.stages), *class_waiting(page.classes), *_voice(page)]
    found += [*_reports(page), *_follow_ups(page), *_leavers(page)]
    found += performance_waiting(page.performance)
    if page.may_follow_up:
        found += _problems(page)
    if page.circles:
        words = ngettext("%(n)s circle of superiors", "%(n)s circles of superiors", page.circles)
        found.append(
            Waiting(
                words % {"n": formats.number(page.circles)},
                _("People who rate each other in a circle have no one above them. One of each circle:"),
                "warn",
                people=page.circle_people,
            )
        )
    return found


def _step(page: HomePage) -> list[Waiting]:
    return plan_step_waiting(page.plan_step, page.plan.year) if page.plan is not None else []


def _problems(page: HomePage) -> list[Waiting]:
    return [problem_waiting(problem, people) for problem, people in page.problems.items() if people]


def _voice(page: HomePage) -> list[Waiting]:
    """Citizens' words that nobody else may read yet, and promises to them that are overdue."""
    found = []
    if page.voice.feedback:
        words = ngettext(
            "%(n)s message of a citizen waits to be read",
            "%(n)s messages of citizens wait to be read",
            page.voice.feedback,
        )
        found.append(
            Waiting(
                words % {"n": formats.number(page.voice.feedback)},
                _("Nobody else reads them and nobody answers before you have covered names and coded the cause."),
                "amber",
                place="voice",
            )
        )
    if page.voice.unanswered:
        words = ngettext(
            "%(n)s message of citizens waits for an answer",
            "%(n)s messages of citizens wait for an answer",
            page.voice.unanswered,
        )
        found.append(
            Waiting(
                words % {"n": formats.number(page.voice.unanswered)},
                _("A moderator has read and coded it; the citizen still hears nothing."),
                "amber",
                place="answers",
            )
        )
    if page.voice.promises:
        words = ngettext(
            "%(n)s promise to citizens is overdue", "%(n)s promises to citizens are overdue", page.voice.promises
        )
        found.append(
            Waiting(
                words % {"n": formats.number(page.voice.promises)},
                _("Citizens read that it was not kept."),
                "warn",
                place="promises",
            )
        )
    return [*found, *_forums(page)]


def _forums(page: HomePage) -> list[Waiting]:
    """What public consultation forums ask of a moderator, or of the unit that held one."""
    asked = page.voice
    found = (
        (
            asked.questions,
            ngettext(
                "%(n)s question for a forum waits to be read",
                "%(n)s questions for a forum wait to be read",
                asked.questions,
            ),
            _("Nobody else reads them before you have covered names."),
        ),
        (
            asked.drafts,
            ngettext("%(n)s forum waits to be announced", "%(n)s forums wait to be announced", asked.drafts),
            _("Citizens do not know of it before you announce it."),
        ),
        (
            asked.to_publish,
            ngettext(
                "The minutes of %(n)s forum wait to be published",
                "The minutes of %(n)s forums wait to be published",
                asked.to_publish,
            ),
            _("Until then citizens do not see what was promised to them."),
        ),
        (
            asked.to_write,
            ngettext("%(n)s forum has no minutes yet", "%(n)s forums have no minutes yet", asked.to_write),
            _("Citizens read that the minutes are missing."),
        ),
    )
    return [
        Waiting(words % {"n": formats.number(count)}, then, "amber", place="forums")
        for count, words, then in found
        if count
    ]


def _reports(page: HomePage) -> list[Waiting]:
    if not page.reports_waiting:
        return []
    words = ngettext(
        "%(n)s work-change report waits for your answer",
        "%(n)s work-change reports wait for your answer",
        page.reports_waiting,
    )
    return [
        Waiting(
            words % {"n": formats.number(page.reports_waiting)},
            _("Three taps each. Unanswered, nobody knows whether the class changed anything at work."),
            "amber",
            place="reports",
        )
    ]


def _follow_ups(page: HomePage) -> list[Waiting]:
    if not page.follow_ups_overdue:
        return []
    words = ngettext(
        "%(n)s follow-up of an evaluation is overdue",
        "%(n)s follow-ups of evaluations are overdue",
        page.follow_ups_overdue,
    )
    return [
        Waiting(
            words % {"n": formats.number(page.follow_ups_overdue)},
            _("What was found goes on as before until somebody acts and says by what one can see it."),
            "warn",
            place="follow_ups",
        )
    ]


def _leavers(page: HomePage) -> list[Waiting]:
    if not page.leavers:
        return []
    words = ngettext(
        "%(n)s person leaves and still holds roles or people",
        "%(n)s people leave and still hold roles or people",
        page.leavers,
    )
    return [
        Waiting(
            words % {"n": formats.number(page.leavers)},
            _("Whatever waits for them waits for nobody until it is handed to a successor."),
            "warn",
            place="leavers",
        )
    ]


def _import(page: HomePage) -> list[Waiting]:
    if page.held is None:
        return []
    words = ngettext("%(n)s row of “%(file)s” is held back", "%(n)s rows of “%(file)s” are held back", page.held.rows)
    return [
        Waiting(
            words % {"n": formats.number(page.held.rows), "file": page.held.file_name},
            _("Until they are corrected, nothing of this file changes the data."),
            "warn",
            place="import",
        )
    ]


def _roster(page: HomePage) -> list[Waiting]:
    """Nobody has been loaded yet: everything begins with the people."""
    if page.people or not page.may_change or page.held is not None:
        return []
    return [
        Waiting(
            _("There are no employees here yet"),
            _("Load the roster first, an export of SIASN. Gaps, learning hours and the plan follow from it."),
            "amber",
            place="roster",
        )
    ]


def _plan(page: HomePage) -> list[Waiting]:
    """The plan is missing, or older than the data. Only for those who can have it computed, and not before people."""
    if not page.may_change or page.plan is None or not page.people:
        return []
    year = {"year": page.plan.year}
    if not page.plan.is_computed:
        return [
            Waiting(
                _("The plan %(year)s has not been computed") % year,
                _("Without it nobody has a place, and the budget has no rows."),
                "warn",
                place="plan",
            )
        ]
    if page.plan_is_stale:
        return [
            Waiting(
                _("The plan %(year)s is older than the data") % year,
                _("It was computed before the last import; people who came or moved are not in it."),
                "amber",
                place="plan",
            )
        ]
    return []
