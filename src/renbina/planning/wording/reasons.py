"""Reason codes of the planner -> sentences anybody can read, with the numbers that prove them and their units.

Worth is told in points: one point is one closed level of an ordinary competency of one person. Prices are told as what
the same money, seat or day would do for others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from binacore.reasons import ReasonCode
from renbina.planning.wording import texts
from renbina.ui import formats

Numbers = Mapping[str, Any]
Names = Mapping[str, str]
"""Programme code -> name, for reasons that name another programme."""

PLANNER_CODES: Final = tuple(ReasonCode)[: tuple(ReasonCode).index(ReasonCode.LEVEL_FROM)]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What speaks for a programme that the person attends: competencies that rise by it, why the agency named them."""

    raises: tuple[str, ...] = ()
    named: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reason: who it speaks of (`lead`), why (`text`), and the arithmetic behind it (`detail`, may be empty)."""

    lead: str
    text: str
    detail: str
    kind: str  # "" chosen, "not" outweighed by something better, "blocked" a rule stands in the way


NO_GROUNDS: Final = Grounds()

_SHOW: Final[Mapping[str, Callable[[Any], str]]] = {
    "short": lambda amount: formats.rupiah_short(round(amount)),
    "points": lambda points: formats.number(points, 1),
    "hours": formats.hours,
    "left": lambda amount: formats.rupiah_short(round(amount)),
    "value": lambda points: formats.number(points, 1),
}


_TERMS: Final = (
    ("price_budget", gettext_noop("budget")),
    ("price_fund", gettext_noop("fund")),
    ("price_unit", gettext_noop("unit")),
    ("price_absence", gettext_noop("absence")),
    ("price_seat", gettext_noop("seat")),
    ("price_organiser", gettext_noop("organiser")),
)
SMALL: Final = 0.05  # points below this are shown as nothing
_ABOUT_PROGRAMMES: Final = frozenset(code for code in PLANNER_CODES if code.startswith(("cure_", "needs_")))


def spoken(code: str, numbers: Numbers, programme: str, names: Names, grounds: Grounds = NO_GROUNDS) -> Spoken:
    """The sentence of one reason; `names` may hold units and funds too. ValueError for a code the planner never speaks.

    Numbers that an older run did not store are left out of the arithmetic.
    """
    known = ReasonCode(code)
    text = _(_text_of(known, numbers)) % _values(known, numbers, names)
    if known is ReasonCode.CHOSEN:
        text = _with_purpose(text, numbers, grounds)
    return Spoken(_lead(known) % {"programme": programme}, f"{text}.", _detail(known, numbers), _kind(known))


def _with_purpose(text: str, numbers: Numbers, grounds: Grounds) -> str:
    """What it is for comes before what it is worth; a duty is not argued with points."""
    purpose = _purpose(numbers, grounds)
    if numbers.get("value_owed", 0) >= SMALL and purpose:
        return purpose
    return _("%(purpose)s; %(worth)s") % {"purpose": purpose, "worth": text} if purpose else text


def _purpose(numbers: Numbers, grounds: Grounds) -> str:
    if numbers.get("value_owed", 0) >= SMALL:
        return _(texts.OWED) % {"why": grounds.named} if grounds.named else _(texts.OWED_PLAIN)
    if grounds.named:
        return _(texts.NAMED) % {"why": grounds.named}
    hours = numbers.get("value_hours", 0) >= SMALL
    if grounds.raises and numbers.get("value_levels", 0) >= SMALL:
        text = texts.RAISES_AND_HOURS if hours else texts.RAISES
        return _(text) % {"competencies": ", ".join(grounds.raises)}
    return _(texts.FOR_HOURS) if hours else ""


def _lead(code: ReasonCode) -> str:
    if code is ReasonCode.CHOSEN:
        return _("Chosen: “%(programme)s”:")
    if code is ReasonCode.FIXED:
        return _("Stays: “%(programme)s”:")
    return _("“%(programme)s”:") if code in _ABOUT_PROGRAMMES else _("Not “%(programme)s”:")


def _kind(code: ReasonCode) -> str:
    if code in (ReasonCode.CHOSEN, ReasonCode.FIXED):
        return ""
    return "blocked" if code in texts.BLOCKING else "not"


def limit_words(code: str) -> str:
    """What most often stands in the way, as a noun: "the number of seats on offer"; empty for no or another code."""
    return _(texts.LIMITS[ReasonCode(code)]) if code in texts.LIMITS else ""


def method_words(name: str) -> str:
    """A simple method in words; unknown names as they are."""
    return _(texts.METHODS[name]) if name in texts.METHODS else name


def held_out_words(reason: str) -> str:
    """What no class could be given for, by a rule of the person; unknown reasons as they are."""
    return _(texts.HELD_OUT[reason]) if reason in texts.HELD_OUT else reason


def left_out_words(reason: str) -> str:
    """Why somebody is not planned for; unknown reasons as they are."""
    return _(texts.LEFT_OUT[reason]) if reason in texts.LEFT_OUT else reason


def proof_words(gap: float | None) -> str:
    """What the proof proves, never more: how far the plan can be from the best one under these rules."""
    if gap is None:
        return _("No distance to the best plan can be given")
    return _("At most %(gap)s from the best under these rules") % {"gap": formats.percent_up(gap)}


def month_words(month: int | None, *, short: bool = False) -> str:
    """`Maret`; short `Mar`; None reads as any time."""
    if not month:
        return _("any time")
    day = date(2000, month, 1)
    return formats.month(day, short=True) if short else formats.month(day).rsplit(" ", 1)[0]


def _text_of(code: ReasonCode, numbers: Numbers) -> str:
    special = _special_text(code, numbers)
    if special:
        return special
    try:
        return texts.TEXTS[code]
    except KeyError:
        raise ValueError(f"{code} is not a reason of the planner") from None


def _special_text(code: ReasonCode, numbers: Numbers) -> str:
    """A text for numbers that the usual one would tell badly: nothing, one, or the year in place of a month."""
    anytime = numbers.get("period") == 0
    nothing = all(abs(numbers.get(name, 0)) < SMALL for name, _label in _TERMS)
    chosen = {
        (ReasonCode.NO_GAP_LEFT, True): not numbers.get("ceiling") and texts.NOTHING_TO_CLOSE,
        (ReasonCode.CHOSEN, nothing): texts.WORTH_AND_FREE if numbers.get("value", 0) >= SMALL else texts.COSTS_NOTHING,
        (ReasonCode.ABSENCE_LIMIT, numbers.get("limit") == 0): texts.NOBODY_SPARED,
        (ReasonCode.NOT_OPENED, numbers.get("demand", 0) >= numbers.get("minimum", 1)): texts.NOT_OPENED_THOUGH_ENOUGH,
        (ReasonCode.NEEDS_PEOPLE, numbers.get("able") == 0): texts.NOBODY_COMES,
        (ReasonCode.SESSION_CLOSED, anytime): texts.CLOSED,
        (ReasonCode.ORGANISER_FULL, anytime): texts.ORGANISER_YEAR,
        (ReasonCode.CURE_ABSENCE, numbers.get("limit") == 0): texts.SPARE_SOMEBODY,
        (ReasonCode.CURE_ORGANISER, anytime): texts.CURE_YEAR,
        (ReasonCode.CURE_BATCH, numbers.get("batches") == 1): texts.ONE_COURSE if anytime else texts.ONE_CLASS,
        (ReasonCode.NEEDS_VALUE, bool(numbers.get("people"))): texts.OR_PEOPLE,
    }
    return chosen.get((code, True)) or ""


def _values(code: ReasonCode, numbers: Numbers, names: Names) -> dict[str, str]:
    shown = {}
    for name, number in numbers.items():
        if name in ("programme", "unit", "fund"):
            shown[name] = names.get(str(number), str(number))
        elif name == "period":
            shown["month"] = month_words(int(number))
        elif name == "limit" and code is ReasonCode.HOURS_LIMIT:
            shown[name] = formats.hours(number)
        elif name == "cost":
            shown[name] = formats.rupiah_short(round(number))
        elif name in _SHOW:
            shown[name] = _SHOW[name](number)
        else:
            shown[name] = formats.number(number) if isinstance(number, int) else _plain(number)
    return shown


def _plain(number: Any) -> str:
    return formats.number(number, 1) if isinstance(number, float) else str(number)


def _detail(code: ReasonCode, numbers: Numbers) -> str:
    if code is ReasonCode.CHOSEN:
        return _chosen_detail(numbers)
    if "price" not in numbers:
        return ""
    value, total = numbers["value"], numbers["value"] - numbers["net"]
    apart = (digits for digits in (1, 2) if formats.number(value, digits) != formats.number(total, digits))
    digits = next(apart, 3)  # a small difference is told, or the sentence would contradict itself
    words = {"value": formats.number(value, digits), "total": formats.number(total, digits)}
    told = _("Worth %(value)s points here; what it uses is worth %(total)s points to others.") % words
    if numbers["cost"]:
        told += " " + _("A seat costs %(cost)s.") % {"cost": formats.rupiah_short(round(numbers["cost"]))}
    return told


def _chosen_detail(numbers: Numbers) -> str:
    if numbers.get("value_owed", 0) >= SMALL:
        return ""  # the weight of a duty is no worth that anybody could compare
    parts = [(_(label), numbers.get(name, 0)) for name, label in _TERMS]
    told = [f"{label} {formats.number(price, 1)}" for label, price in parts if abs(price) >= SMALL]
    net = formats.number(numbers["net"], 1)
    if not told:
        return _("Nothing scarce is used up; %(net)s points remain.") % {"net": net}
    return _("What it takes from others, in points: %(parts)s; %(net)s points remain.") % {
        "parts": ", ".join(told), "net": net,
    }  # fmt: skip
