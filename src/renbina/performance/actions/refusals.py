"""What the writes of performance refuse, by name."""

from renbina.foundation.errors import Refused


class PeriodRefused(Refused):
    """A period that has not ended, exists already, or is closed."""


class RatingRefused(Refused):
    """A rating in a closed period, with an unknown word, or without the reason that is due."""


class ResponseRefused(Refused):
    """An empty answer, or a second one after the period was closed."""


class CoachingRefused(Refused):
    """A coaching plan that is not due, exists already, or lacks words or days that make sense."""


class CheckInRefused(Refused):
    """A check-in without words, before its plan, in the future, or of a plan that has ended."""


class RecognitionRefused(Refused):
    """A nomination that the rules do not allow."""


class DecisionRefused(Refused):
    """A step that was taken already, or that this person may not take because of the two-person rule."""
