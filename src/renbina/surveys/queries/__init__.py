"""Reads of surveys. Every page is one call that answers with frozen rows; access is part of each."""

from renbina.surveys.queries.answering import (
    AnswerPage,
    NamedPage,
    Waiting,
    answer_page,
    items_of,
    named_page,
    waiting_count,
    waiting_for,
)

__all__ = [
    "AnswerPage",
    "NamedPage",
    "Waiting",
    "answer_page",
    "items_of",
    "named_page",
    "waiting_count",
    "waiting_for",
]
