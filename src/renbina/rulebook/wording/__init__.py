"""Words for rules: titles, units, confidence and values, so that nothing on the page reads like code."""

from renbina.rulebook.wording.names import CONFIDENCE, TITLES, TOPICS, UNITS, WORDS, title_words, word
from renbina.rulebook.wording.values import Grid, Shown, shown_value, value_words

__all__ = [
    "CONFIDENCE",
    "TITLES",
    "TOPICS",
    "UNITS",
    "WORDS",
    "Grid",
    "Shown",
    "shown_value",
    "title_words",
    "value_words",
    "word",
]
