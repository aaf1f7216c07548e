"""Who attends what, and why: all participants, one programme, one person."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.planning import queries, wording
from renbina.planning.gather.around import around
from renbina.planning.tables import attendees, participants
from renbina.planning.views.day import day_of
from renbina.planning.views.plan import spoken_reasons
from renbina.ui.shapes import Level


@require_safe
def plan_people(request: Request, public_id: str) -> HttpResponse:
    """All participants whom the actor may look at: sort, search, export."""
    plan = queries.plan_for(request.actor, public_id)
    on = day_of(plan.agency)
    seats = queries.seat_rows(request.actor, plan, on)
    filename = _("participants-%(year)s-%(plan)s") % {"year": plan.year, "plan": plan.public_id}
    placed = partial(queries.as_seats, on=on)
    declared = participants(public_id)
    export = declared.export(request.GET, seats, filename=filename, prepare=placed)
    if export is not None:
        return export
    people, total = queries.placed_counts(request.actor, plan, on)
    table = declared.page(request.GET, seats, prepare=placed)
    context = {"plan": plan, "table": table, "people": people, "total": total}
    return render(request, "planning/plan_people.html", context)


@require_safe
def plan_programme(request: Request, public_id: str, programme_id: str) -> HttpResponse:
    """One programme of the plan: who attends, when, at what cost, and what keeps others out."""
    plan = queries.plan_for(request.actor, public_id)
    on = day_of(plan.agency)
    found = queries.programme_in_plan(request.actor, plan, programme_id, on)
    placed = partial(queries.as_seats, on=on)
    filename = f"{found.programme.code}-{plan.year}"
    declared = attendees(public_id)
    export = declared.export(request.GET, found.seats, filename=filename, prepare=placed)
    if export is not None:
        return export
    names = queries.programme_names(request.actor)
    table = declared.page(request.GET, found.seats, prepare=placed)
    context = {
        "around": around(request.actor, plan, found.programme, is_held=bool(found.months), on=on),
        "brings": wording.brings_words(found.worth, found.raises, found.programme.hours),
        "prices": wording.price_rows(found.worth, found.raises),
        "plan": plan,
        "found": found,
        "hidden": 0 if table.filtered else found.people - table.total,
        "months": [(wording.month_words(month), *rest) for month, *rest in found.months],
        "refused": [
            (wording.spoken(code, found.example[code], found.programme.name, names).text, count)
            for code, count in found.refused
        ],
        "needs": wording.needs_of(found.run.figures, found.programme.code)
        or wording.not_weighed(plan.year, found.raises, offered=found.offered),
        "table": table,
    }
    return render(request, "planning/plan_programme.html", context)


@require_safe
def person_reasons(request: Request, public_id: str) -> HttpResponse:
    """Everything the plan weighed for one person; without a person, the search."""
    plan = queries.plan_for(request.actor, public_id)
    if plan.current_run_id is None:
        return redirect("planning:plan", public_id=public_id)  # nothing is decided yet; that page says how to begin
    search = queries.person_search(
        request.actor,
        plan,
        day_of(plan.agency),
        text=request.GET.get("name", ""),
        person=request.GET.get("person", ""),
    )
    names = queries.programme_names(request.actor)
    context = {
        "plan": plan,
        "search": search,
        "spoken": spoken_reasons(search.found, names) if search.found else (),
        "left_out_why": wording.left_out_words(search.found.left_out) if search.found else "",
        "levels": _levels(search.found) if search.found else (),
    }
    return render(request, "planning/person_reasons.html", context)


def _levels(person: queries.PersonReasons) -> list[tuple[str, Level]]:
    return [(name, Level(held=held, planned=after)) for name, held, after in person.levels]
