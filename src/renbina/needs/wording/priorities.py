"""A need's score in words: its parts, how sure it is, and how firmly it stands."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.need_score import NeedScore, reach_interval
from binacore.priority import Component
from renbina.needs.queries.ranking import FIRM, LOOSE, TOP, Need
from renbina.ui import formats

COMPONENTS: Final[Mapping[Component, str | Promise]] = {
    Component.CRITICALITY: gettext_lazy("importance for the post"),
    Component.VOICE: gettext_lazy("citizens' voice"),
    Component.STRATEGY: gettext_lazy("strategy"),
    Component.PERFORMANCE: gettext_lazy("performance"),
    Component.EVALUATION: gettext_lazy("evaluation"),
    Component.STAFF: gettext_lazy("voice of the staff"),
}
# What a stacked bar shows, in its order, with the tone of each: predicates and evaluations are results.
SERIES: Final[tuple[tuple[str | Promise, str], ...]] = (
    (gettext_lazy("reach"), "s1"),
    (gettext_lazy("size of the gap"), "s7"),
    (gettext_lazy("importance for the post"), "s4"),
    (gettext_lazy("citizens' voice"), "s3"),
    (gettext_lazy("strategy"), "s2"),
    (gettext_lazy("voice of the staff"), "s6"),
    (gettext_lazy("performance and evaluation"), "s5"),
)
SURE, FAIRLY = 0.15, 0.4
"""Width of the interval, times the score, up to which a score is sure, and up to which fairly sure."""


def series_of(score: NeedScore) -> tuple[float, ...]:
    """Points of each series; they add up to the score."""
    points = {part.component: part.points for part in score.parts}
    return (
        score.base,
        score.gap_points,
        points[Component.CRITICALITY],
        points[Component.VOICE],
        points[Component.STRATEGY],
        points[Component.STAFF],
        points[Component.PERFORMANCE] + points[Component.EVALUATION],
    )


def points(value: float) -> str:
    return formats.number(value, 2)


def sum_words(score: NeedScore) -> str:
    """ "reach 0.87 + size of the gap 0.81 + strategy 0.60": parts that round to nothing are left out."""
    told = [
        f"{name} {points(value)}"
        for (name, _tone), value in zip(SERIES, series_of(score), strict=True)
        if value >= 0.005
    ]
    return " + ".join(told)


def product_words(score: NeedScore) -> str:
    """ "0.97 reach x 0.90 caution x ...": factors of exactly 1 are left out."""
    factors = [(score.reach, _("reach")), (score.caution, _("caution")), (score.gap, _("levels missing"))]
    factors += [(part.factor, str(COMPONENTS[part.component])) for part in score.parts if part.factor >= 1.005]
    return " × ".join(f"{points(factor)} {name}" for factor, name in factors)


def critical_words(score: NeedScore) -> str:
    """The factor of what the posts ask; empty where it changes nothing."""
    found = [part.factor for part in score.parts if part.component is Component.CRITICALITY and part.factor >= 1.005]
    return points(found[0]) if found else ""


def sureness(score: NeedScore) -> int:
    """3 sure, 2 fairly sure, 1 unsure: by the width of the interval beside the score."""
    if score.value == 0:
        return 3
    width = (score.high - score.low) / score.value
    return 3 if width <= SURE else 2 if width <= FAIRLY else 1


def sure_words(score: NeedScore) -> tuple[str, str]:
    """Word and tone of how sure a score is."""
    return {3: (_("sure"), "good"), 2: (_("fairly sure"), ""), 1: (_("unsure"), "amber")}[sureness(score)]


def range_words(score: NeedScore) -> str:
    if score.high - score.low < 0.005:
        return points(score.value)
    return _("%(low)s to %(high)s") % {"low": points(score.low), "high": points(score.high)}


def people_words(need: Need) -> str:
    return _("%(below)s of %(known)s assessed") % {
        "below": formats.number(need.counts.below), "known": formats.number(need.counts.known),
    }  # fmt: skip


def unknown_words(need: Need) -> str:
    if not need.unknown:
        return _("everybody is assessed")
    return _("%(n)s not assessed") % {"n": formats.number(need.unknown)}


def stability_words(need: Need) -> str:
    """How firmly it stands among the first, or outside."""
    share = formats.percent(need.stability, 0)
    if need.rank <= TOP:
        if need.stability >= FIRM:
            return _("firmly among the first %(top)s") % {"top": TOP}
        return _("among the first %(top)s in %(share)s of cases") % {"top": TOP, "share": share}
    if need.stability >= LOOSE / 10:
        return _("could come among the first %(top)s (%(share)s)") % {"top": TOP, "share": share}
    return ""


def gate_words(training: float) -> str:
    """What the gate found; empty where nothing was asked or training cures all of it."""
    if training >= 1:
        return ""
    words = _("The gate found that training cures %(share)s of it: citizens' and staff's complaints count so much.")
    return words % {"share": formats.percent(training, 0)}


def dots_of(below: int, known: int, people: int) -> int:
    """0 to 3 for a cell of the map: how narrow the interval of the share below the standard is."""
    if not known:
        return 0
    low, high = reach_interval(below, known, people)
    return 3 if high - low <= SURE else 2 if high - low <= FAIRLY else 1
