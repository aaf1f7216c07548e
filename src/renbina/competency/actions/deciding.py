"""Decisions about one standard: what a position asks itself, and what all positions of a class ask.

Each holds from a day on. One that contradicts what stands already is refused and says what stands there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from binacore.standards import asked_on
from renbina.competency.access import require
from renbina.competency.actions.standards import BATCH, TOP_LEVEL, StandardRefused
from renbina.competency.imports import LOADED
from renbina.competency.models import ClassStandard, Competency, PositionStandard
from renbina.competency.queries.standards import class_claims
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.models import Position
from renbina.ui import formats

Standard = PositionStandard | ClassStandard


@dataclass(frozen=True, slots=True)
class NewStandard:
    """A level (1 to 5) from `since` up to, not including, `until` (None: open), and why."""

    level: int
    is_critical: bool
    since: date
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClassKey:
    """A class as `Position.level` names it, and a family in it; an empty family is the whole class."""

    position_level: str
    family: str = ""


@action
def set_standard(*, position: Position, competency: Competency, asked: NewStandard, by: Actor, at: datetime) -> None:
    """A position asks this level itself, instead of what its class asks. What stood before ends on that day.

    With an end day, what stood before goes on after it. Raises StandardRefused with the field that is wrong.
    """
    require(by, "load_standards")
    agency = _same_agency(by, position.agency_id, competency.agency_id)
    claims = class_claims(agency, asked.since).of(position.level, position.family)
    inherited = asked_on([claim for key, claim in claims if key == competency.pk], asked.since)
    if inherited is not None and inherited.level != asked.level and not asked.reason.strip():
        raise StandardRefused(_("Its class asks another level. Say why this position differs."), "reason")
    rows = PositionStandard.objects.filter(position=position, competency=competency)
    _put(rows, asked, partial(PositionStandard, position=position, competency=competency))
    record(obj=position, old=None, new=_told(competency, asked))
    outbox.publish(LOADED, {}, by=by, at=at)


@action
def end_standard(*, position: Position, competency: Competency, on: date, by: Actor, at: datetime) -> None:
    """From a day on the position asks no level of its own any more; its class says what holds then."""
    require(by, "load_standards")
    _same_agency(by, position.agency_id, competency.agency_id)
    rows = PositionStandard.objects.filter(position=position, competency=competency)
    _end(rows, on)
    record(obj=position, old=None, new={"competency": competency.public_id, "ends": on.isoformat()})
    outbox.publish(LOADED, {}, by=by, at=at)


@action
def set_class_standards(
    *, keys: Sequence[ClassKey], competency: Competency, asked: NewStandard, by: Actor, at: datetime
) -> None:
    """All positions of these classes, or of one family in them, ask this level where they ask none themselves."""
    require(by, "load_standards")
    agency = _same_agency(by, competency.agency_id)
    if not asked.reason.strip():
        raise StandardRefused(_("Say what the decision rests on."), "reason")
    for key in keys:
        same = {"agency_id": agency, "position_level": key.position_level, "family": key.family}
        family = {"family": key.family} if key.family else {}
        if not Position.objects.filter(agency_id=agency, level=key.position_level, **family).exists():
            raise StandardRefused(_("No position of the agency is of this class and family."), "family")
        rows = ClassStandard.objects.filter(**same, competency=competency)
        _put(rows, asked, partial(ClassStandard, **same, competency=competency))
    told = [[key.position_level, key.family] for key in keys]
    record(obj=competency, old=None, new=_told(competency, asked) | {"classes": told})
    outbox.publish(LOADED, {}, by=by, at=at)


@action
def end_class_standard(*, key: ClassKey, competency: Competency, on: date, by: Actor, at: datetime) -> None:
    """From a day on the class asks no level of its own of the competency; the general rule holds again."""
    require(by, "load_standards")
    agency = _same_agency(by, competency.agency_id)
    rows = ClassStandard.objects.filter(
        agency_id=agency, position_level=key.position_level, family=key.family, competency=competency
    )
    _end(rows, on)
    record(obj=competency, old=None, new={"class": key.position_level, "family": key.family, "ends": on.isoformat()})
    outbox.publish(LOADED, {}, by=by, at=at)


def _same_agency(by: Actor, *keys: int) -> int:
    agency = own_agency(by)
    if any(key != agency for key in keys):
        raise NotFound
    return agency


def _told(competency: Competency, asked: NewStandard) -> dict[str, Any]:
    until = asked.until.isoformat() if asked.until else None
    return {
        "competency": competency.public_id, "level": asked.level, "critical": asked.is_critical,
        "since": asked.since.isoformat(), "until": until,
    }  # fmt: skip


def _put(rows: QuerySet, asked: NewStandard, make: Callable[..., Standard]) -> None:
    """Write the interval among those of one pair; earlier ones end where it begins and go on where it ends."""
    _check(asked)
    new: list[Standard] = []
    changed: list[Standard] = []
    later = Q(valid_to__isnull=True) | Q(valid_to__gt=asked.since)
    for row in rows.filter(later).order_by("valid_from"):
        if asked.until is not None and row.valid_from >= asked.until:
            continue
        if row.valid_from > asked.since:
            raise StandardRefused(
                _("From %(day)s on level %(level)s is asked already. End before that day, or change that one first.")
                % {"day": formats.day(row.valid_from), "level": row.level},
                "until",
            )
        goes_on = asked.until is not None and (row.valid_to is None or row.valid_to > asked.until)
        if goes_on:
            after = {"level": row.level, "is_critical": row.is_critical, "reason": row.reason}
            new.append(make(**after, valid_from=asked.until, valid_to=row.valid_to))
        if row.valid_from == asked.since:
            row.level, row.is_critical, row.reason = asked.level, asked.is_critical, asked.reason
            row.valid_to = asked.until
        else:
            row.valid_to = asked.since
        changed.append(row)
    if not any(row.valid_from == asked.since for row in changed):
        new.append(
            make(
                level=asked.level, is_critical=asked.is_critical, reason=asked.reason, valid_from=asked.since,
                valid_to=asked.until,
            )
        )  # fmt: skip
    rows.model.objects.bulk_update(changed, ["level", "is_critical", "reason", "valid_to"], batch_size=BATCH)
    rows.model.objects.bulk_create(new, batch_size=BATCH)


def _check(asked: NewStandard) -> None:
    if not 1 <= asked.level <= TOP_LEVEL:
        raise StandardRefused(_("A level is 1 to 5."), "level")
    if asked.until is not None and asked.until <= asked.since:
        raise StandardRefused(_("It would end on or before the day it begins. Correct one of the two days."), "until")


def _end(rows: QuerySet, on: date) -> None:
    standing = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("valid_from").first()
    if standing is None:
        raise StandardRefused(_("Nothing of its own stands on that day."), "on")
    if standing.valid_from >= on:
        raise StandardRefused(
            _("It begins only on %(day)s. Choose a later day.") % {"day": formats.day(standing.valid_from)}, "on"
        )
    standing.valid_to = on
    standing.save(update_fields=["valid_to"])
