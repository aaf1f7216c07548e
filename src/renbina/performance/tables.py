"""The tables of performance."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.performance import wording
from renbina.performance.models import RatingPeriod
from renbina.performance.queries import CoachingRow, UnitCoverage
from renbina.ui import formats
from renbina.ui.tables import Column, Table


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": formats.number(count)}


def team_table(period: RatingPeriod | None) -> Table:
    """One's people with their predicate of a period; a name leads to the form."""

    def link(row: Any) -> str | None:
        return reverse("performance:rate", args=[period.public_id, row.public_id]) if period else None

    return Table(
        columns=[
            Column("name", _("Name"), heading=True, sort="name", value=lambda row: row.full_name, link=link,
                   note=lambda row: f"{row.position_title or '–'} · {row.unit_name or '–'}",
                   note_label=_("Position and unit")),
            Column("predicate", _("Predicate"), kind="badge",
                   value=lambda row: wording.predicate_badge(row.predicate_now),
                   note=lambda row: gettext("has answered") if row.response else "",
                   note_label=_("Answer of the person"),
                   export=lambda row: wording.predicate_badge(row.predicate_now)[0]),
        ],
        caption=_("People you rate"),
        search=("name",),
        empty_title=_("You rate nobody"),
        empty_text=_("You lead people whom another official rates. Talk to that official about what you see."),
        count=_people,
    )  # fmt: skip


def units_table() -> Table:
    """Perangkat daerah with how many of their people are rated."""
    return Table(
        columns=[
            Column("name", _("Unit"), heading=True, sort="text"),
            Column("rated", _("Rated"), kind="progress", sort="number", value=_rated, order=_share),
            Column("missing", _("Still missing"), kind="number", sort="number"),
        ],
        caption=_("Rated people by unit"),
        per_page=12,
        prefix="u",
        default_sort="-missing",
        empty_title=_("Nobody is to be rated here"),
    )


def _rated(row: UnitCoverage) -> tuple[float, float, str]:
    words = {"rated": formats.number(row.rated), "all": formats.number(row.people)}
    return row.rated, row.people, gettext("%(rated)s of %(all)s people") % words


def _share(row: UnitCoverage) -> float:
    return row.rated / row.people if row.people else 0.0


def raters_table() -> Table:
    """Superiors with the predicates they gave."""
    return Table(
        columns=[
            Column(
                "name",
                _("Superior"),
                heading=True,
                sort="text",
                note=lambda row: wording.equal_words(row.spread),
                note_label=_("Remark"),
            ),
            Column("people", _("People rated"), kind="number", sort="number", value=lambda row: row.spread.people),
            Column("given", _("Predicates"), value=lambda row: wording.spread_words(row.spread)),
        ],
        per_page=12,
        caption=_("How superiors rate"),
        search=("name",),
        prefix="r",
        empty_title=_("No superior has rated yet"),
        count=lambda n: ngettext("%(n)s superior", "%(n)s superiors", n) % {"n": formats.number(n)},
    )


def coaching_table() -> Table:
    """Who must have a coaching plan; days and state, never words."""
    return Table(
        columns=[
            Column("name", _("Name"), heading=True, sort="text", note=lambda row: row.unit, note_label=_("Unit")),
            Column("predicate", _("Predicate"), kind="badge", sort="text",
                   value=lambda row: wording.predicate_badge(row.predicate),
                   export=lambda row: wording.predicate_words(row.predicate)),
            Column("superior", _("Superior"), sort="text", value=lambda row: row.superior or gettext("Nobody yet")),
            Column("state", _("State"), kind="badge", value=wording.coaching_badge,
                   note=wording.late_words, note_label=_("Remark"), export=lambda row: wording.coaching_badge(row)[0]),
            Column("held", _("Check-ins"), sort="number", value=_held, order=lambda row: row.held, align="end"),
            Column("ends_on", _("Last day"), kind="date", sort="date", value=_last_day),
            Column("next_step", _("Next step"), value=lambda row: wording.next_step_words(row.next_step)),
        ],
        caption=_("Coaching plans"),
        search=("name", "unit", "superior"),
        per_page=25,
        empty_title=_("Nobody is below expectation"),
        empty_text=_("When a yearly predicate is below expectation, the person stands here until a plan has helped."),
        count=_people,
    )  # fmt: skip


def _held(row: CoachingRow) -> str:
    return gettext("%(n)s of %(all)s") % {"n": row.held, "all": row.planned} if row.plan else ""


def _last_day(row: CoachingRow) -> Any:
    return row.ended_on or row.ends_on


def awards_table() -> Table:
    """Nominations with where they stand."""
    return Table(
        columns=[
            Column("name", _("Name"), heading=True, sort="employee__name", value=lambda row: row.employee.full_name,
                   link=lambda row: reverse("performance:award", args=[row.public_id])),
            Column("criterion", _("For"), sort="criterion", value=lambda row: row.get_criterion_display()),
            Column("year", _("Year"), sort="year", align="end"),
            Column("stage", _("State"), kind="badge", sort="stage", value=wording.stage_badge,
                   export=lambda row: wording.stage_badge(row)[0]),
            Column("nominated_name", _("Nominated by"), sort="nominated_name"),
            Column("proposed_name", _("Proposed by"), sort="proposed_name"),
            Column("decided_name", _("Decided by"), sort="decided_name", note=_decided, note_label=_("Decided on")),
        ],
        caption=_("Nominations and awards"),
        search=("employee__name", "nominated_name"),
        empty_title=_("No nomination here"),
        empty_text=_("A superior nominates from the page of the team; the steps that follow are taken by two others."),
        count=lambda n: ngettext("%(n)s nomination", "%(n)s nominations", n) % {"n": formats.number(n)},
    )  # fmt: skip


def _decided(row: Any) -> str:
    return formats.day(row.decided_at.date(), short=True) if row.decided_at else ""
