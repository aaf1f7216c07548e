"""Take in a whole catalogue at once: new rows are made, known ones updated by their code, nothing is deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from renbina.catalogue.access import LOAD, own_agency, require
from renbina.catalogue.actions.rows import AudienceRow, EffectRow, OfferRow, PartnerRow, ProgrammeRow
from renbina.catalogue.models import Audience, Effect, Offer, Partner, Programme
from renbina.competency.models import Competency
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.models import Agency, Unit

T = TypeVar("T")
_AUDIENCE_LISTS = ("employments", "position_kinds", "levels", "families", "excluded_families")


class UnknownReference(Refused):
    """A row names something that does not exist in the agency."""


@dataclass(frozen=True, slots=True)
class CatalogueLoaded:
    """How many rows of each kind the agency holds afterwards."""

    partners: int
    programmes: int
    effects: int
    audiences: int
    offers: int


@action
def load_catalogue(
    *,
    partners: Sequence[PartnerRow] = (),
    programmes: Sequence[ProgrammeRow],
    effects: Sequence[EffectRow] = (),
    audiences: Sequence[AudienceRow] = (),
    offers: Sequence[OfferRow] = (),
    by: Actor,
    at: datetime,
) -> CatalogueLoaded:
    """Write the rows. Effects, audiences and offers of the named programmes are replaced by what is given.

    Raises UnknownReference when a code or name leads nowhere; nothing is written then.
    """
    require(by, LOAD)
    agency = Agency.objects.get(pk=own_agency(by))
    known_partners = _partners(agency, partners)
    known = _programmes(agency, programmes, known_partners)
    named = [known[row.code].pk for row in programmes]
    _effects(agency, effects, known, named)
    _audiences(agency, audiences, known, named)
    _offers(offers, known)
    loaded = CatalogueLoaded(
        partners=len(known_partners),
        programmes=len(known),
        effects=Effect.objects.filter(programme__agency=agency).count(),
        audiences=Audience.objects.filter(programme__agency=agency).count(),
        offers=Offer.objects.filter(programme__agency=agency).count(),
    )
    record(obj=agency, new=asdict(loaded))
    outbox.publish("catalogue.changed", {}, by=by, at=at)
    return loaded


def _found(known: Mapping[str, T], key: str, what: str) -> T:
    try:
        return known[key]
    except KeyError:
        raise UnknownReference(
            _("There is no %(what)s “%(key)s” in this agency. Add it first, or correct the row.")
            % {"what": what, "key": key}
        ) from None


def _partners(agency: Agency, rows: Iterable[PartnerRow]) -> dict[str, Partner]:
    known = {partner.name: partner for partner in Partner.objects.filter(agency=agency)}
    for row in rows:
        partner = known.setdefault(row.name, Partner(agency=agency, name=row.name))
        for name, value in asdict(row).items():
            setattr(partner, name, value)
    _save(Partner, known.values(), ("kind", "agreement_number", "agreement_from", "agreement_until"))
    return known


def _programmes(agency: Agency, rows: Sequence[ProgrammeRow], partners: Mapping[str, Partner]) -> dict[str, Programme]:
    known = {programme.code: programme for programme in Programme.objects.filter(agency=agency)}
    fields = [name for name in ProgrammeRow.__slots__ if name not in ("code", "prerequisite", "partner")]
    for row in rows:
        programme = known.setdefault(row.code, Programme(agency=agency, code=row.code))
        for name in fields:
            setattr(programme, name, getattr(row, name))
        programme.partner = _found(partners, row.partner, _("partner")) if row.partner else None
    _save(Programme, known.values(), (*fields, "partner"))
    # The prerequisite can be a programme of the same load, so it is tied after all of them exist.
    for row in rows:
        known[row.code].prerequisite = _found(known, row.prerequisite, _("programme")) if row.prerequisite else None
    Programme.objects.bulk_update(known.values(), ["prerequisite"], batch_size=200)
    return known


def _effects(
    agency: Agency, rows: Sequence[EffectRow], programmes: Mapping[str, Programme], named: Sequence[int]
) -> None:
    competencies = {each.code: each for each in Competency.objects.filter(agency=agency)}
    Effect.objects.filter(programme__in=named).delete()
    Effect.objects.bulk_create(
        Effect(
            programme=_found(programmes, row.programme, _("programme")),
            competency=_found(competencies, row.competency, _("competency")),
            lift=row.lift,
            ceiling=row.ceiling,
        )
        for row in rows
    )


def _audiences(
    agency: Agency, rows: Sequence[AudienceRow], programmes: Mapping[str, Programme], named: Sequence[int]
) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(agency=agency).exclude(code="")}
    Audience.objects.filter(programme__in=named).delete()
    made = Audience.objects.bulk_create(
        Audience(
            programme=_found(programmes, row.programme, _("programme")),
            **{name: list(getattr(row, name)) for name in _AUDIENCE_LISTS},
        )
        for row in rows
    )
    link = Audience.units.through
    link.objects.bulk_create(
        link(audience_id=audience.pk, unit_id=_found(units, code, _("unit")).pk)
        for audience, row in zip(made, rows, strict=True)
        for code in row.units
    )


def _offers(rows: Sequence[OfferRow], programmes: Mapping[str, Programme]) -> None:
    """Offers are kept when plans stand on them; only what is on offer changes."""
    ids = {programme.pk for programme in programmes.values()}
    known = {
        (offer.programme_id, offer.year, offer.month, offer.own_class): offer
        for offer in Offer.objects.filter(programme__in=ids)
    }
    for row in rows:
        programme = _found(programmes, row.programme, _("programme"))
        key = (programme.pk, row.year, row.month, row.own_class)
        offer = known.setdefault(
            key, Offer(programme=programme, year=row.year, month=row.month, own_class=row.own_class)
        )
        offer.batches_max = row.batches_max
    _save(Offer, known.values(), ("batches_max",))


def _save(model: type, rows: Iterable[object], fields: Sequence[str]) -> None:
    new = [row for row in rows if row.pk is None]  # type: ignore[attr-defined]  # any model
    old = [row for row in rows if row.pk is not None]  # type: ignore[attr-defined]
    model.objects.bulk_create(new, batch_size=500)  # type: ignore[attr-defined]
    if old:
        model.objects.bulk_update(old, fields, batch_size=200)  # type: ignore[attr-defined]
