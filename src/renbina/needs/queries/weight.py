"""What a competency weighs in a unit."""

from binacore.priority import Priority, need_from, weigh
from renbina.foundation.actor import Actor
from renbina.needs.models import Evidence
from renbina.organisation.access import own_agency


def priority_of(
    actor: Actor,
    competency_id: int,
    unit_path: str,
    *,
    critical: bool = False,
    extra: tuple[tuple[str, float], ...] = (),
) -> Priority:
    """The weight of a need with its components, as the plan weighs it; `extra` (source, factor) as if recorded too.

    `unit_path` empty: evidence about the whole agency only. One query. Raises NotFound for somebody of no agency.
    """
    rows = Evidence.objects.filter(agency_id=own_agency(actor), competency_id=competency_id).select_related("unit")
    factors = [
        (row.source, row.weight)
        for row in rows.order_by("pk")
        if unit_path.startswith(row.unit.path if row.unit else "")
    ]
    return weigh(need_from([*factors, *extra], critical=critical))
