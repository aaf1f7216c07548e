"""The computation of everybody's gaps, at once and as a job."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from binacore.gaps import gaps_of
from binacore.severity import severity
from renbina.competency.access import require
from renbina.competency.gather import gap_material, rating_material
from renbina.competency.store import replace_gaps, replace_leans, replace_unit_gaps
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.queue import JobContext, enqueue
from renbina.organisation.queries import agency_of
from renbina.rulebook.queries import rulebook_for


@action
def refresh_gaps(*, on: date, by: Actor, at: datetime) -> int:
    """Compute everybody's gaps on a day and replace the stored ones of the actor's agency, and their sums by unit.

    Returns the lines written. The query count does not grow with the people, apart from the batches of the insert.
    """
    require(by, "refresh_gaps")
    agency = agency_of(by)
    material = gap_material(agency.pk, on)
    gaps = gaps_of(material.requirements, material.assessments, on, rulebook_for(agency))
    written = replace_gaps(agency.pk, gaps, on)
    replace_unit_gaps(agency.pk, gaps, {each.person_id: each.unit_id for each in material.requirements})
    record(obj=agency, old=None, new={"gaps": written, "on": on.isoformat()})
    outbox.publish("competency.changed", {}, by=by, at=at)
    return written


@action
def refresh_leans(*, on: date, by: Actor, at: datetime) -> int:
    """Compute anew how harsh or generous every rater of the actor's agency is. Returns how many raters there are.

    Levels and gaps are not touched by it.
    """
    require(by, "refresh_gaps")
    agency = agency_of(by)
    material = rating_material(agency.pk, on)
    written = replace_leans(agency.pk, severity(material.ratings), material.given, on)
    record(obj=agency, old=None, new={"raters": written, "on": on.isoformat()})
    return written


@action
def refresh_gaps_later(*, event_id: int, payload: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Hears that people came or moved: queues the computation of the gaps, once for an event."""
    require(by, "refresh_gaps")
    agency = agency_of(by)
    day = at.astimezone(ZoneInfo(agency.timezone)).date().isoformat()
    job = enqueue("competency.refresh_gaps", {"on": day}, by=by, at=at, idempotency_key=f"event {event_id}")
    record(obj=agency, old=None, new={"job": job.public_id, "on": day})


def run_refresh(context: JobContext) -> dict[str, object]:
    """The job kind `competency.refresh_gaps`: payload {"on": ISO day}; the agency is the actor's own."""
    context.progress("gaps", 0.1)
    on = date.fromisoformat(context.payload["on"])
    gaps = refresh_gaps(on=on, by=context.actor, at=context.at)
    return {"gaps": gaps, "raters": refresh_leans(on=on, by=context.actor, at=context.at)}
