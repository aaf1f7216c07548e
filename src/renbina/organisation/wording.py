"""Sentences of the organisation: why somebody is the superior, what is wrong, and what happened to a unit."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from binacore.superiors import Why
from renbina.organisation.enums import Standing, UnitEvent
from renbina.organisation.models import Substitution, UnitChange

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


_EVENTS: Final = {
    UnitEvent.OPENED: gettext_noop("%(unit)s was opened."),
    UnitEvent.RENAMED: gettext_noop("Until then it was called %(old)s."),
    UnitEvent.MOVED: gettext_noop("Until then it stood below %(parent)s."),
    UnitEvent.MERGED: gettext_noop("%(unit)s was merged into %(other)s."),
    UnitEvent.SPLIT: gettext_noop("%(unit)s was split from %(other)s."),
    UnitEvent.CLOSED: gettext_noop("%(unit)s was closed."),
}


def change_words(change: UnitChange) -> str:
    """What happened to a unit, as a sentence; needs `unit`, `other` and `old_parent`."""
    words = {
        "unit": change.old_name,
        "old": change.old_name,
        "parent": change.old_parent.name if change.old_parent else _("no other unit"),
        "other": change.other.name if change.other else "",
    }
    return _(_EVENTS[UnitEvent(change.kind)]) % words


_STANDING: Final = {Standing.PLH: "Plh.", Standing.PLT: "Plt.", Standing.DELEGATION: gettext_noop("Delegation:")}


def office_words(row: Substitution) -> str:
    """`Plh. Sekretaris Daerah`; needs `position`."""
    return f"{_(_STANDING[Standing(row.kind)])} {row.position.title}"
