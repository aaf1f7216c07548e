"""Results of a campaign: gathered, computed by the core, and shown; nothing of them is stored."""

from renbina.surveys.previews.reliability import ScaleReport, reliability_of
from renbina.surveys.previews.results import Filter, Results, Told, results_of
from renbina.surveys.previews.units import UnitLine, UnitReport, units_of

__all__ = [
    "Filter",
    "Results",
    "ScaleReport",
    "Told",
    "UnitLine",
    "UnitReport",
    "reliability_of",
    "results_of",
    "units_of",
]
