"""Attendance: the trainer's list, the code on the trainer's screen, and the page it leads to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from renbina.delivery import actions, documents, queries, wording
from renbina.delivery.enums import Means
from renbina.delivery.models import Session
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.ui import formats
from renbina.ui.qr import qr_svg
from renbina.ui.sheets import file_response


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: Request, session_id: str) -> HttpResponse:
    """Tick who is here; what is saved last holds."""
    session = queries.session_for(request.actor, session_id)
    if request.method == "POST":
        try:
            count = actions.note_attendance(
                session=session,
                present=request.POST.getlist("present"),
                means=request.POST.get("means", Means.LIST)[:10],
                by=request.actor,
                at=request.at,
            )
        except Refused as error:
            messages.warning(request, error.message)
        else:
            words = ngettext("%(n)s person is noted as present.", "%(n)s people are noted as present.", count)
            messages.success(request, words % {"n": formats.number(count)})
        return redirect("delivery:attendance", session_id=session_id)
    page = queries.attendance_page(request.actor, session_id, day_for(request.actor))
    context = {
        "page": page,
        "session": page.session,
        "batch": page.session.batch,
        "when": _when(page.session),
        "has_begun": page.session.starts_at <= request.at,
        "is_open": page.session.batch.state == "open",
        "is_cancelled": page.session.batch.state == "cancelled",
    }
    return render(request, "delivery/attendance.html", context)


@require_safe
def sheet_pdf(request: Request, session_id: str) -> HttpResponse:
    """The list of a session to print and to sign; its numbers are those of the page that takes it in."""
    page = queries.attendance_page(request.actor, session_id, day_for(request.actor))
    content = documents.sheet_pdf(page, _when(page.session), at=request.at)
    return file_response(content, f"{_('attendance')}-{session_id}.pdf")


@never_cache
@require_safe
def room_code(request: Request, session_id: str) -> HttpResponse:
    """For the screen of the room: a code that changes every half minute; the page renews itself."""
    session = queries.session_for(request.actor, session_id)
    code = queries.code_for(session, request.at)
    address = request.build_absolute_uri(reverse("delivery:check-in", args=[session_id]) + f"?kode={code}")
    page = queries.attendance_page(request.actor, session_id, day_for(request.actor))
    doors = session.starts_at - actions.BEFORE <= request.at < session.ends_at
    context = {
        "session": session,
        "batch": session.batch,
        "when": _when(session),
        "code": f"{code[:4]} {code[4:]}",
        "qr": qr_svg(address, label=_("QR code of this session"), size=360),
        "seconds": queries.seconds_left(request.at),
        "present": page.present,
        "expected": len(page.rows),
        "doors": doors and session.batch.state == "open",
    }
    return render(request, "delivery/room_code.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, session_id: str) -> HttpResponse:
    """Where the QR leads: one tap, then it says that one is noted."""
    session = queries.session_to_join(request.actor, session_id)
    problem = ""
    if request.method == "POST":
        code = request.POST.get("code", "")[:40]
        try:
            actions.check_in(session=session, code=code, by=request.actor, at=request.at)
        except Refused as error:
            problem = error.message
        else:
            return redirect("delivery:check-in", session_id=session_id)
    context = {
        "session": session,
        "batch": session.batch,
        "when": _when(session),
        "noted": queries.is_noted(request.actor, session),
        "code": "" if problem else request.GET.get("kode", "")[:40],
        "problem": problem,
    }
    return render(request, "delivery/check_in.html", context, status=422 if problem else 200)


def _when(session: Session) -> str:
    return wording.session_words(session.starts_at, session.ends_at, session.batch.agency.timezone)
