"""Columns of the lists of roles, superiors and acting officers, and the tree of units as HTML."""

from collections.abc import Container, Iterable
from datetime import date, timedelta
from html import escape
from operator import attrgetter
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.organisation.enums import Source, role_title
from renbina.organisation.models import RoleGrant, Substitution
from renbina.organisation.previews.tree import Tree, UnitLine
from renbina.organisation.queries import GONE
from renbina.organisation.wording import office_words
from renbina.ui import formats
from renbina.ui.shapes import drawn
from renbina.ui.tables import Column, Table, linked

_SOON = timedelta(days=30)


def roles_table(agency_kind: str, on: date) -> Table:
    """Person, role, where, from when to when, and what is odd about it."""

    def state(row: RoleGrant) -> tuple[str, str]:
        if row.valid_to is not None and row.valid_to <= on:
            return gettext("ended"), ""
        if row.status_now in GONE:  # type: ignore[attr-defined]  # annotated by the query
            return gettext("has left"), "warn"
        if row.valid_from > on:
            return gettext("begins later"), ""
        if row.valid_to is not None and row.valid_to <= on + _SOON:
            return gettext("ends soon"), "amber"
        return gettext("holds"), "good"

    def last_day(row: RoleGrant) -> date | None:
        return row.valid_to - timedelta(days=1) if row.valid_to else None

    return Table(
        columns=[
            Column(
                "person", _("Person"), kind="link", heading=True, sort="user__display_name",
                value=lambda row: str(row.user),
                link=linked("organisation:role-person", attrgetter("user.public_id")),
            ),
            Column("role", _("Role"), sort="role", value=lambda row: role_title(row.role, agency_kind)),
            Column(
                "unit", _("Where"), sort="unit__path",
                value=lambda row: row.unit.short_name if row.unit else gettext("whole agency"),
            ),
            Column("valid_from", _("From"), kind="date", sort="valid_from"),
            Column("last_day", _("Last day"), kind="date", sort="valid_to", value=last_day),
            Column("state", _("State"), kind="badge", value=state, export=lambda row: state(row)[0]),
            Column("reason", _("Why"), value=lambda row: row.end_reason or row.reason),
        ],
        caption=_("Roles"),
        search=("user__display_name", "user__username"),
        default_sort="person",
        empty_title=_("No role here"),
        empty_text=_("Choose other filters, or give a role."),
        count=lambda n: ngettext("%(n)s role", "%(n)s roles", n) % {"n": formats.number(n)},
    )  # fmt: skip


def _people(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": formats.number(count)}


def superiors_table() -> Table:
    """People with their rating official and team leader; a name leads to the form."""
    return Table(
        columns=[
            Column(
                "name", _("Name"), kind="link", heading=True, sort="name", value=lambda row: row.full_name,
                link=linked("organisation:superior"),
                note=lambda row: f"{row.post_title or '–'} · {row.post_unit or '–'}", note_label=_("Position and unit"),
            ),
            Column("rater", _("Rating official"), sort="rater_name", value=_rater, note=_rater_note,
                   note_label=_("How this is known")),
            Column("lead", _("Team leader"), sort="lead_name", value=lambda row: row.lead_name or "–"),
        ],
        caption=_("Superiors"),
        search=("name", "nip"),
        default_sort="name",
        empty_title=_("Nobody here"),
        empty_text=_("Everybody in this choice has a superior. Choose “is anything” to see everybody."),
        count=_people,
    )  # fmt: skip


def _rater(row: Any) -> str:
    return row.rater_name or gettext("nobody yet")


def _rater_note(row: Any) -> str:
    if row.rater_name is None:
        return ""
    source = Source(row.rater_source).label
    return f"{source}: {row.rater_reason}" if row.rater_reason else str(source)


def unit_people_table(*, may_correct: bool) -> Table:
    """The people of a unit and below; where the actor may, a name leads to the form of the superior."""

    link = linked("organisation:superior") if may_correct else None
    return Table(
        columns=[
            Column("name", _("Name"), kind="link", heading=True, sort="name", link=link,
                   value=lambda row: row.full_name, note=lambda row: row.post_title or "–",
                   note_label=_("Position")),
            Column("unit", _("Unit"), sort="post_unit", value=lambda row: row.post_unit or "–"),
            Column("rater", _("Rating official"), sort="rater_name", value=_rater, note=_rater_note,
                   note_label=_("How this is known")),
        ],
        caption=_("People of this unit and below"),
        search=("name",),
        default_sort="name",
        empty_title=_("Nobody on this day"),
        empty_text=_("Import a roster, move people here, or merge the unit into another."),
        count=_people,
    )  # fmt: skip


def substitutions_table(on: date, endable: Container[str]) -> Table:
    """Who stands in, for whom, when, by which letter; those of `endable` can be ended."""

    def state(row: Substitution) -> tuple[str, str]:
        if row.valid_to is not None and row.valid_to <= on:
            return gettext("ended"), ""
        return (gettext("begins later"), "") if row.valid_from > on else (gettext("today"), "good")

    def end(row: Substitution) -> str | None:
        return reverse("organisation:substitution-end", args=[row.public_id]) if row.public_id in endable else None

    def last(row: Substitution) -> date | None:
        return row.valid_to - timedelta(days=1) if row.valid_to else None

    return Table(
        columns=[
            Column("substitute", _("Who stands in"), heading=True, sort="substitute__name",
                   value=lambda row: row.substitute.full_name, note=office_words, note_label=_("Office represented")),
            Column("absent", _("For whom"), sort="absent__name", value=lambda row: row.absent.full_name,
                   note=lambda row: row.reason, note_label=_("Reason")),
            Column("valid_from", _("First day"), kind="date", sort="valid_from"),
            Column("last_day", _("Last day"), kind="date", sort="valid_to", value=last),
            Column("letter", _("Letter"), sort="letter_number", value=lambda row: row.letter_number,
                   note=lambda row: formats.day(row.letter_date), note_label=_("Date of the letter")),
            Column("state", _("State"), kind="badge", value=state, export=lambda row: state(row)[0]),
            Column("end", _("End"), kind="link", export=False, link=end,
                   value=lambda row: gettext("End it") if end(row) else ""),
        ],
        caption=_("Acting officers"),
        search=("substitute__name", "absent__name", "letter_number"),
        default_sort="-valid_from",
        empty_title=_("Nobody stands in"),
        empty_text=_("When an official is away, name who stands in, by which letter and on which days."),
    )  # fmt: skip


def draw_tree(tree: Tree, *, opened: str, day: str, below: UnitLine | None = None) -> SafeString:
    """The units as nested lists that open without a script; of a large tree the parts of one top unit at a time.

    opened: public id of the top unit that stands open. day: for the addresses, "" for today. below: only its parts.
    """
    drawing = _Drawing(day, whole=below is not None or not tree.is_large, opened=opened)
    lines = below.parts if below is not None else tree.roots
    if not lines:
        return SafeString()
    return drawn(f'<ul class="rb-tree">{"".join(map(drawing.item, lines))}</ul>')


def draw_found(lines: Iterable[UnitLine], tree: Tree, day: str) -> SafeString:
    """Units that a search found, each with the unit above it."""
    drawing = _Drawing(day, whole=False, opened="")
    above = {part.pk: line.short_name for line in tree.lines.values() for part in line.parts}
    rows = "".join(f"<li>{drawing.row(line, above.get(line.pk, ''))}</li>" for line in lines)
    return drawn(f'<ul class="rb-tree">{rows}</ul>')


class _Drawing:
    """Thousands of units are drawn on one page: plain text instead of a template for each."""

    def __init__(self, day: str, *, whole: bool, opened: str) -> None:
        self.whole, self.opened = whole, opened
        self.query = f"?tanggal={day}" if day else ""
        self.address = reverse("organisation:unit", args=["x"])
        self.more = reverse("organisation:tree") + (f"{self.query}&amp;buka=" if day else "?buka=")
        self.headless, self.empty = escape(gettext("no head")), escape(gettext("nobody"))
        self.acting, self.show = escape(gettext("acting")), escape(gettext("Show the parts"))
        self.open = escape(gettext("Open the page of this unit"))
        self.unled = gettext("%(n)s without a superior")
        self.people = gettext("%(n)s people")

    def item(self, line: UnitLine, *, inside: bool = False) -> str:
        is_open = line.public_id == self.opened
        if not line.parts:
            return f"<li>{self.row(line)}</li>"
        if not self.whole and not inside and not is_open:
            words = f'<a href="{self.more}{line.public_id}">{self.show}</a>'
            return f"<li>{self.row(line, extra=words)}</li>"
        parts = "".join([self.item(part, inside=True) for part in line.parts])
        mark = " open" if is_open else ""
        # no link inside the summary: a screen reader would not find it there
        own = f'<li><a href="{self.href(line)}">{self.open}</a></li>'
        return (
            f"<li><details{mark}><summary>{self.row(line, linked=False)}</summary><ul>{own}{parts}</ul></details></li>"
        )

    def href(self, line: UnitLine) -> str:
        return f"{self.address[:-2]}{line.public_id}/{self.query}"

    def row(self, line: UnitLine, above: str = "", extra: str = "", *, linked: bool = True) -> str:
        name = f'<a href="{self.href(line)}">{escape(line.name)}</a>' if linked else f"<b>{escape(line.name)}</b>"
        marks: list[str] = []
        notes = [f"<span>{escape(self.people % {'n': formats.number(line.people)})}</span>"]
        if line.head:
            acting = f" ({self.acting})" if line.acting else ""
            notes.insert(0, f"<span>{escape(line.head)}{acting}</span>")
        if above:
            notes.insert(0, f"<span>{escape(above)}</span>")
        if line.unled:
            marks.append(f'<b class="rb-badge warn">{escape(self.unled % {"n": formats.number(line.unled)})}</b>')
        if line.is_empty:
            marks.append(f'<b class="rb-badge">{self.empty}</b>')
        elif line.is_headless:
            marks.append(f'<b class="rb-badge amber">{self.headless}</b>')
        return (
            f'<span class="rb-branch">{name} '
            f"<small>{' · '.join(notes)}</small>{''.join(f' {mark}' for mark in (*marks, extra) if mark)}</span>"
        )
