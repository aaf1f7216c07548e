"""Stories of what changed at work."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renbina.community import queries
from renbina.community.wording import tabs
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for

PER_PAGE = 12


@require_safe
def story_list(request: Request) -> HttpResponse:
    rows = queries.story_rows(request.actor, day_for(request.actor))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [queries.story_line(row, request.actor) for row in page],
        "total": page.paginator.count,
        "tabs": tabs("story-list"),
    }
    return render(request, "community/story_list.html", context)


@require_safe
def story(request: Request, public_id: str) -> HttpResponse:
    found = queries.story_page(request.actor, public_id, day_for(request.actor))
    return render(request, "community/story.html", {"story": found})
