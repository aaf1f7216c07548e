"""The analyst's questionnaires: list, page, and the simple editor."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.surveys import actions, queries
from renbina.surveys.access import MANAGE, can, require
from renbina.surveys.forms import InstrumentForm, ItemForm, SectionForm
from renbina.surveys.models import Item, Section
from renbina.surveys.tables import INSTRUMENTS


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
    """The newest version, to read, and to change while nobody has used it."""
    page = queries.instrument_page(request.actor, public_id)
    return render(request, "surveys/instrument.html", {"page": page, "form": SectionForm()})


@require_POST
def instrument_revise(request: Request, public_id: str) -> HttpResponse:
    """Begin the next version."""
    page = queries.instrument_page(request.actor, public_id)
    version = actions.revise_instrument(instrument=page.instrument, by=request.actor, at=request.at)
    messages.info(request, _("Version %(number)s can be changed now.") % {"number": version.number})
    return redirect("surveys:instrument", public_id=public_id)


@require_POST
@counts_once("surveys:instrument", "public_id")
def section_add(request: Request, public_id: str) -> HttpResponse:
    """A new heading at the end."""
    page = queries.instrument_page(request.actor, public_id)
    require(request.actor, MANAGE)
    form = SectionForm(request.POST)
    if form.is_valid():
        try:
            actions.add_section(version=page.version, **form.cleaned_data, by=request.actor, at=request.at)
            return redirect("surveys:instrument", public_id=public_id)
        except Refused as error:
            form.add_error(error.field, error.message)
    return render(request, "surveys/instrument.html", {"page": page, "form": form}, status=422)


@require_POST
def section_remove(request: Request, public_id: str) -> HttpResponse:
    """A heading with its questions."""
    section = queries.section_for(request.actor, public_id)
    try:
        actions.remove_section(section=section, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
    return redirect("surveys:instrument", public_id=section.version.instrument.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("surveys:instrument-list")
def item_add(request: Request, public_id: str) -> HttpResponse:
    """A new question under a heading."""
    require(request.actor, MANAGE)
    return _item(request, queries.section_for(request.actor, public_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: Request, public_id: str) -> HttpResponse:
    """A question, to be changed."""
    require(request.actor, MANAGE)
    item = queries.item_for(request.actor, public_id)
    return _item(request, item.section, item)


@require_POST
def item_move(request: Request, public_id: str) -> HttpResponse:
    """One place up or down."""
    item = queries.item_for(request.actor, public_id)
    return _change(request, item, lambda: actions.move_item(
        item=item, up=request.POST.get("to") != "down", by=request.actor, at=request.at))  # fmt: skip


@require_POST
def item_remove(request: Request, public_id: str) -> HttpResponse:
    """A question less."""
    item = queries.item_for(request.actor, public_id)
    return _change(request, item, lambda: actions.remove_item(item=item, by=request.actor, at=request.at))


def _item(request: Request, section: Section, item: Item | None) -> HttpResponse:
    initial = ItemForm.initial_of(item) if item is not None else {"kind": "likert"}
    form = ItemForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_item(section=section, item=item, values=form.values(), by=request.actor, at=request.at)
            return redirect("surveys:instrument", public_id=section.version.instrument.public_id)
        except Refused as error:
            form.add_error(error.field, error.message)
    context = {"form": form, "section": section, "instrument": section.version.instrument, "item": item}
    return render(request, "surveys/item.html", context, status=422 if form.errors else 200)


def _change(request: Request, item: Item, write: Callable[[], None]) -> HttpResponse:
    back = item.section.version.instrument.public_id
    try:
        write()
    except Refused as error:
        messages.error(request, error.message)
    return redirect("surveys:instrument", public_id=back)
