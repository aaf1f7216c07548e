"""Opening and closing a period. Closing a year writes its predicates into the records of the agency."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency
from renbina.performance.access import PERIODS, require
from renbina.performance.actions.refusals import PeriodRefused
from renbina.performance.enums import Quarter
from renbina.performance.models import RatingPeriod
from renbina.records.actions import PerformanceRow, record_performance

FIRST_YEAR = 2022  # PermenPANRB 6/2022


@action
def open_period(*, year: int, quarter: int, on: date, by: Actor, at: datetime) -> RatingPeriod:
    """Let superiors rate a quarter (1 to 4) or a whole year (0). Raises PeriodRefused, Forbidden."""
    require(by, PERIODS)
    if quarter not in Quarter.values or not FIRST_YEAR <= year <= on.year:
        words = _("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": on.year}
        raise PeriodRefused(words, field="year")
    period = RatingPeriod(agency_id=own_agency(by), year=year, quarter=quarter, opened_at=at)
    if period.first_day > on:
        raise PeriodRefused(_("This period has not begun. It can be opened when it has."), field="quarter")
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError:
        raise PeriodRefused(_("This period was opened before; it stands in the list."), field="quarter") from None
    record(obj=period, old=None, new={"year": year, "quarter": quarter})
    return period


@action
def close_period(*, period: RatingPeriod, on: date, by: Actor, at: datetime) -> int:
    """Lock every predicate of a period; of a year, also write them into the records. Returns how many there are.

    Raises PeriodRefused, Forbidden, NotFound.
    """
    require(by, PERIODS, period)
    if on <= period.last_day:
        raise PeriodRefused(_("This period still runs. It can be closed on the day after it has ended."))
    ratings = period.ratings.order_by("pk").values_list("employee_id", "result", "behaviour", "predicate")
    closed = RatingPeriod.objects.filter(pk=period.pk, closed_at=None).update(closed_at=at)
    if not closed:
        raise PeriodRefused(_("This period is closed already."))
    rows = [PerformanceRow(person, period.year, *words) for person, *words in ratings]
    if period.quarter == Quarter.YEAR and rows:
        record_performance(rows=rows, by=by, at=at)
        outbox.publish("records.changed", {}, by=by, at=at)
    record(obj=period, old={"closed": False}, new={"closed": True, "ratings": len(rows)})
    return len(rows)
