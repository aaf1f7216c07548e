"""The list of classes, opening one, and the page of one class."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.delivery import queries, wording
from renbina.delivery.access import MANAGE, can
from renbina.delivery.actions import NewBatch, cancel_batch, close_batch, invite_planned, open_batch
from renbina.delivery.enums import BatchState
from renbina.delivery.forms import InviteForm, OpenBatchForm, reason_of
from renbina.delivery.tables import batches_table, people_table, seats
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation.queries import day_for
from renbina.planning.queries import latest_plan
from renbina.ui import formats


@require_safe
def batch_list(request: Request) -> HttpResponse:
    """What the plan wants to hold, and every class."""
    rows = queries.batch_rows(request.actor)
    table = batches_table(request.at, request.actor.timezone or "Asia/Jakarta")
    export = table.export(request.GET, rows, filename=_("classes"))
    if export is not None:
        return export
    may_manage = can(request.actor, MANAGE)
    plan, lines = queries.unopened(request.actor) if may_manage else (None, ())
    dressed = [(line, _month(plan.year, line.month)) for line in lines] if plan else []
    context = {
        "table": table.page(request.GET, rows),
        "plan": plan,
        "draft": latest_plan(request.actor) if may_manage and plan is None else None,
        "next": dressed[:_NEXT],
        "later": dressed[_NEXT:],
        "may_manage": may_manage,
    }
    return render(request, "delivery/batch_list.html", context)


_NEXT = 8  # programmes to open that are shown at once; the rest of the year unfolds


def _month(year: int, month: int | None) -> str:
    return formats.month(date(year, month, 1)) if month else ""


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("delivery:batch-list")
def batch_open(request: Request, offer_id: str) -> HttpResponse:
    """Open a class of one offer of the plan and invite its people."""
    found = queries.offer_to_open(request.actor, offer_id)
    form = OpenBatchForm(request.POST) if request.method == "POST" else OpenBatchForm(initial=_initial(request, found))
    if request.method == "POST" and form.is_valid():
        new = NewBatch(
            sessions=form.sessions(found.plan.agency.timezone),
            **{key: form.cleaned_data[key] for key in _FIELDS},
        )
        try:
            made = open_batch(plan=found.plan, offer=found.offer, new=new, by=request.actor, at=request.at)
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The class is open. The invitations are on their way."))
            return redirect("delivery:batch", public_id=made.public_id)
    context = {"found": found, "form": form}
    return render(request, "delivery/batch_open.html", context, status=422 if form.errors else 200)


_FIELDS = ("place", "trainer", "trainer_nip", "method", "capacity", "invite", "answer_by", "least_share", "on_days_off")


def _initial(request: Request, found: queries.OfferToOpen) -> dict[str, Any]:
    """What most classes are like: the programme's seats and days, office hours, two weeks to answer."""
    today = day_for(request.actor)
    first = date(found.plan.year, found.offer.month, 1) if found.offer.month else today + timedelta(days=28)
    first = max(first, today + timedelta(days=14))
    first += timedelta(days=-first.weekday() % 7)
    programme = found.offer.programme
    return {
        "capacity": programme.capacity,
        "invite": min(found.people, programme.capacity),
        "first_day": first,
        "days": max(1, round(programme.days)),
        "begins": "08:00",
        "ends": "16:00",
        "answer_by": max(today, first - timedelta(days=7)),
        "least_share": 100,
    }


@require_safe
def batch(request: Request, public_id: str) -> HttpResponse:
    """The people of a class and their answers, its sessions, and closing it."""
    page = queries.batch_page(request.actor, public_id, day_for(request.actor))
    is_cancelled = page.batch.state == BatchState.CANCELLED
    table = people_table(
        len(page.sessions),
        has_begun=not is_cancelled and any(line.starts_at <= request.at for line in page.sessions),
        is_closed=page.batch.state == BatchState.CLOSED,
    )
    export = table.export(request.GET, list(page.people), filename=f"{_('class')}-{public_id}")
    if export is not None:
        return export
    zone = page.batch.agency.timezone
    first = page.sessions[0].starts_at if page.sessions else None
    last = page.sessions[-1].ends_at if page.sessions else None
    is_open = page.batch.state == BatchState.OPEN
    is_ahead = is_open and first is not None and first > request.at
    is_near = is_ahead and first is not None and first <= request.at + queries.THIN
    context = {
        "page": page,
        "batch": page.batch,
        "table": table.page(request.GET, list(page.people)),
        "state": wording.batch_badge(page.batch, request.at, first, last),
        "seats": seats(page.batch),
        "sessions": [
            (line, wording.session_words(line.starts_at, line.ends_at, zone), line.starts_at <= request.at)
            for line in page.sessions
        ],
        "closed": _closed(page) if is_ahead else (),
        "is_open": is_open,
        "is_cancelled": is_cancelled,
        "is_attended": any(line.present for line in page.sessions),
        "is_over": last is not None and last <= request.at,
        "is_ahead": is_ahead,
        "missing": max(0, page.batch.programme.batch_min - page.batch.taken) if is_near else 0,
        "free": max(1, min(page.left, page.batch.capacity - page.batch.taken)),
        "no_mail": sum(line.state == "invited" and not line.has_mail for line in page.people),
        "invited": page.count("invited"),
        "waiting": page.count("waiting"),
        "declined": page.count("declined", "objected"),
        "passed": page.count("passed"),
    }
    return render(request, "delivery/batch.html", context)


def _closed(page: queries.BatchPage) -> tuple[str, ...]:
    days = queries.closed_days(page.batch.agency, (line.starts_at for line in page.sessions))
    return tuple(wording.closed_words(each) for each in days)


@require_POST
def invite(request: Request, public_id: str) -> HttpResponse:
    """Invite the next planned people."""
    found = queries.batch_for(request.actor, public_id)
    form = InviteForm(request.POST)
    count = form.cleaned_data["count"] if form.is_valid() else 1
    try:
        made = invite_planned(batch=found, count=count, by=request.actor, at=request.at)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        words = ngettext("%(n)s person is invited.", "%(n)s people are invited.", made)
        messages.success(request, words % {"n": formats.number(made)})
    return redirect("delivery:batch", public_id=public_id)


@require_POST
def close(request: Request, public_id: str) -> HttpResponse:
    """Award the hours and issue the certificates."""
    found = queries.batch_for(request.actor, public_id)
    try:
        done = close_batch(batch=found, by=request.actor, at=request.at)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        words = ngettext(
            "The class is finished: %(n)s certificate is issued and the hours are in the ledger.",
            "The class is finished: %(n)s certificates are issued and the hours are in the ledger.",
            done.passed,
        )
        messages.success(request, words % {"n": formats.number(done.passed)})
    return redirect("delivery:batch", public_id=public_id)


@require_POST
def cancel(request: Request, public_id: str) -> HttpResponse:
    """Call the class off and tell everybody who hoped for it."""
    found = queries.batch_for(request.actor, public_id)
    try:
        told = cancel_batch(batch=found, reason=reason_of(request.POST), by=request.actor, at=request.at)
    except Refused as error:
        messages.warning(request, error.message)
    else:
        words = ngettext(
            "The class is cancelled; %(n)s person is told.", "The class is cancelled; %(n)s people are told.", told
        )
        messages.success(request, words % {"n": formats.number(told)})
    return redirect("delivery:batch", public_id=public_id)
