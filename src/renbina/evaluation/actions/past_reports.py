"""Reports that were written before Renbina; loaded once, in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from renbina.community.models import Story
from renbina.delivery.enums import SeatState
from renbina.delivery.models import Registration
from renbina.evaluation.access import MANAGE, require
from renbina.evaluation.actions.reports import Lines
from renbina.evaluation.enums import ReportState
from renbina.evaluation.models import Hindrance, WorkReport
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency


@dataclass(frozen=True, slots=True)
class PastReport:
    """One report in whatever state it was. `superior`: key of an employee; empty `outcome`: not answered."""

    registration: int
    asked_on: date
    due_on: date
    lines: Lines
    saved_at: datetime | None = None
    sent_at: datetime | None = None
    is_late: bool = False
    outcome: str = ""
    hindrances: tuple[str, ...] = ()
    remark: str = ""
    superior: int | None = None
    superior_name: str = ""
    confirmed_at: datetime | None = None
    reminders: int = 0
    reminded_on: date | None = None
    story: Story | None = None


@action
def load_reports(*, rows: Sequence[PastReport], by: Actor, at: datetime) -> int:
    """Raises NotFound when a registration is not one of the agency that led to a certificate."""
    require(by, MANAGE)
    keys = {row.registration for row in rows}
    known = Registration.objects.filter(pk__in=keys, batch__agency_id=own_agency(by), state=SeatState.PASSED)
    if known.count() != len(keys):
        raise NotFound
    made = WorkReport.objects.bulk_create(_report(row, own_agency(by)) for row in rows)
    Hindrance.objects.bulk_create(
        Hindrance(report=report, kind=kind) for report, row in zip(made, rows, strict=True) for kind in row.hindrances
    )
    record(obj=None, old=None, new={"reports": len(made)})
    return len(made)


def _report(row: PastReport, agency_id: int) -> WorkReport:
    sent = ReportState.SENT if row.sent_at else ReportState.ASKED
    lines = row.lines
    return WorkReport(
        agency_id=agency_id, registration_id=row.registration, state=ReportState.CONFIRMED if row.outcome else sent,
        asked_on=row.asked_on, due_on=row.due_on, nothing_changed=lines.nothing_changed, applied=lines.applied,
        before=lines.before, now=lines.now, proof=lines.proof, effect=lines.effect, saved_at=row.saved_at,
        sent_at=row.sent_at, is_late=row.is_late, outcome=row.outcome, remark=row.remark,
        confirmed_by_id=row.superior, confirmed_name=row.superior_name, confirmed_at=row.confirmed_at,
        reminders=row.reminders, reminded_on=row.reminded_on, story=row.story,
    )  # fmt: skip
