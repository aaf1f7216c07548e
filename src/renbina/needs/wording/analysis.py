"""Sentences of the needs room: the questions of a talk and of the gate, and why proposals look alike."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from binacore.alike import Pair
from binacore.gate import Cause
from renbina.needs.queries.cycles import StageLine
from renbina.ui import formats

QUESTIONS: Final[Mapping[Cause, str | Promise]] = {
    Cause.COMPETENCE: gettext_lazy("How often because people did not know how to do it?"),
    Cause.TOOLS: gettext_lazy("How often because of tools, material, network or place?"),
    Cause.RULES: gettext_lazy("How often because procedure or rules were unclear or stood in the way?"),
    Cause.STAFFING: gettext_lazy("How often because there were too few people?"),
    Cause.MOTIVE: gettext_lazy("How often because nobody minds whether it is done well?"),
}
GUIDE: Final = (
    gettext_lazy("Tell about a day on which work went well, and about one on which it got stuck."),
    gettext_lazy("When it got stuck: what was missing, unclear, or not known?"),
    gettext_lazy("The last training: what did you use afterwards, what not, and why?"),
    gettext_lazy("Who is sent to training, and how is that decided?"),
    gettext_lazy("If one thing could change next year: which?"),
)


def guide(subjects: Iterable[str] = ()) -> str:
    """The ready-made guide, one question a line, in the active language; one about each subject goes before it."""
    about = _("%(subject)s: what of it goes well, and where do you get stuck?")
    return "\n".join([*(about % {"subject": each} for each in subjects), *map(str, GUIDE)])


def why_alike(pair: Pair) -> str:
    """By what two proposals look like one."""
    parts = []
    if pair.same_programme:
        parts.append(_("same programme"))
    if pair.words:
        parts.append(_("%(share)s of the words in common") % {"share": formats.percent(pair.words, 0)})
    parts.append(_("same part of the agency") if pair.same_family else _("same number of people"))
    return ", ".join(parts)


def stage_due(stage: str, year: int, left: int) -> str:
    """A stage of the analysis and how far its last day is."""
    return _("Needs analysis %(year)s, “%(stage)s”: %(left)s") % {
        "year": year, "stage": stage, "left": working_days(left),
    }  # fmt: skip


def stage_letter(name: str, line: StageLine, year: int) -> tuple[str, str]:
    """Subject and text of the reminder to who answers for a stage."""
    words = {
        "name": name, "stage": line.stage.label, "year": year, "day": formats.day(line.last), "owner": line.owner,
        "left": working_days(line.left),
    }  # fmt: skip
    text = _(
        "Dear %(name)s,\n\nthe stage “%(stage)s” of the needs analysis for %(year)s is with you (%(owner)s). Its last"
        " day is %(day)s: %(left)s. The stages after it cannot begin before it is done. What to do stands in Renbina"
        " under “Needs”.\n"
    )
    return stage_due(str(line.stage.label), year, line.left), text % words


def working_days(left: int) -> str:
    """How far a last day is: working days left, today, or late."""
    if left < 0:
        return ngettext("%(n)s working day late", "%(n)s working days late", -left) % {"n": formats.number(-left)}
    if left == 0:
        return _("last working day today")
    return ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": formats.number(left)}
