"""A unit is opened, renamed, moved, merged, split or closed, on a page each."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation import actions
from renbina.organisation.access import Verb, require, visible_units
from renbina.organisation.forms import DecreeForm, RenameForm, SplitForm, UnitChoiceForm, UnitForm
from renbina.organisation.models import Employee, Unit
from renbina.organisation.previews.unit import unit_to_change
from renbina.organisation.queries import day_for, people_of_unit
from renbina.organisation.queries.superiors import person_words, with_posts

TOP: Final = "top"
NEW: Final = _("It stands in the organisation from its first day on; earlier days do not show it.")
TITLES: Final[dict[str, tuple[str | Promise, str | Promise, str | Promise]]] = {
    # heading, what it does, button
    "nama": (
        _("Rename"),
        _("The old name stays known: files that still use it are understood, and earlier days show it."),
        _("Rename"),
    ),
    "pindah": (_("Move below another unit"), _("All units and people below move with it."), _("Move")),
    "gabung": (
        _("Merge into another unit"),
        _("People, parts and names go over on that day. This unit closes and its roles end."),
        _("Merge"),
    ),
    "pecah": (
        _("Split the unit"),
        _("A new unit stands beside this one, and the people you tick go there on that day."),
        _("Split the unit"),
    ),
    "tutup": (_("Close"), _("Only a unit without people and parts can be closed."), _("Close")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def unit_change(request: Request, public_id: str, what: str) -> HttpResponse:
    """One change by a decree, and what it will do."""
    if what not in TITLES:
        raise Http404
    unit = unit_to_change(request.actor, public_id)
    require(request.actor, Verb.CHANGE_ORGANISATION, unit)
    on = day_for(request.actor)
    form = _form(request, unit, what, on)
    if request.method == "POST" and form.is_valid():
        try:
            made = _APPLY[what](request, unit, form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Done. The history of the unit shows it with its decree."))
            return redirect("organisation:unit", public_id=made.public_id)
    heading, note, button = TITLES[what]
    context = {"unit": unit, "form": form, "heading": heading, "note": note, "button": button}
    return render(request, "organisation/unit_change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: Request) -> HttpResponse:
    """A new unit by a decree; `di` names the one that it opens below."""
    require(request.actor, Verb.CHANGE_ORGANISATION)
    below = unit_to_change(request.actor, request.GET["di"]) if request.GET.get("di") else None
    given = request.POST if request.method == "POST" else None
    first = {"on": day_for(request.actor), "target": below.public_id if below else ""}
    form = UnitForm(given, label=str(_("Below which unit?")), units=_places(request), initial=first)
    if form.is_valid():
        try:
            made = _open(request, form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The unit is added. Nobody works there yet: they come by a move or a roster."))
            return redirect("organisation:unit", public_id=made.public_id)
    context = {"unit": below, "form": form, "heading": _("Add a unit"), "note": NEW, "button": _("Add a unit")}
    return render(request, "organisation/unit_change.html", context, status=422 if form.errors else 200)


def _places(request: Request, *, but: Unit | None = None) -> list[tuple[str, str]]:
    """Where a unit can stand: nothing chosen, the top, every unit of today except one and its parts."""
    rows = visible_units(request.actor)
    rows = rows.exclude(path__startswith=but.path) if but else rows
    units = [(row.public_id, f"{'– ' * (row.depth - 1)}{row.name}") for row in rows]
    return [("", "–"), (TOP, str(_("At the top"))), *units]


def _open(request: Request, given: dict[str, Any]) -> Unit:
    return actions.open_unit(
        parent=_target(request, given), name=given["name"], short_name=given["short_name"], kind=given["kind"],
        decree=_decree(given), by=request.actor, at=request.at,
    )  # fmt: skip


def _form(request: Request, unit: Unit, what: str, on: Any) -> forms.Form:
    given = request.POST if request.method == "POST" else None
    if what == "nama":
        return RenameForm(given, initial={"name": unit.name, "short_name": unit.short_name, "on": on})
    if what in ("pindah", "gabung"):
        label = _("Below which unit?") if what == "pindah" else _("Into which unit?")
        places = [place for place in _places(request, but=unit) if what == "pindah" or place[0] != TOP]
        return UnitChoiceForm(given, label=str(label), units=places, initial={"on": on})
    if what == "pecah":
        people = with_posts(people_of_unit(request.actor, unit, on).filter(placements__unit=unit).distinct(), on)
        choices = [(person.public_id, person_words(person)) for person in people.order_by("name", "pk")]
        return SplitForm(given, people=choices, initial={"on": on})
    return DecreeForm(given, initial={"on": on})


def _decree(given: dict[str, Any]) -> actions.Decree:
    return actions.Decree(given["number"], given["on"], given["reason"])


def _target(request: Request, given: dict[str, Any]) -> Unit | None:
    if given["target"] == TOP:
        return None
    return unit_to_change(request.actor, given["target"])


def _rename(request: Request, unit: Unit, given: dict[str, Any]) -> Unit:
    return actions.rename_unit(
        unit=unit, name=given["name"], short_name=given["short_name"], decree=_decree(given), by=request.actor,
        at=request.at,
    )  # fmt: skip


def _move(request: Request, unit: Unit, given: dict[str, Any]) -> Unit:
    parent = _target(request, given)
    return actions.move_unit(unit=unit, parent=parent, decree=_decree(given), by=request.actor, at=request.at)


def _merge(request: Request, unit: Unit, given: dict[str, Any]) -> Unit:
    into = unit_to_change(request.actor, given["target"])
    return actions.merge_units(units=[unit], into=into, decree=_decree(given), by=request.actor, at=request.at)


def _split(request: Request, unit: Unit, given: dict[str, Any]) -> Unit:
    people = tuple(Employee.objects.filter(agency_id=unit.agency_id, public_id__in=given["people"]))
    part = actions.NewPart(given["name"], given["short_name"], people)
    return actions.split_unit(unit=unit, parts=[part], decree=_decree(given), by=request.actor, at=request.at)[0]


def _close(request: Request, unit: Unit, given: dict[str, Any]) -> Unit:
    return actions.close_unit(unit=unit, decree=_decree(given), by=request.actor, at=request.at)


_APPLY: Final[dict[str, Callable[[Request, Unit, dict[str, Any]], Unit]]] = {
    "nama": _rename,
    "pindah": _move,
    "gabung": _merge,
    "pecah": _split,
    "tutup": _close,
}
