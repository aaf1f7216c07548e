"""Pages of citizens: no account, no cookie, no script. Their forms carry a signed token of their own instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from renbina.foundation import clock
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, asks_nobody
from renbina.rulebook.queries import rules_on
from renbina.voice import actions, queries
from renbina.voice.access import citizen
from renbina.voice.enums import State
from renbina.voice.forms import AnswerForm
from renbina.voice.models import Feedback
from renbina.voice.views import gate
from renbina.voice.views.drawn import drawn
from renbina.voice.views.gate import form_token, nonce_of, private, too_many

ANSWERS_A_MINUTE: Final = 100  # from one address, which a whole waiting room may share; and at one counter
CODES_A_MINUTE: Final = 20


@dataclass(frozen=True, slots=True)
class _Problem:
    """Why a form stays out for now. `again`: sending the same once more, in a moment, is all that is needed."""

    words: str
    status: int = 422
    again: bool = False


@asks_nobody
@csrf_exempt  # no cookie, so no cookie to protect: the signed token of the form says where it came from
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, public_id: str) -> HttpResponse:
    """Behind the QR code: nine taps, optional words, a receipt. A flood is turned away before anything is looked up."""
    if request.method == "POST":
        return _receive(request, public_id)
    face = queries.face_of(public_id)
    if face is None:
        return render(request, "voice/no_point.html", {"closed": False, "point": None}, status=404)
    on = clock.today(face.timezone)
    if face.closed_on is not None and face.closed_on <= on:
        return _closed(request, face)
    elements = tuple(rules_on(face.agency_key, on).items("skm.elements"))
    changes = queries.kept_promises(face.service_key, face.unit_key)
    return private(
        drawn(
            request, "voice/answer.html", lambda: _page(AnswerForm(), face, elements, changes),
            shows=(face, elements, changes), slot="token", word=form_token(public_id),
        )
    )  # fmt: skip


def _receive(request: Request, public_id: str) -> HttpResponse:
    """Take in a form: a receipt, or the form again with everything that was written and what to do."""
    sent = gate.sent_in_a_minute(request, "answer")
    if sent > gate.FLOOD * ANSWERS_A_MINUTE:
        return gate.flooded()
    point = queries.public_point(public_id)
    if point is None:
        return render(request, "voice/no_point.html", {"closed": False, "point": None}, status=404)
    face, form = queries.face(point), AnswerForm(request.POST)
    on = clock.today(face.timezone)
    nonce = nonce_of(request.POST.get("token", ""), public_id)
    problem = _refusal(request, public_id, form, nonce, sent)
    if problem is not None or nonce is None:
        return _again(request, face, form, problem, on)
    try:
        stored = actions.submit_feedback(
            point=point, scores=form.scores, text=form.cleaned_data["text"], token=nonce, on=on,
            by=citizen(point.service), at=request.at,
        )  # fmt: skip
    except actions.PointClosed:
        return _closed(request, face, form.cleaned_data["text"])
    except Refused as refusal:
        return _again(request, face, form, _Problem(refusal.message), on)
    words = stored.feedback.state != State.COUNTED
    return private(
        drawn(
            request, "voice/thanks.html", lambda: {"point": face, "words": words, "again": stored.again},
            shows=(face, words, stored.again), slot="code", word=queries.spoken(stored.code),
        )
    )  # fmt: skip


def _refusal(request: Request, public_id: str, form: AnswerForm, nonce: str | None, sent: int) -> _Problem | None:
    """What keeps this form out for now, kindly; None lets it in. Nothing written is lost."""
    if nonce is None:
        words = _("This page was open for a long time. Your answers are still here: please send them once more.")
        return _Problem(words, 403, again=True)
    if form.trapped:
        words = _("A field that must stay empty was filled in. It is empty now: please send once more.")
        return _Problem(words, again=True)
    if gate.too_fast(request.POST["token"], public_id):
        words = _(
            "Thank you. That was quick, so we make sure no machine sends it. All is still here: one tap is enough."
        )
        return _Problem(words, again=True)
    if gate.over(request, "answer", ANSWERS_A_MINUTE, sent) or gate.point_is_full(public_id, ANSWERS_A_MINUTE):
        words = _("Very many answers come from here just now. Yours are still here: please send them in a minute.")
        return _Problem(words, 429, again=True)
    return None if form.is_valid() else _Problem(_("One answer needs another look, see below."))


def _again(request: Request, face: queries.Face, form: AnswerForm, problem: _Problem | None, on: date) -> HttpResponse:
    """The form with what was written, why it is here once more, and a button beside that."""
    sent = request.POST.get("token", "")
    elements = rules_on(face.agency_key, on).items("skm.elements")
    context = {
        **_page(form, face, elements, ()),
        "problem": problem,
        "token": sent if nonce_of(sent, face.public_id) else form_token(face.public_id),
    }
    return private(render(request, "voice/answer.html", context, status=problem.status if problem else 422))


def _page(
    form: AnswerForm, face: queries.Face, elements: Sequence[str], changes: Sequence[queries.Kept]
) -> dict[str, object]:
    return {"point": face, "form": form, "questions": form.questions(elements), "changes": changes}


def _closed(request: Request, face: queries.Face, text: str = "") -> HttpResponse:
    """The point takes no answers any more. Words that came too late are handed back to be copied."""
    context = {"closed": True, "point": face, "text": text}
    return private(render(request, "voice/no_point.html", context, status=410))


@asks_nobody
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: Request) -> HttpResponse:
    """The state and the answer behind a receipt code, and the way to open the matter again."""
    if request.method != "POST":
        return _code_form(request)
    if nonce_of(request.POST.get("token", ""), "code") is None:
        return _code_form(
            request, problem=_("This page was open for a long time. Please send the code once more."), status=403
        )
    if too_many(request, "code", CODES_A_MINUTE):
        return _code_form(
            request, problem=_("Many codes were tried from here. Please try again in a minute."), status=429
        )
    feedback = queries.by_code(request.POST.get("code", ""))
    if feedback is None:
        words = _(
            "We do not know this code. It has sixteen digits; look at the receipt once more. "
            "A lost code cannot be found again, because only you have it."
        )
        return _code_form(request, problem=words, status=404)
    if "text" not in request.POST:
        return _thread(request, feedback)
    on = clock.today(feedback.agency.timezone)
    try:
        feedback = actions.reopen_feedback(
            feedback=feedback, text=request.POST["text"], on=on, by=citizen(feedback), at=request.at
        )
    except Refused as refusal:
        return _thread(request, feedback, problem=refusal.message, status=422)
    return _thread(request, feedback, done=True)


def _code_form(request: Request, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"problem": problem, "token": form_token("code"), "code": request.POST.get("code", "")[:40]}
    return private(render(request, "voice/receipt.html", context, status=status))


def _thread(
    request: Request, feedback: Feedback, *, problem: str = "", done: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "feedback": feedback,
        "place": queries.place_of(feedback),
        "lines": queries.citizen_lines(feedback),
        "promises": queries.promises_of(feedback),
        "token": form_token("code"),
        "code": request.POST.get("code", "")[:40],
        "text": request.POST.get("text", "")[:2000] if problem else "",
        "problem": problem,
        "done": done,
        "may_reopen": not feedback.reopened and feedback.state in (State.ANSWERED, State.CLOSED),
    }
    return private(render(request, "voice/thread.html", context, status=status))
