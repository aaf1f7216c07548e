"""Points of a class for the analyst, and one's own points."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from renbina.delivery.models import Batch
from renbina.evaluation import queries
from renbina.evaluation.actions import ScoresRefused, ask_test, finish_test, offer_more, save_scores
from renbina.evaluation.enums import ScoreTime
from renbina.evaluation.forms import AskTestForm, ScoresForm
from renbina.evaluation.tables import scores_table
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.rulebook.queries import rules_on
from renbina.surveys.queries import version_for, versions_of_tests
from renbina.ui import formats


@require_http_methods(["GET", "HEAD", "POST"])
def scores(request: Request, batch_id: str) -> HttpResponse:
    """Everybody's points, entering them, and offering more to whoever needs it or is ready for it."""
    batch = queries.scored_batch(request.actor, batch_id)
    on = day_for(request.actor)
    after = queries.next_programmes(batch, on)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    form = ScoresForm(request.POST if doing == "save" else None)
    versions = versions_of_tests(request.actor)
    tests = [(each, _asking(request, each.time, versions)) for each in queries.class_tests(request.actor, batch)]
    asking = next((ask for each, ask in tests if each.time == request.POST.get("time")), AskTestForm(versions=()))
    refusal = ""
    if request.method == "POST":
        refusal = _test(request, batch, doing, asking) if doing in _TESTS else _do(request, batch, doing, form, after)
        if not refusal and not form.errors and not asking.errors:
            return redirect("evaluation:scores", batch_id)
    bounds = rules_on(batch.agency_id, on).table("evaluation.standard_score")
    rows = queries.score_rows(request.actor, batch)
    table = scores_table(bounds["remedial"], bounds["advanced"])
    if request.method == "GET" and (export := table.export(request.GET, rows, filename=_("scores"))) is not None:
        return export
    context = {
        "batch": batch,
        "table": table.page(request.GET, rows),
        "form": form,
        "has_tests": bool(versions),
        "tests": tests,
        "refusal": refusal,
        "below": sum(row.after is not None and row.after < bounds["remedial"] for row in rows),
        "above": sum(row.after is not None and row.after >= bounds["advanced"] for row in rows),
        "scored": sum(row.after is not None for row in rows),
        "people": len(rows),
        "bounds": bounds,
        "after": after,
    }
    return render(
        request, "evaluation/scores.html", context, status=422 if refusal or form.errors or asking.errors else 200
    )


_TESTS: Final = ("ask", "finish")


def _asking(request: Request, time: str, versions: Sequence[tuple[str, str]]) -> AskTestForm:
    """The form of one of the two tests; what was sent goes into the one it was meant for."""
    mine = request.POST.get("do") == "ask" and request.POST.get("time") == time
    return AskTestForm(request.POST if mine else None, versions=versions, auto_id=f"id_{time}_%s")


def _test(request: Request, batch: Batch, doing: str, form: AskTestForm) -> str:
    """Ask the test before or after, or close it; what was wrong, or nothing."""
    common: dict[str, Any] = {"batch": batch, "by": request.actor, "at": request.at}
    time = request.POST.get("time", "")
    if time not in ScoreTime.values:
        return _("Choose whether it is the test before or after the class.")
    try:
        if doing == "finish":
            taken = finish_test(time=time, **common)
            words = ngettext(
                "The points of %(n)s person are taken over.", "The points of %(n)s people are taken over.", taken
            )
            messages.success(request, words % {"n": formats.number(taken)})
        elif form.is_valid():
            version = version_for(request.actor, form.cleaned_data["version"])
            made = ask_test(version=version, time=time, closes_on=form.cleaned_data["closes_on"], **common)
            words = ngettext("%(n)s person is asked.", "%(n)s people are asked.", made.invited)
            messages.success(request, words % {"n": formats.number(made.invited)})
    except Refused as error:
        if error.field in form.fields and form.is_bound:
            form.add_error(error.field, error.message)
            return ""
        return error.message
    return ""


def _do(request: Request, batch: Any, doing: str, form: ScoresForm, after: queries.NextProgrammes) -> str:
    try:
        if doing == "save":
            if form.is_valid():
                saved = save_scores(batch=batch, text=form.cleaned_data["text"], by=request.actor, at=request.at)
                words = ngettext("%(n)s person's scores are saved.", "Scores of %(n)s people are saved.", saved)
                messages.success(request, words % {"n": formats.number(saved)})
            return ""
        programme = after.remedial if doing == "remedial" else after.advanced if doing == "advanced" else None
        if programme is None:
            raise ScoresRefused(_("Choose what to do with these scores."))
        named = offer_more(
            batch=batch, programme=programme, year=after.year, advanced=doing == "advanced",
            by=request.actor, at=request.at,
        )  # fmt: skip
    except Refused as error:
        if error.field in form.fields:
            form.add_error(error.field, error.message)
            return ""
        return error.message
    words = ngettext("%(n)s person is named for %(programme)s.", "%(n)s people are named for %(programme)s.", named) % {
        "n": formats.number(named),
        "programme": programme.name,
    }
    messages.success(request, words)
    return ""


@require_safe
def mine(request: Request) -> HttpResponse:
    """One's own points; nobody else sees them but the analyst."""
    return render(request, "evaluation/mine.html", {"rows": queries.own_scores(request.actor)})
