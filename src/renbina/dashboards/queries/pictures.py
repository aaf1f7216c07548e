"""Reads of the figures that were drawn ahead, as far as they still hold."""

from datetime import date
from typing import Final

from django.db.models import BigIntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from renbina.dashboards.models import UnitPicture
from renbina.dashboards.queries.plans import PlanNow
from renbina.foundation.models import AuditEvent

# Writes that change no figure of a picture. Plan and yearly minimum are part of the picture and compared apart.
# Every other write, of rooms to come too, makes pictures stale: a slow page is better than a wrong one.
SILENT: Final = (
    "accounts.",
    "competency.load_standards",  # counts with the gaps that follow from it
    "competency.refresh_gaps_later",
    "dashboards.",
    "foundation.",
    "needs.",
    "organisation.add_position_aliases",
    "organisation.add_positions",
    "organisation.add_unit_aliases",
    "organisation.create_agency",
    "organisation.change_scope",
    "organisation.give_login",
    "organisation.grant_role",
    "organisation.invite_outsider",
    "organisation.link_user",
    "organisation.revoke_role",
    "organisation.start_looking",
    "organisation.stop_looking",
    "planning.",
    "publication.",
    "rulebook.",
)


def _writes(agency_id: int) -> QuerySet[AuditEvent]:
    silent = Q()
    for verb in SILENT:
        silent |= Q(verb__startswith=verb)
    return AuditEvent.objects.filter(~silent, agency_id=agency_id).order_by("-sequence")


def facts_stamp(agency_id: int) -> int:
    """Number of the last audited write that can change a figure; 0 where there is none."""
    return _writes(agency_id).values_list("sequence", flat=True).first() or 0


def pictures(agency_id: int, on: date, plan: PlanNow | None, minimum: int | None = None) -> QuerySet[UnitPicture]:
    """The pictures that hold now. `minimum` None: what is asked for does not depend on it."""
    last = Coalesce(Subquery(_writes(agency_id).values("sequence")[:1], output_field=BigIntegerField()), Value(0))
    run_id = (plan.run_id if plan else None) or 0
    found = UnitPicture.objects.filter(agency_id=agency_id, on=on, run_id=run_id, stamp=last)
    return found if minimum is None else found.filter(minimum=minimum)
