"""Which batches an actor may see: those of the own agency, of kinds the actor may import. No other exists for them."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound, Refused
from renbina.foundation.imports.declare import ImportKind
from renbina.foundation.models import ImportBatch


class BatchNotOpen(Refused):
    """The batch was applied, discarded, taken back or is still being read."""


def kinds() -> Mapping[str, ImportKind]:
    """Every declared kind, composed in `config.imports`."""
    table: Mapping[str, ImportKind] = import_string(settings.RENBINA_IMPORTS)
    return table


def kinds_for(actor: Actor) -> dict[str, ImportKind]:
    """The kinds this actor may import."""
    if actor.agency_id is None:
        return {}
    return {key: kind for key, kind in kinds().items() if kind.may(actor)}


def kind_for(actor: Actor, key: str) -> ImportKind:
    """Raises NotFound for a kind that does not exist, Forbidden for one the actor may not import."""
    kind = kinds().get(key)
    if kind is None:
        raise NotFound
    if actor.agency_id is None or not kind.may(actor):
        raise Forbidden
    return kind


def visible_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """Batches of the actor's agency and kinds."""
    if actor.agency_id is None:
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(agency_id=actor.agency_id, kind__in=kinds_for(actor))


def batch_for(actor: Actor, public_id: str) -> ImportBatch:
    """Raises NotFound out of scope, Forbidden within the agency where the kind is not the actor's."""
    if actor.agency_id is None:
        raise NotFound
    batch = ImportBatch.objects.filter(agency_id=actor.agency_id, public_id=public_id).first()
    if batch is None:
        raise NotFound
    kind_for(actor, batch.kind)
    return batch


def require_batch(actor: Actor, batch: ImportBatch) -> ImportKind:
    """The same question again, inside an action; returns the batch's kind."""
    if actor.agency_id is None or batch.agency_id != actor.agency_id:
        raise NotFound
    return kind_for(actor, batch.kind)


def lock_open(batch: ImportBatch, *states: ImportBatch.State) -> None:
    """Only one write at a time on a batch, and only in these states. Raises BatchNotOpen."""
    current = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if current is None:
        raise NotFound
    if current.state not in states:
        raise BatchNotOpen(
            _("Somebody decided about this file already, or it is still being read. Open its page to see.")
        )
    batch.refresh_from_db()
