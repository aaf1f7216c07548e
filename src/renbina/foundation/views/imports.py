"""From a file to what it would change: list, upload, questions, review. Deciding is in `decisions`."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.forms import UploadForm
from renbina.foundation.http import Request
from renbina.foundation.imports import actions, asking, queries, repair
from renbina.foundation.imports.access import batch_for, kind_for
from renbina.foundation.models import ImportBatch, Job
from renbina.foundation.tables import files_table, rows_table
from renbina.ui import formats
from renbina.ui.sheets import file_response, xlsx_bytes

_TABS = ("held", "changed", "new", "warned", "missing", "same")
_HELD_PER_PAGE = 10
_SHOWN = (ImportBatch.State.STAGED, ImportBatch.State.APPLIED, ImportBatch.State.UNDONE)


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
    state = request.GET.get("state", "")
    table, rows = files_table(request.actor), queries.batches(request.actor, state)
    export = table.export(request.GET, rows, filename=_("files"))
    if export is not None:
        return export
    context = {
        "form": form,
        "table": table.page(request.GET, rows),
        "tabs": _states(state),
        "cards": queries.kind_cards(request.actor),
    }
    return render(request, "foundation/import_list.html", context)


def _states(active: str) -> list[dict[str, object]]:
    shown = {"": _("All"), "asking": _("Has a question"), "staged": _("Waits for your decision"),
             "applied": _("Applied"), "undone": _("Taken back")}  # fmt: skip
    list_url = reverse("foundation:import-list")
    return [
        {"label": label, "url": f"{list_url}?state={state}" if state else list_url, "active": state == active}
        for state, label in shown.items()
    ]


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
    """Everything a person needs to decide: counts, held rows with fixes, differences; or the file's question."""
    page = queries.batch_page(request.actor, public_id, request.at)
    tab = request.GET.get("tab", "")
    if tab not in _TABS:
        tab = next((name for name in _TABS if page.counts[name]), "same")
    context = {"page": page, "tab": tab, "tabs": _tabs(page, tab), "held": [], "table": None, "pages": None}
    if page.state == ImportBatch.State.ASKING:
        context["question"] = queries.question_of(page.batch, page.kind)
    if page.state in _SHOWN:
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
def import_answer(request: Request, public_id: str) -> HttpResponse:
    """Which column or sheet is meant; the file is read again with it."""
    batch = batch_for(request.actor, public_id)
    columns = {
        key.removeprefix("column-"): str(value) for key, value in request.POST.items() if key.startswith("column-")
    }
    try:
        job = asking.answer_question(
            batch=batch,
            columns=columns,
            sheets=request.POST.getlist("sheet"),
            remember="remember" in request.POST,
            by=request.actor,
            at=request.at,
        )
    except Refused as error:
        messages.error(request, error.message)
        return redirect("foundation:import-detail", public_id=public_id)
    return redirect("foundation:job", public_id=job.public_id)


@require_safe
def import_held(request: Request, public_id: str) -> HttpResponse:
    """The held rows as a workbook with a column of reasons, to be repaired and uploaded again."""
    batch = batch_for(request.actor, public_id)
    sheet = repair.held_sheet(batch, kind_for(request.actor, batch.kind))
    name = batch.file_name.rsplit(".", 1)[0][:80]
    return file_response(xlsx_bytes([sheet], title=sheet.title), _("%(file)s to repair.xlsx") % {"file": name})


@dataclass(frozen=True, slots=True)
class _Told:
    """One remembered heading as the page shows it."""

    public_id: str
    heading: str
    meant: str
    kind_label: str
    told_by: str
    told_at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
def import_memory(request: Request) -> HttpResponse:
    """What was told about headings; each can be forgotten."""
    if request.method == "POST":
        asking.forget_mapping(public_id=request.POST.get("forget", ""), by=request.actor, at=request.at)
        messages.success(request, _("Forgotten. The next file with this heading asks again."))
        return redirect("foundation:import-memory")
    if not queries.kind_cards(request.actor):
        raise Forbidden
    pages = Paginator(asking.remembered(request.actor), 50).get_page(request.GET.get("page"))
    rows = []
    for each in pages.object_list:
        kind = kind_for(request.actor, each.kind)
        field = kind.field_named(each.field)
        label = str(field.label) if field else each.field
        rows.append(_Told(each.public_id, each.heading, label, str(kind.label), each.told_by, each.told_at))
    return render(request, "foundation/import_memory.html", {"rows": rows, "pages": pages})
