"""The lists of proposals, talks, gates and studies."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.competency.enums import Method
from renbina.competency.models import Gap
from renbina.needs.enums import GateVerdict, InterviewKind, ProposalStatus, StudyKind
from renbina.needs.models import Proposal
from renbina.needs.queries.ranking import Need
from renbina.needs.wording import asking
from renbina.needs.wording import priorities as wording
from renbina.ui import formats
from renbina.ui.shapes import Level
from renbina.ui.tables import Column, Table

STATUS_TONES: dict[str, str] = {
    ProposalStatus.ACCEPTED: "good",
    ProposalStatus.DECLINED: "warn",
    ProposalStatus.NEW: "amber",
}


def _status(row: Proposal) -> tuple[str, str]:
    return str(ProposalStatus(row.status).label), STATUS_TONES.get(ProposalStatus(row.status), "")


def _programme(row: Proposal) -> str:
    return row.programme.name if row.programme else ""


def _programme_link(row: Proposal) -> str:
    return reverse("catalogue:programme-detail", args=[row.programme.public_id]) if row.programme else ""


PROPOSALS = Table(
    caption=_("Proposals of units"),
    columns=[
        Column("title", _("Proposal"), sort="title", heading=True, note=lambda row: row.reason,
               note_label=_("Reason of the proposal"),
               link=lambda row: reverse("needs:proposal", args=[row.public_id])),
        Column("unit", _("Unit"), sort="unit__name", value=lambda row: row.unit.name),
        Column("programme", _("Programme"), sort="programme__name", value=_programme, link=_programme_link),
        Column("people", _("Number of people"), kind="number", sort="people"),
        Column("amount", _("Expected cost"), kind="money", sort="amount"),
        Column("year", _("Year"), sort="year", value=lambda row: str(row.year)),
        Column("status", _("What became of it"), kind="badge", value=_status, sort="status",
               note=lambda row: row.status_reason, note_label=_("Why")),
    ],
    search=("title", "unit__name", "programme__name", "reason"),
    default_sort="title",
    empty_title=_("No proposal here yet"),
    empty_text=_("Bring in last year's proposals of the units, or choose other filters."),
)  # fmt: skip


def need_url(need: Need) -> str:
    """The page of the evidence of a need."""
    return reverse("needs:need", args=[need.unit.public_id, need.competency.public_id])


PRIORITIES = Table(
    caption=_("Needs by rank"),
    columns=[
        Column("rank", _("Rank"), kind="number", sort="rank"),
        Column("competency.name", _("Need"), heading=True, link=need_url, sort="competency.name",
               note=lambda need: need.unit.name, note_label=_("Unit")),
        Column("people", _("Below the standard"), value=wording.people_words, note=wording.unknown_words, sort="below",
               note_label=_("Not assessed yet"),
               order=lambda need: need.counts.below),
        Column("score", _("Points a person"), value=lambda need: wording.points(need.score.value), sort="score",
               order=lambda need: need.score.value, note=lambda need: wording.sum_words(need.score),
               note_label=_("How the points come about"), flow=True,
               export=lambda need: round(need.score.value, 4)),
        Column("range", _("From to"), value=lambda need: wording.range_words(need.score)),
        Column("sure", _("How sure"), kind="badge", value=lambda need: wording.sure_words(need.score),
               note=wording.stability_words, note_label=_("How firm the rank is")),
        Column("total", _("Points in all"), kind="number", value=lambda need: round(need.score.total), sort="total",
               note=lambda need: _("rank %(rank)s") % {"rank": formats.number(need.rank_total)},
               note_label=_("Rank by points in all")),
    ],
    search=("competency.name", "competency.code", "unit.name", "unit.short_name"),
    default_sort="rank",
    per_page=10,  # each with its sum: more is a long way on a phone
    empty_title=_("No need is known yet"),
    empty_text=_("Load standards and assessments; then gaps, and with them needs, can be ranked."),
)  # fmt: skip


def ways_table(*, sends: bool, talks: bool) -> Table:
    """Ways of asking units; `sends`, `talks`: what the reader may begin."""
    return Table(
        caption=_("Ways of asking"),
        prefix="cara-",
        per_page=10,
        columns=[
            Column("way", _("Whom to ask, and how"), heading=True, value=asking.way_words, note=asking.about_words,
                   note_label=_("What it is about"),
                   link=lambda row: asking.way_url(row, sends=sends, talks=talks)),
            Column("seats", _("Seats that could move"), kind="decimal", value=lambda row: row.option.seats,
                   sort="seats"),
            Column("worth", _("Points at stake"), kind="decimal", value=lambda row: row.option.worth, sort="worth"),
            Column("hours", _("People's time"), align="end", value=asking.time_words, sort="hours",
                   order=lambda row: row.option.minutes, export=lambda row: round(row.option.minutes / 60, 2)),
            Column("per_hour", _("Points an hour"), kind="decimal", value=lambda row: row.option.worth_an_hour,
                   sort="per_hour"),
        ],
        search=("unit.name", "unit.short_name"),
        default_sort="-worth",
        empty_title=_("The evidence is enough"),
        empty_text=_("No answer that could still be asked for is likely to change what the plan pays for."),
    )  # fmt: skip


def unknown_table(*, sends: bool) -> Table:
    """Units where of some competency nobody is assessed; `sends`: the reader may send questionnaires."""
    return Table(
        caption=_("Nobody is assessed yet"),
        prefix="baru-",
        per_page=10,
        columns=[
            Column("unit", _("Whom to ask"), heading=True, value=asking.unknown_words, note=asking.unknown_about,
                   note_label=_("What it is about"),
                   link=lambda row: asking.unknown_url(row, sends=sends)),
            Column("people", _("People to be rated"), kind="number", sort="people",
                   value=lambda row: row.people, link=asking.unknown_people_url),
        ],
        search=("unit.name", "unit.short_name"),
        default_sort="-people",
        empty_title=_("Somebody is assessed everywhere"),
        empty_text=_("Of every competency that posts ask for, at least one person in each unit is assessed."),
    )  # fmt: skip


QUESTIONS = Table(
    caption=_("Whom to ask next"),
    columns=[
        Column("need.competency.name", _("Need"), heading=True, link=lambda row: need_url(row.need),
               note=lambda row: row.need.unit.name, note_label=_("Unit")),
        Column("rank", _("Rank"), kind="number", value=lambda row: row.need.rank, sort="rank"),
        Column("known", _("Assessed"), sort="known", order=lambda row: row.need.known_share,
               value=lambda row: _("%(known)s of %(all)s") % {
                   "known": formats.number(row.need.counts.known), "all": formats.number(row.need.counts.people)}),
        Column("ask", _("Ask"), kind="number", value=lambda row: row.asking.ask, sort="ask",
               link=lambda row: reverse("needs:need-people", args=[
                   row.need.unit.public_id, row.need.competency.public_id], query={"tampil": "unknown"})),
        Column("skip", _("Skip the other"), kind="number", value=lambda row: row.asking.skip, sort="skip"),
        Column("chance", _("Chance that it changes the plan"), kind="percent", value=lambda row: row.asking.chance,
               sort="chance"),
        Column("worth", _("Points at stake"), kind="decimal", value=lambda row: row.asking.worth, sort="worth"),
    ],
    search=("need.competency.name", "need.unit.name"),
    default_sort="-worth",
    empty_title=_("The evidence is enough"),
    empty_text=_("No answer that could still be asked for is likely to change what the plan pays for."),
)  # fmt: skip


def people_table() -> Table:
    """Gaps of people in one competency."""
    return Table(
        caption=_("People behind this need"),
        columns=[
            Column("employee.full_name", _("Name"), sort="employee__name", heading=True),
            Column("unit_name", _("Unit"), sort="unit_name"),
            Column("level", _("Level"), kind="level", sort="size", value=lambda row: Level(row.held, row.required)),
            Column("critical", _("For the post"), kind="badge", sort="is_critical", value=_critical),
            Column(
                "assessed_on",
                _("Assessed on"),
                kind="date",
                sort="assessed_on",
                note=_method,
                note_label=_("Assessed how"),
            ),
        ],
        search=("employee__name",),
        default_sort="-level",
        empty_title=_("Nobody here"),
        empty_text=_("Choose another view above."),
    )


def _critical(row: Gap) -> tuple[str, str]:
    return (gettext("critical"), "amber") if row.is_critical else (gettext("ordinary"), "")


def _method(row: Gap) -> str:
    return str(Method(row.method).label) if row.method in Method.values else ""


def _waiting(row: Any) -> tuple[str, str]:
    if not row.said:
        return str(_("No quote yet")), ""
    if row.uncoded:
        return ngettext("%(n)s not coded", "%(n)s not coded", row.uncoded) % {"n": row.uncoded}, "amber"
    return str(_("Coded")), "good"


TALKS = Table(
    caption=_("Talks"),
    columns=[
        Column("topic", _("Talk"), sort="topic", heading=True, note=lambda row: row.unit.name, note_label=_("Unit"),
               link=lambda row: reverse("needs:talk", args=[row.public_id])),
        Column("kind", _("Kind"), sort="kind", value=lambda row: str(InterviewKind(row.kind).label)),
        Column("held_on", _("Day"), kind="date", sort="held_on"),
        Column("people", _("People"), kind="number", sort="people"),
        Column("said", _("Quotes"), kind="number", sort="said"),
        Column("state", _("State"), kind="badge", value=_waiting, export=lambda row: _waiting(row)[0]),
    ],
    search=("topic", "unit__name"),
    default_sort="-held_on",
    empty_title=_("No talk noted yet"),
    empty_text=_("Interview a few people of each unit, or hold a group discussion, and note what they said."),
)  # fmt: skip


def _gate_state(row: Any) -> tuple[str, str]:
    if row.decided_on is None:
        return str(_("Not decided")), "amber"
    tones = {GateVerdict.TRAINING: "good", GateVerdict.PARTLY: "amber", GateVerdict.NOT_TRAINING: "warn"}
    return str(GateVerdict(row.verdict).label), tones[GateVerdict(row.verdict)]


def _share(row: Any) -> str:
    return "" if row.training_share is None else formats.percent(row.training_share, 0)


GATES = Table(
    caption=_("Is training the answer?"),
    columns=[
        Column("problem", _("What goes wrong"), sort="problem", heading=True, note=lambda row: row.unit.name,
               note_label=_("Unit"),
               link=lambda row: reverse("needs:gate", args=[row.public_id])),
        Column("competency", _("Competency"), sort="competency__name", value=lambda row: row.competency.said_name),
        Column("answered", _("Answers"), kind="number", sort="answered"),
        Column("share", _("Part that training cures"), sort="training_share", value=_share),
        Column("open_handovers", _("Open tasks of units"), kind="number", sort="open_handovers"),
        Column("verdict", _("Verdict"), kind="badge", sort="verdict", value=_gate_state,
               export=lambda row: _gate_state(row)[0]),
    ],
    search=("problem", "unit__name", "competency__name"),
    default_sort="-opened_on",
    empty_title=_("Nothing asked yet"),
    empty_text=_("Before a need gets money, ask the unit what really stands in the way."),
)  # fmt: skip


STUDIES = Table(
    caption=_("Studies of what is coming"),
    columns=[
        Column("title", _("What is coming"), sort="title", heading=True, note=lambda row: row.source,
               note_label=_("Source")),
        Column("kind", _("Kind"), sort="kind", value=lambda row: str(StudyKind(row.kind).label)),
        Column("change", _("What changes at work"), value=lambda row: row.change),
        Column("competency", _("Competency"), sort="competency__name", value=lambda row: row.competency.said_name,
               note=lambda row: row.unit.short_name if row.unit else str(_("The whole agency")),
               note_label=_("Unit")),
        Column("people", _("People"), kind="number", sort="people"),
        Column("effective_on", _("From"), kind="date", sort="effective_on"),
    ],
    search=("title", "source", "change", "competency__name"),
    default_sort="title",
    empty_title=_("No study yet"),
    empty_text=_("Keep here which technology or regulation is coming, and what staff must then be able to do."),
)  # fmt: skip
