"""Reads of evaluation, access included; one module a topic."""

from renbina.evaluation.queries.follow_ups import (
    FollowUpCounts,
    FollowUpRow,
    finding_for,
    findings_of,
    follow_up_counts,
    follow_up_for,
    follow_up_row,
    follow_up_rows,
    overdue_follow_ups,
)
from renbina.evaluation.queries.programmes import first_class_on, programme_for, targets_until, years
from renbina.evaluation.queries.reports import Reports, reports_of
from renbina.evaluation.queries.scores import (
    ClassTest,
    NextProgrammes,
    OwnScore,
    ScoreRow,
    class_tests,
    next_programmes,
    own_scores,
    score_rows,
    scored_batch,
    subject_of_test,
)

__all__ = [
    "ClassTest",
    "FollowUpCounts",
    "FollowUpRow",
    "NextProgrammes",
    "OwnScore",
    "Reports",
    "ScoreRow",
    "class_tests",
    "finding_for",
    "findings_of",
    "first_class_on",
    "follow_up_counts",
    "follow_up_for",
    "follow_up_row",
    "follow_up_rows",
    "next_programmes",
    "overdue_follow_ups",
    "own_scores",
    "programme_for",
    "reports_of",
    "score_rows",
    "scored_batch",
    "subject_of_test",
    "targets_until",
    "years",
]
