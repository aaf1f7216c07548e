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
from renbina.ui import formats

Numbers = Mapping[str, Any]
Names = Mapping[str, str]
"""Programme code -> name, for reasons that name another programme."""

PLANNER_CODES: Final = tuple(ReasonCode)[: tuple(ReasonCode).index(ReasonCode.LEVEL_FROM)]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reason: who it speaks of (`lead`), why (`text`), and the arithmetic behind it (`detail`, may be empty)."""

    lead: str
    text: str
    detail: str
    kind: str  # "" chosen, "not" outweighed by something better, "blocked" a rule stands in the way


_TEXTS: Final[Mapping[ReasonCode, str]] = {
    ReasonCode.CHOSEN: gettext_noop(
        "it is worth %(value)s points here, more than the same money and seat would do elsewhere"
    ),
    ReasonCode.NOT_ELIGIBLE: gettext_noop(
        "the programme is not meant for this person's post, unit or kind of employment"
    ),
    ReasonCode.NO_GAP_LEFT: gettext_noop(
        "the person already holds level %(level)s, and the programme leads no higher than level "
        "%(ceiling)s"
    ),
    ReasonCode.OVERLAPS: gettext_noop("“%(programme)s” already closes the same gap for this person"),
    ReasonCode.SAME_PERIOD: gettext_noop(
        "the person already attends another class in %(month)s, and nobody can be in two places at once"
    ),
    ReasonCode.PRICE_BUDGET: gettext_noop(
        "its worth for the budget is less than its price: the same money does more for others"
    ),
    ReasonCode.PRICE_FUND: gettext_noop(
        "its worth for the fund that pays is less than its price: that fund does more for others"
    ),
    ReasonCode.PRICE_UNIT: gettext_noop(
        "its worth for the unit's own money is less than its price: colleagues gain more from it"
    ),
    ReasonCode.PRICE_ABSENCE: gettext_noop(
        "too few people of the unit may be away at the same time, and a colleague's absence brings more"
    ),
    ReasonCode.PRICE_SEAT: gettext_noop("the seats are scarce, and they bring more to others"),
    ReasonCode.TOO_MANY_PROGRAMMES: gettext_noop(
        "the person already attends %(limit)s programmes, the most for one year"
    ),
    ReasonCode.HOURS_LIMIT: gettext_noop(
        "with it the person would reach %(hours)s, and %(limit)s is the most for one year"
    ),
    ReasonCode.PREREQUISITE: gettext_noop(
        "“%(programme)s” must come first, and the person neither has it nor attends it earlier this year"
    ),
    ReasonCode.FULL: gettext_noop("all %(seats)s seats are taken"),
    ReasonCode.NOT_OPENED: gettext_noop(
        "no class is opened: %(demand)s people would come, and a class needs at least %(minimum)s"
    ),
    ReasonCode.UNIT_BUDGET: gettext_noop("the unit has %(left)s left, and the seat costs %(cost)s"),
    ReasonCode.ABSENCE_LIMIT: gettext_noop(
        "in %(month)s the unit can spare at most %(limit)s people at the same time, and they are already "
        "away"
    ),
    ReasonCode.LOST_ON_TIE: gettext_noop(
        "it is worth %(value)s points here; at equal worth the seats and the money went to others"
    ),
    ReasonCode.MANDATORY_SHORT: gettext_noop(
        "the programme is mandatory for %(places)s people, but only %(seats)s seats can be had"
    ),
}  # fmt: skip

_NOTHING_TO_CLOSE: Final = gettext_noop("it closes no gap of this person, who needs it no more for the yearly hours")

_BLOCKING: Final = frozenset(
    {
        ReasonCode.NOT_ELIGIBLE, ReasonCode.SAME_PERIOD, ReasonCode.TOO_MANY_PROGRAMMES, ReasonCode.HOURS_LIMIT,
        ReasonCode.PREREQUISITE, ReasonCode.FULL, ReasonCode.NOT_OPENED, ReasonCode.UNIT_BUDGET,
        ReasonCode.ABSENCE_LIMIT, ReasonCode.MANDATORY_SHORT,
    }
)  # fmt: skip

_LIMITS: Final[Mapping[str, str]] = {
    ReasonCode.PRICE_BUDGET: gettext_noop("the total budget"),
    ReasonCode.PRICE_FUND: gettext_noop("the fund that pays for its people"),
    ReasonCode.PRICE_UNIT: gettext_noop("the unit's own money"),
    ReasonCode.UNIT_BUDGET: gettext_noop("the unit's own money"),
    ReasonCode.PRICE_ABSENCE: gettext_noop("how many people may be away at the same time"),
    ReasonCode.ABSENCE_LIMIT: gettext_noop("how many people may be away at the same time"),
    ReasonCode.SAME_PERIOD: gettext_noop("classes that fall in the same month"),
    ReasonCode.PRICE_SEAT: gettext_noop("the number of seats on offer"),
    ReasonCode.FULL: gettext_noop("the number of seats on offer"),
    ReasonCode.NOT_OPENED: gettext_noop("classes with too few participants"),
    ReasonCode.TOO_MANY_PROGRAMMES: gettext_noop("the most programmes for one person"),
    ReasonCode.HOURS_LIMIT: gettext_noop("the most hours for one person"),
    ReasonCode.PREREQUISITE: gettext_noop("programmes that must come first"),
    ReasonCode.MANDATORY_SHORT: gettext_noop("too few seats for mandatory programmes"),
}

_METHODS: Final[Mapping[str, str]] = {
    "first_come_first_served": gettext_noop("first come, first served"),
    "most_popular_first": gettext_noop("most wanted programmes first"),
    "value_per_rupiah": gettext_noop("most worth for each rupiah first"),
}

_LEFT_OUT: Final[Mapping[str, str]] = {
    "study_leave": gettext_noop("on study leave"),
    "unpaid_leave": gettext_noop("on unpaid leave"),
    "suspended": gettext_noop("suspended"),
    "retired": gettext_noop("retired"),
    "moved_out": gettext_noop("moved to another agency"),
    "no_placement": gettext_noop("without a post"),
}

_SHOW: Final[Mapping[str, Callable[[Any], str]]] = {
    "hours": formats.hours,
    "left": lambda amount: formats.rupiah_short(round(amount)),
    "value": lambda points: formats.number(points, 1),
}


def spoken(code: str, numbers: Numbers, programme: str, names: Names) -> Spoken:
    """The sentence of one reason. ValueError for a code that the planner does not speak."""
    known = ReasonCode(code)
    lead = _("Chosen: “%(programme)s”:") if known is ReasonCode.CHOSEN else _("Not “%(programme)s”:")
    kind = "" if known is ReasonCode.CHOSEN else "blocked" if known in _BLOCKING else "not"
    text = _(_text_of(known, numbers)) % _values(known, numbers, names)
    return Spoken(lead % {"programme": programme}, f"{text}.", _detail(known, numbers), kind)


def limit_words(code: str) -> str:
    """What most often stands in the way, as a noun: "the number of seats on offer"; empty for no or another code."""
    return _(_LIMITS[ReasonCode(code)]) if code in _LIMITS else ""


def method_words(name: str) -> str:
    """A simple method in words; unknown names as they are."""
    return _(_METHODS[name]) if name in _METHODS else name


def left_out_words(reason: str) -> str:
    """Why somebody is not planned for; unknown reasons as they are."""
    return _(_LEFT_OUT[reason]) if reason in _LEFT_OUT else reason


def proof_words(gap: float | None) -> str:
    """What the proof proves, never more: how far the plan can be from the best one under these rules."""
    if gap is None:
        return _("No distance to the best plan can be given")
    return _("At most %(gap)s from the best under these rules") % {"gap": formats.percent(gap, 1)}


def month_words(month: int | None, *, short: bool = False) -> str:
    """`Maret`; short `Mar`; None reads as any time."""
    if not month:
        return _("any time")
    day = date(2000, month, 1)
    return formats.month(day, short=True) if short else formats.month(day).rsplit(" ", 1)[0]


def _text_of(code: ReasonCode, numbers: Numbers) -> str:
    if code is ReasonCode.NO_GAP_LEFT and not numbers["ceiling"]:
        return _NOTHING_TO_CLOSE
    try:
        return _TEXTS[code]
    except KeyError:
        raise ValueError(f"{code} is not a reason of the planner") from None


def _values(code: ReasonCode, numbers: Numbers, names: Names) -> dict[str, str]:
    shown = {}
    for name, number in numbers.items():
        if name == "programme":
            shown[name] = names.get(str(number), str(number))
        elif name == "period":
            shown["month"] = month_words(int(number))
        elif name == "limit" and code is ReasonCode.HOURS_LIMIT:
            shown[name] = formats.hours(number)
        elif name == "cost" and code is ReasonCode.UNIT_BUDGET:
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
    total = numbers["value"] - numbers["net"]
    words = {"value": formats.number(numbers["value"], 1), "total": formats.number(total, 1)}
    told = _("Worth %(value)s points here; what it uses is worth %(total)s points to others.") % words
    if numbers["cost"]:
        told += " " + _("A seat costs %(cost)s.") % {"cost": formats.rupiah_short(round(numbers["cost"]))}
    return told


def _chosen_detail(numbers: Numbers) -> str:
    parts = (
        (_("budget"), "price_budget"),
        (_("fund"), "price_fund"),
        (_("unit"), "price_unit"),
        (_("absence"), "price_absence"),
        (_("seat"), "price_seat"),
    )
    told = [f"{label} {formats.number(numbers[name], 1)}" for label, name in parts if abs(numbers[name]) >= 0.05]
    net = formats.number(numbers["net"], 1)
    if not told:
        return _("Nothing scarce is used up; %(net)s points remain.") % {"net": net}
    return _("What it takes from others, in points: %(parts)s; %(net)s points remain.") % {
        "parts": ", ".join(told), "net": net,
    }  # fmt: skip
