"""The only writes of the catalogue."""

from renbina.catalogue.actions.load import CatalogueLoaded, UnknownReference, load_catalogue
from renbina.catalogue.actions.rows import AudienceRow, EffectRow, OfferRow, PartnerRow, ProgrammeRow

__all__ = [
    "AudienceRow",
    "CatalogueLoaded",
    "EffectRow",
    "OfferRow",
    "PartnerRow",
    "ProgrammeRow",
    "UnknownReference",
    "load_catalogue",
]
