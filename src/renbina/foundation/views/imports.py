"""From a file to applied rows: list, upload, review, fix, apply, discard."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.forms import UploadForm
from renbina.foundation.http import Request
from renbina.foundation.imports import actions, fixing, queries
from renbina.foundation.imports.access import batch_for
from renbina.foundation.models import ImportBatch, Job
from renbina.foundation.tables import FILES, rows_table
from renbina.ui import formats

_TABS = ("held", "changed", "new", "warned", "missing", "same")
_HELD_PER_PAGE = 10


def _form(request: Request, *, bound: bool = False) -> UploadForm:
    cards = queries.kind_cards(request.actor)
    if not cards:
        raise Forbidden
    kinds = [(card.key, card.label) for card in cards]
    if bound:
        return UploadForm(request.POST, request.FILES, kinds=kinds)
    return UploadForm(initial={"kind": request.GET.get("kind", kinds[0][0])}, kinds=kinds)


@require_safe
def import_list(request: Request) -> HttpResponse:
    """Where to drop a file, and the files so far."""
    form = _form(request)
    rows = queries.batch_rows(request.actor)
    export = FILES.export(request.GET, rows, filename=_("files"))
    if export is not None:
        return export
    context = {"form": form, "table": FILES.page(request.GET, rows), "cards": queries.kind_cards(request.actor)}
    return render(request, "foundation/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_upload(request: Request) -> HttpResponse:
    """The form alone, and the answer to it: the progress of reading."""
    form = _form(request, bound=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        job = _upload(request, form)
        if job is not None:
            return redirect("foundation:job", public_id=job.public_id)
    return render(request, "foundation/import_upload.html", {"form": form}, status=422 if form.errors else 200)


def _upload(request: Request, form: UploadForm) -> Job | None:
    file = form.cleaned_data["file"]
    try:
        return actions.upload_file(
            kind=form.cleaned_data["kind"], name=file.name, chunks=file.chunks(), by=request.actor, at=request.at
        )
    except Refused as error:
        form.add_error(error.field, error.message)
        return None


@require_safe
def import_detail(request: Request, public_id: str) -> HttpResponse:
    """Everything a person needs to decide: counts, held rows with fixes, differences."""
    page = queries.batch_page(request.actor, public_id)
    tab = request.GET.get("tab", "")
    if tab not in _TABS:
        tab = next((name for name in _TABS if page.counts[name]), "same")
    context = {"page": page, "tab": tab, "tabs": _tabs(page, tab), "held": [], "table": None, "pages": None}
    if page.state in (ImportBatch.State.STAGED, ImportBatch.State.APPLIED):
        rows = queries.rows_with(page.batch, tab)
        if tab == "held":
            pages = Paginator(rows, _HELD_PER_PAGE).get_page(request.GET.get("page"))
            context |= {"held": queries.held_rows(list(pages.object_list), page.kind), "pages": pages}
        else:
            table = rows_table(page.kind, tab)
            export = table.export(request.GET, rows, filename=tab)
            if export is not None:
                return export
            context["table"] = table.page(request.GET, rows)
    return render(request, "foundation/import_detail.html", context)


def _tabs(page: queries.BatchPage, active: str) -> list[dict[str, object]]:
    labels = {
        "held": _("Held"), "changed": _("Changed"), "new": _("New"),
        "warned": _("Odd, but taken"), "missing": _("Not in the file"), "same": _("Unchanged"),
    }  # fmt: skip
    return [
        {"label": f"{label} ({formats.number(page.counts[name])})", "url": f"?tab={name}", "active": name == active}
        for name, label in labels.items()
    ]


@require_POST
def import_fix(request: Request, public_id: str) -> HttpResponse:
    """One held row typed again or confirmed; everything is checked once more."""
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
    page = request.POST.get("page", "1")
    target = redirect("foundation:import-detail", public_id=public_id)
    target["Location"] += f"?tab=held&page={page}" if page.isascii() and page.isdigit() else "?tab=held"
    return target


@require_POST
def import_apply(request: Request, public_id: str) -> HttpResponse:
    """Store the new and changed rows, all or nothing."""
    batch = batch_for(request.actor, public_id)
    try:
        outcome = actions.apply_batch(batch=batch, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
        return redirect("foundation:import-detail", public_id=public_id)
    if outcome.applied:
        number = outcome.counts.get("new", 0) + outcome.counts.get("changed", 0)
        words = ngettext("%(n)s row was applied.", "%(n)s rows were applied.", number)
        messages.success(request, words % {"n": formats.number(number)})
    else:
        messages.warning(
            request,
            _("The stored data changed since you looked. Nothing was applied; here is the fresh comparison."),
        )
    return redirect("foundation:import-detail", public_id=public_id)


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
