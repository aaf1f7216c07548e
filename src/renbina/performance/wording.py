"""Periods, predicates and states as words, kindly."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from binacore.indices import Predicate as CorePredicate
from binacore.objectivity import Spread
from binacore.rules import Confidence, RulesAt, RuleValue
from renbina.foundation.links import absolute
from renbina.performance.enums import NextStep, Outcome, Quarter, Stage
from renbina.performance.models import RatingPeriod, Recognition
from renbina.performance.queries import CoachingRow
from renbina.records.enums import Predicate, Rating
from renbina.ui import formats

_TONES: Final = {Predicate.VERY_GOOD: "good", Predicate.NEEDS_IMPROVEMENT: "amber"} | dict.fromkeys(
    (Predicate.POOR, Predicate.VERY_POOR), "warn"
)
_STATES: Final[Mapping[str, tuple[str | Promise, str]]] = {
    "overdue": (gettext_lazy("Check-in overdue"), "warn"),
    "to_end": (gettext_lazy("Outcome due"), "amber"),
    "missing": (gettext_lazy("No plan yet"), "warn"),
    "running": (gettext_lazy("Running"), "good"),
    "ended": (gettext_lazy("Ended"), ""),
}
_STAGES: Final = {Stage.NOMINATED: "amber", Stage.PROPOSED: "amber", Stage.AWARDED: "good", Stage.REFUSED: ""}
_OUTCOMES: Final = {Outcome.IMPROVED: "good", Outcome.NOT_YET: "amber", Outcome.STOPPED: ""}


def period_name(period: RatingPeriod) -> str:
    """ "First quarter 2026", or "Year 2025"."""
    if period.quarter == Quarter.YEAR:
        return _("Year %(year)s") % {"year": period.year}
    return f"{Quarter(period.quarter).label} {period.year}"


def predicate_words(predicate: str) -> str:
    return str(Predicate(predicate).label)


def rating_words(rating: str) -> str:
    return str(Rating(rating).label)


def short_rating(rating: str) -> str:
    """A rating where "expectation" is said beside it."""
    words = {Rating.ABOVE: _("above"), Rating.MEETS: _("as expected"), Rating.BELOW: _("below")}
    return words[Rating(rating)]


def predicate_badge(predicate: str | None) -> tuple[str, str]:
    """Words and tone of a predicate; None: not rated yet."""
    if not predicate:
        return _("Not rated yet"), "amber"
    known = Predicate(predicate)
    return str(known.label), _TONES.get(known, "")


def coaching_badge(row: CoachingRow) -> tuple[str, str]:
    """Words and tone of where a coaching plan stands."""
    if row.state == "ended":
        return outcome_badge(row.outcome)
    words, tone = _STATES[row.state]
    return str(words), tone


def outcome_badge(outcome: str) -> tuple[str, str]:
    known = Outcome(outcome)
    return str(known.label), _OUTCOMES[known]


def next_step_words(step: str) -> str:
    return str(NextStep(step).label) if step else ""


def late_words(row: CoachingRow) -> str:
    """How long something waits, or which talk is next."""
    if row.days_late:
        return ngettext("%(n)s day late", "%(n)s days late", row.days_late) % {"n": formats.number(row.days_late)}
    if row.state == "running" and row.next_due:
        return _("next on %(day)s") % {"day": formats.day(row.next_due, short=True)}
    return ""


def stage_badge(award: Recognition) -> tuple[str, str]:
    known = Stage(award.stage)
    return str(known.label), _STAGES[known]


def equal_words(own: Spread, agency: Spread | None = None) -> str:
    """Said kindly where everybody got the same predicate; empty otherwise."""
    if own.equal is None:
        return ""
    words = {"people": formats.number(own.people), "predicate": str(Predicate(own.equal.value).label)}
    if agency is None:
        return _("All %(people)s people got %(predicate)s.") % words
    words["share"] = formats.percent(agency.share(own.equal))
    return (
        _(
            "All %(people)s of your people have %(predicate)s; in the whole agency it is %(share)s. That may well be "
            "right. A second look at the evidence of each one helps the people to know where they stand."
        )
        % words
    )


def spread_words(found: Spread) -> str:
    """ "Very good 2 · Good 10": what one superior gave, best first."""
    given = ((each.value, found.counts.get(each, 0)) for each in CorePredicate)
    return " · ".join(f"{predicate_words(key)} {formats.number(count)}" for key, count in given if count)


def matrix(rules: RulesAt) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(words of the result, [(class of the cell, words of the behaviour, words of the predicate)]) by the rule."""
    table = rules.table("predicate.matrix")
    return [
        (
            short_rating(result.value),
            [
                (
                    _CELLS[result, behaviour],
                    short_rating(behaviour.value),
                    predicate_words(table[result.value][behaviour.value]),
                )
                for behaviour in Rating
            ],
        )
        for result in Rating
    ]


# Spelled out, because the style sheet keeps only names that occur in the sources.
_CELLS: Final = {
    (Rating.ABOVE, Rating.ABOVE): "aa",
    (Rating.ABOVE, Rating.MEETS): "am",
    (Rating.ABOVE, Rating.BELOW): "ab",
    (Rating.MEETS, Rating.ABOVE): "ma",
    (Rating.MEETS, Rating.MEETS): "mm",
    (Rating.MEETS, Rating.BELOW): "mb",
    (Rating.BELOW, Rating.ABOVE): "ba",
    (Rating.BELOW, Rating.MEETS): "bm",
    (Rating.BELOW, Rating.BELOW): "bb",
}


def how_sure(rule: RuleValue) -> tuple[str, str]:
    """Words and tone of how well the value of a rule is known."""
    if rule.confidence is Confidence.CONFIRMED:
        return _("confirmed"), "good"
    if rule.confidence is Confidence.AGENCY_DECISION:
        return _("decision of the agency"), ""
    return _("not yet confirmed"), "amber"


def morning_letter(name: str, periods: Sequence[RatingPeriod], talk_on: date | None) -> tuple[str, str]:
    """Subject and text: something was written about these periods, and a talk is due on a day. Never what, or why."""
    lines = [_("For %(period)s something new stands about your work.") % {"period": period_name(e)} for e in periods]
    if talk_on is not None:
        lines.append(_("A talk with your superior is planned for %(day)s.") % {"day": formats.day(talk_on)})
    asks = _("Read it in Renbina under “My performance”, and answer there if you like; nobody reads it in this letter.")
    text = "\n".join([_("Dear %(name)s,") % {"name": name}, "", *(f"- {line}" for line in lines), "", asks, ""])
    address = absolute(reverse("performance:mine"))
    return _("Something to read about your work"), f"{text}\n{address}\n" if address else text
