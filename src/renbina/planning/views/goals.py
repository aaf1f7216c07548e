"""The goals that plans serve: the tree, the same as a list that leaves as a file, and one goal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.planning import queries
from renbina.planning.access import EDIT_GOALS, LOAD, can
from renbina.planning.tables import GOALS, goal_rows
from renbina.ui import formats

FOLDED_FROM = 40  # so many goals make a tree too long to open whole


@require_safe
def goal_tree(request: Request) -> HttpResponse:
    """Mission, goals, what they ask for, indicators, and the rows of the plan that serve them; as a list too."""
    plan = queries.plan_of_goals(request.actor)
    tops = queries.asking_tree(request.actor, plan, day_for(request.actor))
    nodes = [node for top in tops for node in top.walk()]
    rows = goal_rows(nodes)
    export = GOALS.export(request.GET, rows, filename=_("goals"))
    if export is not None:
        return export
    listed = request.GET.get("tampil") == "daftar"
    here = reverse("planning:goal-tree")
    asked = [each for node in nodes for each in node.asked]
    context = {
        "plan": plan,
        "tops": tops,
        "folded": len(nodes) > FOLDED_FROM,
        "table": GOALS.page(request.GET, rows) if listed else None,
        "tabs": [
            {"label": _("As a tree"), "url": here, "active": not listed},
            {"label": _("As a list"), "url": f"{here}?tampil=daftar", "active": listed},
        ],
        "counts": {
            "goals": len(nodes), "indicators": sum(len(node.indicators) for node in nodes),
            "competencies": len({each.link.competency_id for each in asked}),
        },
        "may_edit": can(request.actor, EDIT_GOALS),
        "may_load": can(request.actor, LOAD),
    }  # fmt: skip
    return render(request, "planning/goal_tree.html", context)


@require_safe
def goal(request: Request, public_id: str) -> HttpResponse:
    """One goal with everything that hangs on it."""
    page = queries.goal_page(request.actor, public_id, day_for(request.actor))
    plans, tree = reverse("planning:plan-list"), reverse("planning:goal-tree")
    above = [(each.text, reverse("planning:goal", args=[each.public_id])) for each in page.above]
    context = {
        "page": page,
        "goal": page.goal,
        "crumbs": [(_("Plans"), plans), (_("Goals and indicators"), tree), *above],
        "may_edit": can(request.actor, EDIT_GOALS),
        "year": day_for(request.actor).year + 1,
        "last_level": page.goal.level == "programme",
        "weights": {each.link.pk: formats.number(each.link.weight, 2) for each in page.asked},
    }
    return render(request, "planning/goal.html", context)
