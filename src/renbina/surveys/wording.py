"""Codes and counts as sentences."""

from collections.abc import Callable, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.cells import UNANIMOUS
from binacore.disclosure import LEAST
from binacore.questionnaire import Fault, Questionnaire, Wrong
from binacore.survey import WORDS, Hidden
from renbina.foundation.links import absolute
from renbina.surveys.enums import Mode
from renbina.surveys.models import Campaign
from renbina.surveys.queries import CampaignPage
from renbina.ui import formats


def hidden_words(hidden: Hidden | None) -> str:
    """Why a figure is not shown; empty where it is."""
    if hidden is Hidden.FEW:
        return _("Fewer than %(least)s answers: not shown, so that nobody can be found out.") % {"least": LEAST}
    if hidden is Hidden.UNANIMOUS:
        words = _("Fewer than %(n)s people, all of the same mind: not shown, it would tell what each of them said.")
        return words % {"n": UNANIMOUS}
    if hidden is Hidden.WORDS:
        return _("Fewer than %(n)s answers in words: not shown, a style of writing can be known.") % {"n": WORDS}
    return ""


def results_heading(page: CampaignPage) -> str:
    """The one sentence of a campaign's page."""
    invited = page.campaign.invited
    if page.answered is None:
        words = _("At least %(rate)s%% of %(invited)s people have answered so far")
        return words % {"rate": page.rate, "invited": invited}
    words = ngettext(
        "%(answered)s of %(invited)s person answered", "%(answered)s of %(invited)s people answered", invited
    )
    return words % {"answered": page.answered, "invited": invited}


def fault_words(fault: Fault, content: Questionnaire) -> str:
    """What keeps a questionnaire from being asked: the place, what is wrong there, and what to do."""
    place = _place(fault.place, content)
    if fault.wrong is Wrong.UNTRANSLATED:
        language, _colon, part = fault.detail.partition(":")
        words = _("%(place)s: the translation (%(language)s) lacks %(part)s. Complete it, or remove the translation.")
        return words % {"place": place, "language": language, "part": _part(part)}
    other = _place(fault.detail, content) if fault.detail else ""
    return _SENTENCES[fault.wrong]() % {"place": place, "other": other, "answer": fault.answer}


_SENTENCES: Final[Mapping[Wrong, Callable[[], str]]] = {
    Wrong.EMPTY: lambda: _("This questionnaire has no questions yet. Add some first."),
    Wrong.TWICE: lambda: _("%(place)s: another question has the same code. Give each its own."),
    Wrong.UNKNOWN_ITEM: lambda: _("%(place)s depends on %(other)s, which does not exist. Choose an earlier question."),
    Wrong.LATER_ITEM: lambda: _("%(place)s depends on %(other)s, which is asked later. Move it, or choose another."),
    Wrong.NOT_DECIDING: lambda: _("%(place)s depends on %(other)s, but no answer there can decide. Choose another."),
    Wrong.NO_SUCH_ANSWER: lambda: _("%(place)s: %(other)s does not offer the answer “%(answer)s”. Choose one it has."),
    Wrong.CONTRADICTION: lambda: _(
        "%(place)s is never asked: its conditions on %(other)s contradict each other. Change one of them."
    ),
    Wrong.NEVER_ASKED: lambda: _("%(place)s depends on %(other)s, which is never asked. Mend that one first."),
}


def _place(place: str, content: Questionnaire) -> str:
    """A question by its number and words, a section by its heading."""
    if not place:
        return _("The beginning of the questionnaire")
    if place.startswith("#"):
        title = content.sections[int(place[1:]) - 1].title
        return _("Section %(number)s “%(title)s”") % {"number": place[1:], "title": title}
    found = next(((n, item) for n, item in enumerate(content.items, start=1) if item.code == place), None)
    if found is None:
        return f"“{place}”"
    text = found[1].text if len(found[1].text) <= 60 else found[1].text[:59].rstrip() + "…"
    return _("Question %(number)s “%(text)s”") % {"number": found[0], "text": text}


def _part(name: str) -> str:
    return {
        "name": _("the name"),
        "title": _("the heading"),
        "intro": _("the explanation"),
        "text": _("the question"),
        "choices": _("the choices"),
        "rows": _("the statements"),
        "low_label": _("what the lowest value means"),
        "high_label": _("what the highest value means"),
    }.get(name, name)


def invitation_letter(name: str, campaign: Campaign) -> tuple[str, str]:
    """Subject and text. It leads to the reader's list, behind their login: a letter holds no ticket."""
    words = _letter_words(name, campaign)
    subject = _("Your opinion is asked: %(title)s") % words
    text = _(
        "Dear %(name)s,\n\n%(agency)s asks you to answer “%(title)s” by %(day)s.\n\n%(mode)s\n\nYou find it here:"
        " %(link)s\n"
    )
    return subject, text % words


def reminder_letter(name: str, campaign: Campaign) -> tuple[str, str]:
    """Subject and text; without names everybody gets it, and it says why."""
    words = _letter_words(name, campaign)
    subject = _("Open until %(day)s: %(title)s") % words
    if campaign.is_anonymous:
        text = _(
            "Dear %(name)s,\n\n“%(title)s” is open until %(day)s. This letter goes to everybody who was asked, because"
            " nobody knows who has answered. If you have: thank you, there is nothing more to do.\n\nIf not:"
            " %(link)s\n"
        )
    else:
        text = _(
            "Dear %(name)s,\n\nyour answer to “%(title)s” is still missing; it is open until %(day)s. What you have"
            " entered so far is kept.\n\nGo on here: %(link)s\n"
        )
    return subject, text % words


def mode_promise(campaign: Campaign) -> str:
    """What becomes of the answerer's name, in one sentence."""
    if campaign.mode == Mode.ANONYMOUS:
        return _("The answers are anonymous: nobody can find out who gave which.")
    if campaign.mode == Mode.CONFIDENTIAL:
        return _("The answers are confidential: results are shown for groups of five or more, never with a name.")
    return _("The development analysts read the answers together with your name.")


def _letter_words(name: str, campaign: Campaign) -> dict[str, str]:
    path = reverse("surveys:mine")
    if not campaign.is_anonymous:
        path = reverse("surveys:answer-named", args=[campaign.public_id])
    return {
        "name": name,
        "title": campaign.title,
        "agency": campaign.agency.short_name,
        "day": formats.day(campaign.closes_on),
        "mode": mode_promise(campaign),
        "link": absolute(path) or _("Renbina, “My questionnaires”"),
    }
