"""Coaching plans: the list of days for those who follow up, and one plan with its words for the two it joins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.performance import queries, wording
from renbina.performance.actions import NewCoaching, end_coaching, note_check_in, start_coaching
from renbina.performance.forms import CheckInForm, CoachingForm, EndForm, OwnNoteForm
from renbina.performance.tables import coaching_table


@require_safe
def coaching_list(request: Request) -> HttpResponse:
    """Who must have a plan, what is overdue first."""
    on = day_for(request.actor)
    rows = queries.coaching_rows(request.actor, on)
    table = coaching_table()
    export = table.export(request.GET, rows, filename=_("coaching plans"))
    if export is not None:
        return export
    context = {"table": table.page(request.GET, rows), "counts": queries.coaching_counts(rows, on)}
    return render(request, "performance/coaching_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def coaching_new(request: Request, employee_id: str) -> HttpResponse:
    """Begin a plan."""
    on = day_for(request.actor)
    person, due, running = queries.person_to_coach(request.actor, employee_id, on)
    if running is not None:
        return redirect("performance:coaching", plan_id=running.public_id)
    planned, others = queries.programmes_for(person)
    given = request.POST if request.method == "POST" else None
    form = CoachingForm(given, planned=planned, others=others, initial={"starts_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            made = start_coaching(
                employee=person, new=NewCoaching(**form.cleaned_data), on=on, by=request.actor, at=request.at
            )
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The plan has begun. The first talk is in two weeks."))
            return redirect("performance:coaching", plan_id=made.public_id)
    context = {
        "person": person,
        "due": due,
        "badge": wording.predicate_badge(due.predicate) if due else None,
        "form": form,
    }
    return render(request, "performance/coaching_new.html", context, status=422 if form.errors else 200)


@require_safe
def coaching(request: Request, plan_id: str) -> HttpResponse:
    """Goals, actions, talks and outcome."""
    return _plan(request, plan_id)


def _plan(
    request: Request, plan_id: str, *, note: CheckInForm | None = None, end: EndForm | None = None
) -> HttpResponse:
    on = day_for(request.actor)
    page = queries.coaching_page(request.actor, plan_id, on)
    plan = page.plan
    running = plan.ended_on is None
    context = {
        "page": page,
        "plan": plan,
        "running": running,
        "on": on,
        "badge": wording.predicate_badge(plan.predicate),
        "outcome": wording.outcome_badge(plan.outcome) if plan.outcome else None,
        "next_step": wording.next_step_words(plan.next_step),
        "note_form": note or CheckInForm(initial={"held_on": on}),
        "end_form": end or EndForm(),
        "ending_first": running and (plan.ends_on <= on or page.next_one is None),
        "held": sum(each.held_on is not None for each in page.check_ins),
    }
    wrong = (note is not None and note.errors) or (end is not None and end.errors)
    return render(request, "performance/coaching.html", context, status=422 if wrong else 200)


@require_POST
def check_in(request: Request, plan_id: str, check_in_id: str) -> HttpResponse:
    """A note of the superior or of the employee, according to who writes."""
    on = day_for(request.actor)
    found = queries.check_in_for(request.actor, plan_id, check_in_id, on)
    own = found.plan.employee_id == request.actor.employee_id
    form = OwnNoteForm(request.POST) if own else CheckInForm(request.POST)
    if not form.is_valid():
        return _failed(request, plan_id, form)
    try:
        note_check_in(
            check_in=found,
            text=form.cleaned_data["text"],
            held_on=form.cleaned_data.get("held_on", on),
            on=on,
            by=request.actor,
            at=request.at,
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _failed(request, plan_id, form)
    messages.success(request, _("Noted. Only the two of you can read it."))
    return redirect("performance:coaching", plan_id=plan_id)


def _failed(request: Request, plan_id: str, form: OwnNoteForm | CheckInForm) -> HttpResponse:
    if isinstance(form, CheckInForm):
        return _plan(request, plan_id, note=form)
    for words in form.errors.values():
        messages.warning(request, str(words[0]))
    return redirect("performance:coaching", plan_id=plan_id)


@require_POST
def coaching_end(request: Request, plan_id: str) -> HttpResponse:
    """Say how it ended."""
    on = day_for(request.actor)
    page = queries.coaching_page(request.actor, plan_id, on)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            end_coaching(plan=page.plan, on=on, by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The plan has ended. Thank you for staying with it."))
            return redirect("performance:coaching", plan_id=plan_id)
    return _plan(request, plan_id, end=form)
