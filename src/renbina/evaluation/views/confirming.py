"""The superior: what my people say changed, answered in three taps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.evaluation.actions.reports import confirm_report
from renbina.evaluation.enums import ReportState
from renbina.evaluation.forms import ConfirmForm
from renbina.evaluation.queries import reports as queries
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def led_reports(request: Request) -> HttpResponse:
    waiting, answered = queries.led_lists(request.actor, day_for(request.actor))
    return render(request, "evaluation/led_reports.html", {"waiting": waiting, "answered": answered})


@require_http_methods(["GET", "HEAD", "POST"])
def led_report(request: Request, public_id: str) -> HttpResponse:
    report = queries.led_report(request.actor, public_id, day_for(request.actor))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_report(report=report, by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as error:
            if error.field is None:  # answered already, perhaps by the other superior
                messages.info(request, error.message)
                return redirect("evaluation:led-report", public_id)
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Thank you. The person reads your answer."))
            return redirect("evaluation:led-reports")
    context = {"report": report, "form": form, "is_open": report.state == ReportState.SENT}
    return render(request, "evaluation/led_report.html", context, status=422 if form.errors else 200)
