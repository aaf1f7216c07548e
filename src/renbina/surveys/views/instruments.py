"""The analyst's questionnaires: list, page, versions and files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.http import Request, counts_once
from renbina.surveys import actions, documents, queries
from renbina.surveys.access import MANAGE, can, require
from renbina.surveys.forms import FileForm, InstrumentForm, SectionForm
from renbina.surveys.tables import INSTRUMENTS
from renbina.surveys.views.described import described
from renbina.ui.sheets import file_response


@require_safe
def instrument_list(request: Request) -> HttpResponse:
    """All questionnaires of the agency."""
    rows = queries.instrument_rows(request.actor)
    export = INSTRUMENTS.export(request.GET, rows, filename=_("questionnaires"))
    if export is not None:
        return export
    context = {"table": INSTRUMENTS.page(request.GET, rows), "total": len(rows), "may": can(request.actor, MANAGE)}
    return render(request, "surveys/instrument_list.html", context)


@require_POST
def instrument_load(request: Request) -> HttpResponse:
    """Take over the questionnaires that come with the product."""
    new = actions.load_ready(by=request.actor, at=request.at)
    if new:
        words = ngettext("%(n)s ready questionnaire was added.", "%(n)s ready questionnaires were added.", new)
        messages.success(request, words % {"n": new})
    else:
        messages.info(request, _("All ready questionnaires are here already."))
    return redirect("surveys:instrument-list")


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("surveys:instrument-list")
def instrument_new(request: Request) -> HttpResponse:
    """Name and purpose; sections and questions follow on its page."""
    require(request.actor, MANAGE)
    form = InstrumentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        instrument = actions.create_instrument(**form.cleaned_data, by=request.actor, at=request.at)
        return redirect("surveys:instrument", public_id=instrument.public_id)
    return render(request, "surveys/instrument_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def instrument(request: Request, public_id: str) -> HttpResponse:
    """The newest version, to read, and to change while nobody has used it; or an earlier one, to read."""
    page = queries.instrument_page(request.actor, public_id, request.GET.get("versi", ""))
    return render(request, "surveys/instrument.html", described(page) | {"form": SectionForm()})


@require_POST
def instrument_revise(request: Request, public_id: str) -> HttpResponse:
    """Begin the next version."""
    page = queries.instrument_page(request.actor, public_id)
    version = actions.revise_instrument(instrument=page.instrument, by=request.actor, at=request.at)
    messages.info(request, _("Version %(number)s can be changed now.") % {"number": version.number})
    return redirect("surveys:instrument", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("surveys:instrument-list")
def instrument_import(request: Request) -> HttpResponse:
    """A questionnaire from a file: all of it, or what to mend."""
    require(request.actor, MANAGE)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    reasons: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.import_questionnaire(content=form.content(), by=request.actor, at=request.at)
        except actions.FileRefused as error:
            reasons = error.reasons
            form.add_error("file", error.message)
        else:
            words = _("“%(name)s”, version %(number)s, was taken over from the file.")
            messages.success(request, words % {"name": version.instrument.name, "number": version.number})
            return redirect("surveys:instrument", public_id=version.instrument.public_id)
    context = {"form": form, "reasons": reasons}
    return render(request, "surveys/instrument_import.html", context, status=422 if form.errors else 200)


@require_safe
def instrument_file(request: Request, public_id: str) -> HttpResponse:
    """The newest version as a file that another agency can take over."""
    page = queries.instrument_page(request.actor, public_id)
    return file_response(documents.toml_of(page.version), documents.file_name(page.instrument.name, "toml"))
