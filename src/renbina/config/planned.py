"""Who tells competency what the plan adds to levels: the plan that the employee's own page shows."""

from renbina.competency.previews.planned import Planned
from renbina.dashboards.queries.plans import plan_now
from renbina.planning.models import PlannedLevel


def planned_levels(agency_id: int, employee_id: int) -> Planned | None:
    """Of the plan that counts now; None before one was computed. Two queries."""
    plan = plan_now(agency_id)
    if plan is None or plan.run_id is None:
        return None
    rows = PlannedLevel.objects.filter(run_id=plan.run_id, employee_id=employee_id)
    return Planned(dict(rows.values_list("competency_id", "after")), plan.year, plan.status, plan.is_set)
