"""The nine elements as a citizen is asked them, in plain words, and what is covered in a text."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from binacore.masking import Found
from binacore.skm import Element, Grade, WeightMode

Words = str | Promise

NAMES: Final[Mapping[Element, Words]] = {
    Element.REQUIREMENTS: _("Requirements"),
    Element.PROCEDURE: _("Procedure"),
    Element.TIME: _("Time"),
    Element.COST: _("Cost"),
    Element.PRODUCT: _("Result"),
    Element.COMPETENCE: _("Competence of staff"),
    Element.BEHAVIOUR: _("Behaviour of staff"),
    Element.COMPLAINTS: _("Complaints"),
    Element.FACILITIES: _("Facilities"),
}

# The question, and its answers from 4 (best) to 1.
QUESTIONS: Final[Mapping[Element, tuple[Words, tuple[Words, Words, Words, Words]]]] = {
    Element.REQUIREMENTS: (
        _("Were the requirements fitting for this service?"),
        (_("Very fitting"), _("Fitting"), _("Less fitting"), _("Not fitting")),
    ),
    Element.PROCEDURE: (
        _("Were the steps easy?"),
        (_("Very easy"), _("Easy"), _("Less easy"), _("Not easy")),
    ),
    Element.TIME: (
        _("Were you served fast?"),
        (_("Very fast"), _("Fast"), _("Less fast"), _("Not fast")),
    ),
    Element.COST: (
        _("Was the cost fair?"),
        (_("Very fair, or free"), _("Fair"), _("Less fair"), _("Not fair")),
    ),
    Element.PRODUCT: (
        _("Did you get what was promised?"),
        (_("Fully as promised"), _("As promised"), _("Less than promised"), _("Not as promised")),
    ),
    Element.COMPETENCE: (
        _("Did the officer know the work?"),
        (_("Knew it very well"), _("Knew it"), _("Knew it less well"), _("Did not know it")),
    ),
    Element.BEHAVIOUR: (
        _("Was the officer polite and friendly?"),
        (
            _("Very polite and friendly"),
            _("Polite and friendly"),
            _("Less polite and friendly"),
            _("Not polite and friendly"),
        ),
    ),
    Element.COMPLAINTS: (
        _("Are complaints handled well?"),
        (_("Very well"), _("Well"), _("Less well"), _("Not well")),
    ),
    Element.FACILITIES: (
        _("Are the place and its equipment good?"),
        (_("Very good"), _("Good"), _("Less good"), _("Not good")),
    ),
}

GRADES: Final[Mapping[str, tuple[Words, str]]] = {
    Grade.A: (_("very good"), "good"),
    Grade.B: (_("good"), "good"),
    Grade.C: (_("less than good"), "amber"),
    Grade.D: (_("not good"), "warn"),
}

WEIGHTS: Final[Mapping[str, Words]] = {
    WeightMode.EXACT: _("each element weighs exactly one ninth"),
    WeightMode.TWO: _("each element weighs 0.11, as many reports do"),
    WeightMode.THREE: _("each element weighs 0.111, as some reports do"),
    WeightMode.FOUR: _("each element weighs 0.1111, as some reports do"),
}

COVERED: Final[Mapping[Found, Words]] = {
    Found.NAME: _("[name]"),
    Found.NUMBER: _("[number]"),
    Found.PHONE: _("[phone]"),
    Found.EMAIL: _("[e-mail]"),
    Found.PLATE: _("[licence plate]"),
}
