"""People whose superior is missing or wrong, setting one or many right, and deriving from the tree."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation import actions
from renbina.organisation.access import Verb, require, visible_units
from renbina.organisation.enums import Relation
from renbina.organisation.filters import WrongForm
from renbina.organisation.forms import SuperiorForm
from renbina.organisation.previews.superiors import Choice, difference, found, known_wrong, suggestions
from renbina.organisation.queries import day_for
from renbina.organisation.queries import superiors as queries
from renbina.organisation.tables import superiors_table
from renbina.ui import formats
from renbina.ui.tables import Known


@require_safe
def superior_list(request: Request) -> HttpResponse:
    """Whose superior is missing or wrong, in the units that the actor looks after."""
    require(request.actor, Verb.CORRECT_SUPERIORS)
    on = day_for(request.actor)
    wanted = {"wrong": request.GET.get("masalah", ""), "unit": request.GET.get("unit", "")}
    known = known_wrong(request.actor, on)
    people = queries.people_to_correct(request.actor, on, known, **wanted)
    table = superiors_table()
    export = table.export(request.GET, people, filename=_("superiors"))
    if export is not None:
        return export
    # Whose superior is wrong is known by key, a part of the agency: counted and cut without asking for them twice.
    keys = None if wanted["wrong"] == "all" else Known(_keys, queries.people_with_superiors(request.actor, on))
    shown = table.page(request.GET, people, known=keys)
    units = [(row.public_id, f"{'– ' * (row.depth - 1)}{row.short_name}") for row in _large_units(request)]
    counts = queries.wrong_counts(request.actor, on, known)
    context = {
        "table": shown,
        "counts": {wrong.value: count for wrong, count in counts.items()},
        "total": sum(counts.values()),
        "filter": WrongForm(request.GET, units=units),
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")],
        "together": _together(request, people, wanted) if wanted["unit"] else "",
        "many": queries.MANY,
    }
    return render(request, "organisation/superior_list.html", context)


def _keys(people: Any) -> list[int]:
    return list(people.values_list("pk", flat=True))


def _large_units(request: Request) -> Any:
    """The highest units that the actor may open; of a single one also its parts. Below them the lists are short."""
    units = visible_units(request.actor)
    depths = list(units.values_list("depth", flat=True).order_by("depth")[:2])
    return units.filter(depth__lte=depths[-1] if depths else 1)


def _together(request: Request, people: Any, wanted: dict[str, str]) -> str:
    """The address on which all of these people get one superior; empty where they are too many for one decision."""
    keys = list(people.order_by("name", "pk").values_list("public_id", flat=True)[: queries.MANY + 1])
    if not 1 < len(keys) <= queries.MANY:
        return ""
    return f"{reverse('organisation:superior', args=[keys[0]])}?{'&'.join(f'orang={key}' for key in keys[1:])}"


@require_http_methods(["GET", "HEAD", "POST"])
def superior(request: Request, public_id: str) -> HttpResponse:
    """One person, or many at once: choose from the suggested three or search, give a reason, done."""
    on = day_for(request.actor)
    given = request.POST if request.method == "POST" else None
    keys = [public_id, *request.GET.getlist("orang")]
    if given is not None and len(keys) > 1:
        keys = given.getlist("orang") or [public_id]
    people = queries.chosen_people(request.actor, on, keys[: queries.MANY])
    offered = suggestions(request.actor, people, on, _said())
    words = request.GET.get("cari", "").strip()[:100]
    choices = [*offered.choices, *(each for each in found(request.actor, words, on) if each not in offered.choices)]
    if given is not None and given.get("superior"):
        choices.append(_other(request, on, given["superior"]))
    form = SuperiorForm(
        given,
        choices=_unique(choices, {person.public_id for person in people}),
        initial={"relation": Relation.RATER, "since": on, "superior": choices[0].public_id if choices else ""},
    )
    if given is not None and form.is_valid() and (changed := _save(request, form, people, on)) is not None:
        words = ngettext("The superior of %(n)s person is set.", "The superior of %(n)s people is set.", changed)
        messages.success(request, words % {"n": formats.number(changed)})
        return redirect("organisation:superior-list")
    context = {
        "people": people,
        "first": people[0],
        "others": people[1:],
        "form": form,
        "offered": offered,
        "words": words,
        "searched": bool(words),
        "more": request.GET.getlist("orang"),
    }
    return render(request, "organisation/superior.html", context, status=422 if form.errors else 200)


def _said() -> dict[str, str]:
    return {
        "above": _("The head above that one."),
        "colleagues": _("Rates others of the same unit."),
    }


def _other(request: Request, on: date, public_id: str) -> Choice:
    person = queries.official(request.actor, on, public_id)
    return Choice(person.public_id, queries.person_words(person))


def _unique(choices: list[Choice], out: set[str]) -> list[tuple[str, str]]:
    seen: dict[str, Choice] = {}
    for each in choices:
        if each.public_id not in out:
            seen.setdefault(each.public_id, each)
    return [(key, f"{each.words} — {each.why}" if each.why else each.words) for key, each in seen.items()]


def _save(request: Request, form: SuperiorForm, people: list[Any], on: date) -> int | None:
    given = form.cleaned_data
    try:
        chosen = queries.official(request.actor, on, given["superior"])
        new = actions.Correction(tuple(people), chosen, given["relation"], given["since"], given["reason"])
        return actions.correct_superiors(correction=new, by=request.actor, at=request.at)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def derive(request: Request) -> HttpResponse:
    """What the tree says of those without a superior; nothing changes before the button."""
    require(request.actor, Verb.CORRECT_SUPERIORS)
    on = day_for(request.actor)
    given = request.POST if request.method == "POST" else request.GET
    again = given.get("lagi") == "1"
    if request.method == "POST":
        try:
            changed = actions.derive_superiors(
                on=on, again=again, expected=given.get("beda", ""), by=request.actor, at=request.at
            )
        except Refused as error:
            messages.warning(request, error.message)
            return redirect("organisation:derive")
        words = ngettext("%(n)s person has a superior now.", "%(n)s people have a superior now.", changed)
        messages.success(request, words % {"n": formats.number(changed)})
        return redirect("organisation:superior-list")
    page = difference(request.actor, on, again=again)
    context = {"page": page, "again": again, "digest": actions.digest_of(page.lines), "total": len(page.lines)}
    return render(request, "organisation/derive.html", context)
