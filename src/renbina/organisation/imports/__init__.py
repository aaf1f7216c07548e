"""What the organisation imports: people, units, positions, superiors. One declaration a kind."""

from renbina.organisation.imports.roster import people_import, roster_import
from renbina.organisation.imports.structure import positions_import, units_import
from renbina.organisation.imports.superiors import superiors_import

__all__ = ["people_import", "positions_import", "roster_import", "superiors_import", "units_import"]
