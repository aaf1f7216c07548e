"""The lists of the analyst."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renbina.surveys.enums import CampaignState, Mode
from renbina.surveys.models import Campaign
from renbina.surveys.queries import CampaignRow, UnitRate
from renbina.ui import formats
from renbina.ui.tables import Column, Table

TONES: Final = {CampaignState.PLANNED: "", CampaignState.OPEN: "amber", CampaignState.CLOSED: "good"}


def _state(row: CampaignRow) -> tuple[str, str]:
    state = CampaignState(row.state)
    return str(state.label), TONES[state]


def _mode(row: CampaignRow | Campaign) -> str:
    names = {Mode.ANONYMOUS: gettext("Anonymous"), Mode.CONFIDENTIAL: gettext("Confidential")}
    return names.get(Mode(row.mode), gettext("With name"))


def _rate(row: CampaignRow) -> tuple[int, int, str] | None:
    if row.state == CampaignState.PLANNED:
        return None
    told = {"rate": formats.percent(row.rate / 100, 0), "invited": formats.number(row.invited)}
    return row.rate, 100, gettext("%(rate)s of %(invited)s") % told


CAMPAIGNS = Table(
    caption=_("Questionnaires sent out"),
    columns=[
        Column(
            "title",
            _("Title"),
            sort="title",
            heading=True,
            note=lambda row: row.instrument,
            note_label=_("Questionnaire"),
            link=lambda row: reverse("surveys:campaign", args=[row.public_id]),
        ),
        Column("state", _("State"), kind="badge", sort="state", value=_state),
        Column("mode", _("How asked"), sort="mode", value=_mode),
        Column("opens_on", _("First day"), kind="date", sort="opened_on"),
        Column("closes_on", _("Last day"), kind="date", sort="closes_on"),
        Column("rate", _("Answered"), kind="progress", value=_rate),
    ],
    search=("title", "version__instrument__name"),
    default_sort="",
    empty_title=_("Nobody has been asked yet"),
    empty_text=_("Choose a questionnaire, say who is asked and until when."),
)


def _unit_rate(row: UnitRate) -> tuple[int, int, str]:
    if row.answered is None:
        if not row.rate:
            return 0, 100, gettext("first step not reached")
        return row.rate, 100, gettext("at least %(rate)s") % {"rate": formats.percent(row.rate / 100, 0)}
    counts = {"answered": formats.number(row.answered), "invited": formats.number(row.invited)}
    return row.answered, row.invited, gettext("%(answered)s of %(invited)s") % counts


UNITS = Table(
    caption=_("Response by unit"),
    columns=[
        Column(
            "name",
            _("Unit"),
            sort="text",
            heading=True,
            value=lambda row: row.name or gettext("Units with few people, together"),
        ),
        Column("invited", _("Asked"), kind="number", sort="number"),
        Column(
            "rate",
            _("Answered"),
            kind="progress",
            value=_unit_rate,
            sort="number",
            order=lambda row: row.rate,
        ),
    ],
    search=("name",),
    default_sort="",
    empty_title=_("Nobody is asked yet"),
    empty_text=_("The units appear when it opens."),
    prefix="u-",
)

MISSING = Table(
    caption=_("Not answered yet"),
    columns=[
        Column("employee.name", _("Name"), sort="employee__name", heading=True),
        Column("written_on", _("Last letter"), kind="date", sort="written_on"),
    ],
    search=("employee__name",),
    default_sort="employee.name",
    empty_title=_("Everybody has answered"),
    empty_text=_("Nobody is left to remind."),
    prefix="m-",
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
            note_label=_("Purpose"),
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


PAPERS = Table(
    caption=_("Open questionnaires for your people"),
    columns=[
        Column(
            "title",
            _("Title"),
            sort="title",
            heading=True,
            link=lambda row: reverse("surveys:paper", args=[row.public_id]),
        ),
        Column("mode", _("How asked"), sort="mode", value=_mode),
        Column("closes_on", _("Last day"), kind="date", sort="closes_on"),
    ],
    search=("title",),
    default_sort="",
    empty_title=_("No sheet to key in now"),
    empty_text=_("A questionnaire appears here as soon as it asks people of your units."),
)


def asked_table(campaign: str) -> Table:
    """The people asked by a campaign that knows them, to key in their sheets."""
    return Table(
        caption=_("People who were asked"),
        columns=[
            Column(
                "name",
                _("Name"),
                sort="name",
                heading=True,
                link=lambda row: reverse("surveys:paper-enter", args=[campaign, row.public_id]),
            ),
            Column("nip", _("NIP"), sort="nip"),
        ],
        search=("name", "nip"),
        default_sort="name",
        empty_title=_("Nobody was asked"),
        empty_text=_("The list fills when the campaign opens."),
    )
