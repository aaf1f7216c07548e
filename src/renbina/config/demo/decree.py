"""The plan of the city goes the whole way: put forward, agreed, set by decree, each by the login whose step it is."""

from datetime import datetime

from renbina.foundation.actor import Actor, Role
from renbina.foundation.clock import today
from renbina.organisation.models import RoleGrant
from renbina.organisation.queries import actor_for
from renbina.planning.actions import endorse_plan, propose_plan, set_plan
from renbina.planning.models import Plan

NUMBER = "800.1.4/2711/2026"
FORWARD = "Sudah dibahas dengan semua perangkat daerah; semua tempat wajib terpenuhi."
AGREED = "Setuju. Pelayanan loket didahulukan."


def set_by_decree(plan: Plan, *, at: datetime) -> None:
    """It stays a draft where the plan could not be computed, or where a small city lacks one of the three."""
    plan.refresh_from_db()
    if plan.current_run is None:
        return
    seen = plan.current_run.public_id
    head = _holder(plan, Role.HEAD_OF_DEVELOPMENT, at) or _holder(plan, Role.AGENCY_HEAD, at)
    sekda, mayor = _holder(plan, Role.APPROVER_PYB, at), _holder(plan, Role.APPROVER_PPK, at)
    if head is None or sekda is None or mayor is None:
        return
    propose_plan(plan=plan, seen=seen, note=FORWARD, by=head, at=at)
    endorse_plan(plan=plan, seen=seen, note=AGREED, by=sekda, at=at)
    day = today(plan.agency.timezone)
    set_plan(plan=plan, seen=seen, number=NUMBER, dated=day, by=mayor, at=at)


def _holder(plan: Plan, role: Role, at: datetime) -> Actor | None:
    grants = RoleGrant.objects.filter(agency=plan.agency_id, role=role, unit=None).select_related("user")
    grant = grants.order_by("pk").first()
    return actor_for(grant.user, at=at) if grant is not None else None
