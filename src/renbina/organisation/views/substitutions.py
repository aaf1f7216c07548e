"""Acting officers: the list, naming one, ending one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import Forbidden, Refused
from renbina.foundation.http import Request
from renbina.organisation import actions
from renbina.organisation.access import require_substitution
from renbina.organisation.filters import StandingForm
from renbina.organisation.forms import EndForm, SubstitutionForm
from renbina.organisation.previews.superiors import found
from renbina.organisation.previews.unit import deputies
from renbina.organisation.queries import day_for
from renbina.organisation.queries import substitutions as queries
from renbina.organisation.queries.superiors import official, officials, person_words
from renbina.organisation.tables import substitutions_table
from renbina.organisation.wording import office_words


@require_safe
def substitution_list(request: Request) -> HttpResponse:
    """Who stands in for whom: today, soon and before."""
    on = day_for(request.actor)
    rows = queries.visible_substitutions(request.actor)
    running = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    conditions = {"now": running, "later": Q(valid_from__gt=on), "ended": Q(valid_to__lte=on)}
    condition = conditions.get(request.GET.get("keadaan", ""))
    shown = rows.filter(condition) if condition is not None else rows
    table = substitutions_table(on, queries.endable(request.actor, rows, on))
    shown = shown.select_related("absent", "substitute", "position", "unit")
    export = table.export(request.GET, shown, filename=_("acting officers"))
    if export is not None:
        return export
    context = {
        "table": table.page(request.GET, shown),
        "today": rows.filter(running).count(),
        "filter": StandingForm(request.GET),
        "keep": [(name, value) for name, value in request.GET.items() if name in ("q", "sort", "per")],
        "may_name": queries.may_name(request.actor),
    }
    return render(request, "organisation/substitution_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def substitution_new(request: Request) -> HttpResponse:
    """First who is away, then who stands in and by which letter."""
    if not queries.may_name(request.actor):
        raise Forbidden
    on = day_for(request.actor)
    chosen = request.GET.get("siapa", "")
    if not chosen:
        words = request.GET.get("cari", "").strip()[:100]
        people = officials(request.actor, on, words) if words else []
        others = queries.named_by_others(request.actor, people, on)
        offered = [("" if person.pk in others else person.public_id, person_words(person)) for person in people]
        return render(request, "organisation/substitution_who.html", {"words": words, "people": offered})
    absent = official(request.actor, on, chosen)
    require_substitution(request.actor, absent, on)
    return _letter(request, absent, on)


def _letter(request: Request, absent: Any, on: Any) -> HttpResponse:
    words = request.GET.get("cari", "").strip()[:100]
    choices = {each.public_id: each.words for each in (*deputies(absent, on), *found(request.actor, words, on))}
    choices.pop(absent.public_id, None)
    given = request.POST if request.method == "POST" else None
    if given is not None and given.get("substitute", "") not in choices and given.get("substitute"):
        person = official(request.actor, on, given["substitute"])
        choices[person.public_id] = person_words(person)
    initial = {"kind": "plh", "since": on, "letter_date": on}
    form = SubstitutionForm(given, choices=list(choices.items()), initial=initial)
    if given is not None and form.is_valid() and _name(request, form, absent, on):
        messages.success(request, _("Named. The trail of what is decided names both."))
        return redirect("organisation:substitution-list")
    context = {"absent": absent, "absent_words": person_words(absent), "form": form, "words": words}
    return render(request, "organisation/substitution_new.html", context, status=422 if form.errors else 200)


def _name(request: Request, form: SubstitutionForm, absent: Any, on: Any) -> bool:
    given = dict(form.cleaned_data)
    last = given.pop("last_day")
    given["substitute"] = official(request.actor, on, given["substitute"])
    new = actions.NewSubstitution(absent=absent, until=last + timedelta(days=1) if last else None, **given)
    try:
        actions.name_substitute(new=new, by=request.actor, at=request.at)
    except Refused as error:
        field = {"until": "last_day"}.get(error.field or "", error.field)
        form.add_error(field if field in form.fields else None, error.message)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def substitution_end(request: Request, public_id: str) -> HttpResponse:
    """The official is back; what was decided until then stays."""
    on = day_for(request.actor)
    row = queries.substitution_of(request.actor, public_id)
    require_substitution(request.actor, row.absent, on)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_substitution(substitution=row, on=form.cleaned_data["on"], by=request.actor, at=request.at)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Ended. What was decided until then stays, with both names."))
            return redirect("organisation:substitution-list")
    context = {"row": row, "form": form, "office": office_words(row)}
    return render(request, "organisation/substitution_end.html", context, status=422 if form.errors else 200)
