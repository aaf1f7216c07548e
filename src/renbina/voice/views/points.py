"""Services and their points, satisfaction so far and published, and paper slips."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.base import new_public_id
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.access import own_agency
from renbina.organisation.queries import day_for
from renbina.rulebook.queries import rules_on
from renbina.ui.sheets import file_response
from renbina.voice import actions, previews, queries, wording
from renbina.voice.access import ANSWER, MODERATE, can, require
from renbina.voice.documents import sheet as paper_sheet
from renbina.voice.enums import Channel
from renbina.voice.forms import PaperForm, PointForm, ServiceForm
from renbina.voice.gather import half_year


@require_http_methods(["GET", "HEAD", "POST"])
def service_list(request: Request) -> HttpResponse:
    """Each service with its points, the satisfaction of the running half year, and what was published last."""
    form, refusal = None, ""
    if request.method == "POST":
        require(request.actor, MODERATE)
        form, refusal = _do(request)
        if not refusal:
            return redirect("voice:service-list")
    on = day_for(request.actor)
    moderates = can(request.actor, MODERATE)
    services = queries.services(request.actor)
    starts_on, ends_on = half_year(on.year, 1 if on.month < 7 else 2)
    so_far = previews.satisfaction(services, starts_on, ends_on, rules_on(own_agency(request.actor), on))
    last = queries.last_published(services)
    publishable = _last_half(on.year, on.month)
    publishable_since = half_year(*publishable)[0]
    context = {
        "rows": [
            {
                "service": service,
                "points": [
                    (point, point.valid_to is not None and point.valid_to <= on) for point in service.points.all()
                ],
                "skm": so_far[service.pk],
                "lowest": [(wording.NAMES[each.element], each) for each in so_far[service.pk].lowest()],
                "grade": wording.GRADES[grade] if (grade := so_far[service.pk].grade) else None,
                "grade_words": f"{grade} · {wording.GRADES[grade][0]}" if grade else "",
                "last": last.get(service.pk),
                "is_published": service.pk in last and last[service.pk].starts_on == publishable_since,
            }
            for service in sorted(services, key=lambda each: _by_index(so_far[each.pk].index))
        ],
        "since": starts_on,
        "publishable": publishable,
        "form": (form or ServiceForm(agency_id=own_agency(request.actor))) if moderates else None,
        "moderates": moderates,
        "answers": can(request.actor, ANSWER),
        "refusal": refusal,
    }
    return render(request, "voice/service_list.html", context, status=422 if refusal else 200)


def _by_index(index: float | None) -> tuple[bool, float]:
    """The lowest first, what is not known last."""
    return index is None, index or 0


def _last_half(year: int, month: int) -> tuple[int, int]:
    """The half year that ended last: the one that can be published."""
    return (year - 1, 2) if month < 7 else (year, 1)


def _do(request: Request) -> tuple[ServiceForm | None, str]:
    """One change of the page; the form to show again and what was wrong, or nothing."""
    doing, data = request.POST.get("do", ""), request.POST
    on = day_for(request.actor)
    who: dict[str, Any] = {"by": request.actor, "at": request.at}
    try:
        if doing == "service":
            form = ServiceForm(data, agency_id=own_agency(request.actor))
            if not form.is_valid():
                return form, _("The service was not added, see below.")
            actions.add_service(unit=form.cleaned_data["unit"], name=form.cleaned_data["name"], **who)
            messages.success(request, _("Added. Give it a point, so that it has a QR page."))
        elif doing == "point":
            point = PointForm(data)
            if not point.is_valid():
                return None, _("Give the point a name, such as the number of the counter.")
            service = queries.service_for(request.actor, point.cleaned_data["service"])
            actions.add_point(service=service, name=point.cleaned_data["name"], since=on, **who)
            messages.success(request, _("Added. Its QR page is open from today."))
        elif doing == "close":
            actions.close_point(point=queries.point_for(request.actor, data.get("point", "")), on=on, **who)
            messages.success(request, _("Closed. Its QR page says so kindly."))
        elif doing == "publish":
            year, half = _last_half(on.year, on.month)
            service = queries.service_for(request.actor, data.get("service", ""))
            actions.publish_satisfaction(service=service, year=year, half=half, on=on, **who)
            messages.success(request, _("Published for everybody to read."))
        else:
            return None, _("Choose what to change.")
    except Refused as refusal:
        return None, refusal.message
    return None, ""


@require_safe
def sheet(request: Request, public_id: str) -> HttpResponse:
    """The sheet with the point's QR code to hang up, as PDF; `?paper=a4` for a wall, A5 otherwise."""
    point = queries.point_for(request.actor, public_id)
    size = paper_sheet.Paper.A4 if request.GET.get("paper") == "a4" else paper_sheet.Paper.A5
    address = request.build_absolute_uri(reverse("voice:answer", args=[point.public_id]))
    content = paper_sheet.sheet_pdf(point, address, size, at=request.at)
    return file_response(content, paper_sheet.file_name(point, size))


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, public_id: str) -> HttpResponse:
    """Slips from the box at a point, entered one after the other."""
    point = queries.point_for(request.actor, public_id)
    require(request.actor, ANSWER, point.service)
    on = day_for(request.actor)
    elements = rules_on(own_agency(request.actor), on).items("skm.elements")
    form = PaperForm(initial={"on": on})
    refusal, code = "", ""
    if request.method == "POST":
        form = PaperForm(request.POST)
        refusal = _("The slip was not entered, see below.")
        if form.is_valid() and form.cleaned_data["on"] > on:
            form.add_error("on", _("The day lies in the future. Give the day on the slip."))
        elif form.is_valid():
            try:
                sent = actions.submit_feedback(
                    point=point, scores=form.scores, text=form.cleaned_data["text"],
                    token=f"paper {request.POST.get('slip', '')[:40]} {point.public_id}", on=form.cleaned_data["on"],
                    by=request.actor, at=request.at, channel=Channel.PAPER,
                )  # fmt: skip
            except Refused as problem:
                refusal = problem.message
            else:
                refusal, code = "", queries.spoken(sent.code)
                form = PaperForm(initial={"on": form.cleaned_data["on"]})
    slip = request.POST.get("slip", "")[:40] if refusal else ""
    questions = form.questions(elements)
    context = {"point": point, "form": form, "questions": questions, "refusal": refusal, "code": code}
    context["slip"] = slip or new_public_id()
    return render(request, "voice/paper.html", context, status=422 if refusal else 200)
