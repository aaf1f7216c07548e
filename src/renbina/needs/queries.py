"""Reads of needs: what a competency weighs in a unit, and what units propose."""

from django.db.models import QuerySet

from binacore.priority import Priority, need_from, weigh
from renbina.foundation.actor import Actor
from renbina.needs.access import visible_proposals
from renbina.needs.models import Evidence, Proposal
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


def proposals(actor: Actor, *, year: int | None = None, status: str = "") -> QuerySet[Proposal]:
    """What units asked for, as far as the actor may see; for a table that pages in the database."""
    found = visible_proposals(actor).select_related("unit", "programme")
    chosen = {"year": year, "status": status}
    return found.filter(**{name: value for name, value in chosen.items() if value})


def proposal_years(actor: Actor) -> list[int]:
    """Years with proposals, the newest first."""
    return list(visible_proposals(actor).order_by("-year").values_list("year", flat=True).distinct())
