"""Where the analyst makes figures public: nothing changes for citizens before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.publication.access import PUBLISH, require
from renbina.publication.actions import publish_figures, publish_results
from renbina.publication.queries import last_published
from renbina.ui import formats


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request) -> HttpResponse:
    """Two things can be published: figures of the plan, and the results of all services."""
    require(request.actor, PUBLISH)
    refusal = ""
    if request.method == "POST":
        refusal = _do(request)
        if not refusal:
            return redirect("publication:publish")
    plan_at, results_at = last_published(request.actor)
    context = {"plan_at": plan_at, "results_at": results_at, "refusal": refusal}
    return render(request, "publication/publish.html", context, status=422 if refusal else 200)


def _do(request: Request) -> str:
    """What was wrong, or nothing."""
    doing = request.POST.get("do", "")
    try:
        if doing == "figures":
            publish_figures(by=request.actor, at=request.at)
            messages.success(request, _("Published for everybody to read."))
        elif doing == "results":
            made = len(publish_results(by=request.actor, at=request.at))
            words = ngettext("The page of %(n)s service is public.", "The pages of %(n)s services are public.", made)
            messages.success(request, words % {"n": formats.number(made)})
        else:
            return _("Choose what to publish.")
    except Refused as refusal:
        return refusal.message
    return ""
