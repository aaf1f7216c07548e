"""How a rater leans, in words. Always with its uncertainty, and never as a verdict about the person."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.competency.models import RaterLean
from renbina.ui import formats

SAME_FROM = 8  # ratings from which one level for everybody is worth a word


@dataclass(frozen=True, slots=True)
class LeanWords:
    """A headline, what it rests on, and whether it is worth a second look."""

    headline: str
    detail: str
    striking: bool


def own_words(lean: RaterLean) -> LeanWords:
    """To the rater."""
    if not lean.shared:
        return LeanWords(_("Your values cannot be compared yet"), _nothing_shared(lean), False)
    if not lean.is_clear:
        return LeanWords(_("Your values agree with other proof"), _rests_on(lean), False)
    size = formats.number(abs(lean.lean), 1)
    words = (
        _("Your values lie about %(size)s levels above other proof. Check?")
        if lean.lean > 0
        else _("Your values lie about %(size)s levels below other proof. Check?")
    )
    return LeanWords(words % {"size": size}, _rests_on(lean), True)


def size_words(lean: RaterLean) -> str:
    """ "1,2 levels generous", where that is clear."""
    if not lean.shared:
        return _("cannot be said")
    if not lean.is_clear:
        return _("no clear lean")
    words = _("%(size)s levels generous") if lean.lean > 0 else _("%(size)s levels harsh")
    return words % {"size": formats.number(abs(lean.lean), 1)}


def interval(lean: RaterLean) -> str:
    words = _("%(low)s to %(high)s")
    return words % {"low": formats.signed(lean.low, 1), "high": formats.signed(lean.high, 1)} if lean.shared else "–"


def pattern(lean: RaterLean) -> str:
    """What is striking about the values themselves, whoever is right."""
    if lean.ratings < SAME_FROM:
        return ""
    if lean.at_standard == lean.ratings:
        return _("Everybody exactly at the standard")
    if lean.same == lean.ratings:
        return _("The same level for everybody")
    return ""


def _rests_on(lean: RaterLean) -> str:
    words = ngettext(
        "Compared on %(n)s level that others found too; with 95 %% certainty between %(low)s and %(high)s levels.",
        "Compared on %(n)s levels that others found too; with 95 %% certainty between %(low)s and %(high)s levels.",
        lean.shared,
    )
    told = words % {
        "n": formats.number(lean.shared),
        "low": formats.signed(lean.low, 1),
        "high": formats.signed(lean.high, 1),
    }
    return f"{told} {_('It is only said; no value of yours is changed.')}"


def _nothing_shared(lean: RaterLean) -> str:
    words = ngettext(
        "Nobody else assessed the same person in the same competency (%(n)s value of yours).",
        "Nobody else assessed the same people in the same competencies (%(n)s values of yours).",
        lean.ratings,
    )
    return words % {"n": formats.number(lean.ratings)}
