"""Answering: the reader's list, the form without a name, the form with one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import NotFound, Refused
from renbina.foundation.http import Request, asks_nobody
from renbina.surveys import actions, queries
from renbina.surveys.forms import AnswerForm
from renbina.surveys.forms.screens import GO, LATER
from renbina.surveys.views.asking import PAPER, from_paper, nameless, opening, screen_of, spoken, words_of


@require_safe
def mine(request: Request) -> HttpResponse:
    """The questionnaires that wait for the reader."""
    waiting = queries.waiting_for(request.actor)
    todo = [each for each in waiting if not each.is_answered]
    return render(request, "surveys/mine.html", {"waiting": waiting, "todo": len(todo)})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_named(request: Request, public_id: str) -> HttpResponse:
    """Under one's own name."""
    with spoken(request):
        return _answer_named(request, public_id)


def _answer_named(request: Request, public_id: str) -> HttpResponse:
    try:
        named = queries.named_page(request.actor, public_id)
    except NotFound:  # somebody else's, none at all, cut off: all look the same, and say what to do
        return render(request, "surveys/not_yours.html", status=404)
    data = request.POST if request.method == "POST" else None
    context = {"page": named.page, "named": True, "is_answered": named.is_answered, "drafted_at": named.drafted_at}
    if named.page.state == "over":
        return render(request, "surveys/over.html", context, status=200 if data is None else 409)
    context |= words_of(request, named.page)
    screen = screen_of(request, named.page, named.given)
    if screen is not None:
        if data is not None and not named.is_answered:
            kept = _keep(request, named, screen.answers)
            if data.get(GO) == LATER:
                return _later(request, kept)
        return render(request, "surveys/screen.html", context | {"screen": screen}, status=screen.status)
    form = AnswerForm(data, items=named.page.items, initial=named.given)
    if data is None:
        return render(request, "surveys/answer.html", context | {"form": form})
    if form.is_valid() and data.get(GO) != LATER:
        try:
            actions.answer_named(
                campaign=named.campaign, answers=form.answers(), by=request.actor, at=request.at
            )  # fmt: skip
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Thank you, your answer is stored. You can change it until the last day."))
            return redirect("surveys:mine")
    kept = 0 if named.is_answered else _keep(request, named, form.answers())
    if data.get(GO) == LATER and not named.is_answered:
        return _later(request, kept)
    return render(request, "surveys/answer.html", context | {"form": form}, status=422 if form.errors else 200)


def _keep(request: Request, named: queries.NamedPage, answers: dict[str, Any]) -> int:
    """A half-finished answer is kept with every step, so that none is lost; returns how many questions it answers."""
    try:
        return actions.save_draft(campaign=named.campaign, answers=answers, by=request.actor, at=request.at)
    except Refused:  # it closed in between: the next step says so
        return 0


def _later(request: Request, kept: int) -> HttpResponse:
    words = ngettext(
        "Kept: %(n)s answer. It is not sent yet; go on here until the last day.",
        "Kept: %(n)s answers. They are not sent yet; go on here until the last day.",
        kept,
    )
    messages.success(request, words % {"n": kept})
    return redirect("surveys:mine")


@asks_nobody
@csrf_exempt  # the ticket in the address is the whole right; there is no cookie that somebody else's page could use
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, token: str) -> HttpResponse:
    """Without a name: it neither asks nor looks who is logged in, and sets no cookie."""
    with spoken(request):
        return _answer(request, token)


def _answer(request: Request, token: str) -> HttpResponse:
    try:
        page = queries.answer_page(token)
    except NotFound:
        return render(request, "surveys/unknown_link.html", status=404)
    if page.state != "open":
        status = 200 if request.method != "POST" else 409
        return render(request, f"surveys/{page.state}.html", {"page": page, "named": False}, status=status)
    if request.method != "POST":
        return HttpResponse(opening(request, page))
    screen = screen_of(request, page, {})
    context = nameless(request, page)
    if screen is not None:
        context |= words_of(request, page) | {"screen": screen}
        return render(request, "surveys/screen.html", context, status=screen.status)
    form = AnswerForm(request.POST, items=page.items)
    if form.is_valid():
        try:
            actions.answer_anonymously(token=token, answers=form.answers(), on=page.on)
        except actions.AlreadyAnswered:
            return _thanked(request, page)  # a second tap on the button: the first one counted
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            return _thanked(request, page)
    context |= words_of(request, page) | {"form": form}
    return render(request, "surveys/answer.html", context, status=422)


def _thanked(request: Request, page: queries.AnswerPage) -> HttpResponse:
    """To the page of thanks; whoever keys in paper finds the way to the next sheet there."""
    query = {PAPER: page.public_id} if from_paper(request) else None
    return redirect(reverse("surveys:thanks", query=query))


@asks_nobody
@require_safe
def thanks(request: Request) -> HttpResponse:
    """The same for everybody: it does not know who comes, or from where."""
    campaign = request.GET.get(PAPER, "")
    is_one = campaign.isascii() and campaign.isalnum()
    next_sheet = reverse("surveys:paper", args=[campaign]) if is_one else ""
    return render(request, "surveys/thanks.html", {"next_sheet": next_sheet})
