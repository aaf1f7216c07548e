"""One's own work-change reports, written on a phone; and telling one as a story."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.evaluation.actions.reports import (
    may_share,
    save_report,
    send_report,
    share_report,
    stop_sharing_report,
)
from renbina.evaluation.enums import ReportState
from renbina.evaluation.forms import ReportForm, ShareReportForm
from renbina.evaluation.models import WorkReport
from renbina.evaluation.queries import reports as queries
from renbina.foundation.actor import Role
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def my_reports(request: Request) -> HttpResponse:
    rows = queries.my_reports(request.actor)
    context = {
        "waiting": [row for row in rows if row.state == ReportState.ASKED],
        "rows": [row for row in rows if row.state != ReportState.ASKED],
        "on": day_for(request.actor),
        "leads": request.actor.has(Role.SUPERIOR),
    }
    return render(request, "evaluation/my_reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_report(request: Request, public_id: str) -> HttpResponse:
    """The form while it waits for the participant, afterwards what was said about it."""
    report = queries.my_report(request.actor, public_id)
    if report.state != ReportState.ASKED:
        if request.method == "POST":  # also the second of two quick taps
            messages.info(request, _("This report is with your superior already; it no longer changes."))
            return redirect("evaluation:my-report", public_id)
        return _settled(request, report, ShareReportForm(initial={"is_named": ""}))
    form = ReportForm(request.POST if request.method == "POST" else None, report=report)
    if request.method == "POST" and form.is_valid():
        draft = request.POST.get("do") == "draft"
        act = save_report if draft else send_report
        try:
            act(report=report, lines=form.lines(), by=request.actor, at=request.at)
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            words = _("Saved. You can go on later, also on another device.") if draft else _("Sent to your superior.")
            messages.success(request, words)
            return redirect("evaluation:my-report", public_id)
    context = {"form": form, "report": report, "on": day_for(request.actor)}
    return render(request, "evaluation/my_report_write.html", context, status=422 if form.errors else 200)


@require_POST
def share(request: Request, public_id: str) -> HttpResponse:
    report = queries.my_report(request.actor, public_id)
    form = ShareReportForm(request.POST)
    if form.is_valid():
        title, named = form.cleaned_data["title"], form.cleaned_data["is_named"] == "on"
        try:
            share_report(report=report, title=title, is_named=named, by=request.actor, at=request.at)
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Your story is told. You can take it back here at any time."))
            return redirect("evaluation:my-report", public_id)
    return _settled(request, report, form, status=422)


@require_POST
def stop_sharing(request: Request, public_id: str) -> HttpResponse:
    report = queries.my_report(request.actor, public_id)
    stop_sharing_report(report=report, by=request.actor, at=request.at)
    messages.success(request, _("The story is gone; the report stays."))
    return redirect("evaluation:my-report", public_id)


def _settled(request: Request, report: WorkReport, form: ShareReportForm, status: int = 200) -> HttpResponse:
    context = {"report": report, "form": form, "may_share": may_share(report) and report.story_id is None}
    return render(request, "evaluation/my_report.html", context, status=status)
