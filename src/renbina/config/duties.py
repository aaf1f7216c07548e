"""What a person has to do in the rooms above the organisation, for the handover when they leave."""

from datetime import date, datetime

from django.utils.translation import ngettext

from renbina.delivery.actions import hand_classes
from renbina.delivery.enums import BatchState
from renbina.delivery.models import Batch
from renbina.evaluation.enums import ReportState
from renbina.evaluation.models import WorkReport
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.organisation.access import own_agency
from renbina.organisation.actions import Duty
from renbina.organisation.enums import Relation
from renbina.organisation.models import Employee, Supervision
from renbina.performance.models import CoachingPlan


def duties(by: Actor, employee: Employee, on: date) -> list[Duty]:
    """Open duties of one person, and which of them can be handed over apart. Three queries."""
    agency_id = own_agency(by)
    given = Batch.objects.filter(agency_id=agency_id, trainer_employee=employee, state=BatchState.OPEN).count()
    rated = Supervision.objects.filter(holds_on(on), superior=employee, relation=Relation.RATER).values("employee_id")
    coached = CoachingPlan.objects.filter(employee__in=rated, ended_on__isnull=True).count()
    waiting = WorkReport.objects.filter(
        agency_id=agency_id, state=ReportState.SENT, registration__employee__in=rated
    ).count()
    found = [
        Duty("classes", ngettext("class as trainer", "classes as trainer", given), given, _hand_classes),
        Duty("coaching", ngettext("running coaching plan", "running coaching plans", coached), coached),
        Duty("reports", ngettext("work-change report to answer", "work-change reports to answer", waiting), waiting),
    ]
    return [duty for duty in found if duty.count]


def _hand_classes(employee: Employee, successor: Employee, on: date, by: Actor, at: datetime) -> int:
    moved: int = hand_classes(trainer=employee, successor=successor, by=by, at=at)
    return moved
