"""Reads of competency, access included; one module a topic."""

from renbina.competency.queries.assessments import (
    AssessmentLine,
    assessments_of_person,
)
from renbina.competency.queries.dictionary import (
    DictionaryEntry,
    codes_of,
    competency_names,
    dictionary,
)
from renbina.competency.queries.gaps import (
    TOP_PATH,
    GapRow,
    HeatCell,
    gap_count,
    gaps_by_unit,
    heat_cells,
    heat_cells_of,
    unit_gap_rows,
)

__all__ = [
    "TOP_PATH",
    "AssessmentLine",
    "DictionaryEntry",
    "GapRow",
    "HeatCell",
    "assessments_of_person",
    "codes_of",
    "competency_names",
    "dictionary",
    "gap_count",
    "gaps_by_unit",
    "heat_cells",
    "heat_cells_of",
    "unit_gap_rows",
]
