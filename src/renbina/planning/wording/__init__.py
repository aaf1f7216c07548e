"""Codes and figures -> translated sentences."""

from renbina.planning.wording.figures import (
    KpiWords,
    headline,
    kpis,
    manual_words,
    next_money_words,
    notices,
    share_of,
)
from renbina.planning.wording.reasons import (
    PLANNER_CODES,
    Spoken,
    left_out_words,
    limit_words,
    method_words,
    month_words,
    proof_words,
    spoken,
)

__all__ = [
    "PLANNER_CODES",
    "KpiWords",
    "Spoken",
    "headline",
    "kpis",
    "left_out_words",
    "limit_words",
    "manual_words",
    "method_words",
    "month_words",
    "next_money_words",
    "notices",
    "proof_words",
    "share_of",
    "spoken",
]
