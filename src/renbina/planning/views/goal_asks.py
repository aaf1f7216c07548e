"""What a goal asks people to be able to do: the effect on the ranks first, then saved or removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from renbina.competency.models import Competency
from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.http import Request
from renbina.organisation.models import Unit
from renbina.organisation.queries import day_for
from renbina.planning import actions, queries
from renbina.planning.access import EDIT_GOALS, editable_links, own_agency, require
from renbina.planning.forms import LinkForm
from renbina.planning.models import Goal, GoalCompetency
from renbina.planning.queries import LinkAsked


@require_http_methods(["GET", "HEAD", "POST"])
def goal_competency_new(request: Request, public_id: str) -> HttpResponse:
    """A goal asks for one more competency."""
    goal = queries.goal_for(request.actor, public_id)
    require(request.actor, EDIT_GOALS)
    return _edit(request, goal, None)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_competency(request: Request, public_id: str) -> HttpResponse:
    """Change what a goal asks for, or take it away."""
    link = editable_links(request.actor).filter(public_id=public_id).first()
    if link is None:
        raise NotFound
    return _edit(request, link.goal, link)


def _edit(request: Request, goal: Goal, link: GoalCompetency | None) -> HttpResponse:
    """`do`: try, save, try-remove or remove. Only what was tried is saved; a removal says its effect before."""
    doing = request.POST.get("do", "try") if request.method == "POST" else ""
    form = _form(request, goal, link, sent=doing in ("try", "save"))
    removing = doing in ("try-remove", "remove") and link is not None
    if removing and link is not None:
        if doing == "remove":
            actions.unlink_competency(link=link, by=request.actor, at=request.at)
            messages.success(request, _("Removed. The needs weigh without it from now on."))
            return redirect("planning:goal", goal.public_id)
        return _show(request, form, goal, link, None, removing=True)
    if not doing or not form.is_valid():
        return _show(request, form, goal, link, None, shown=False)
    asked = form.asked()
    if doing == "save" and form.cleaned_data["seen"] == form.signature:
        try:
            actions.link_competency(asked=asked, link=link, by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("Kept. The needs weigh with it from now on, and so does the next plan."))
            return redirect("planning:goal", goal.public_id)
    elif doing == "save":
        form.add_error(None, _("This is not what you saw the effect of. Look at the effect below, then save."))
    sent = request.POST.copy()
    sent["seen"] = form.signature
    form.data = sent
    return _show(request, form, goal, link, asked)


def _form(request: Request, goal: Goal, link: GoalCompetency | None, *, sent: bool) -> LinkForm:
    agency = own_agency(request.actor)
    initial = LinkForm.values_of(link) if link else {"year_from": day_for(request.actor).year + 1}
    return LinkForm(
        request.POST if sent else None, goal=goal, initial=initial,
        competencies=Competency.objects.filter(agency_id=agency).order_by("pk"),
        units=Unit.objects.filter(agency_id=agency, closed_on=None).order_by("path"),
    )  # fmt: skip


def _show(
    request: Request, form: LinkForm, goal: Goal, link: GoalCompetency | None, asked: LinkAsked | None, *,
    shown: bool = True, removing: bool = False,
) -> HttpResponse:  # fmt: skip
    """With the effect of what is asked (or of removing it) where it is to be shown."""
    on = day_for(request.actor)
    year = on.year + 1
    effect = None
    if shown:
        effect = queries.effect_of_link(request.actor, on, year, link.pk if link else None, asked)
    tree = [(_("Plans"), reverse("planning:plan-list")), (_("Goals and indicators"), reverse("planning:goal-tree"))]
    context = {
        "form": form,
        "goal": goal,
        "link": link,
        "effect": effect,
        "removing": removing,
        "out_of_year": asked is not None and not asked.holds(year),
        "year": year,
        "crumbs": [*tree, (goal.text, reverse("planning:goal", args=[goal.public_id]))],
    }
    return render(request, "planning/goal_competency.html", context, status=422 if form.errors else 200)
