"""Codes and counts as sentences."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.cells import UNANIMOUS
from binacore.disclosure import LEAST
from binacore.questionnaire import NO, YES, Clause, Fault, Questionnaire, Wrong
from binacore.questionnaire_files import Bad, Complaint
from binacore.survey import WORDS, Hidden
from renbina.foundation.links import absolute
from renbina.surveys.enums import CampaignState, ItemKind, Mode
from renbina.surveys.models import Campaign, Item
from renbina.surveys.queries import CampaignPage, MonitorPage
from renbina.surveys.queries.questionnaires import Said, said
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
    if hidden is Hidden.COMPARED:
        return _("Not shown here: comparing it with another view would tell of a handful of people.")
    return ""


def results_heading(page: CampaignPage) -> str:
    """The one sentence of a campaign's page."""
    invited = page.campaign.invited
    if page.answered is None:
        words = _("At least %(rate)s of %(invited)s people have answered so far")
        if not page.rate:
            words = _("%(invited)s people are asked; who answers is counted in steps, the first is not reached yet")
        return words % {"rate": formats.percent(page.rate / 100, 0), "invited": formats.number(invited)}
    words = ngettext(
        "%(answered)s of %(invited)s person answered", "%(answered)s of %(invited)s people answered", invited
    )
    return words % {"answered": formats.number(page.answered), "invited": formats.number(invited)}


def fault_words(fault: Fault, content: Questionnaire) -> str:
    """What keeps a questionnaire from being asked: the place, what is wrong there, and what to do."""
    place = _place(fault.place, content)
    if fault.wrong is Wrong.UNTRANSLATED:
        language, _colon, part = fault.detail.partition(":")
        words = _("%(place)s: the words in %(language)s lack %(part)s. Complete them, or remove them all.")
        return words % {"place": place, "language": _language(language), "part": _part(part)}
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


def _language(code: str) -> str:
    return {"en": _("English")}.get(code, code)


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
        return _("The answers are anonymous: nothing that is stored leads from an answer to a person.")
    if campaign.mode == Mode.CONFIDENTIAL:
        return _("The answers are confidential: results are shown for groups of five or more, never with a name.")
    return _("The development analysts read the answers together with the names of those who gave them.")


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


def option_labels(item: Item, words: Said) -> list[tuple[str | int, str]]:
    """(stored value, words) of the answers that an item offers, in their order."""
    steps = range(item.low, item.high + 1)
    if item.kind == ItemKind.INDICATOR:
        return [(YES, _("Yes")), (NO, _("No"))]
    if item.kind == ItemKind.LEVEL:
        anchors = [label for _stored, label in words.choices] or [""] * len(steps)
        named = zip(steps, anchors, strict=False)
        return [(step, _("Level %(n)s: %(example)s") % {"n": step, "example": each} if each
                 else _("Level %(n)s") % {"n": step}) for step, each in named]  # fmt: skip
    if item.kind == ItemKind.LIKERT:
        return [(step, str(step)) for step in steps]
    return list(words.choices)


def ends_words(item: Item, words: Said) -> str:
    """What helps to answer: the ends of a scale, the bounds of a number, what an order means."""
    if item.kind == ItemKind.NUMBER:
        return _("A whole number from %(low)s to %(high)s.") % {"low": item.low, "high": item.high}
    if item.kind == ItemKind.RANKING:
        return _("Give every line a place: 1 for the most important.")
    if item.kind == ItemKind.MULTI:
        return _("You may choose several.")
    if item.kind in (ItemKind.LIKERT, ItemKind.MATRIX) and words.low_label and words.high_label:
        return f"{item.low} = {words.low_label} · {item.high} = {words.high_label}"
    return ""


def answer_words(item: Item, value: object, words: Said) -> str:
    """An answer as one reads it."""
    labels = {str(stored): label for stored, label in option_labels(item, words)}
    if item.kind == ItemKind.MATRIX and isinstance(value, list):
        given = zip(words.rows, value, strict=False)
        return "\n".join(f"{row.rstrip('.')}: {step}" for row, step in given if step is not None)
    if isinstance(value, list):
        parts = [labels.get(str(each), str(each)) for each in value]
        numbered = [f"{place}. {each}" for place, each in enumerate(parts, start=1)]
        return "\n".join(numbered) if item.kind == ItemKind.RANKING else "; ".join(parts)
    if item.kind == ItemKind.LIKERT:
        return _("%(value)s of %(high)s") % {"value": value, "high": item.high}
    if item.kind == ItemKind.DATE:  # stored as text, and a day while it is still on its way through the screens
        return formats.day(value if isinstance(value, date) else date.fromisoformat(str(value)))
    return labels.get(str(value), str(value))


def condition_words(condition: Sequence[Clause], items: Mapping[str, Item], language: str | None) -> str:
    """When something is asked, in one sentence; empty where it always is."""
    parts = []
    for clause in condition:
        item = items.get(clause.item)
        if item is None:
            continue
        words = said(item, language)
        labels = {str(stored): label for stored, label in option_labels(item, words)}
        answers = [labels.get(str(value), str(value)) for value in clause.values]
        if clause.low is not None and clause.high is not None:
            answers.append(_("%(low)s to %(high)s") % {"low": clause.low, "high": clause.high})
        elif clause.low is not None:
            answers.append(_("%(low)s or more") % {"low": clause.low})
        elif clause.high is not None:
            answers.append(_("%(high)s or less") % {"high": clause.high})
        parts.append(f"“{words.text}”: {_(' or ').join(answers)}")
    return _("Only if %(what)s") % {"what": _(" and ").join(parts)} if parts else ""


def complaint_words(complaint: Complaint) -> str:
    """What is wrong in a file: the place, and what to do."""
    place = _file_place(complaint.place)
    return f"{place}: {complaint_sentence(complaint)}"


def complaint_sentence(complaint: Complaint) -> str:
    """What is wrong, without its place."""
    return _COMPLAINTS[complaint.bad]() % {"name": complaint.name, "value": complaint.value}


_COMPLAINTS: Final[Mapping[Bad, Callable[[], str]]] = {
    Bad.NOT_A_TABLE: lambda: _("this is not a table of fields. Write it as the description of the file shows."),
    Bad.MISSING: lambda: _("“%(name)s” is missing or empty. Write it."),
    Bad.UNKNOWN_FIELD: lambda: _("the field “%(name)s” is not known. Correct its name or remove it."),
    Bad.WRONG_SORT: lambda: _("“%(name)s” holds “%(value)s”, which is of the wrong sort. See the description."),
    Bad.TOO_LONG: lambda: _("“%(name)s” is longer than %(value)s characters. Shorten it."),
    Bad.KIND: lambda: _("the kind “%(value)s” does not exist. Choose one of the description."),
    Bad.CODE: lambda: _("the code “%(value)s” may hold only letters, digits, - and _, and not begin with _."),
    Bad.CHOICES: lambda: _("Write 2 to 15 different choices, one a line."),
    Bad.ROWS: lambda: _("Write 2 to 15 different statements, one a line."),
    Bad.ANCHORS: lambda: _("Write one example for every level, from the lowest to the highest, or none at all."),
    Bad.BOUNDS: lambda: _("The lowest value must be below the highest, and a scale has at most 11 steps."),
    Bad.RIGHT: lambda: _("The right answer must be one of the choices, letter by letter."),
    Bad.TOO_MANY: lambda: _("%(value)s items are enough for one questionnaire."),
    Bad.NEWER: lambda: _("the file has the form %(value)s, which this version of Renbina does not know."),
}


def _file_place(place: str) -> str:
    found = re.match(r"section (\d+)(?:, item (\d+))?(.*)", place)
    if found is None:
        return f"{_('The beginning of the questionnaire')} {place}".strip()
    section, item, rest = found.groups()
    words = _("Section %(section)s, question %(item)s") if item else _("Section %(section)s")
    return words % {"section": section, "item": item} + rest


def monitor_heading(monitor: MonitorPage) -> str:
    """The one sentence of the page."""
    if monitor.is_planned:
        return _("Opens on %(day)s") % {"day": formats.day(monitor.page.campaign.opened_on)}
    return results_heading(monitor.page)


def sample_words(campaign: Campaign) -> str:
    """How the people were drawn, so that anybody can draw them again; empty where all are asked."""
    if campaign.seed is None:
        return ""
    if campaign.state == CampaignState.PLANNED:
        words = _("A sample of %(population)s people, drawn on the day it opens; number of the lot %(seed)s.")
    else:
        words = _(
            "%(invited)s of %(population)s people, drawn by lot in the proportion of units and kinds of position,"
            " with at least one of every kind in each unit; number of the lot %(seed)s. The same number"
            " draws the same people."
        )
    return words % {
        "invited": formats.number(campaign.invited),
        "population": formats.number(campaign.population),
        "seed": campaign.seed,
    }


def reach_words(monitor: MonitorPage) -> str:
    """Whom letters reach."""
    campaign = monitor.page.campaign
    if not campaign.tells and campaign.reminded_on is None:
        return _("No letters: they find the questionnaire in their own list.")
    without = campaign.invited - monitor.reachable
    words = ngettext("A letter went to %(n)s person.", "Letters went to %(n)s people.", monitor.written)
    found = words % {"n": formats.number(monitor.written)} if monitor.written else _("No letter has gone out yet.")
    if without > 0:
        more = ngettext(
            "%(n)s person has no address and finds it in the own list.",
            "%(n)s people have no address and find it in their own list.",
            without,
        )
        found = f"{found} {more % {'n': formats.number(without)}}"
    return found
