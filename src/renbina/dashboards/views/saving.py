"""Saved choices of employees: keep, share, remove."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from renbina.dashboards.actions import remove_filter, save_filter, share_filter
from renbina.dashboards.filters import kept_query
from renbina.dashboards.forms import SaveFilterForm
from renbina.dashboards.queries.filters import own_filter
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.access import MANAGERS, Verb, require


@require_POST
def filter_save(request: Request) -> HttpResponse:
    """Keeps the choice of the address; back to the list, which says what was wrong."""
    require(request.actor, Verb.VIEW_EMPLOYEES)
    query = kept_query(request.GET)
    back = redirect(f"{reverse('dashboards:employee-list')}?{query}")
    form = SaveFilterForm(request.POST, may_share=request.actor.has(*MANAGERS))
    if not form.is_valid():
        messages.error(request, _("Give the filter a name."))
        return back
    shared = form.cleaned_data.get("shared", False)
    try:
        save_filter(name=form.cleaned_data["name"], query=query, shared=shared, by=request.actor, at=request.at)
    except Refused as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The filter is saved. It shows whoever it fits on the day you open it."))
    return back


@require_POST
def filter_change(request: Request, public_id: str) -> HttpResponse:
    """Share, take back or remove one's own; `do` says which."""
    saved = own_filter(request.actor, public_id)
    doing = request.POST.get("do", "")
    if doing == "remove":
        remove_filter(saved=saved, by=request.actor, at=request.at)
        messages.success(request, _("The filter is removed."))
    elif doing in ("share", "unshare"):
        share_filter(saved=saved, shared=doing == "share", by=request.actor, at=request.at)
        messages.success(request, _("Changed."))
    return redirect("dashboards:employee-list")
