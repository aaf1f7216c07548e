"""Where a plan stands on its way to a decree, and what was decided, in words."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.approval import Verb
from renbina.organisation.enums import AgencyKind
from renbina.planning.enums import PlanStatus, Step
from renbina.planning.queries import Approval, DecisionLine
from renbina.ui import formats

_PPK: Final = {
    AgencyKind.CITY: gettext_lazy("the mayor"),
    AgencyKind.REGENCY: gettext_lazy("the regent"),
    AgencyKind.PROVINCE: gettext_lazy("the governor"),
}
_TAKEN: Final = {
    Step.PROPOSE: gettext_lazy("Put before the Sekda"),
    Step.WITHDRAW: gettext_lazy("Taken back"),
    Step.ENDORSE: gettext_lazy("Agreed by the Sekda"),
    Step.SEND_BACK: gettext_lazy("Sent back to be changed"),
    Step.SET: gettext_lazy("Set by decree"),
}
_BUTTON: Final = {
    Verb.PROPOSE: gettext_lazy("Put before the Sekda"),
    Verb.WITHDRAW: gettext_lazy("Take back"),
    Verb.ENDORSE: gettext_lazy("Agree"),
    Verb.SEND_BACK: gettext_lazy("Send back"),
    Verb.SET: gettext_lazy("Set by decree"),
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step that was taken, ready to be read."""

    what: str
    who: str
    when: str
    decree: str
    note: str
    tone: str


def ppk_words(kind: str) -> str:
    """Who sets the plan in this kind of agency."""
    return str(_PPK[AgencyKind(kind)])


def button_words(verb: Verb) -> str:
    return str(_BUTTON[verb])


def standing_words(year: int, kind: str, found: Approval) -> str:
    """The heading of the page: whose move it is."""
    words = {"year": year, "ppk": ppk_words(kind)}
    yours = set(found.may) - {Verb.WITHDRAW}
    if found.state == PlanStatus.PROPOSED:
        return (
            _("The plan %(year)s waits for your agreement") if yours else _("The plan %(year)s waits for the Sekda")
        ) % words
    if found.state == PlanStatus.ENDORSED:
        return (
            _("The plan %(year)s waits for your decree") if yours else _("The plan %(year)s waits for %(ppk)s")
        ) % words
    if found.state == PlanStatus.APPROVED and found.decree is not None:
        return _("The plan %(year)s is in force") % words
    if found.sent_back is not None:
        return _("The plan %(year)s was sent back") % words
    if found.newer:
        return _("A newer version of the plan %(year)s is a draft") % words
    return _("The plan %(year)s is a draft") % words


def decree_words(line: DecisionLine) -> str:
    """Number and day of the decree."""
    if line.dated is None:
        return ""
    return _("Decree number %(number)s of %(day)s") % {"number": line.number, "day": formats.day(line.dated)}


def step_words(line: DecisionLine, when: str) -> StepWords:
    """`when`: the moment in the agency's time, in words."""
    who = f"{line.by_name}, {line.behalf}" if line.behalf else line.by_name
    tone = {Step.SET: "good", Step.SEND_BACK: "warn"}.get(line.step, "")
    return StepWords(str(_TAKEN[line.step]), who, when, decree_words(line), line.note, tone)
