"""What a person decides about a file: fix, apply, take back, discard."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.foundation.imports import actions, fixing, queries
from renbina.foundation.imports.access import batch_for
from renbina.foundation.models import ImportBatch
from renbina.ui import formats


@require_POST
def import_fix(request: Request, public_id: str) -> HttpResponse:
    """One held row typed again or confirmed; what it touches is checked once more."""
    batch = batch_for(request.actor, public_id)
    values = {key.removeprefix("field-"): str(value) for key, value in request.POST.items() if key.startswith("field-")}
    row = request.POST.get("row", "")
    try:
        verdict = fixing.fix_row(
            batch=batch,
            row=int(row) if row.isascii() and row.isdigit() else 0,
            values=values,
            confirmed=request.POST.getlist("confirm"),
            by=request.actor,
            at=request.at,
        )
    except Refused as error:
        messages.error(request, error.message)
    else:
        if verdict == "held":
            messages.warning(request, _("The row is still held; read below what is left."))
        else:
            messages.success(request, _("The row is in order now."))
    return _to_the_held(public_id, request.POST.get("page", "1"))


@require_POST
def import_fix_alike(request: Request, public_id: str) -> HttpResponse:
    """The same correction for every row with the same wrong value."""
    batch = batch_for(request.actor, public_id)
    try:
        rows, left = fixing.fix_alike(
            batch=batch,
            field=request.POST.get("field", ""),
            code=request.POST.get("code", ""),
            value=request.POST.get("value", ""),
            text=request.POST.get("text", ""),
            remember="remember" in request.POST,
            by=request.actor,
            at=request.at,
        )
    except Refused as error:
        messages.error(request, error.message)
        return _to_the_held(public_id, "1")
    words = ngettext("%(n)s row was corrected.", "%(n)s rows were corrected.", rows) % {"n": formats.number(rows)}
    if left:
        still = ngettext("%(n)s of them is still held.", "%(n)s of them are still held.", left)
        messages.warning(request, f"{words} {still % {'n': formats.number(left)}}")
    else:
        messages.success(request, words)
    return _to_the_held(public_id, "1")


def _to_the_held(public_id: str, page: str) -> HttpResponse:
    target = redirect("foundation:import-detail", public_id=public_id)
    target["Location"] += f"?tab=held&page={page}" if page.isascii() and page.isdigit() else "?tab=held"
    return target


@require_http_methods(["GET", "HEAD", "POST"])
def import_apply(request: Request, public_id: str) -> HttpResponse:
    """What will happen, in words; then the storing of new and changed rows as a job, all or nothing."""
    page = queries.batch_page(request.actor, public_id, request.at)
    if request.method != "POST":
        if page.state != ImportBatch.State.STAGED or page.working or not page.to_apply:
            return redirect("foundation:import-detail", public_id=public_id)
        return render(request, "foundation/import_apply.html", {"page": page, "days": actions.UNDO_DAYS})
    try:
        job = actions.request_apply(batch=page.batch, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("foundation:import-detail", public_id=public_id)
    return redirect("foundation:job", public_id=job.public_id)


@require_POST
def import_undo(request: Request, public_id: str) -> HttpResponse:
    """Put back what stood before the file, as a job, all or nothing."""
    batch = batch_for(request.actor, public_id)
    try:
        job = actions.request_undo(batch=batch, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("foundation:import-detail", public_id=public_id)
    return redirect("foundation:job", public_id=job.public_id)


@require_POST
def import_discard(request: Request, public_id: str) -> HttpResponse:
    """Throw the file's rows away."""
    batch = batch_for(request.actor, public_id)
    try:
        actions.discard_batch(batch=batch, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("foundation:import-detail", public_id=public_id)
    messages.success(request, _("The file was discarded. Nothing that is stored has changed."))
    return redirect("foundation:import-list")
