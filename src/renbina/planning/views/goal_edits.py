"""Goals and their indicators: added, renamed, moved, changed and removed by who writes them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.http import Request, counts_once
from renbina.planning import actions, queries
from renbina.planning.access import EDIT_GOALS, editable_indicators, require
from renbina.planning.enums import GoalLevel
from renbina.planning.forms import GoalForm, IndicatorForm
from renbina.planning.models import Goal


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("planning:goal-tree")
def goal_new(request: Request) -> HttpResponse:
    """One more goal; `induk` in the address names the goal it serves."""
    require(request.actor, EDIT_GOALS)
    form = _goal_form(request, None, {"parent": request.GET.get("induk", ""), "level": _level_under(request)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = _tried(form, lambda: actions.add_goal(
            level=data["level"], text=data["text"], parent=form.parent_goal, by=request.actor, at=request.at
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Kept."))
            return redirect("planning:goal", made.public_id)
    return _show(request, form, None, heading=_("A goal"), button=_("Keep the goal"))


@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: Request, public_id: str) -> HttpResponse:
    """Rename or move a goal, let it change places with a neighbour, or remove it; `do` says which."""
    goal = queries.goal_for(request.actor, public_id)
    require(request.actor, EDIT_GOALS)
    by: dict[str, Any] = {"by": request.actor, "at": request.at}
    parent = goal.parent.public_id if goal.parent else ""
    form = _goal_form(request, goal, {"level": goal.level, "text": goal.text, "parent": parent})
    doing = request.POST.get("do", "")
    if doing in ("earlier", "later"):
        actions.place_goal(goal=goal, earlier=doing == "earlier", **by)
        return redirect(f"{reverse('planning:goal-edit', args=[public_id])}#order")
    if doing == "remove":
        if _tried(form, lambda: actions.remove_goal(goal=goal, **by) or True, bind=True) is not None:
            messages.success(request, _("Removed, with its indicators and what it asked for."))
            return redirect("planning:goal-tree")
    elif request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = _tried(form, lambda: actions.change_goal(
            goal=goal, level=data["level"], text=data["text"], parent=form.parent_goal, **by
        ))  # fmt: skip
        if changed is not None:
            messages.success(request, _("Kept."))
            return redirect("planning:goal", public_id)
    counts = {
        "indicators": goal.indicators.count(), "asked": goal.competencies.count(), "below": goal.children.count(),
    }  # fmt: skip
    return _show(
        request, form, goal, heading=_("Rename or move"), button=_("Keep the change"), counts=counts,
        beside=queries.goals_beside(request.actor, goal),
        remove=_("Remove this goal"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("planning:goal", "public_id")
def indicator_new(request: Request, public_id: str) -> HttpResponse:
    """What shows that a goal is reached."""
    goal = queries.goal_for(request.actor, public_id)
    require(request.actor, EDIT_GOALS)
    offered = queries.programmes_to_serve(request.actor)
    form = IndicatorForm(request.POST if request.method == "POST" else None, programmes=offered)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: actions.add_indicator(
            goal=goal, measure=form.measure(), by=request.actor, at=request.at
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Kept."))
            return redirect("planning:goal", public_id)
    return _show(request, form, goal, heading=_("What shows that it is reached?"), button=_("Keep the indicator"))


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: Request, public_id: str) -> HttpResponse:
    """Change what is measured, or remove it; `do` says which."""
    found = editable_indicators(request.actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    by: dict[str, Any] = {"by": request.actor, "at": request.at}
    doing = request.POST.get("do", "save") if request.method == "POST" else ""
    values, offered = IndicatorForm.values_of(found), queries.programmes_to_serve(request.actor, found)
    form = IndicatorForm(request.POST if doing == "save" else None, initial=values, programmes=offered)
    done = None
    if doing == "remove":
        form = IndicatorForm(values, programmes=offered)
        done = _tried(form, lambda: actions.remove_indicator(indicator=found, **by) or True, bind=True)
    elif doing and form.is_valid():
        done = _tried(form, lambda: actions.change_indicator(indicator=found, measure=form.measure(), **by))
    if done is not None:
        messages.success(request, _("Removed.") if doing == "remove" else _("Kept."))
        return redirect("planning:goal", found.goal.public_id)
    return _show(
        request, form, found.goal, heading=_("What shows that it is reached?"), button=_("Keep the indicator"),
        remove=_("Remove this indicator"),
    )  # fmt: skip


def _goal_form(request: Request, goal: Goal | None, values: dict[str, Any]) -> GoalForm:
    """With the goals that one may serve: none of the lowest level, not the goal itself and nothing below it."""
    above = [
        (len(node.above), node.goal)
        for top in queries.goal_tree(request.actor, None)
        for node in top.walk()
        if node.goal.level != GoalLevel.PROGRAMME and (goal is None or goal not in (node.goal, *node.above))
    ]
    sent = request.method == "POST" and request.POST.get("do") != "remove"
    if request.POST.get("do") == "remove":
        return GoalForm(values, above=above)
    return GoalForm(request.POST if sent else None, above=above, initial=values)


def _level_under(request: Request) -> str:
    """The level that a goal below the one in the address would have."""
    asked = request.GET.get("induk", "")
    if not asked:
        return GoalLevel.MISSION.value
    parent = queries.goal_for(request.actor, asked)
    return (GoalLevel.STRATEGIC_GOAL if parent.level == GoalLevel.MISSION else GoalLevel.PROGRAMME).value


def _tried(form: forms.Form, act: Callable[[], Any], *, bind: bool = False) -> Any:
    """What the action gave; None where it refused, and the form says why. `bind`: the form was not sent."""
    if bind:
        form.full_clean()
    try:
        return act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def _show(request: Request, form: forms.Form, goal: Goal | None, **words: Any) -> HttpResponse:
    crumbs = [(_("Plans"), reverse("planning:plan-list")), (_("Goals and indicators"), reverse("planning:goal-tree"))]
    if goal is not None:
        crumbs.append((goal.text, reverse("planning:goal", args=[goal.public_id])))
    context = {"form": form, "goal": goal, "crumbs": crumbs, **words}
    return render(request, "planning/goal_form.html", context, status=422 if form.errors else 200)
