"""Every morning: who finished a class ninety days ago is asked for a report, and who has not answered is reminded."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Registration
from renbina.evaluation.enums import ReportState
from renbina.evaluation.models import WorkReport
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.models import Agency, Employee, Supervision
from renbina.ui import formats

ASK_AFTER: Final = timedelta(days=90)
STILL_ASKED: Final = timedelta(days=30)  # a worker that stood still may catch up; what is older is left in peace
TIME_TO_WRITE: Final = timedelta(days=14)
REMIND_EVERY: Final = timedelta(days=7)
MOST_REMINDERS: Final = 4


@action
def ask_for_reports(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began. Asks whoever holds a certificate of a closed class that ended 90 to 120 days ago."""
    asked = 0
    for agency in Agency.objects.order_by("pk"):
        on = at.astimezone(ZoneInfo(agency.timezone)).date()
        asked += len(_ask(agency, on))
    record(obj=None, old=None, new={"asked": asked, "event": event_id})
    return asked


def _ask(agency: Agency, on: date) -> Sequence[WorkReport]:
    due = Registration.objects.filter(
        batch__agency=agency,
        batch__state=BatchState.CLOSED,
        state=SeatState.PASSED,
        certificate__revoked_at__isnull=True,
        certificate__ended_on__lte=on - ASK_AFTER,
        certificate__ended_on__gte=on - ASK_AFTER - STILL_ASKED,
        work_report__isnull=True,
    ).order_by("pk")
    made = WorkReport.objects.bulk_create(
        WorkReport(agency=agency, registration=each, asked_on=on, due_on=on + TIME_TO_WRITE)
        for each in due.select_related("employee__user", "batch__programme")
    )
    for report in made:
        _write_to(report.registration.employee, report, asked_letter)
    return made


@action
def remind_of_reports(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Hears that a day began. Once a week, four times at most: the participant, or the superior once it was sent."""
    reminded = 0
    for agency in Agency.objects.order_by("pk"):
        on = at.astimezone(ZoneInfo(agency.timezone)).date()
        week_ago = on - REMIND_EVERY
        waiting = WorkReport.objects.filter(agency=agency, reminders__lt=MOST_REMINDERS)
        quiet = Q(reminded_on__isnull=True) | Q(reminded_on__lte=week_ago)
        unsent = Q(state=ReportState.ASKED, asked_on__lte=week_ago)
        unanswered = Q(state=ReportState.SENT, sent_at__lte=at - REMIND_EVERY)
        rows = list(
            waiting.filter(quiet & (unsent | unanswered))
            .select_related("registration__employee__user", "registration__batch__programme")
            .order_by("pk")
        )
        WorkReport.objects.filter(pk__in=[row.pk for row in rows]).update(reminders=F("reminders") + 1, reminded_on=on)
        _write_all(rows, on)
        reminded += len(rows)
    record(obj=None, old=None, new={"reminded": reminded, "event": event_id})
    return reminded


def _write_all(rows: Sequence[WorkReport], on: date) -> None:
    sent = {row.registration.employee_id for row in rows if row.state == ReportState.SENT}
    links = Supervision.objects.filter(holds_on(on), employee_id__in=sent).select_related("superior__user")
    superiors: dict[int, Employee] = {link.employee_id: link.superior for link in links.order_by("-relation", "pk")}
    for row in rows:
        if row.state == ReportState.ASKED:
            _write_to(row.registration.employee, row, asked_letter)
        elif (superior := superiors.get(row.registration.employee_id)) is not None:
            _write_to(superior, row, confirm_letter)


def _write_to(person: Employee, report: WorkReport, words: Callable[[Employee, WorkReport], tuple[str, str]]) -> None:
    user = person.user
    if user is None or not user.email:
        return
    with translation.override(user.language or "id"):
        subject, text = words(person, report)
    # After the transaction: a letter cannot be taken back.
    transaction.on_commit(lambda: send_mail(subject, text, None, [user.email]))


def asked_letter(person: Employee, report: WorkReport) -> tuple[str, str]:
    """Subject and text to the participant."""
    words = {
        "name": person.full_name,
        "programme": report.registration.batch.programme.name,
        "day": formats.day(report.due_on),
    }
    subject = _("What changed in your work? %(programme)s") % words
    text = _(
        "Dear %(name)s,\n\nninety days have passed since “%(programme)s”. Please tell in five lines what changed in"
        " your work, by %(day)s: Renbina, “My work-change reports”. That nothing changed is an honest answer too.\n"
    )
    return subject, text % words


def confirm_letter(person: Employee, report: WorkReport) -> tuple[str, str]:
    """Subject and text to the superior."""
    words = {
        "name": person.full_name,
        "programme": report.registration.batch.programme.name,
        "person": report.registration.employee.full_name,
    }
    subject = _("A report waits for you: %(person)s") % words
    text = _(
        "Dear %(name)s,\n\n%(person)s has written what changed after “%(programme)s”. Three taps say whether you see it"
        " and what hindered: Renbina, “Reports of my team”.\n"
    )
    return subject, text % words
