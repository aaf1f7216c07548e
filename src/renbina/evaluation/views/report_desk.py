"""All work-change reports, for the analyst: who was asked, who answered, what hindered."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.evaluation.enums import Obstacle, ReportState
from renbina.evaluation.queries import reports as queries
from renbina.evaluation.tables import reports_table
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def report_list(request: Request) -> HttpResponse:
    on = day_for(request.actor)
    state = request.GET.get("state", "")
    rows = queries.report_rows(request.actor, on, state)
    table = reports_table(on)
    if download := table.export(request.GET, rows, filename="laporan-perubahan-kerja"):
        return download
    counts = queries.report_counts(request.actor, on)
    hindrances = queries.hindrances(request.actor, counts["confirmed"])
    most = max((n for _kind, n in hindrances), default=0)
    here = reverse("evaluation:report-list")
    kpis = [
        (_("Waits for the participant"), counts["asked"], f"{here}?state={ReportState.ASKED}", counts["overdue"]),
        (_("Waits for the superior"), counts["sent"], f"{here}?state={ReportState.SENT}", 0),
        (_("Superior has answered"), counts["confirmed"], f"{here}?state={ReportState.CONFIRMED}", 0),
        (_("Sent late"), counts["late"], "", 0),
    ]
    context = {
        "table": table.page(request.GET, rows),
        "kpis": kpis,
        "state": state,
        "total": counts["asked"] + counts["sent"] + counts["confirmed"],
        "written": counts["sent"] + counts["confirmed"],
        "hindrances": [(Obstacle(kind).label, n, most, kind in queries.NOT_TRAINING) for kind, n in hindrances],
    }
    return render(request, "evaluation/report_list.html", context)


@require_safe
def report(request: Request, public_id: str) -> HttpResponse:
    found = queries.report_for(request.actor, public_id, day_for(request.actor))
    return render(request, "evaluation/report.html", {"report": found})
