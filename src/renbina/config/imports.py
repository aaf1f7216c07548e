"""What can be imported: the one list, composed of the rooms' declarations."""

from renbina.catalogue.actions import apply_cost_standards, apply_offers, apply_partners, apply_programmes
from renbina.catalogue.imports import cost_standards_import, offers_import, partners_import, programmes_import
from renbina.competency.actions import apply_assessments, apply_dictionary, apply_standards, remember_spelling
from renbina.competency.imports import assessment_import, dictionary_import, standards_import
from renbina.foundation.imports import ImportKind
from renbina.needs.actions import apply_proposals
from renbina.needs.imports import proposals_import
from renbina.organisation.actions import apply_positions, apply_roster, apply_superiors, apply_units
from renbina.organisation.actions import remember_spelling as remember_place
from renbina.organisation.imports import (
    people_import,
    positions_import,
    roster_import,
    superiors_import,
    units_import,
)
from renbina.performance.actions import apply_predicates
from renbina.performance.imports import performance_import
from renbina.planning.actions import apply_ceilings, apply_funds, apply_goals
from renbina.planning.imports import ceilings_import, funds_import, goals_import
from renbina.records.actions import apply_learning
from renbina.records.imports import learning_import

# In the order in which a new agency needs them: what a file names must be there before.
_KINDS = (
    units_import(apply_units),
    positions_import(apply_positions),
    roster_import(apply_roster, remember_place),
    superiors_import(apply_superiors),
    people_import(apply_roster),
    dictionary_import(apply_dictionary),
    standards_import(apply_standards, remember_spelling),
    assessment_import(apply_assessments, remember_spelling),
    learning_import(apply_learning),
    partners_import(apply_partners),
    programmes_import(apply_programmes),
    offers_import(apply_offers),
    cost_standards_import(apply_cost_standards),
    proposals_import(apply_proposals),
    goals_import(apply_goals),
    funds_import(apply_funds),
    ceilings_import(apply_ceilings),
    performance_import(apply_predicates),
)
IMPORTS: dict[str, ImportKind] = {kind.key: kind for kind in _KINDS}
