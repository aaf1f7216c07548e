"""What planning imports: the goals a plan serves, the money that may pay for it, and its ceiling in each stage."""

from renbina.planning.imports.goals import goals_import
from renbina.planning.imports.money import ceilings_import, funds_import

__all__ = ["ceilings_import", "funds_import", "goals_import"]
