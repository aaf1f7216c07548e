"""Reads of planning, access included. What the pages and the documents show comes from the same functions."""

from renbina.planning.queries.decisions import (
    Approval,
    DecisionLine,
    approval_of,
    plan_in_force,
)
from renbina.planning.queries.document import (
    DocumentMaterial,
    document_material,
)
from renbina.planning.queries.goals import (
    GoalNode,
    IndicatorNode,
    goal_tree,
    history_of,
    programme_names,
)
from renbina.planning.queries.lines import (
    STAGE_ORDER,
    PlanLine,
    RowLine,
    latest_plan,
    latest_plan_of,
    plan_for,
    plan_lines,
    row_lines,
)
from renbina.planning.queries.people import (
    PersonReasons,
    PersonSearch,
    ReasonLine,
    Seat,
    as_seats,
    person_reasons,
    person_search,
    placed_counts,
    seat_rows,
    seats_of,
)
from renbina.planning.queries.plan import (
    Going,
    Inputs,
    PlanPage,
    ProgrammeInPlan,
    plan_page,
    programme_in_plan,
)

__all__ = [
    "STAGE_ORDER",
    "Approval",
    "DecisionLine",
    "DocumentMaterial",
    "GoalNode",
    "Going",
    "IndicatorNode",
    "Inputs",
    "PersonReasons",
    "PersonSearch",
    "PlanLine",
    "PlanPage",
    "ProgrammeInPlan",
    "ReasonLine",
    "RowLine",
    "Seat",
    "approval_of",
    "as_seats",
    "document_material",
    "goal_tree",
    "history_of",
    "latest_plan",
    "latest_plan_of",
    "person_reasons",
    "person_search",
    "placed_counts",
    "plan_for",
    "plan_in_force",
    "plan_lines",
    "plan_page",
    "programme_in_plan",
    "programme_names",
    "row_lines",
    "seat_rows",
    "seats_of",
]
