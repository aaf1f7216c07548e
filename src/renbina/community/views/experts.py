"""Who may be asked, and offering it oneself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.community import queries
from renbina.community.actions import offer_help
from renbina.community.forms import OfferForm, SearchForm
from renbina.community.wording import tabs
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for

PER_PAGE = 24


@require_safe
def expert_list(request: Request) -> HttpResponse:
    form = SearchForm(request.GET, competencies=queries.competencies_spoken_of(request.actor))
    words, competency = form.words(), form.chosen()
    rows = queries.expert_rows(request.actor, day_for(request.actor), words=words, competency=competency)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": [queries.expert_line(row) for row in page],
        "total": page.paginator.count,
        "narrowed": bool(words or competency),
        "tabs": tabs("expert-list"),
        "may_offer": request.actor.employee_id is not None,
    }
    return render(request, "community/expert_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: Request) -> HttpResponse:
    """One's own "ask me". Nothing ticked means: not any more."""
    page = queries.expert_form(request.actor, day_for(request.actor))
    if request.method == "POST":
        form = OfferForm(request.POST, keys=[each.pk for each in (*page.near, *page.others)])
        if form.is_valid():
            keys = form.cleaned_data["competencies"]
            offer_help(competencies=keys, reach=form.cleaned_data["reach"], by=request.actor, at=request.at)
            words = _("Thank you. Colleagues find you here.") if keys else _("You are no longer on this page.")
            messages.success(request, words)
            return redirect("community:expert-list")
        return render(request, "community/offer.html", {"page": page, "failed": True}, status=422)
    return render(request, "community/offer.html", {"page": page})
