"""The writes of performance, by noun."""

from renbina.performance.actions.coaching import NewCoaching, end_coaching, note_check_in, start_coaching
from renbina.performance.actions.history import (
    Past,
    PastCheckIn,
    PastCoaching,
    PastPeriod,
    PastRating,
    PastRecognition,
    load_performance,
)
from renbina.performance.actions.letters import send_morning_letters
from renbina.performance.actions.periods import close_period, open_period
from renbina.performance.actions.ratings import apply_predicates, rate, respond
from renbina.performance.actions.recognition import (
    decide_award,
    nominate_for_award,
    propose_award,
    return_nomination,
)
from renbina.performance.actions.refusals import (
    CheckInRefused,
    CoachingRefused,
    DecisionRefused,
    PeriodRefused,
    RatingRefused,
    RecognitionRefused,
    ResponseRefused,
)

__all__ = [
    "CheckInRefused",
    "CoachingRefused",
    "DecisionRefused",
    "NewCoaching",
    "Past",
    "PastCheckIn",
    "PastCoaching",
    "PastPeriod",
    "PastRating",
    "PastRecognition",
    "PeriodRefused",
    "RatingRefused",
    "RecognitionRefused",
    "ResponseRefused",
    "apply_predicates",
    "close_period",
    "decide_award",
    "end_coaching",
    "load_performance",
    "nominate_for_award",
    "note_check_in",
    "open_period",
    "propose_award",
    "rate",
    "respond",
    "return_nomination",
    "send_morning_letters",
    "start_coaching",
]
