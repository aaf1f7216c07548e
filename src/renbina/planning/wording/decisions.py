"""Where a plan stands on its way to a decree, and what was decided, in words."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.approval import Verb
from renbina.foundation.links import absolute
from renbina.organisation.enums import AgencyKind
from renbina.planning.enums import PlanStatus, Step
from renbina.planning.models import Plan
from renbina.planning.queries import Approval, DecisionLine
from renbina.ui import formats

_PPK: Final = {
    AgencyKind.CITY: gettext_lazy("the mayor"),
    AgencyKind.REGENCY: gettext_lazy("the regent"),
    AgencyKind.PROVINCE: gettext_lazy("the governor"),
}
_TAKEN: Final = {
    Step.PROPOSE: gettext_lazy("Went to the Sekda"),
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
    Verb.SET: gettext_lazy("Set it by decree"),
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
    return _standing(found) % {"year": year, "ppk": ppk_words(kind)}


def _standing(found: Approval) -> str:
    if Verb.ENDORSE in found.may:
        return _("The plan %(year)s waits for your agreement")
    if Verb.SET in found.may:
        return _("The plan %(year)s waits for your decree")
    if found.state == PlanStatus.PROPOSED:
        return _("The plan %(year)s waits for the Sekda")
    if found.state == PlanStatus.ENDORSED:
        return _("The plan %(year)s waits for %(ppk)s")
    if found.state == PlanStatus.APPROVED:
        return _("The plan %(year)s is in force")
    if found.sent_back is not None:
        return _("The plan %(year)s was sent back")
    if found.newer:
        return _("A newer version of the plan %(year)s is a draft")
    return _("The plan %(year)s is a draft")


def decree_words(line: DecisionLine) -> str:
    """Number and day of the decree."""
    if line.dated is None:
        return ""
    return _("Decree number %(number)s of %(day)s") % {"number": line.number, "day": formats.day(line.dated)}


def letter_words(plan: Plan, step: Step) -> tuple[str, str]:
    """Subject and text to those whose move it is after this step, or who put the plan forward."""
    subject = {
        Step.PROPOSE: _("The plan %(year)s waits for your agreement"),
        Step.ENDORSE: _("The plan %(year)s waits for your decree"),
        Step.SEND_BACK: _("The plan %(year)s was sent back"),
        Step.SET: _("The plan %(year)s is in force"),
    }[step] % {"year": plan.year}
    text = _("%(title)s: the page of the decision shows what was said and what can be done now.\n")
    address = absolute(reverse("planning:plan-approval", args=[plan.public_id]))
    words = text % {"title": plan.title}
    return subject, f"{words}\n{address}\n" if address else words


def step_words(line: DecisionLine, when: str) -> StepWords:
    """`when`: the moment in the agency's time, in words."""
    tone = {Step.SET: "good", Step.SEND_BACK: "warn"}.get(line.step, "")
    return StepWords(str(_TAKEN[line.step]), line.by_name, when, decree_words(line), line.note, tone)
