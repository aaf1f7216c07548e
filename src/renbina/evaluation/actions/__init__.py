"""The writes of evaluation; one module a topic."""

from renbina.evaluation.actions.findings import (
    FindingRefused,
    FollowUpRefused,
    NewFollowUp,
    add_follow_up,
    finish_follow_up,
    record_finding,
    weigh_finding,
)
from renbina.evaluation.actions.reactions import ask_participants
from renbina.evaluation.actions.scores import PastScore, ScoresRefused, load_scores, offer_more, save_scores
from renbina.evaluation.actions.targets import PastTarget, TargetRefused, TargetTooLate, load_targets, set_target
from renbina.evaluation.actions.testing import ExamRefused, ask_test, finish_test, take_points

__all__ = [
    "ExamRefused",
    "FindingRefused",
    "FollowUpRefused",
    "NewFollowUp",
    "PastScore",
    "PastTarget",
    "ScoresRefused",
    "TargetRefused",
    "TargetTooLate",
    "add_follow_up",
    "ask_participants",
    "ask_test",
    "finish_follow_up",
    "finish_test",
    "load_scores",
    "load_targets",
    "offer_more",
    "record_finding",
    "save_scores",
    "set_target",
    "take_points",
    "weigh_finding",
]
