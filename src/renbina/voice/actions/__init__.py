"""The writes of voice, by noun: the citizen's answer, the desk that handles it, services and what is published."""

from renbina.voice.actions.citizen import (
    AnswerEmpty,
    CodeUnknown,
    PointClosed,
    Receipt,
    ReopenRefused,
    reopen_feedback,
    submit_feedback,
)
from renbina.voice.actions.desk import (
    AnswerRefused,
    Promise,
    RemedyRefused,
    TriageRefused,
    answer_feedback,
    close_feedback,
    finish_remedy,
    triage_feedback,
)
from renbina.voice.actions.past import PastFeedback, PastMessage, PastPromise, load_feedback
from renbina.voice.actions.points import (
    PeriodNotOver,
    PointRefused,
    ServiceRefused,
    add_point,
    add_service,
    close_point,
    publish_satisfaction,
)

__all__ = [
    "AnswerEmpty",
    "AnswerRefused",
    "CodeUnknown",
    "PastFeedback",
    "PastMessage",
    "PastPromise",
    "PeriodNotOver",
    "PointClosed",
    "PointRefused",
    "Promise",
    "Receipt",
    "RemedyRefused",
    "ReopenRefused",
    "ServiceRefused",
    "TriageRefused",
    "add_point",
    "add_service",
    "answer_feedback",
    "close_feedback",
    "close_point",
    "finish_remedy",
    "load_feedback",
    "publish_satisfaction",
    "reopen_feedback",
    "submit_feedback",
    "triage_feedback",
]
