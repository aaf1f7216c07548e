"""Forums in the office: the unit drafts and minutes, the moderator reads questions and makes public."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, counts_once
from renbina.organisation.access import own_agency
from renbina.organisation.queries import day_for
from renbina.voice import actions, previews, queries
from renbina.voice.access import ANSWER, MODERATE, can, require
from renbina.voice.forms import CommitmentForm, ForumForm, InputForm, MinutesForm
from renbina.voice.models import Forum
from renbina.voice.tables import FORUMS, STAGE_TONES

Done = tuple[str, BaseForm | None]  # what was wrong (or nothing), and the form to show again


@require_safe
def forum_list(request: Request) -> HttpResponse:
    """Every forum of the units that the reader looks after."""
    on = day_for(request.actor)
    rows = queries.forum_rows(request.actor, on)
    export = FORUMS.export(request.GET, rows, filename=_("forums"))
    if export is not None:
        return export
    context = {
        "table": FORUMS.page(request.GET, rows),
        "overdue": sum(row.overdue for row in rows),
        "total": len(rows),
        "may_draft": can(request.actor, ANSWER),
    }
    return render(request, "voice/forum_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("voice:forum-list")
def forum_new(request: Request) -> HttpResponse:
    require(request.actor, ANSWER)
    form = ForumForm(request.POST or None, units=queries.forum_units(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_forum(
                unit=form.cleaned_data["unit"], said=_announcement(form), by=request.actor, at=request.at
            )
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Saved as a draft. A moderator announces it to everybody."))
            return redirect("voice:forum-desk", made.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "voice/forum_form.html", {"form": form, "forum": None}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def forum_edit(request: Request, public_id: str) -> HttpResponse:
    """The announcement: by its unit while it is a draft, by a moderator afterwards."""
    forum = queries.forum_for(request.actor, public_id)
    require(request.actor, MODERATE if forum.announced_on else ANSWER, forum)
    form = ForumForm(request.POST or None, instance=Forum.objects.get(pk=forum.pk), units=None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_forum(forum=forum, said=_announcement(form), by=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("voice:forum-desk", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "voice/forum_form.html", {"form": form, "forum": forum}, status=status)


def _announcement(form: ForumForm) -> actions.Announcement:
    data = {name: form.cleaned_data[name] for name in ("title", "held_on", "begins_at", "place", "agenda", "invited")}
    return actions.Announcement(**data)


@require_http_methods(["GET", "HEAD", "POST"])
@counts_once("voice:forum-desk", "public_id")
def forum_desk(request: Request, public_id: str) -> HttpResponse:
    """One forum with everything that is done with it; `do` says what."""
    forum = queries.forum_for(request.actor, public_id)
    doing, refusal, wrong = "", "", None
    if request.method == "POST":
        doing = request.POST.get("do", "")
        refusal, wrong = _do(request, forum, doing)
        if not refusal:
            return redirect("voice:forum-desk", public_id)
    page = queries.forum_page(request.actor, public_id, day_for(request.actor))
    forms: dict[str, BaseForm] = {
        "minutes": MinutesForm(initial={"present": page.forum.present, "minutes": page.forum.minutes}),
        "input": InputForm(),
        "commitment": CommitmentForm(agency_id=page.forum.agency_id, initial={"unit": page.forum.unit_id}),
    }
    if wrong is not None:
        forms[doing] = wrong
    context = {
        "page": page,
        "forum": page.forum,
        "tone": STAGE_TONES[page.stage],
        "agenda": page.forum.agenda.splitlines(),
        "invited": page.forum.invited.splitlines(),
        "questions": _proposals(request, page),
        "named": _named(request, page) if page.may_publish else [],
        "forms": forms,
        "refusal": refusal,
    }
    return render(request, "voice/forum_desk.html", context, status=422 if refusal else 200)


def _proposals(request: Request, page: queries.ForumPage) -> list[tuple[Any, str]]:
    """Each question with what others might read of it, while a moderator has not said so."""
    on = day_for(request.actor)
    return [
        (each, "" if each.shown_text else previews.covered(request.actor, page.forum, each.text, on).text)
        if page.moderates
        else (each, "")
        for each in page.questions
    ]


def _named(request: Request, page: queries.ForumPage) -> list[str]:
    """Texts of the minutes in which people may be named: the moderator looks once more before everybody reads them."""
    on = day_for(request.actor)
    texts = [page.forum.minutes, *(text for said in page.inputs for text in (said.text, said.answer) if text)]
    texts += [promise.promise for promise, _late, _may in page.commitments]
    return [text for text in texts if previews.covered(request.actor, page.forum, text, on).found]


def _do(request: Request, forum: Forum, doing: str) -> Done:
    """One change; what was wrong, or nothing."""
    known: dict[str, Callable[[Request, Forum], Done]] = {
        "announce": _announce, "minutes": _minutes, "input": _input, "remove-input": _remove_input,
        "commitment": _commitment, "remove-commitment": _remove_commitment, "publish": _publish,
        "read": _read, "set-aside": _set_aside, "answer": _answer, "keep": _keep,
    }  # fmt: skip
    if doing not in known:
        return _("Choose what to do with this forum."), None
    try:
        return known[doing](request, forum)
    except Refused as refusal:
        return refusal.message, None


def _who(request: Request) -> dict[str, Any]:
    return {"by": request.actor, "at": request.at}


def _announce(request: Request, forum: Forum) -> Done:
    actions.announce_forum(forum=forum, on=day_for(request.actor), **_who(request))
    messages.success(request, _("Announced. Everybody reads it now and may ask."))
    return "", None


def _valid(form: BaseForm) -> str:
    return "" if form.is_valid() else _("This was not saved, see below.")


def _minutes(request: Request, forum: Forum) -> Done:
    form = MinutesForm(request.POST)
    if problem := _valid(form):
        return problem, form
    actions.write_minutes(forum=forum, on=day_for(request.actor), **form.cleaned_data, **_who(request))
    messages.success(request, _("Saved. Note what was said and promised; then a moderator makes it public."))
    return "", None


def _input(request: Request, forum: Forum) -> Done:
    form = InputForm(request.POST)
    if problem := _valid(form):
        return problem, form
    actions.note_input(forum=forum, **form.cleaned_data, **_who(request))
    return "", None


def _remove_input(request: Request, forum: Forum) -> Done:
    said = queries.input_for(request.actor, request.POST.get("said", ""))
    actions.remove_input(said=said, **_who(request))
    return "", None


def _commitment(request: Request, forum: Forum) -> Done:
    form = CommitmentForm(request.POST, agency_id=own_agency(request.actor))
    if problem := _valid(form):
        return problem, form
    data = form.cleaned_data
    promise = actions.Promise(data["unit"], data["promise"], data["due_on"])
    actions.add_commitment(forum=forum, promise=promise, cause=data["cause"], **_who(request))
    return "", None


def _remove_commitment(request: Request, forum: Forum) -> Done:
    remedy = queries.commitment_for(request.actor, request.POST.get("remedy", ""))
    actions.remove_commitment(remedy=remedy, **_who(request))
    return "", None


def _keep(request: Request, forum: Forum) -> Done:
    remedy = queries.remedy_for(request.actor, request.POST.get("remedy", ""))
    actions.finish_remedy(
        remedy=remedy, proof=request.POST.get("proof", ""), on=day_for(request.actor), **_who(request)
    )
    messages.success(request, _("Noted as done."))
    return "", None


def _publish(request: Request, forum: Forum) -> Done:
    actions.publish_minutes(forum=forum, on=day_for(request.actor), **_who(request))
    messages.success(request, _("Public now, with every promise and whether it is kept."))
    return "", None


def _question(request: Request, data: QueryDict) -> Any:
    return queries.input_for(request.actor, data.get("said", ""))


def _read(request: Request, forum: Forum) -> Done:
    words = request.POST.get("shown", "").strip()
    if not words:
        return _("Say what others may read of these words; cover names and numbers."), None
    actions.read_question(question=_question(request, request.POST), shown=words, **_who(request))
    return "", None


def _set_aside(request: Request, forum: Forum) -> Done:
    actions.read_question(question=_question(request, request.POST), shown="", **_who(request))
    return "", None


def _answer(request: Request, forum: Forum) -> Done:
    text = request.POST.get("text", "")
    actions.answer_question(question=_question(request, request.POST), text=text, **_who(request))
    messages.success(request, _("Answered. It stands on the forum's page."))
    return "", None
