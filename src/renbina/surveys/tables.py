"""The lists of the analyst."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renbina.surveys.queries import CampaignRow
from renbina.ui.tables import Column, Table


def _state(row: CampaignRow) -> tuple[str, str]:
    return (gettext("Open"), "amber") if row.is_open else (gettext("Closed"), "good")


def _rate(row: CampaignRow) -> tuple[int, int, str]:
    return row.rate, 100, gettext("%(rate)s%% of %(invited)s") % {"rate": row.rate, "invited": row.invited}


CAMPAIGNS = Table(
    caption=_("Questionnaires sent out"),
    columns=[
        Column(
            "title",
            _("Title"),
            sort="text",
            heading=True,
            note=lambda row: row.instrument,
            link=lambda row: reverse("surveys:campaign", args=[row.public_id]),
        ),
        Column("state", _("State"), kind="badge", value=_state),
        Column(
            "mode", _("How asked"), value=lambda row: gettext("Anonymous") if row.is_anonymous else gettext("With name")
        ),
        Column("closes_on", _("Last day"), kind="date", sort="date"),
        Column("rate", _("Answered"), kind="progress", value=_rate, sort="number", order=lambda row: row.rate),
    ],
    search=("title", "instrument"),
    default_sort="",
    empty_title=_("Nobody has been asked yet"),
    empty_text=_("Choose a questionnaire, say who is asked and until when."),
)

INSTRUMENTS = Table(
    caption=_("Questionnaires"),
    columns=[
        Column(
            "name",
            _("Questionnaire"),
            sort="text",
            heading=True,
            note=lambda row: row.purpose,
            link=lambda row: reverse("surveys:instrument", args=[row.public_id]),
        ),
        Column("version", _("Version"), kind="number", sort="number"),
        Column("campaigns", _("Times asked"), kind="number", sort="number"),
    ],
    search=("name", "purpose"),
    default_sort="name",
    empty_title=_("No questionnaire yet"),
    empty_text=_("Take the ready ones that come with Renbina, or write your own."),
)
