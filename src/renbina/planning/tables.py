"""The tables of planning."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.planning.models import Indicator
from renbina.planning.queries import AskedOf, GoalNode, RowLine, Seat
from renbina.planning.wording import month_words
from renbina.ui import formats
from renbina.ui.tables import Column, Table


def months(row: RowLine) -> str:
    """`Mar–Jun`, one month, or any time."""
    if not row.month_from:
        return month_words(None)
    first = month_words(row.month_from, short=True)
    if row.month_to in (None, row.month_from):
        return first
    return f"{first}–{month_words(row.month_to, short=True)}"


def batches(row: RowLine) -> str:
    """How many classes; bought seats have no class of ours."""
    if not row.programme:
        return ""
    return gettext("seats") if row.delivery == "K" else formats.number(row.batches)


def closed(row: RowLine) -> tuple[float, float, str] | None:
    """Levels closed of those that could be, where the row closes competency gaps at all."""
    if not row.steps_wanted:
        return None
    words = {"closed": formats.number(row.steps_closed), "all": formats.number(row.steps_wanted)}
    return row.steps_closed, row.steps_wanted, gettext("%(closed)s of %(all)s levels") % words


def row_note(row: RowLine) -> str:
    """The indicator it serves, else what it brings."""
    return row.indicator or row.output or row.owner


def plan_rows(plan_public_id: str) -> Table:
    """Rows of one plan. Programme rows lead to who attends them."""

    def link(row: RowLine) -> str | None:
        return reverse("planning:plan-programme", args=[plan_public_id, row.programme]) if row.programme else None

    return Table(
        caption=_("Activities and programmes"),
        columns=[
            Column(
                "title",
                _("Activity"),
                sort="text",
                heading=True,
                link=link,
                note=row_note,
                note_label=_("Indicator or result"),
            ),
            Column("form", _("Form"), sort="text", note=months, note_label=_("When")),
            Column("batches", _("Classes"), value=batches, sort="number", order=lambda row: row.batches, align="end"),
            Column("participants", _("Participants"), kind="number", sort="number"),
            Column("amount", _("Cost"), kind="money", sort="number"),
            Column(
                "closed",
                _("Gap"),
                kind="progress",
                value=closed,
                sort="number",
                order=lambda row: row.steps_closed,
            ),
        ],
        search=("title", "form", "indicator", "owner"),
        default_sort="-amount",
        per_page=10,
        empty_title=_("No activity here yet"),
        empty_text=_("Have the plan put together, or choose another kind of activity."),
    )


def _seat_month(seat: Seat) -> str:
    return month_words(seat.month)


def _seat_why(seat: Seat) -> tuple[str, str]:
    return (gettext("mandatory"), "amber") if seat.mandatory else (gettext("chosen"), "")


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": formats.number(count)}


def _seats(count: int) -> str:
    return ngettext("%(n)s seat", "%(n)s seats", count) % {"n": formats.number(count)}


# Sorted and searched by the values of `queries.seat_rows`, drawn from the seats `queries.as_seats` makes of a page.
def _person(plan_public_id: str) -> tuple[Column, Column]:
    """A person, who leads to what the plan weighed for them."""
    reasons = reverse("planning:person-reasons", args=[plan_public_id])
    name = Column(
        "name",
        _("Name"),
        sort="employee__name",
        heading=True,
        link=lambda seat: f"{reasons}?person={seat.person}",
        note=lambda seat: seat.position,
        note_label=_("Position"),
    )
    return name, Column("unit", _("Unit"), sort="unit_name")


_SEAT = (
    Column("month", _("When"), value=_seat_month, sort="offer__month"),
    Column("mandatory", _("Why"), kind="badge", value=_seat_why, sort="mandatory"),
    Column("cost", _("Cost"), kind="money", sort="cost"),
)


def participants(plan_public_id: str) -> Table:
    """Everybody who has a seat in a plan."""
    return Table(
        caption=_("All participants"),
        columns=[
            *_person(plan_public_id),
            Column(
                "programme_name",
                _("Programme"),
                sort="offer__programme__name",
                note=lambda seat: seat.form,
                note_label=_("Form"),
            ),
            Column("hours", _("Hours"), kind="hours", sort="offer__programme__hours"),
            *_SEAT,
        ],
        search=("employee__name", "unit_name", "position_title", "offer__programme__name", "offer__programme__code"),
        default_sort="name",
        per_page=50,
        empty_title=_("Nobody has a seat yet"),
        empty_text=_("Have the plan put together first."),
        count=_seats,
    )


def attendees(plan_public_id: str) -> Table:
    """Everybody who has a seat in one programme of a plan."""
    return Table(
        caption=_("Participants"),
        columns=[*_person(plan_public_id), *_SEAT],
        search=("employee__name", "unit_name", "position_title"),
        default_sort="name",
        empty_title=_("Nobody you may look at attends"),
        empty_text=_("The plan may place people of other units here."),
        count=_people,
    )


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One indicator or one competency of a goal; a goal without any of them is a row too."""

    node: GoalNode
    indicator: Indicator | None = None
    asked: AskedOf | None = None

    @property
    def text(self) -> str:
        return self.node.goal.text

    @property
    def level(self) -> str:
        return str(self.node.goal.get_level_display())

    @property
    def above(self) -> str:
        return self.node.above[-1].text if self.node.above else ""

    @property
    def measure(self) -> str:
        return self.indicator.name if self.indicator else ""

    @property
    def competency(self) -> str:
        return self.asked.link.competency.said_name if self.asked else ""


def goal_rows(nodes: Iterable[GoalNode]) -> list[GoalRow]:
    """The tree as rows, from the mission down."""
    rows: list[GoalRow] = []
    for node in nodes:
        own = [GoalRow(node, each.indicator) for each in node.indicators]
        own += [GoalRow(node, asked=each) for each in node.asked]
        rows += own or [GoalRow(node)]
    return rows


def _from_to(row: GoalRow) -> str:
    it = row.indicator
    if it is None:
        return ""
    return gettext("%(from)s (%(year)s) → %(to)s %(unit)s (%(until)s)") % {
        "from": formats.measured(it.baseline), "year": it.baseline_year, "to": formats.measured(it.target),
        "until": it.target_year, "unit": it.unit,
    }  # fmt: skip


def _asked(name: str) -> Column:
    words = {"people": _("Must have it"), "below": _("Below the standard"), "seats": _("Seats in the plan")}
    return Column(
        name, words[name], kind="number", sort=name, value=lambda row: getattr(row.asked, name) if row.asked else None,
        order=lambda row: (getattr(row.asked, name) or 0) if row.asked else -1,
    )  # fmt: skip


GOALS = Table(
    caption=_("Goals and indicators"),
    columns=[
        Column("text", _("Goal"), heading=True, sort="text", note=lambda row: row.level,
               note_label=_("Level of the goal"),
               link=lambda row: reverse("planning:goal", args=[row.node.goal.public_id])),
        Column("above", _("Serves the goal"), sort="above"),
        Column("measure", _("Indicator"), sort="measure", note=_from_to, note_label=_("Value to reach")),
        Column("competency", _("Competency"), sort="competency",
               note=lambda row: ", ".join(row.asked.units) if row.asked else "", note_label=_("Units")),
        Column("weight", _("Weight"), sort="weight", align="end",
               value=lambda row: formats.number(row.asked.link.weight, 2) if row.asked else "",
               export=lambda row: row.asked.link.weight if row.asked else None,
               order=lambda row: row.asked.link.weight if row.asked else 0),
        _asked("people"), _asked("below"), _asked("seats"),
    ],
    search=("text", "above", "measure", "competency"),
    per_page=50,
    empty_title=_("No goals yet"),
    empty_text=_("Add the first mission of the RPJMD, or load goals from a file."),
)  # fmt: skip
