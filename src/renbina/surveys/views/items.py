"""The questions of a version: headings, questions, their conditions, and their words in English."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.surveys import actions, queries
from renbina.surveys.access import MANAGE, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.forms import Conditions, ItemForm, SectionForm, Translation
from renbina.surveys.gather.around import subjects
from renbina.surveys.models import Item, Section
from renbina.surveys.queries.questionnaires import clauses
from renbina.surveys.views.described import described

ENGLISH = "en"


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
    return render(request, "surveys/instrument.html", described(page) | {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def section_edit(request: Request, public_id: str) -> HttpResponse:
    """A heading, its explanation, and when everything under it is asked."""
    require(request.actor, MANAGE)
    section = queries.section_for(request.actor, public_id)
    data = request.POST if request.method == "POST" else None
    earlier = [item for item in queries.items_of(section.version_id) if item.section.rank < section.rank]
    form = SectionForm(data, initial={"title": section.title, "intro": section.intro})
    conditions = Conditions(earlier, clauses(section.condition), data)
    if data is not None and form.is_valid():
        try:
            actions.change_section(
                section=section, **form.cleaned_data, condition=conditions.clauses(), by=request.actor, at=request.at
            )
            return redirect("surveys:instrument", public_id=section.version.instrument.public_id)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {"form": form, "section": section, "instrument": section.version.instrument, "conditions": conditions}
    return render(request, "surveys/section.html", context, status=422 if form.errors else 200)


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
    """A new question under a heading: first its kind, then the rest."""
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


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: Request, public_id: str) -> HttpResponse:
    """Every word of the newest version, and beside it the same in English."""
    require(request.actor, MANAGE)
    page = queries.instrument_page(request.actor, public_id)
    words = Translation(page.version, page.sections)
    if request.method == "POST":
        try:
            done = actions.translate_version(
                version=page.version, language=ENGLISH, words=words.sent(request.POST), by=request.actor, at=request.at
            )
            text = ngettext("English words of %(n)s question are stored.",
                            "English words of %(n)s questions are stored.", done)  # fmt: skip
            messages.success(request, text % {"n": done})
        except Refused as error:
            messages.error(request, error.message)
        return redirect("surveys:instrument", public_id=public_id)
    return render(request, "surveys/translation.html", {"page": page, "groups": words.groups(ENGLISH)})


def _item(request: Request, section: Section, item: Item | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    wish = request.GET.get("jenis", item.kind if item is not None else "")
    kind = data.get("kind", "") if data is not None else wish
    context: dict[str, Any] = {"section": section, "instrument": section.version.instrument, "item": item}
    if kind not in ItemKind.values:
        status = 200 if data is None else 422
        return render(request, "surveys/item_kind.html", context | {"kinds": ItemKind.choices}, status=status)
    earlier = queries.items_before(section, item)
    conditions = Conditions(earlier, clauses(item.condition) if item is not None else (), data)
    initial = ItemForm.initial_of(item) | {"kind": kind} if item is not None else {"kind": kind}
    about = subjects(section.version.instrument.agency_id, item.subject if item is not None else "")
    form = ItemForm(data, kind=kind, subjects=about, initial=initial)
    if data is not None and form.is_valid():
        try:
            values = form.values() | {"condition": conditions.clauses()}
            actions.save_item(section=section, item=item, values=values, by=request.actor, at=request.at)
            return redirect("surveys:instrument", public_id=section.version.instrument.public_id)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context |= {"form": form, "conditions": conditions, "kind": ItemKind(kind).label}
    return render(request, "surveys/item.html", context, status=422 if form.errors else 200)


def _change(request: Request, item: Item, write: Callable[[], None]) -> HttpResponse:
    back = item.section.version.instrument.public_id
    try:
        write()
    except Refused as error:
        messages.error(request, error.message)
    return redirect("surveys:instrument", public_id=back)
