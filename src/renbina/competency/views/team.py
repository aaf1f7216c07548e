"""A superior rates one competency across the team, on a phone, in a minute."""

from collections import defaultdict

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from renbina.competency.actions import rate_team
from renbina.competency.forms.team import TopicForm, mark_of
from renbina.competency.previews.anchors import level_words
from renbina.competency.previews.team import Far, TopicPage, far_from_proof, team_page, topic_page
from renbina.competency.wording import leans, proofs
from renbina.foundation.actor import StandIn
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for


@require_safe
def team(request: Request) -> HttpResponse:
    """Which competencies the team is asked for, and which levels nobody knows."""
    page = team_page(request.actor, day_for(request.actor))
    context = {
        "page": page,
        "begin": next((topic for topic in page.topics if topic.unknown or topic.rated < topic.people), None),
        "lean": leans.own_words(page.lean) if page.lean else None,
    }
    return render(request, "competency/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: Request, competency_id: str) -> HttpResponse:
    """Everybody beside the anchors of one competency; values far from other proof are asked about once."""
    on = day_for(request.actor)
    page = topic_page(request.actor, on, competency_id)
    form = TopicForm(request.POST if request.method == "POST" else None, page=page)
    far: list[Far] = []
    if request.method == "POST" and form.is_valid():
        levels = form.levels()
        far = far_from_proof(page, levels)
        if not far or form.cleaned_data["confirmed"] == mark_of(far):
            changed = _save(request, page, levels)
            return _after(request, page, changed)
    context = {
        "page": page,
        "form": form,
        "anchors": level_words(page.competency, on),
        "far": [(each, proofs.far_words(each.level, each.member.proof, counts=each.member.proof_counts)) for each in far
                if each.member.proof],
        "mark": mark_of(far),
        "acting": sorted({member.behalf.name for member in page.members if member.behalf}),
    }  # fmt: skip
    return render(request, "competency/topic.html", context, status=422 if far or form.errors else 200)


def _save(request: Request, page: TopicPage, levels: dict[str, int]) -> int:
    """An acting officer's own people and those of each absent official are written down apart."""
    groups: dict[StandIn | None, dict[int, int]] = defaultdict(dict)
    for member in page.members:
        if member.public_id in levels:
            groups[member.behalf][member.pk] = levels[member.public_id]
    on = day_for(request.actor)
    with transaction.atomic():
        return sum(
            rate_team(competency=page.competency, levels=some, on=on, behalf=behalf, by=request.actor, at=request.at)
            for behalf, some in groups.items()
        )


def _after(request: Request, page: TopicPage, changed: int) -> HttpResponse:
    if changed:
        words = ngettext("%(n)s level of %(name)s saved.", "%(n)s levels of %(name)s saved.", changed)
        messages.success(request, words % {"n": changed, "name": page.competency.said_name})
    else:
        messages.info(request, _("Nothing was changed: every level stood already."))
    if page.following is None or "stay" in request.POST:
        return redirect("competency:team")
    return redirect(reverse("competency:topic", args=[page.following.public_id]))
