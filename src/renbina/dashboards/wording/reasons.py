"""Places of a person: why given or not, and which hours count, in words to the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from binacore.reasons import ReasonCode
from renbina.catalogue.enums import Form
from renbina.dashboards.enums import LeftOut
from renbina.dashboards.queries.plans import NotPlaced, Seat
from renbina.needs.enums import EvidenceSource
from renbina.ui import formats

_WHY_NOT: Final[Mapping[str, str]] = {
    ReasonCode.NO_GAP_LEFT: gettext_noop("you already hold level %(level)s; this programme leads to level %(ceiling)s"),
    ReasonCode.OVERLAPS: gettext_noop("“%(programme)s” already closes the same gap for you"),
    ReasonCode.SAME_PERIOD: gettext_noop("you attend another class in %(month)s"),
    ReasonCode.PRICE_BUDGET: gettext_noop("the same money helps other colleagues more this year"),
    ReasonCode.PRICE_FUND: gettext_noop("the fund that pays for it helps other colleagues more this year"),
    ReasonCode.PRICE_UNIT: gettext_noop("your unit's money helps other colleagues more this year"),
    ReasonCode.PRICE_ABSENCE: gettext_noop("too few people of your unit may be away at the same time"),
    ReasonCode.PRICE_SEAT: gettext_noop("the seats are scarce and go to colleagues with a larger gap"),
    ReasonCode.TOO_MANY_PROGRAMMES: gettext_noop("you already attend %(limit)s programmes, the most for one year"),
    ReasonCode.HOURS_LIMIT: gettext_noop("it would bring you to %(hours)s JP; %(limit)s JP is the most for one year"),
    ReasonCode.PREREQUISITE: gettext_noop("“%(programme)s” comes first"),
    ReasonCode.FULL: gettext_noop("all %(seats)s seats are taken"),
    ReasonCode.NOT_OPENED: gettext_noop(
        "no class is opened: %(demand)s people could come, at least %(minimum)s are needed"
    ),
    ReasonCode.PRICE_ORGANISER: gettext_noop("the organiser can hold only so many classes, and others gain more"),
    ReasonCode.PRICE_BATCH: gettext_noop("no class is opened: it would cost more than it brings"),
    ReasonCode.ORGANISER_FULL: gettext_noop("no class is opened: the organiser can hold no more this year"),
    ReasonCode.SESSION_CLOSED: gettext_noop("the class has begun or its participants are settled"),
    ReasonCode.FUND_LIMIT: gettext_noop("the fund that pays for it is used up for this year"),
    ReasonCode.BUDGET_LIMIT: gettext_noop("the money for this year is used up"),
    ReasonCode.UNIT_BUDGET: gettext_noop("your unit's money for this year is used up"),
    ReasonCode.ABSENCE_LIMIT: gettext_noop("in %(month)s at most %(limit)s people of your unit may be away"),
    ReasonCode.LOST_ON_TIE: gettext_noop(
        "others would gain just as much from the seat, and there were not enough for all"
    ),
    ReasonCode.MANDATORY_SHORT: gettext_noop(
        "it is mandatory for %(places)s people, but only %(seats)s seats can be had"
    ),
}

_NOT_OPENED_THOUGH_ENOUGH: Final = gettext_noop(
    "no class is opened in this plan, though %(demand)s people could come and %(minimum)s are enough"
)


_LEFT_OUT: Final[Mapping[str, str]] = {
    LeftOut.STUDY: gettext_noop("SIASN keeps it with the education of the person; nothing to do here."),
    LeftOut.DOUBTFUL: gettext_noop("Compare it with the certificate: its number or its hours look wrong."),
    LeftOut.NO_CERTIFICATE: gettext_noop("Bring in the learning history again with the number of the certificate."),
    LeftOut.NO_HOURS: gettext_noop("Bring in the learning history again with whole hours."),
    LeftOut.NO_CODE: gettext_noop("Bring in the learning history again with a form that SIASN knows (jenisDiklatId)."),
    LeftOut.NO_STRUCTURAL_CODE: gettext_noop(
        "Correct the name, for example Pelatihan Kepemimpinan Administrator, or Diklat Struktural Lainnya."
    ),
    LeftOut.PERIOD_OPEN: gettext_noop("Close the period on the page Performance; until then predicates may change."),
    LeftOut.WHOLE_YEAR: gettext_noop("kinerjaPeriodik holds months and quarters; SIASN takes the year elsewhere."),
    LeftOut.NO_RATER: gettext_noop("Record the rating official of these people."),
    LeftOut.NO_POST: gettext_noop("Retired, moved out or not placed: bring in the roster if that is wrong."),
    LeftOut.SENT: gettext_noop("Choose “All” to have them again."),
}


_COUNTED: Final[Mapping[str, str]] = {
    ReasonCode.HOURS_CAPPED: gettext_noop("A limit of the rules takes off some of the hours"),
    ReasonCode.HOURS_FULFILLED_BY_STUDY: gettext_noop("Formal study: the minimum of the year counts as met"),
    ReasonCode.HOURS_NO_CERTIFICATE: gettext_noop("This form counts only with a certificate that states the hours"),
    ReasonCode.HOURS_NO_RULE: gettext_noop("No rule says how many hours this form is worth"),
    ReasonCode.HOURS_IMPOSSIBLE: gettext_noop(
        "More hours than fit into these days; someone must look at the certificate"
    ),
    ReasonCode.CERTIFICATE_REPEATED: gettext_noop(
        "The number of this certificate was used before; someone must look at it"
    ),
    ReasonCode.TWO_PLACES_AT_ONCE: gettext_noop("Two places on the same day; someone must look at it"),
}


@dataclass(frozen=True, slots=True)
class WhyNot:
    """A programme that was not given, and why, in words to the person."""

    programme: str
    text: str


def left_out_rows(left_out: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """Reason, how many, and what to do about it."""
    return [(str(LeftOut(code).label), count, _(_LEFT_OUT[LeftOut(code)])) for code, count in left_out.items()]


def month_name(month: int | None, *, short: bool = False) -> str:
    """`April`, short `Apr`; empty for a self-paced programme."""
    if not month:
        return ""
    day = date(2000, month, 1)
    return formats.month(day, short=True) if short else formats.month(day).rsplit(" ", 1)[0]


def why(seat: Seat) -> str:
    """Why the person has this place, in words to the person."""
    if seat.mandatory:
        if seat.named_for:
            return _("Mandatory: %(reason)s") % {"reason": seat.named_for}
        return _("Mandatory for your position.")
    if seat.aims:
        aim = seat.aims[0]
        words = _(
            "Chosen because your position asks for level %(required)s in %(name)s; you were assessed at %(held)s."
        )
        return words % {"required": aim.required, "name": aim.name, "held": aim.held}
    if seat.named_for is not None:
        return _("Chosen because you were named for it: %(reason)s") % {"reason": seat.named_for or "–"}
    return _("Chosen because it brings you closer to the learning hours of the year.")


def speaks_for(seat: Seat, speaking: Mapping[int, Sequence[EvidenceSource]]) -> str:
    """The sources that say that the seat's first competency is lacking in the person's unit; empty where none does."""
    if seat.mandatory or not seat.aims:
        return ""
    names = ", ".join(str(source.label).lower() for source in speaking.get(seat.aims[0].competency_id, ()))
    return _("What speaks for it in your unit: %(sources)s.") % {"sources": names} if names else ""


def seat_note(seat: Seat) -> str:
    """When, how, how long and with whom, in one line."""
    when = f"{month_name(seat.month)} {seat.year}" if seat.month else _("Any time in %(year)s") % {"year": seat.year}
    return " · ".join(part for part in (when, seat.delivery, formats.hours(seat.hours), seat.organiser) if part)


def form_name(code: str) -> str:
    """A form of learning in words; a code that the forms do not know stays as it was recorded."""
    return str(Form(code).label) if code in Form.values else code


def why_not(rows: Sequence[NotPlaced], seats: Sequence[Seat]) -> tuple[WhyNot, ...]:
    """Programmes weighed and not given. What is not meant for the person at all says nothing and is left out."""
    names = {row.programme_code: row.programme for row in rows} | {seat.code: seat.programme for seat in seats}
    return tuple(
        WhyNot(row.programme, _(_why_not_text(row.code, row.numbers)) % _numbers(row.numbers, names))
        for row in rows
        if row.code in _WHY_NOT
    )


def _why_not_text(code: str, numbers: Mapping[str, Any]) -> str:
    enough = code == ReasonCode.NOT_OPENED and numbers.get("demand", 0) >= numbers.get("minimum", 1)
    return _NOT_OPENED_THOUGH_ENOUGH if enough else _WHY_NOT[code]


def _numbers(numbers: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Numbers as text; a programme's code becomes its name, a period the name of its month."""
    known = {
        key: value if isinstance(value, str) else formats.number(value, 0 if isinstance(value, int) else 1)
        for key, value in numbers.items()
    }
    if "programme" in numbers:
        known["programme"] = names.get(str(numbers["programme"]), str(numbers["programme"]))
    if "period" in numbers:
        period = numbers["period"]
        known["month"] = month_name(period) if isinstance(period, int) and 1 <= period <= 12 else str(period)
    return known


def counted_words(note: str) -> str:
    """Why fewer hours count than the certificate states; empty when all count."""
    return _(_COUNTED[note]) if note in _COUNTED else ""
