"""What was computed, in plain sentences: verdicts, their reasons and limits, and proposals."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from binacore.reaction import Aspect
from binacore.verdict import Limit, Verdict, Why
from renbina.delivery.models import Batch
from renbina.evaluation.enums import FindingKind, Indicator, TargetKind
from renbina.evaluation.models import Target
from renbina.ui import formats

Words = str | Promise

VERDICTS: Final[Mapping[Verdict, tuple[Words, str]]] = {
    Verdict.SUCCESS: (gettext_lazy("Successful"), "good"),
    Verdict.NOT_SEEN: (gettext_lazy("No effect seen"), "warn"),
    Verdict.UNDECIDED: (gettext_lazy("Cannot be told yet"), "amber"),
}
ASPECTS: Final[Mapping[Aspect, Words]] = {
    Aspect.CONTENT: gettext_lazy("Content"),
    Aspect.METHOD: gettext_lazy("Method"),
    Aspect.TRAINER: gettext_lazy("Trainer"),
    Aspect.PLACE: gettext_lazy("Place"),
}
LIMITS: Final[Mapping[Limit, Words]] = {
    Limit.FEW_UNITS: gettext_lazy(
        "Only a few units are compared, so the interval is wide; one unusual unit can move the result."
    ),
    Limit.NOT_RANDOM: gettext_lazy(
        "The units were not drawn by lot. Something else that happened in the trained units only would look the same."
    ),
    Limit.NO_COMPARISON: gettext_lazy(
        "There is nobody to compare with: what rose might have risen without the programme too."
    ),
    Limit.SOME_MISSING: gettext_lazy("Not everybody has both scores; those who are missing may differ."),
    Limit.BEHAVIOUR_WEAK: gettext_lazy(
        "Few superiors confirmed a change at work, so the way from the class to the service is weakly supported."
    ),
}


def digits_of(target: Target) -> int:
    """Decimals in which the indicator is told: two on the scale 1 to 4, one on wider scales."""
    return 2 if target.kind == TargetKind.SERVICE and target.indicator != Indicator.SKM else 1


def indicator_words(target: Target) -> str:
    return str(Indicator(target.indicator).label) if target.indicator else str(TargetKind.SCORE.label)


def scale_words(target: Target) -> str:
    """The unit of measure: the scale on which the indicator lies."""
    low, _dash, high = target.unit_of_measure.partition("-")
    return _("scale %(low)s to %(high)s") % {"low": low, "high": high}


def target_words(target: Target) -> str:
    """From what to what."""
    digits = digits_of(target)
    if target.baseline == round(target.baseline) and target.goal == round(target.goal):
        digits = 0
    return _("from %(baseline)s to %(goal)s") % {
        "baseline": formats.number(target.baseline, digits),
        "goal": formats.number(target.goal, digits),
    }


def heading(verdict: Verdict, why: Why, target: Target | None, value: float | None) -> str:
    """The one sentence of truth of a programme's page."""
    if target is None:
        return _("No target was set, so no verdict can be given")
    shown = formats.number(value, digits_of(target)) if value is not None else "–"
    words = {"indicator": indicator_words(target), "value": shown}
    if verdict is Verdict.SUCCESS and target.kind == TargetKind.SERVICE:
        return _("Successful: %(indicator)s rose by %(value)s more than where nobody has been trained yet") % words
    if verdict is Verdict.SUCCESS:
        return _("Successful: the score of the test rose by %(value)s points and reached the target") % words
    if verdict is Verdict.NOT_SEEN:
        return _("No effect seen: %(indicator)s did not rise as it was meant to") % words
    if why is Why.BELOW_TARGET:
        return _("Cannot be told yet: %(indicator)s rose by %(value)s, but not up to the target") % words
    return _("Cannot be told yet: %(indicator)s") % words


def why_words(
    why: Why, target: Target | None, *, low: float, high: float, alone: bool, trained: int, compared: int
) -> str:
    """What the verdict rests on, with its numbers."""
    aim = formats.number(target.goal - target.baseline, digits_of(target)) if target else ""
    numbers = {
        "what": _("The rise") if alone else _("The effect"),
        "low": _change(target, low),
        "high": _change(target, high),
        "aim": aim,
        "trained": formats.number(trained),
        "compared": formats.number(compared),
    }
    return str(_WHY[why]) % numbers


_WHY: Final[Mapping[Why, Words]] = {
    Why.REACHED: gettext_lazy(
        "%(what)s lies between %(low)s and %(high)s (95%% interval): above nothing, and the target is reached."
    ),
    Why.TOO_SMALL: gettext_lazy(
        "%(what)s lies between %(low)s and %(high)s (95%% interval). A rise of %(aim)s, as it was aimed for, would "
        "have been seen."
    ),
    Why.NONE_OR_WORSE: gettext_lazy("%(what)s lies between %(low)s and %(high)s (95%% interval): not above nothing."),
    Why.BELOW_TARGET: gettext_lazy(
        "%(what)s lies between %(low)s and %(high)s (95%% interval), so there is one; the target is not reached."
    ),
    Why.UNCLEAR: gettext_lazy(
        "%(what)s lies between %(low)s and %(high)s (95%% interval): it may be nothing, and it may be the %(aim)s "
        "that was aimed for."
    ),
    Why.FEW_TRAINED: gettext_lazy(
        "Units trained: %(trained)s. One alone cannot show whether the programme or something else moved its figure."
    ),
    Why.FEW_COMPARED: gettext_lazy(
        "Units of the same kind not trained yet: %(compared)s. Too few to tell what would have happened anyway."
    ),
    Why.NO_READINGS: gettext_lazy(
        "There is no complete half year of citizens' answers after the class yet, or none before it."
    ),
    Why.FEW_SCORES: gettext_lazy("Too few people have a score before and after the class."),
    Why.NO_TARGET: gettext_lazy("A target is set before the first class; afterwards it would only fit what happened."),
}


def _change(target: Target | None, value: float | None) -> str:
    return formats.signed(value, digits_of(target) if target else 1) if value is not None else "–"


def proposal_words(kind: FindingKind, batch: Batch | None, figures: Mapping[str, float]) -> tuple[str, str]:
    """What was found, and what to do about it."""
    number = batch.number if batch else 0
    points, content = formats.number(figures.get("points", 0)), formats.number(figures.get("content", 0))
    people = round(figures.get("people", 0))
    bound = formats.number(figures.get("bound", 0))
    if kind is FindingKind.METHOD and "content" in figures:
        found = _("Class %(n)s: the content is good (%(content)s of 100), the method is not (%(points)s)")
        todo = _("Change how it is taught, not what: case studies from the participants' own work instead of a lecture")
    elif kind in _WEAK:
        found, todo = (str(words) for words in _WEAK[kind])
    elif kind is FindingKind.NO_EFFECT:
        return _("No effect seen on what the programme was meant to change"), _(
            "Stop it, or design it anew with another aim, before it is proposed again"
        )
    elif kind is FindingKind.REMEDIAL:
        found = ngettext(
            "%(people)s person is below %(bound)s after the class",
            "%(people)s people are below %(bound)s after the class",
            people,
        )
        todo = _("Offer them a remedial class or a mentor at work")
    else:
        found = ngettext(
            "%(people)s person is at %(bound)s or above after the class",
            "%(people)s people are at %(bound)s or above after the class",
            people,
        )
        todo = _("Offer them the advanced programme, or ask them to mentor others")
    numbers = {"n": number, "points": points, "content": content, "people": formats.number(people), "bound": bound}
    return found % numbers, todo % numbers


_WEAK: Final[Mapping[FindingKind, tuple[Words, Words]]] = {
    FindingKind.METHOD: (
        gettext_lazy("Class %(n)s: the method gets %(points)s of 100"),
        gettext_lazy("Look for another method together with the trainer"),
    ),
    FindingKind.CONTENT: (
        gettext_lazy("Class %(n)s: the content gets %(points)s of 100"),
        gettext_lazy("Ask three participants what they needed at work and rewrite the content"),
    ),
    FindingKind.TRAINER: (
        gettext_lazy("Class %(n)s: the trainer gets %(points)s of 100"),
        gettext_lazy("Talk with the trainer; ask for another one if it does not change"),
    ),
    FindingKind.PLACE: (
        gettext_lazy("Class %(n)s: place and equipment get %(points)s of 100"),
        gettext_lazy("Choose another room or network for the next class"),
    ),
}
