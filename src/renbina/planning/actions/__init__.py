"""The only writes of planning."""

from renbina.planning.actions.load import (
    ActivityIsProgramme,
    PlanningReferenceUnknown,
    load_activities,
    load_calendar,
    load_funds,
    load_goals,
    load_history,
    load_plans,
)
from renbina.planning.actions.rows import (
    ActivityLine,
    CalendarLine,
    FundLine,
    GoalLine,
    HistoryLine,
    IndicatorLine,
    PlanLine,
)
from renbina.planning.actions.run import (
    KIND,
    STAGES,
    PlanNotComputable,
    ProblemNotKept,
    RunAlreadyGoing,
    compute_run,
    request_run,
    result_url,
    save_problem_folder,
)

__all__ = [
    "KIND",
    "STAGES",
    "ActivityIsProgramme",
    "ActivityLine",
    "CalendarLine",
    "FundLine",
    "GoalLine",
    "HistoryLine",
    "IndicatorLine",
    "PlanLine",
    "PlanNotComputable",
    "PlanningReferenceUnknown",
    "ProblemNotKept",
    "RunAlreadyGoing",
    "compute_run",
    "load_activities",
    "load_calendar",
    "load_funds",
    "load_goals",
    "load_history",
    "load_plans",
    "request_run",
    "result_url",
    "save_problem_folder",
]
