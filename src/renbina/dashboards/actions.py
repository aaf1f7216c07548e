"""The writes of the overviews: figures drawn ahead, files for SIASN, saved choices, and one thing for many people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.dashboards.access import REDRAW, SIASN, require
from renbina.dashboards.documents import SiasnDocument, siasn_document
from renbina.dashboards.gather import draw
from renbina.dashboards.models import SavedFilter, SiasnFile, SiasnSent
from renbina.dashboards.queries.pictures import facts_stamp, pictures
from renbina.dashboards.queries.plans import plan_now
from renbina.dashboards.queries.siasn import SiasnChoice, chosen_unit
from renbina.dashboards.store import replace_pictures
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, Refused
from renbina.organisation.access import MANAGERS, Verb, own_agency
from renbina.organisation.access import require as require_organisation
from renbina.organisation.actions import set_status
from renbina.organisation.models import Agency, Employee
from renbina.organisation.queries import agency_of
from renbina.rulebook.queries import rules_on


@action
def redraw(*, by: Actor, at: datetime, event_id: int = 0, payload: Mapping[str, Any] | None = None) -> int:
    """Draw the figures of all units of the actor's agency for the day of `at`; returns the pictures written.

    Hears the events after which they are stale. Where they still hold (the facts changed twice, both are in them
    already), nothing is written. The query count does not grow with the units, apart from the batches of the insert.
    """
    require(by, REDRAW)
    agency = agency_of(by)
    on = at.astimezone(ZoneInfo(agency.timezone)).date()
    plan = plan_now(agency.pk)
    minimum = rules_on(agency.pk, on).integer("learning.pns_minimum_hours")
    written = 0
    if not pictures(agency.pk, on, plan, minimum).exists():
        stamp = facts_stamp(agency.pk)  # before the facts: what is written meanwhile makes the picture stale
        drawn = draw(by, on, plan, minimum)
        run_id = (plan.run_id if plan else None) or 0
        written = replace_pictures(agency.pk, drawn, on=on, run_id=run_id, minimum=minimum, stamp=stamp)
    record(obj=agency, old=None, new={"pictures": written, "on": on.isoformat()})
    return written


def redraw_all(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Hears that a day began, for figures of a day: draws those of every agency."""
    for key in Agency.objects.order_by("pk").values_list("pk", flat=True):
        redraw(by=Actor.system(key, label=by.label), at=at)


@action
def take_for_siasn(*, choice: SiasnChoice, shape: str, by: Actor, at: datetime) -> SiasnDocument:
    """Make a file for SIASN and remember who took it and what went out. `shape`: a word of `ui.sheets.FORMATS`.

    Raises NotFound for a unit that the actor does not read.
    """
    require(by, SIASN)
    agency = agency_of(by)
    unit = chosen_unit(by, choice.unit)
    made = siasn_document(by, choice, shape, at.astimezone(ZoneInfo(agency.timezone)).date())
    file = SiasnFile.objects.create(
        agency=agency,
        kind=choice.kind,
        period=choice.period,
        unit=unit.name if unit else "",
        only_new=choice.only_new,
        shape=shape,
        rows=made.rows,
        left_out=dict(made.left_out),
        made_by=by.label[:200],
        made_at=at,
    )
    SiasnSent.objects.bulk_create(
        (
            SiasnSent(agency=agency, kind=choice.kind, record=key, digest=digest, file=file)
            for key, digest in made.sent.items()
        ),
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["agency", "kind", "record"],
        update_fields=["digest", "file"],
    )
    record(obj=file, new={"kind": choice.kind, "period": choice.period, "unit": choice.unit, "rows": made.rows})
    return made


class FilterNameTaken(Refused):
    """The owner has a choice of this name."""


class TooManyPeople(Refused):
    """More people than one looks through before saying yes."""


MOST_AT_ONCE: Final = 200


@action
def save_filter(*, name: str, query: str, shared: bool, by: Actor, at: datetime) -> SavedFilter:
    """Keeps a choice of employees under a name; shared ones are for the analysts of the agency. Raises
    FilterNameTaken, Forbidden."""
    require_organisation(by, Verb.VIEW_EMPLOYEES)
    if by.user_id is None or (shared and not by.has(*MANAGERS)):
        raise Forbidden
    if SavedFilter.objects.filter(owner_id=by.user_id, name=name).exists():
        raise FilterNameTaken(_("You have a filter of this name. Choose another name."), field="name")
    made = SavedFilter.objects.create(
        agency_id=own_agency(by), owner_id=by.user_id, name=name, query=query, is_shared=shared
    )
    record(obj=made, new={"name": name, "shared": shared})
    return made


@action
def share_filter(*, saved: SavedFilter, shared: bool, by: Actor, at: datetime) -> None:
    """Shares a choice of one's own with the analysts of the agency, or takes it back. Raises Forbidden."""
    if saved.owner_id != by.user_id or not by.has(*MANAGERS):
        raise Forbidden
    saved.is_shared = shared
    saved.save(update_fields=["is_shared"])
    record(obj=saved, old={"shared": not shared}, new={"shared": shared})


@action
def remove_filter(*, saved: SavedFilter, by: Actor, at: datetime) -> None:
    """Removes a choice of one's own. Raises Forbidden."""
    if saved.owner_id != by.user_id:
        raise Forbidden
    record(obj=saved, old={"name": saved.name})
    saved.delete()


@action
def set_statuses(
    *, people: Sequence[Employee], status: str, since: date, until: date | None, note: str, by: Actor, at: datetime
) -> int:
    """The same status for several people from a day on, for all of them or for none; returns how many.

    Raises TooManyPeople and what organisation.actions.set_status raises, naming the person.
    """
    if len(people) > MOST_AT_ONCE:
        raise TooManyPeople(_("At most 200 people at once. Narrow the choice."))
    for person in people:
        try:
            set_status(employee=person, status=status, since=since, until=until, note=note, by=by, at=at)
        except Refused as error:
            raise Refused(f"{person.full_name}: {error.message}", error.field) from error
    record(new={"people": [person.public_id for person in people], "status": status, "since": since.isoformat()})
    return len(people)
