"""Public consultation forums as everybody reads them. Nobody is asked who they are; a question may be left."""

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation import clock
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, asks_nobody
from renbina.voice import actions, queries
from renbina.voice.access import citizen
from renbina.voice.enums import ForumStage
from renbina.voice.forms import QuestionForm
from renbina.voice.models import Forum
from renbina.voice.views.gate import form_token, nonce_of, private, too_many

QUESTIONS_A_MINUTE: Final = 30  # from one address
A_PAGE: Final = 20
ZONE: Final = "Asia/Jakarta"  # several agencies share the list; each forum's own page counts in its own zone


@asks_nobody
@require_safe
def forums(request: Request) -> HttpResponse:
    """Forums to come, and what became of those that were held."""
    to_come, held = queries.public_forums(clock.today(ZONE))
    page = Paginator(held, A_PAGE).get_page(request.GET.get("page"))
    shown = [row for row in held if row.stage == ForumStage.PUBLISHED]
    context = {
        "to_come": to_come,
        "held": page,
        "pages": page.paginator.num_pages,
        "published": ForumStage.PUBLISHED.value,
        "kept": sum(row.kept for row in shown),
        "promises": sum(row.promises for row in shown),
        "overdue": sum(row.overdue for row in shown),
    }
    return render(request, "voice/forums.html", context)


@asks_nobody
@csrf_exempt  # no cookie, so no cookie to protect: the signed token of the form says where it came from
@require_http_methods(["GET", "HEAD", "POST"])
def forum(request: Request, public_id: str) -> HttpResponse:
    """Before: day, place, agenda and a question. After: minutes, what was said, what was promised and what was kept."""
    found = queries.announced_forum(public_id)
    if found is None:
        return render(request, "voice/no_forum.html", status=404)
    if request.method != "POST":
        return _page(request, found, QuestionForm())
    form = QuestionForm(request.POST)
    nonce = nonce_of(request.POST.get("token", ""), public_id)
    if nonce is None:
        words = _("This page was open for a long time. Your question is still here: please send it once more.")
        return _page(request, found, form, problem=words, status=403)
    if form.trapped:
        words = _("A field that must stay empty was filled in. It is empty now: please send once more.")
        return _page(request, found, form, problem=words, status=422)
    if too_many(request, "question", QUESTIONS_A_MINUTE):
        words = _("Very many questions come from here just now. Yours is still here: please send it in a minute.")
        return _page(request, found, form, problem=words, status=429)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        actions.ask_forum(
            forum=found, text=form.cleaned_data["text"], token=nonce, on=clock.today(found.agency.timezone),
            by=citizen(found), at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return _page(request, found, form, problem=refusal.message, status=422)
    return _page(request, found, QuestionForm(), done=True)


def _page(
    request: Request, found: Forum, form: QuestionForm, *, problem: str = "", done: bool = False, status: int = 200
) -> HttpResponse:
    page = queries.public_forum(found, clock.today(found.agency.timezone))
    context = {
        "page": page,
        "forum": found,
        "form": form,
        "token": form_token(found.public_id) if page.may_ask else "",
        "problem": problem,
        "done": done,
        "agenda": found.agenda.splitlines(),
        "invited": found.invited.splitlines(),
    }
    return private(render(request, "voice/forum.html", context, status=status))
