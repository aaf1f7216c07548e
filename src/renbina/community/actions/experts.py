""" "Ask me": about which competencies, and how."""

from collections.abc import Collection
from datetime import datetime

from renbina.community.access import require_employee
from renbina.community.models import Expert
from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency


@action
def offer_help(*, competencies: Collection[int], reach: str, by: Actor, at: datetime) -> Expert | None:
    """The actor may be asked about these competencies (keys of the own agency) and no others; none: not any more."""
    me = require_employee(by)
    offered = list(Competency.objects.filter(agency_id=own_agency(by), pk__in=competencies))
    expert = Expert.objects.filter(employee_id=me).first()
    before = expert.competencies.count() if expert else 0
    if not offered:
        record(obj=expert, old={"competencies": before}, new={"competencies": 0})
        if expert is not None:
            expert.delete()
        return None
    if expert is None:
        expert = Expert(employee_id=me, offered_at=at)
    expert.reach = reach.strip()[:120]
    expert.save()
    expert.competencies.set(offered)
    record(obj=expert, old={"competencies": before}, new={"competencies": len(offered)})
    return expert
