"""The writes of competency: dictionary, standards, assessments, and the gaps that follow; one module a topic."""

from renbina.competency.actions.assessments import (
    AssessmentRefused,
    AssessmentRow,
    apply_assessments,
    record_assessments,
)
from renbina.competency.actions.dictionary import (
    CompetencyRefused,
    CompetencyRow,
    load_dictionary,
)
from renbina.competency.actions.gaps import (
    refresh_gaps,
    refresh_gaps_later,
    run_refresh,
)
from renbina.competency.actions.standards import (
    StandardRefused,
    StandardRow,
    apply_standards,
    load_standards,
    remember_spelling,
)

__all__ = [
    "AssessmentRefused",
    "AssessmentRow",
    "CompetencyRefused",
    "CompetencyRow",
    "StandardRefused",
    "StandardRow",
    "apply_assessments",
    "apply_standards",
    "load_dictionary",
    "load_standards",
    "record_assessments",
    "refresh_gaps",
    "refresh_gaps_later",
    "remember_spelling",
    "run_refresh",
]
