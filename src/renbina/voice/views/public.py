"""Pages of citizens: no account, no cookie, no script. Their forms carry a signed token of their own instead."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from binacore.skm import Element
from renbina.foundation import clock
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request, asks_nobody
from renbina.rulebook.queries import rules_on
from renbina.voice import actions, queries, wording
from renbina.voice.access import citizen
from renbina.voice.enums import State
from renbina.voice.forms import AnswerForm
from renbina.voice.models import Feedback, ServicePoint
from renbina.voice.views import gate
from renbina.voice.views.gate import form_token, nonce_of, private, too_many

ANSWERS_A_MINUTE: Final = 100  # from one address, which a whole waiting room may share; and at one counter
CODES_A_MINUTE: Final = 20


@asks_nobody
@csrf_exempt  # no cookie, so no cookie to protect: the signed token of the form says where it came from
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, public_id: str) -> HttpResponse:
    """Behind the QR code: nine taps, optional words, a receipt. A flood is turned away before anything is looked up."""
    sent = gate.sent_in_a_minute(request, "answer") if request.method == "POST" else 0
    if sent > gate.FLOOD * ANSWERS_A_MINUTE:
        return gate.flooded()
    point = queries.public_point(public_id)
    if point is None:
        return render(request, "voice/no_point.html", {"closed": False, "point": None}, status=404)
    on = clock.today(point.service.agency.timezone)
    if point.valid_to is not None and point.valid_to <= on:
        return render(request, "voice/no_point.html", {"closed": True, "point": point}, status=410)
    elements = rules_on(point.service.agency, on).items("skm.elements")
    if request.method != "POST":
        return _form(request, point, AnswerForm(elements=elements))
    form = AnswerForm(request.POST, elements=elements)
    problem, status = _refusal(request, point, form, sent)
    if problem:
        return _form(request, point, form, problem=problem, status=status)
    try:
        stored = actions.submit_feedback(
            point=point, scores=form.scores, text=form.cleaned_data["text"],
            token=nonce_of(request.POST["token"], public_id) or "", on=on, by=citizen(point.service), at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        return _form(request, point, form, problem=refusal.message, status=422)
    context = {"point": point, "code": queries.spoken(stored.code), "words": stored.feedback.state != State.COUNTED}
    return private(render(request, "voice/thanks.html", context))


def _refusal(request: Request, point: ServicePoint, form: AnswerForm, sent: int) -> tuple[str, int]:
    """What keeps this form out for now, kindly, with its status; empty words let it in. Nothing written is lost."""
    token, public_id = request.POST.get("token", ""), point.public_id
    if nonce_of(token, public_id) is None:
        words = _("This page was open for a long time. Your answers are still here: please send them once more.")
        return words, 403
    if form.trapped:
        return _("A field that must stay empty was filled in. It is empty now: please send once more."), 422
    if gate.too_fast(token, public_id):
        return _("That was faster than one can read. Your answers are still here: please send them once more."), 422
    if gate.over(request, "answer", ANSWERS_A_MINUTE, sent) or gate.point_is_full(public_id, ANSWERS_A_MINUTE):
        words = _("Very many answers come from here just now. Yours are still here: please send them in a minute.")
        return words, 429
    if not form.is_valid():
        return _("One answer needs another look, see below."), 422
    return "", 200


def _form(
    request: Request, point: ServicePoint, form: AnswerForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    sent = request.POST.get("token", "")
    context = {
        "point": point,
        "form": form,
        "problem": problem,
        "token": sent if nonce_of(sent, point.public_id) else form_token(point.public_id),
        "changes": queries.kept_promises(point.service),
    }
    return private(render(request, "voice/answer.html", context, status=status))


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


@asks_nobody
@require_safe
def published(request: Request) -> HttpResponse:
    """Satisfaction per service and half year, with the number of answers; groups under five are not shown."""
    rows = [
        {
            "row": row,
            "elements": [(wording.NAMES[Element(each["element"])], each) for each in row.elements],
            "words": wording.GRADES[row.grade] if row.grade else None,
            "weight": wording.WEIGHTS[row.weight_mode],
        }
        for row in queries.published()
    ]
    return render(request, "voice/published.html", {"rows": rows})
