"""The writes of competency: dictionary, standards, assessments, and the gaps that follow; one module a topic."""

from renbina.competency.actions.assessments import (
    AssessmentRefused,
    AssessmentRow,
    apply_assessments,
    record_assessments,
)
from renbina.competency.actions.deciding import (
    ClassKey,
    NewStandard,
    end_class_standard,
    end_standard,
    set_class_standards,
    set_standard,
)
from renbina.competency.actions.dictionary import (
    Adopted,
    CompetencyRefused,
    CompetencyRow,
    EnglishRow,
    NewWords,
    adopt_entries,
    load_dictionary,
    reword,
    weigh_entries,
)
from renbina.competency.actions.dictionary_files import apply_dictionary
from renbina.competency.actions.form_2a import FormRefused, make_form_2a, take_self_assessments
from renbina.competency.actions.gaps import (
    refresh_gaps,
    refresh_gaps_later,
    refresh_leans,
    run_refresh,
)
from renbina.competency.actions.rating import (
    assess_self,
    rate_team,
)
from renbina.competency.actions.standards import (
    StandardRefused,
    StandardRow,
    apply_standards,
    load_standards,
    remember_spelling,
)

__all__ = [
    "Adopted",
    "AssessmentRefused",
    "AssessmentRow",
    "ClassKey",
    "CompetencyRefused",
    "CompetencyRow",
    "EnglishRow",
    "FormRefused",
    "NewStandard",
    "NewWords",
    "StandardRefused",
    "StandardRow",
    "adopt_entries",
    "apply_assessments",
    "apply_dictionary",
    "apply_standards",
    "assess_self",
    "end_class_standard",
    "end_standard",
    "load_dictionary",
    "load_standards",
    "make_form_2a",
    "rate_team",
    "record_assessments",
    "refresh_gaps",
    "refresh_gaps_later",
    "refresh_leans",
    "remember_spelling",
    "reword",
    "run_refresh",
    "set_class_standards",
    "set_standard",
    "take_self_assessments",
    "weigh_entries",
]
