"""Columns of the list of roles."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from renbina.organisation.enums import role_title
from renbina.organisation.models import RoleGrant
from renbina.organisation.queries import GONE
from renbina.ui import formats
from renbina.ui.tables import Column, Table

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
                link=lambda row: reverse("organisation:role-person", args=[row.user.public_id]),
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
