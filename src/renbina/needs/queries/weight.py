"""What a competency weighs in a unit."""

from datetime import date

from binacore.priority import Piece, Priority, need_from, weigh
from renbina.foundation.actor import Actor
from renbina.needs.queries.weights import weights_of
from renbina.organisation.access import own_agency


def priority_of(
    actor: Actor,
    competency_id: int,
    unit_path: str,
    *,
    on: date,
    critical: bool = False,
    extra: tuple[tuple[str, float], ...] = (),
) -> Priority:
    """The weight of a need with its components, as the plan of next year weighs it.

    `extra` (source, factor) as if recorded too. `unit_path` empty: evidence about the whole agency only. Three queries.
    Raises NotFound for somebody of no agency.
    """
    weights = weights_of(own_agency(actor), on.year + 1)
    pieces = [*weights.pieces(competency_id, unit_path), *(Piece(*each) for each in extra)]
    training = weights.training(competency_id, unit_path)
    return weigh(need_from(pieces, critical=critical, training_share=training), weights.limits)
