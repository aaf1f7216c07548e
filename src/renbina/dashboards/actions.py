"""The writes of the overviews: figures of units drawn ahead of the visits, and who took which file for SIASN."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from renbina.dashboards.access import REDRAW, SIASN, require
from renbina.dashboards.documents import SiasnDocument, siasn_document
from renbina.dashboards.gather import draw
from renbina.dashboards.models import SiasnFile, SiasnSent
from renbina.dashboards.queries.pictures import facts_stamp, pictures
from renbina.dashboards.queries.plans import plan_now
from renbina.dashboards.queries.siasn import SiasnChoice, chosen_unit
from renbina.dashboards.store import replace_pictures
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.models import Agency
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
