"""A superior's predicate of one person and period, the person's answer, and predicates from a file."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from binacore.indices import Rating, predicate
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.foundation.imports import Row
from renbina.foundation.imports.journal import Journal
from renbina.organisation.access import behalf_over, own_agency
from renbina.organisation.enums import Relation
from renbina.organisation.models import Employee, Supervision
from renbina.organisation.queries import day_for
from renbina.performance.access import PERIODS, own_ratings, require, require_rater
from renbina.performance.actions.refusals import RatingRefused, ResponseRefused
from renbina.performance.enums import Source
from renbina.performance.models import PeriodRating, RatingPeriod
from renbina.rulebook.queries import rules_on

WORDS_MAX: Final = 1000
_VALUES: Final = ("result", "behaviour", "predicate")
_WRITTEN: Final = (*_VALUES, "reason", "rater", "source", "rated_at", "told_at")


@action
def rate(
    *,
    period: RatingPeriod,
    employee: Employee,
    result: str,
    behaviour: str,
    reason: str,
    on: date,
    by: Actor,
    at: datetime,
) -> PeriodRating:
    """Write or correct the predicate that follows from two ratings. What stood before stays in the audit trail.

    Raises RatingRefused, Forbidden, and NotFound for somebody whom the actor does not rate.
    """
    if period.agency_id != by.agency_id:
        raise NotFound
    require_rater(by, employee, on)
    locked = RatingPeriod.objects.select_for_update().get(pk=period.pk)
    if not locked.is_open:
        raise RatingRefused(_("This period is closed; its predicates stand. Talk to the personnel agency."))
    if not {result, behaviour} <= set(Rating):
        raise RatingRefused(_("Choose one answer for the results and one for the behaviour."))
    rules = rules_on(locked.agency_id, locked.last_day)
    found = predicate(Rating(result), Rating(behaviour), rules)
    words = reason.strip()[:WORDS_MAX]
    if found in rules.items("performance.reason_for") and not words:
        raise RatingRefused(
            _("Say briefly what this rests on: an example, a result, a date. The person will read it."), field="reason"
        )
    mine = PeriodRating.objects.filter(period=locked, employee=employee).first() or PeriodRating(
        period=locked, employee=employee
    )
    old = _values(mine) if mine.pk else None
    mine.result, mine.behaviour, mine.predicate, mine.reason = result, behaviour, found.value, words
    mine.rater_id, mine.source, mine.rated_at = by.employee_id, Source.SUPERIOR, at
    if old is None or old["predicate"] != found.value:
        mine.told_at = None  # a corrected reason is no news, another predicate is
    mine.save()
    record(obj=mine, old=old, new=_values(mine), behalf=behalf_over(by, employee.pk, on))
    return mine


def _values(rating: PeriodRating) -> dict[str, str]:
    return {name: str(getattr(rating, name)) for name in _VALUES}


@action
def respond(*, rating: PeriodRating, text: str, by: Actor, at: datetime) -> PeriodRating:
    """The person's own words beside a predicate. After closing there is still room for one answer.

    Raises ResponseRefused, and NotFound for what was written about somebody else.
    """
    mine = own_ratings(by).select_related("period").select_for_update(of=("self",)).filter(pk=rating.pk).first()
    if mine is None:
        raise NotFound
    words = text.strip()[:WORDS_MAX]
    if not words:
        raise ResponseRefused(_("Write your answer first."), field="text")
    if mine.response and not mine.period.is_open:
        raise ResponseRefused(_("The period is closed and your answer stands beside the predicate."))
    answered = bool(mine.response)
    mine.response, mine.responded_at = words, at
    mine.save(update_fields=["response", "responded_at"])
    record(obj=mine, old={"answered": answered}, new={"answered": True})
    return mine


@action
def apply_predicates(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file of predicates: new ones, and others than stand here. Returns counts.

    Raises RatingRefused when a period was closed meanwhile, or somebody is gone.
    """
    require(by, PERIODS)
    periods = _open_periods(own_agency(by), rows)
    people = dict(Employee.objects.filter(agency_id=own_agency(by)).values_list("nip", "pk"))
    if any(row.values["nip"] not in people for row in rows):  # their roster was taken back since
        raise RatingRefused(_("Somebody in this file is not of your agency any more. Upload it again to see who."))
    raters = _raters(own_agency(by), day_for(by))
    written = [_imported(row, periods, people, raters, at) for row in rows]
    known = {
        (each.employee_id, each.period_id): each.pk
        for each in PeriodRating.objects.filter(period__in={each.period_id for each in written})
    }
    for each in written:
        each.pk = known.get((each.employee_id, each.period_id))
    journal.create(each for each in written if each.pk is None)
    journal.update((each for each in written if each.pk is not None), _WRITTEN)
    counts = {
        "predicates_added": sum(row.verdict == "new" for row in rows),
        "predicates_changed": sum(row.verdict == "changed" for row in rows),
    }
    changes = {row.key: {name: list(pair) for name, pair in row.changes.items() if name in _VALUES} for row in rows}
    record(new=counts | {"changes": {key: pairs for key, pairs in changes.items() if pairs}})
    return counts


def _open_periods(agency_id: int, rows: Sequence[Row]) -> Mapping[tuple[int, int], RatingPeriod]:
    """(year, quarter) -> period, locked until the transaction ends."""
    wanted = {(row.values["year"], int(row.values["quarter"])) for row in rows}
    found = RatingPeriod.objects.select_for_update().filter(agency_id=agency_id, closed_at=None)
    periods = {(period.year, period.quarter): period for period in found.order_by("pk")}
    if not wanted <= set(periods):
        raise RatingRefused(_("A period of this file was closed meanwhile. Upload the file again to see which."))
    return periods


def _raters(agency_id: int, on: date) -> dict[int, int]:
    """Person -> official who rates them on the day; one query."""
    rows = Supervision.objects.filter(holds_on(on), relation=Relation.RATER, employee__agency_id=agency_id)
    return dict(rows.order_by("valid_from").values_list("employee_id", "superior_id"))


def _imported(
    row: Row,
    periods: Mapping[tuple[int, int], RatingPeriod],
    people: Mapping[str, int],
    raters: Mapping[int, int],
    at: datetime,
) -> PeriodRating:
    values, person = row.values, people[row.values["nip"]]
    return PeriodRating(
        period=periods[values["year"], int(values["quarter"])],
        employee_id=person,
        rater_id=raters.get(person),
        reason=(values.get("reason") or "")[:WORDS_MAX],
        source=Source.IMPORT,
        rated_at=at,
        **{name: values[name] for name in _VALUES},
    )
