"""One programme in one year: target, four marks, verdict, findings; and setting its target."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from binacore.reaction import Aspect, Reaction
from binacore.verdict import Point, Verdict
from renbina.evaluation import previews, queries, wording
from renbina.evaluation.access import MANAGE, SCORES, can, require
from renbina.evaluation.actions import set_target
from renbina.evaluation.enums import Obstacle
from renbina.evaluation.forms import TargetForm
from renbina.evaluation.models import Target
from renbina.evaluation.queries.reports import work_of
from renbina.foundation.errors import Refused
from renbina.foundation.http import Request
from renbina.organisation.queries import day_for
from renbina.ui import formats
from renbina.ui.charts import Bar, Chart, Line, bar_chart, line_chart

_TONES = ("l1", "l3", "l4", "l2")


@require_safe
def programme(request: Request, programme_id: str, year: int) -> HttpResponse:
    """What a programme was to reach and what came of it."""
    found, first = queries.programme_for(request.actor, programme_id, year)
    on = day_for(request.actor)
    reports, behaviour = work_of(found, year, on)
    result, proposed = previews.programme_result(request.actor, found, year, on, reports)
    if result is None:
        raise Http404
    findings = queries.findings_of(request.actor, found.pk, year)
    noted = {each.kind for each, _ in findings}
    may_manage = can(request.actor, MANAGE)
    context = {
        "behaviour": behaviour,
        "hindrances": [
            (Obstacle(kind).label, n, kind in behaviour.findings) for kind, n in (behaviour.hindrances or {}).items()
        ],
        "result": result,
        "programme": found,
        "year": year,
        "again": _again(result, on) if result.judgement.verdict is Verdict.NOT_SEEN else None,
        "near": [each for each in (found.earlier, found.later) if each is not None],  # type: ignore[attr-defined]  # annotated
        "heading": _heading(result),
        "why": _why(result),
        "limits": [wording.LIMITS[each] for each in result.judgement.limits],
        "target": _target(result.target),
        "first_class": first,
        "may_set": may_manage and (first is None or on < first),
        "reaction": _reaction_chart(result.reaction) if result.reaction.overall is not None else None,
        "classes": [(each, _aspects(each.reaction)) for each in result.classes],
        "service": _service_chart(result),
        "units": _units(result),
        "findings": findings,
        "proposals": _proposals(proposed, noted) if may_manage else [],
        "may_manage": may_manage,
        "may_read_scores": can(request.actor, SCORES),
        "on": on,
    }
    return render(request, "evaluation/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: Request, programme_id: str, year: int) -> HttpResponse:
    """Set the target, or learn why it is too late."""
    found, first = queries.programme_for(request.actor, programme_id, year)
    require(request.actor, MANAGE)
    form = TargetForm(request.POST if request.method == "POST" else None, initial={"kind": "service"})
    if request.method == "POST" and form.is_valid():
        try:
            set_target(programme=found, year=year, by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The target is set. From the first class on it stays as it is."))
            return redirect("evaluation:programme", programme_id, year)
    context = {"form": form, "programme": found, "year": year, "first_class": first}
    return render(request, "evaluation/target.html", context, status=422 if form.errors else 200)


def _heading(result: previews.Result) -> str:
    estimate = result.judgement.estimate
    return wording.heading(
        result.judgement.verdict, result.judgement.why, result.target, estimate.value if estimate else None
    )


def _why(result: previews.Result) -> str:
    estimate, effect = result.judgement.estimate, result.effect
    return wording.why_words(
        result.judgement.why,
        result.target,
        low=estimate.low if estimate else 0,
        high=estimate.high if estimate else 0,
        alone=effect is None or effect.lacking is not None,
        trained=len(effect.trained) if effect else 0,
        compared=len(effect.compared) if effect else 0,
    )


def _again(result: previews.Result, on: date) -> dict[str, Any]:
    """What a programme without a visible effect would cost a person next year."""
    price = result.cost // max(1, result.people)
    hour = round(price / result.programme.hours) if result.programme.hours else price
    return {"year": on.year + 1, "price": formats.rupiah(price), "hour": formats.rupiah(hour)}


def _target(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    return {
        "indicator": wording.indicator_words(target),
        "words": wording.target_words(target),
        "scale": wording.scale_words(target),
        "set_on": target.set_on,
        "set_by": target.set_by,
    }


def _aspects(reaction: Reaction) -> list[tuple[str, str, float | None]]:
    """Aspect, its points in words, and how long its bar is."""
    return [
        (str(words), formats.number(points) if points is not None else "–", points)
        for aspect, words in wording.ASPECTS.items()
        for points in [reaction.aspects[aspect]]
    ]


def _reaction_chart(reaction: Reaction) -> Chart:
    bars = [
        Bar(
            str(wording.ASPECTS[aspect]),
            reaction.aspects[aspect] or 0,
            _points(reaction, aspect),
            _tone(reaction, aspect),
        )
        for aspect in Aspect
    ]
    title = _("What participants thought")
    words = _("Points of 100 from %(n)s answers without names") % {"n": formats.number(reaction.n)}
    return bar_chart(title, words, bars, head=(_("Aspect"), _("Points of 100")), maximum=100, note=words)


def _points(reaction: Reaction, aspect: Aspect) -> str:
    points = reaction.aspects[aspect]
    return formats.number(points) if points is not None else _("too few answers")


def _tone(reaction: Reaction, aspect: Aspect) -> str:
    return "s3" if (reaction.aspects[aspect] or 100) < previews.WEAK_TONE else "s1"


def _service_chart(result: previews.Result) -> Chart | None:
    """The mean of the trained units and of the others, half year by half year."""
    if result.effect is None or result.target is None or not result.effect.trained:
        return None
    digits = wording.digits_of(result.target)
    trained = {each.unit for each in result.effect.trained}
    others = {each.unit for each in result.effect.compared}
    since = min(each.since for each in result.effect.trained)
    lines = [Line(_("Trained units"), _mean_line(result.points, trained, since), "l1")]
    if others:
        found = _mean_line(result.points, others, since)
        lines.append(Line(_("Not trained yet"), found, "l2", dashed=True))
    values = [value for line in lines for _half, value in line.points]
    if min(values, default=0) < 0:
        return None  # the drawing begins at zero; the table beneath says the same
    aim = result.target.goal - result.target.baseline
    title = wording.indicator_words(result.target)
    words = _("Mean rise since the first of these half years, from citizens' answers")
    return line_chart(
        title, words, lines, x_head=_("Half year"), show_x=_half_words,
        show_y=lambda value: formats.signed(value, digits), note=words,
        y_high=aim if max(values, default=0) < aim else 0,
    )  # fmt: skip


def _mean_line(points: Mapping[str, Sequence[Point]], units: set[str], since: date) -> list[tuple[float, float]]:
    """(half year, mean of the units' rises since a half year), of half years that all of them have."""
    rises: dict[date, list[float]] = {}
    for unit in units:
        own = [point for point in points.get(unit, ()) if point.starts_on >= since]
        for point in own:
            rises.setdefault(point.starts_on, []).append(point.value - own[0].value)
    return [
        (day.year + (0.5 if day.month > 6 else 0.0), sum(values) / len(values))
        for day, values in sorted(rises.items())
        if len(values) == len(units)
    ]


def _half_words(value: float) -> str:
    return _("%(half)s/%(year)s") % {"half": 2 if value % 1 >= 0.5 else 1, "year": int(value)}


def _units(result: previews.Result) -> list[dict[str, Any]]:
    """Each unit with before, after and change; trained ones first."""
    if result.effect is None or result.target is None:
        return []
    digits = wording.digits_of(result.target)
    return [
        {
            "unit": each.unit,
            "trained": group is result.effect.trained,
            "before": formats.number(each.before, digits),
            "after": formats.number(each.after, digits),
            "rise": formats.signed(each.rise, digits),
        }
        for group in (result.effect.trained, result.effect.compared)
        for each in group
    ]


def _proposals(proposed: Sequence[previews.Proposal], noted: set[str]) -> list[tuple[str, str, str, int]]:
    """Kind, finding, what to do, class; of kinds that are not noted yet."""
    return [
        (
            each.kind.value,
            *wording.proposal_words(each.kind, each.batch, each.figures),
            each.batch.number if each.batch else 0,
        )
        for each in proposed
        if each.kind.value not in noted
    ]
