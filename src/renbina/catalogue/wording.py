"""Whom a programme is for, in the words of the agency's own position titles."""

from collections.abc import Iterable

from renbina.organisation.enums import POSITION_LEVELS
from renbina.organisation.queries.families import family_name as family_name


def level_names(levels: Iterable[str]) -> tuple[str, ...]:
    """Official names of classes of positions; an unknown one as it is written."""
    return tuple(POSITION_LEVELS.get(level, level) for level in levels)
