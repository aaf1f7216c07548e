"""What the catalogue imports: partners, programmes, what is on offer in a year, cost standards."""

from renbina.catalogue.imports.costs import cost_standards_import
from renbina.catalogue.imports.offers import offers_import
from renbina.catalogue.imports.partners import partners_import
from renbina.catalogue.imports.programmes import programmes_import

__all__ = ["cost_standards_import", "offers_import", "partners_import", "programmes_import"]
