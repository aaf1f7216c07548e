"""The only writes of the catalogue."""

from renbina.catalogue.actions.files import apply_cost_standards, apply_offers, apply_partners, apply_programmes
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
    "apply_cost_standards",
    "apply_offers",
    "apply_partners",
    "apply_programmes",
    "load_catalogue",
]
