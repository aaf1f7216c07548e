"""Codes and counts as sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binacore.disclosure import LEAST
from binacore.survey import UNANIMOUS, WORDS, Hidden
from renbina.surveys.queries import CampaignPage


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
