"""Sentences of the organisation: why somebody is the superior, what is wrong, and what happened to a unit."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from binacore.superiors import Why

_WHY: Final = {
    Why.UNIT_HEAD: gettext_noop("Head of %(unit)s, the person's own unit."),
    Why.HEAD_ABOVE: gettext_noop("Head of %(unit)s, the nearest unit above that has a head."),
    Why.NO_HEAD_HERE: gettext_noop("The person's own unit has no head; %(unit)s is the nearest above that has one."),
    Why.TOP_OFFICIAL: gettext_noop("Heads of perangkat daerah are rated by the regional secretary."),
    Why.IS_TOP: gettext_noop("Rated by the mayor, regent or governor."),
    Why.NOBODY: gettext_noop("No unit above has a head."),
}


def why_words(why: Why, unit_name: str = "") -> str:
    """The rule that gave a superior, as a sentence."""
    return _(_WHY[why]) % {"unit": unit_name}
