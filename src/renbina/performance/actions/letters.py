"""The morning's letter to a person: that something was written about them, and that a talk is due. Never what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.models import Agency, Employee
from renbina.performance.models import CheckIn, PeriodRating
from renbina.performance.wording import morning_letter

CATCH_UP: Final = timedelta(days=7)  # a worker that stood still tells late; what is older than this is read already


@action
def send_morning_letters(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began. One letter a person, about predicates not told yet and talks due today.

    Whoever has no address reads it on their page. Nothing in a letter says which predicate, or why a talk is due.
    """
    sent = 0
    for agency in Agency.objects.order_by("pk"):
        on = at.astimezone(ZoneInfo(agency.timezone)).date()
        ratings = _untold(agency, at)
        PeriodRating.objects.filter(pk__in=[row.pk for row in ratings]).update(told_at=at)
        sent += _write(ratings, _talks(agency, on), on)
    record(obj=None, old=None, new={"letters": sent, "event": event_id})
    return sent


def _untold(agency: Agency, at: datetime) -> Sequence[PeriodRating]:
    rows = PeriodRating.objects.filter(
        employee__agency=agency, told_at__isnull=True, rated_at__gt=at - CATCH_UP, employee__user__isnull=False
    )
    return list(rows.select_related("employee__user", "period").order_by("period__year", "period__quarter", "pk"))


def _talks(agency: Agency, on: date) -> Sequence[CheckIn]:
    rows = CheckIn.objects.filter(
        plan__employee__agency=agency, plan__ended_on__isnull=True, plan__employee__user__isnull=False,
        due_on=on, held_on__isnull=True,
    )  # fmt: skip
    return list(rows.select_related("plan__employee__user").order_by("pk"))


def _write(ratings: Sequence[PeriodRating], talks: Sequence[CheckIn], on: date) -> int:
    people: dict[int, Employee] = {row.employee_id: row.employee for row in ratings}
    people |= {row.plan.employee_id: row.plan.employee for row in talks}
    of_person = defaultdict(list)
    for row in ratings:
        of_person[row.employee_id].append(row.period)
    due = {row.plan.employee_id for row in talks}
    sent = 0
    for key, person in people.items():
        user = person.user
        if user is None or not user.email:
            continue
        with translation.override(user.language or "id"):
            subject, text = morning_letter(person.full_name, of_person[key], on if key in due else None)
        _post(subject, text, user.email)
        sent += 1
    return sent


def _post(subject: str, text: str, address: str) -> None:
    """After the transaction: a letter cannot be taken back."""
    transaction.on_commit(lambda: send_mail(subject, text, None, [address]))
