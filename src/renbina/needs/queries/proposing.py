"""What units propose."""

from django.db.models import QuerySet

from renbina.foundation.actor import Actor
from renbina.needs.access import visible_proposals
from renbina.needs.models import Proposal


def proposals(actor: Actor, *, year: int | None = None, status: str = "") -> QuerySet[Proposal]:
    """What units asked for, as far as the actor may see; for a table that pages in the database."""
    found = visible_proposals(actor).select_related("unit", "programme")
    chosen = {"year": year, "status": status}
    return found.filter(**{name: value for name, value in chosen.items() if value})


def proposal_years(actor: Actor) -> list[int]:
    """Years with proposals, the newest first."""
    return list(visible_proposals(actor).order_by("-year").values_list("year", flat=True).distinct())
