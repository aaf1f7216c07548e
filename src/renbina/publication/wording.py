"""What citizens read about elements, grades and how sure one is of an effect."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.skm import Element
from binacore.verdict import Verdict, Why
from renbina.ui import formats

Words = str | Promise

ELEMENTS: Final[Mapping[str, Words]] = {
    Element.REQUIREMENTS: gettext_lazy("Requirements"),
    Element.PROCEDURE: gettext_lazy("Procedure"),
    Element.TIME: gettext_lazy("Time"),
    Element.COST: gettext_lazy("Cost"),
    Element.PRODUCT: gettext_lazy("Result"),
    Element.COMPETENCE: gettext_lazy("Competence of staff"),
    Element.BEHAVIOUR: gettext_lazy("Behaviour of staff"),
    Element.COMPLAINTS: gettext_lazy("Complaints"),
    Element.FACILITIES: gettext_lazy("Facilities"),
    "skm": gettext_lazy("Satisfaction of citizens (SKM)"),
}

GRADES: Final[Mapping[str, tuple[Words, str]]] = {
    "A": (gettext_lazy("very good"), "good"),
    "B": (gettext_lazy("good"), "good"),
    "C": (gettext_lazy("less than good"), "amber"),
    "D": (gettext_lazy("not good"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure one is of a programme's effect: a word with its tone, and a sentence."""

    word: str
    tone: str
    sentence: str


def how_sure(verdict: Mapping[str, Any]) -> Sure:
    """Of one frozen verdict (`publication.actions.frozen`)."""
    programme = {"programme": verdict["programme"]}
    if verdict["verdict"] == Verdict.SUCCESS and verdict["rise"] is not None:
        numbers = {
            "rise": formats.signed(verdict["rise"], 2),
            "units": formats.number(verdict["units"]),
            "compared": formats.number(verdict["compared"]),
        }
        sentence = _(
            "After the training “%(programme)s” the figure moved by %(rise)s more in the %(units)s units "
            "that took part than in the %(compared)s that had not yet."
        )
        return Sure(_("fairly sure"), "good", sentence % (programme | numbers))
    if verdict["verdict"] == Verdict.NOT_SEEN:
        sentence = _("The training “%(programme)s” left no trace in what citizens say.")
        return Sure(_("no effect seen"), "warn", sentence % programme)
    if verdict["why"] == Why.BELOW_TARGET:
        sentence = _("It rose after the training “%(programme)s”, but less than was aimed for.")
    elif verdict["why"] in {Why.FEW_TRAINED, Why.FEW_COMPARED}:
        sentence = _("Too few units took part in “%(programme)s” to tell its effect from chance.")
    else:
        sentence = _("It cannot be told yet whether the training “%(programme)s” changed it.")
    return Sure(_("cannot be told yet"), "amber", sentence % programme)


def not_judged() -> Sure:
    """A change of which nobody has judged where it comes from."""
    return Sure(_("not judged yet"), "", "")
