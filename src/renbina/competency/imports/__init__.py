"""What competency imports: its dictionary, what positions ask, and what was assessed; one module a topic."""

from renbina.competency.imports.assessments import assessment_import, assessments_of
from renbina.competency.imports.dictionary import dictionary_import
from renbina.competency.imports.names import LOADED, Names, names_of
from renbina.competency.imports.standards import closed_standards, open_standards, standards_import

__all__ = [
    "LOADED",
    "Names",
    "assessment_import",
    "assessments_of",
    "closed_standards",
    "dictionary_import",
    "names_of",
    "open_standards",
    "standards_import",
]
