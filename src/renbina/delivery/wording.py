"""States and moments of a class as words, and the letters that go out."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from renbina.delivery.enums import BatchState, SeatState, SuperiorAnswer
from renbina.delivery.models import Batch, Session
from renbina.delivery.queries.days import ClosedDay
from renbina.foundation.links import absolute
from renbina.ui import formats

_TONE = {
    SeatState.INVITED: "amber",
    SeatState.CONFIRMED: "good",
    SeatState.WAITING: "amber",
    SeatState.OBJECTED: "warn",
    SeatState.PASSED: "good",
    SeatState.MISSED: "warn",
    SeatState.CANCELLED: "warn",
}


def state_badge(state: str) -> tuple[str, str]:
    """Words and tone of where a person stands."""
    known = SeatState(state)
    return str(known.label), _TONE.get(known, "")


def batch_badge(batch: Batch, at: datetime, first_at: datetime | None, last_at: datetime | None) -> tuple[str, str]:
    """Words and tone of a class: coming, under way, waiting to be closed, finished."""
    if batch.state == BatchState.CLOSED:
        return str(BatchState.CLOSED.label), "good"
    if batch.state == BatchState.CANCELLED:
        return str(BatchState.CANCELLED.label), "warn"
    if last_at is not None and last_at <= at:
        return _("To be closed"), "warn"
    if first_at is not None and first_at <= at:
        return _("Under way"), "amber"
    return _("Inviting"), ""


def superior_words(answer: str) -> str:
    return str(SuperiorAnswer(answer).label)


def session_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """`1 March 2027, 08.00–16.00` in the agency's zone."""
    start, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    return f"{formats.day(start.date())}, {formats.clock(start)}–{formats.clock(end)}"


def closed_words(closed: ClosedDay) -> str:
    """`17 August 2026 (Proklamasi Kemerdekaan)`, `16 August 2026 (Sunday)`; says where the list is not sure."""
    words = {"day": formats.day(closed.day), "name": closed.name or _("Sunday")}
    return (_("%(day)s (%(name)s)") if closed.is_sure else _("%(day)s (%(name)s, not yet confirmed)")) % words


def days_words(sessions: Sequence[Session], zone: str) -> str:
    """The first and last day of a class with the hours of its first session."""
    if not sessions:
        return ""
    first, last = sessions[0].starts_at.astimezone(ZoneInfo(zone)), sessions[-1].starts_at.astimezone(ZoneInfo(zone))
    end = sessions[0].ends_at.astimezone(ZoneInfo(zone))
    return f"{formats.day_range(first.date(), last.date())}, {formats.clock(first)}–{formats.clock(end)}"


def invitation(name: str, batch: Batch, when: str) -> tuple[str, str]:
    """Subject and text of the letter to an invited person."""
    words = {"name": name, "programme": batch.programme.name, "when": when, "place": batch.place}
    words |= {"trainer": batch.trainer, "day": formats.day(batch.answer_by)}
    subject = _("Invitation: %(programme)s") % words
    text = _(
        "Dear %(name)s,\n\nyou are invited to %(programme)s.\nWhen: %(when)s\nWhere: %(place)s\nTrainer: %(trainer)s\n"
        "\nPlease answer in Renbina under “My classes” by %(day)s: two taps are enough, also to decline.\n"
    )
    return subject, _with_link(text % words)


def seat_given(name: str, batch: Batch, when: str) -> tuple[str, str]:
    """Subject and text of the letter to somebody who moves up from the waiting list."""
    words = {"name": name, "programme": batch.programme.name, "when": when, "place": batch.place}
    subject = _("You have a seat: %(programme)s") % words
    text = _(
        "Dear %(name)s,\n\na seat has become free and it is yours: %(programme)s.\nWhen: %(when)s\nWhere: %(place)s\n\n"
        "If you cannot come, please decline in Renbina under “My classes”, so that the next person gets the seat.\n"
    )
    return subject, _with_link(text % words)


def cancellation(name: str, batch: Batch, when: str) -> tuple[str, str]:
    """Subject and text of the letter to somebody whose class is called off."""
    words = {"name": name, "programme": batch.programme.name, "when": when, "reason": batch.cancelled_reason}
    subject = _("Cancelled: %(programme)s") % words
    text = _(
        "Dear %(name)s,\n\nthis class is cancelled: %(programme)s.\nWhen: %(when)s\nWhy: %(reason)s\n\n"
        "You need not do anything. You stay on the list for a later class.\n"
    )
    return subject, text % words


def _with_link(text: str) -> str:
    """The letter with the address of the own classes, where the installation knows its own address."""
    address = absolute(reverse("delivery:mine"))
    return f"{text}\n{address}\n" if address else text
