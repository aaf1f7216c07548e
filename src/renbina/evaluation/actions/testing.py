"""The test before and after a class, taken by its people on their own page: a questionnaire with right answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from binacore.survey import points
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch
from renbina.evaluation.access import SCORES, require
from renbina.evaluation.enums import ScoreTime
from renbina.evaluation.models import TestScore
from renbina.evaluation.queries import subject_of_test
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.models import Employee
from renbina.surveys.actions import close_campaign, create_campaign
from renbina.surveys.enums import AudienceKind, CampaignState, Mode
from renbina.surveys.models import Campaign, InstrumentVersion
from renbina.surveys.queries import right_answers

_HELD: Final = (SeatState.CONFIRMED, SeatState.PASSED, SeatState.MISSED)


class ExamRefused(Refused):
    """A questionnaire that is no test, a class without people, or a day that fits neither before nor after."""


@action
def ask_test(
    *, batch: Batch, version: InstrumentVersion, time: str, closes_on: date, by: Actor, at: datetime
) -> Campaign:
    """Ask everybody who has a seat to take the test until the end of a day; once before and once after.

    Before: the last day is no later than the first day of the class. After: the class has begun. Raises ExamRefused.
    """
    require(by, SCORES, batch.agency_id)
    known = ScoreTime(time)
    held = Batch.objects.select_for_update().select_related("agency", "programme").get(pk=batch.pk)
    _check(held, version, known, closes_on, at)
    seats = held.registrations.filter(state__in=_HELD)
    people = list(Employee.objects.filter(pk__in=seats.values("employee_id")).order_by("pk"))
    if not people:
        raise ExamRefused(_("Nobody has a seat in this class yet. Ask once people have confirmed."))
    with override("id"):  # participants read it, whoever asks
        title = (
            _("Test before %(programme)s, class %(n)s")
            if known == ScoreTime.BEFORE
            else _("Test after %(programme)s, class %(n)s")
        )
        words = title % {"programme": held.programme.name, "n": held.number}
    made = create_campaign(
        version=version, title=words[:200], mode=Mode.NAMED, audience=AudienceKind.LIST, employees=people,
        closes_on=closes_on, subject=subject_of_test(held, known), by=by, at=at,
    )  # fmt: skip
    record(obj=held, old=None, new={"test": known.value, "asked": made.invited})
    return made


@action
def finish_test(*, batch: Batch, time: str, by: Actor, at: datetime) -> int:
    """Close the test and take its points over; returns how many people have points from it. Raises ExamRefused."""
    require(by, SCORES, batch.agency_id)
    known = ScoreTime(time)
    found = Campaign.objects.filter(agency_id=batch.agency_id, subject=subject_of_test(batch, known))
    campaign = found.filter(state=CampaignState.OPEN).first()
    if campaign is None:
        raise ExamRefused(_("This test is not open."))
    close_campaign(campaign=campaign, by=by, at=at)
    taken = _take(campaign, batch, known)
    record(obj=batch, old=None, new={"test": known.value, "scores": taken})
    return taken


@action
def take_points(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears surveys.closed: the points of a class's test become scores. Other campaigns are none of its business."""
    campaign = Campaign.objects.get(public_id=payload["campaign"])
    taken = 0
    for time in ScoreTime:
        prefix = subject_of_test(None, time)
        if campaign.subject.startswith(prefix):
            batch = Batch.objects.filter(
                agency_id=campaign.agency_id, public_id=campaign.subject.removeprefix(prefix)
            ).first()
            taken = _take(campaign, batch, time) if batch is not None else 0
    record(obj=campaign, old=None, new={"scores": taken, "event": event_id})
    return taken


def _check(batch: Batch, version: InstrumentVersion, time: ScoreTime, closes_on: date, at: datetime) -> None:
    if version.instrument.agency_id != batch.agency_id or not right_answers(version.pk):
        raise ExamRefused(_("No question of this questionnaire has a right answer. Write them in first."), "version")
    if Campaign.objects.filter(agency_id=batch.agency_id, subject=subject_of_test(batch, time)).exists():
        raise ExamRefused(_("This test was asked already."))
    first = batch.sessions.order_by("starts_at").first()
    if batch.state == BatchState.CANCELLED or first is None:
        raise ExamRefused(_("This class was cancelled; there is nothing to test."))
    day = first.starts_at.astimezone(ZoneInfo(batch.agency.timezone)).date()
    if time == ScoreTime.BEFORE and closes_on > day:
        raise ExamRefused(_("The test before ends on the first day of the class at the latest."), "closes_on")
    if time == ScoreTime.AFTER and at < first.starts_at:
        raise ExamRefused(_("The class has not begun yet; ask the test after it once it has."))


def _take(campaign: Campaign, batch: Batch, time: ScoreTime) -> int:
    """Points of everybody who answered and has a seat; what the other test gave stays."""
    right = right_answers(campaign.version_id)
    seats = dict(batch.registrations.filter(state__in=_HELD).values_list("employee_id", "pk"))
    rows = []
    for person, sheet in campaign.named_answers.order_by("pk").values_list("employee_id", "answers"):
        earned = points(right, sheet)
        if person in seats and earned is not None:
            rows.append(TestScore(registration_id=seats[person], **{time.value: earned}))
    TestScore.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["registration"], update_fields=[time.value]
    )
    return len(rows)
