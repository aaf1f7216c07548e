"""What is said of rows that competency holds."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from renbina.foundation.imports import Message

MESSAGES: Final[Mapping[str, Message]] = {
    "person_unknown": Message(
        _("Nobody of this agency has this NIP."), _("Correct the NIP, or load the roster first.")
    ),
    "position_unknown": Message(
        _("No position is called “%(value)s”."),
        _("Choose one of the nearest names, or add the position with its standard first."),
    ),
    "competency_unknown": Message(
        _("No competency of the dictionary is called “%(value)s” or has this code."),
        _("Choose one of the nearest names, or add it to the dictionary first."),
    ),
    "other_name": Message(
        _("The file writes “%(written)s”; it was taken for “%(value)s”."),
        _("Nothing to do if that is right; otherwise correct the name in the file."),
    ),
    "competency_ambiguous": Message(
        _("“%(value)s” can be %(count)s different competencies."), _("Write the code of the one that is meant.")
    ),
    "score_not_level": Message(
        _("%(value)s is a score of another scale, not a level."),
        _("Write the level from 0 to 5 that stands in the report. Renbina never works one out of a score."),
    ),
    "newer_standard": Message(
        _("A standard from %(day)s stands already for this position and competency."),
        _("Write a day on or after it, or leave the column empty."),
    ),
    "other_level": Message(
        _("Until %(day)s this position asks level %(level)s by a dated standard of its own; two cannot hold at once."),
        _("Write a day on or after it, or change that standard on the page of the position."),
    ),
    "entry_differs": Message(
        _("The rows of %(entry)s say different things here."),
        _("Write the same in each of its rows, or in one and leave the others empty."),
    ),
    "entry_new": Message(
        _("%(entry)s is new, and no row says this of it."), _("Fill this column in at least one of its rows.")
    ),
    "level_needed": Message(
        _("The row does not say which level it describes."), _("Write a level from 1 to 5, a row for each.")
    ),
    "level_without_words": Message(
        _("Nothing says what this level looks like."), _("Describe the level in a sentence.")
    ),
    "levels_missing": Message(
        _("A competency has five levels; what is good of this file leaves out %(levels)s."),
        _("Add rows for these levels, or correct those that are held."),
    ),
    "english_alone": Message(
        _("There is English here and no Indonesian beside it."), _("Write the Indonesian too.")
    ),
    "behaviour_skipped": Message(
        _("A behaviour further on is filled and this one is not."), _("Leave no gap between behaviours.")
    ),
    "words_used_today": Message(
        _("The words that stand began today, or people were assessed against them today."),
        _("Bring other words in tomorrow; today’s assessments keep the old ones."),
    ),
    "not_yet": Message(_("The day %(day)s is still to come."), _("Correct the date.")),
    "valid_until_before": Message(
        _("It would end on %(day)s, before it begins."), _("Correct one of the two days.")
    ),
    "expired": Message(
        _("It has not counted any more since %(day)s."), _("Nothing to do; it is kept in the history.")
    ),
}  # fmt: skip
