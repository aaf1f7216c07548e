"""Pembinaan saya: the page of an employee, made for a phone."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.dashboards.queries.me import MyPage, my_page
from renbina.dashboards.wording import reasons
from renbina.foundation.http import Request
from renbina.ui import formats
from renbina.ui.shapes import Level


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry of the journey."""

    label: str
    note: str
    state: str
    url: str = ""


@require_safe
def me(request: Request) -> HttpResponse:
    """What is planned for me, what I have, and why."""
    page = my_page(request.actor, request.at)
    context = {
        "page": page,
        "reports": page.reports,
        "invitations": page.invitations,
        "plan": page.plan,
        "questionnaires": page.questionnaires,
        "heading": _heading(page),
        "hours_note": _hours_note(page),
        "bar_top": max(page.rule.minimum or page.rule.limit or 0, page.this_year.counted, 1),
        "seats": [(seat, reasons.month_name(seat.month, short=True), reasons.seat_note(seat), reasons.why(seat),
                   reasons.speaks_for(seat, page.speaking)) for seat in page.seats],
        "levels": [(line, Level(line.held, line.required, line.after)) for line in page.levels],
        "journey": _journey(page),
        "why_not": reasons.why_not(page.not_placed, page.seats),
        "ledger": [(line, reasons.counted_words(line.counted_note)) for line in page.this_year.lines],
    }  # fmt: skip
    return render(request, "dashboards/me.html", context)


def _heading(page: MyPage) -> str:
    """One sentence of truth: what is planned against what the rules ask, or that nothing is planned yet."""
    if page.plan is None or not page.plan.is_computed:
        return _("%(hours)s earned in %(year)s") % {
            "hours": formats.hours(page.this_year.counted),
            "year": page.on.year,
        }
    if not page.seats:
        return _("No activity planned for you in %(year)s yet") % {"year": page.plan.year}
    if page.rule.minimum:
        words = _("%(planned)s planned, at least %(minimum)s")
        return words % {"planned": formats.hours(page.planned), "minimum": page.rule.minimum}
    return _("%(planned)s planned") % {"planned": formats.hours(page.planned)}


def _hours_note(page: MyPage) -> str:
    if page.met_by_study:
        return _("You study: the minimum of the year counts as met.")
    if page.rule.minimum is None:
        return _("No minimum is written for PPPK; at most %(limit)s JP a contract year.") % {"limit": page.rule.limit}
    missing = page.rule.minimum - page.this_year.counted
    if missing <= 0:
        return _("You have reached the minimum of this year.")
    return _("%(missing)s to go until 31 December.") % {"missing": formats.hours(missing)}


def _journey(page: MyPage) -> list[Stop]:
    """The last things done, then what comes."""
    done = [
        Stop(line.name, f"{formats.hours(line.counted_hours)} · {formats.day(line.ended_on, short=True)}", "done")
        for line in reversed(page.this_year.lines[:4])
    ]
    dates = [line.assessed_on for line in page.levels if line.assessed_on]
    if dates:
        done.insert(0, Stop(_("Your competencies were assessed"), formats.day(max(dates), short=True), "done"))
    if page.reports and page.report_due:
        words = _("due on %(day)s") % {"day": formats.day(page.report_due, short=True)}
        done.append(Stop(_("Work-change report"), words, "now", reverse("evaluation:my-reports")))
    ahead = [Stop(seat.programme, reasons.seat_note(seat), "") for seat in page.seats]
    return [*done, *ahead]
