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
    "not_yet": Message(_("The day %(day)s is still to come."), _("Correct the date.")),
    "valid_until_before": Message(
        _("It would end on %(day)s, before it begins."), _("Correct one of the two days.")
    ),
    "expired": Message(
        _("It has not counted any more since %(day)s."), _("Nothing to do; it is kept in the history.")
    ),
}  # fmt: skip
