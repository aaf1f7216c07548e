"""Reads of competency, access included; one module a topic."""

from renbina.competency.queries.assessments import (
    AssessmentLine,
    assessments_of_person,
)
from renbina.competency.queries.dictionary import (
    DictionaryEntry,
    LevelWords,
    Words,
    codes_of,
    competency_names,
    dictionary,
    entries,
    entry_for,
    families,
    versions_of,
    words_of,
    words_on,
)
from renbina.competency.queries.gaps import (
    TOP_PATH,
    GapRow,
    HeatCell,
    gap_count,
    gaps_by_unit,
    heat_cells,
    heat_cells_of,
    need_rows,
    unit_gap_rows,
)
from renbina.competency.queries.standards import (
    CLASSES,
    asked_levels,
    asking_positions,
    class_claims,
    own_contradictions,
)

__all__ = [
    "CLASSES",
    "TOP_PATH",
    "AssessmentLine",
    "DictionaryEntry",
    "GapRow",
    "HeatCell",
    "LevelWords",
    "Words",
    "asked_levels",
    "asking_positions",
    "assessments_of_person",
    "class_claims",
    "codes_of",
    "competency_names",
    "dictionary",
    "entries",
    "entry_for",
    "families",
    "gap_count",
    "gaps_by_unit",
    "heat_cells",
    "heat_cells_of",
    "need_rows",
    "own_contradictions",
    "unit_gap_rows",
    "versions_of",
    "words_of",
    "words_on",
]
