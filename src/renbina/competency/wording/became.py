"""What became of the answers to form 2a, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.competency.queries.became import Became, Unused
from renbina.ui import formats

SHOWN = 5  # competencies of which nothing came, by name


def became_title(found: Became) -> str:
    """What came of them, in one line."""
    if found.waiting:
        return _("The answers are becoming self-assessments")
    if not found.assessments:
        return _("No self-assessment came of the answers")
    words = ngettext(
        "%(n)s self-assessment came of the answers", "%(n)s self-assessments came of the answers", found.assessments
    )
    return words % {"n": formats.number(found.assessments)}


def became_sentences(found: Became) -> tuple[str, ...]:
    """Of how many people, what is still to come, what was not used and why."""
    said = []
    if not found.answers:
        return (_("Nobody had sent an answer. What was begun and not sent is no answer."),)
    if found.assessments:
        words = ngettext(
            "They are of %(people)s person; %(answers)s answered.",
            "They are of %(people)s people; %(answers)s answered.",
            found.people,
        )
        said.append(words % {"people": formats.number(found.people), "answers": formats.number(found.answers)})
    if found.waiting:
        words = ngettext(
            "%(n)s is being taken over. Load the page anew in a minute.",
            "%(n)s are being taken over. Load the page anew in a minute.",
            found.waiting,
        )
        said.append(words % {"n": formats.number(found.waiting)})
    said += [_unused(name, why, n) for name, why, n in found.unused[:SHOWN]]
    if len(found.unused) > SHOWN:
        more = len(found.unused) - SHOWN
        said.append(ngettext("And %(n)s more like these.", "And %(n)s more like these.", more) % {"n": more})
    if not found.unused and not found.waiting:
        said.append(_("Every answer was used. What was begun and not sent is no answer."))
    return tuple(said)


def _unused(name: str, why: Unused, n: int) -> str:
    counted = ngettext("%(n)s answer not used", "%(n)s answers not used", n) % {"n": formats.number(n)}
    reason = {
        Unused.GONE: _("the dictionary holds this competency no longer"),
        Unused.WORDS: _("the dictionary describes it otherwise than the form asked"),
        Unused.SILENT: _("none of its questions was answered"),
    }[why]
    return _("%(name)s: %(counted)s, because %(reason)s.") % {"name": name, "counted": counted, "reason": reason}
