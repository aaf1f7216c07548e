"""Points before and after a class, as the analyst enters them; and what is offered to whom afterwards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.delivery.enums import SeatState
from renbina.delivery.models import Batch, Registration
from renbina.evaluation.access import SCORES, require
from renbina.evaluation.models import TestScore
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.needs.actions import NominationRow, nominate
from renbina.organisation.access import own_agency
from renbina.rulebook.queries import rules_on

BATCH = 500
_PARTS = re.compile(r"[;\t]")
_HELD = (SeatState.CONFIRMED, SeatState.PASSED, SeatState.MISSED)


class ScoresRefused(Refused):
    """A line that names nobody of the class, or points that are none; nothing was saved."""


@dataclass(frozen=True, slots=True)
class PastScore:
    """Points (0 to 100) of one seat; None: was not there."""

    registration_id: int
    before: float | None
    after: float | None


@action
def save_scores(*, batch: Batch, text: str, by: Actor, at: datetime) -> int:
    """Lines `NIP;before;after` (or tabs, as copied from a sheet); a dash or nothing for a missing one.

    All lines or none. Lines of people entered before replace what was there. Raises ScoresRefused naming line, field
    and what to do.
    """
    require(by, SCORES, batch.agency_id)
    seats = {
        row.employee.nip: row.pk
        for row in batch.registrations.filter(state__in=_HELD).select_related("employee").order_by("pk")
    }
    rows = _read(text, seats)
    _store(rows)
    record(obj=batch, old=None, new={"scores": len(rows)})
    return len(rows)


@action
def load_scores(*, rows: Sequence[PastScore], by: Actor, at: datetime) -> int:
    """Scores of many classes at once, from the records of their time."""
    require(by, SCORES)
    keys = [row.registration_id for row in rows]
    own = set(Registration.objects.filter(batch__agency_id=own_agency(by), pk__in=keys).values_list("pk", flat=True))
    for number, row in enumerate(rows, start=1):
        if row.registration_id not in own:
            raise ScoresRefused(_("Line %(n)s: this person has no seat in the class.") % {"n": number})
        for points in (row.before, row.after):
            if points is not None and not 0 <= points <= 100:
                raise ScoresRefused(_wrong(number, str(points)))
    _store(rows)
    record(old=None, new={"scores": len(rows)})
    return len(rows)


@action
def offer_more(*, batch: Batch, programme: Programme, year: int, advanced: bool, by: Actor, at: datetime) -> int:
    """Name whoever stayed below the standard (or is ready for more) for a programme next year; they need not attend.

    Returns how many. The next plan decides about the seats. Raises ScoresRefused when nobody is concerned.
    """
    require(by, SCORES, batch.agency_id)
    require(by, SCORES, programme.agency_id)
    bounds = rules_on(batch.agency_id, at.date()).table("evaluation.standard_score")
    chosen = {"after__gte": bounds["advanced"]} if advanced else {"after__lt": bounds["remedial"]}
    rows = TestScore.objects.filter(registration__batch=batch, **chosen).order_by("pk")
    people = list(rows.values_list("registration__employee_id", flat=True))
    if not people:
        raise ScoresRefused(_("Nobody of this class is concerned."))
    words = (
        _("Goes on from the class %(code)s, class %(n)s")
        if advanced
        else _("Strengthens the class %(code)s, class %(n)s")
    )
    reason = words % {"code": batch.programme.code, "n": batch.number}
    nominate(rows=[NominationRow(each, programme.pk, year, False, reason) for each in people], by=by, at=at)
    record(obj=batch, old=None, new={"named": len(people), "programme": programme.code, "year": year})
    return len(people)


def _store(rows: Sequence[PastScore]) -> None:
    TestScore.objects.bulk_create(
        [TestScore(registration_id=row.registration_id, before=row.before, after=row.after) for row in rows],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["before", "after"],
    )


def _read(text: str, seats: dict[str, int]) -> list[PastScore]:
    found: dict[int, PastScore] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in _PARTS.split(line)]
        if len(parts) != 3:
            raise ScoresRefused(
                _("Line %(n)s: write NIP;before;after, three parts with semicolons.") % {"n": number}, "text"
            )
        nip = "".join(parts[0].split())
        if nip not in seats:
            words = _("Line %(n)s: nobody with the NIP “%(nip)s” has a seat in this class. Check the number.")
            raise ScoresRefused(words % {"n": number, "nip": nip[:30]}, "text")
        if seats[nip] in found:
            raise ScoresRefused(_("Line %(n)s: this person stands here twice. Keep one line.") % {"n": number}, "text")
        found[seats[nip]] = PastScore(seats[nip], _points(number, parts[1]), _points(number, parts[2]))
    if not found:
        raise ScoresRefused(_("Write at least one line."), "text")
    return list(found.values())


def _points(number: int, text: str) -> float | None:
    if text in ("", "-", "–"):
        return None
    try:
        points = float(text.replace(",", "."))
    except ValueError as error:
        raise ScoresRefused(_wrong(number, text), "text") from error
    if not 0 <= points <= 100:  # also false for nan
        raise ScoresRefused(_wrong(number, text), "text")
    return points


def _wrong(number: int, text: str) -> str:
    words = _("Line %(n)s: “%(text)s” are no points. Write a number from 0 to 100, or - for nobody there.")
    return words % {"n": number, "text": text[:30]}
