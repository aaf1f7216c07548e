"""The stages of a year's needs analysis: planned once, finished one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound, Refused
from renbina.needs.access import RUN_NEEDS, VIEW_NEEDS, can, may_finish_stage, require
from renbina.needs.enums import Stage, StageOwner
from renbina.needs.models import CycleStage, NeedsCycle
from renbina.organisation.access import UNIT_READERS
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of

DAYS_MOST = 250


class CycleRefused(Refused):
    """A cycle that cannot be planned so, or a stage whose turn it is not."""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """Working days and who answers for a stage: one of the roles of `StageOwner`, or a unit."""

    stage: str
    days: int
    role: str = ""
    unit: Unit | None = None


@action
def plan_cycle(*, year: int, starts_on: date, stages: Sequence[StagePlan], by: Actor, at: datetime) -> NeedsCycle:
    """Set up the analysis for the plan of a year, or plan it anew while no stage is done. Raises CycleRefused."""
    require(by, RUN_NEEDS)
    agency = agency_of(by)
    if [each.stage for each in stages] != Stage.values:
        raise CycleRefused(_("The seven stages are planned together, in their order."))
    for each in stages:
        if not 1 <= each.days <= DAYS_MOST:
            raise CycleRefused(
                _("%(stage)s: give 1 to %(most)s working days.")
                % {"stage": Stage(each.stage).label, "most": DAYS_MOST}, f"days_{each.stage}",
            )  # fmt: skip
        if (each.role in StageOwner.values) == (each.unit is not None):
            raise CycleRefused(
                _("%(stage)s: choose a role or a unit that answers for it.") % {"stage": Stage(each.stage).label},
                f"owner_{each.stage}",
            )
        if each.unit is not None and each.unit.agency_id != agency.pk:
            raise NotFound
    if starts_on.year not in (year - 1, year):
        raise CycleRefused(_("The analysis for a plan begins in the year before it, or in that year."), "starts_on")
    cycle, made = NeedsCycle.objects.select_for_update().get_or_create(
        agency=agency, year=year, defaults={"starts_on": starts_on}
    )
    if not made and cycle.stages.filter(done_on__isnull=False).exists():
        raise CycleRefused(_("A stage of this year is done already. Open it again first, then plan anew."))
    before = None if made else {"starts_on": cycle.starts_on}
    cycle.starts_on = starts_on
    cycle.save(update_fields=["starts_on"])
    cycle.stages.all().delete()
    CycleStage.objects.bulk_create(
        [
            CycleStage(
                cycle=cycle,
                stage=each.stage,
                position=place,
                days=each.days,
                owner_role=each.role,
                owner_unit=each.unit,
            )
            for place, each in enumerate(stages, start=1)
        ]
    )
    owners = [each.role or (each.unit.public_id if each.unit else "") for each in stages]
    days = [each.days for each in stages]
    record(obj=cycle, old=before, new={"year": year, "starts_on": starts_on, "days": days, "owners": owners})
    return cycle


@action
def finish_stage(*, stage: CycleStage, on: date, by: Actor, at: datetime, note: str = "") -> CycleStage:
    """A stage is done, says the needs team or the operator of the unit that answers for it.

    Raises CycleRefused while one before it is not, or the second time.
    """
    require(by, VIEW_NEEDS, stage.cycle.agency_id)
    if not may_finish_stage(by, stage):
        raise Forbidden
    held = CycleStage.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=stage.pk)
    if held.done_on is not None:
        raise CycleRefused(_("This stage is done already."))
    if on < held.cycle.starts_on:
        raise CycleRefused(_("The analysis begins later than this day."))
    waiting = held.cycle.stages.filter(position__lt=held.position, done_on=None).order_by("position").first()
    if waiting is not None:
        raise CycleRefused(_("First comes “%(stage)s”.") % {"stage": Stage(waiting.stage).label})
    held.done_on, held.note = on, note.strip()[:255]
    held.save(update_fields=["done_on", "note"])
    behalf = None
    if held.owner_unit_id and not can(by, RUN_NEEDS):
        behalf = by.behalf_for(*UNIT_READERS, path=stage.owner_unit.path if stage.owner_unit else "")
    record(obj=held, old={"done_on": None}, new={"done_on": on}, behalf=behalf)
    return held


@action
def reopen_stage(*, stage: CycleStage, reason: str, by: Actor, at: datetime) -> CycleStage:
    """A stage is not done after all, nor are those after it. Raises CycleRefused without a reason."""
    require(by, RUN_NEEDS, stage.cycle.agency_id)
    if not reason.strip():
        raise CycleRefused(_("Say why the stage is opened again."), "reason")
    held = CycleStage.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=stage.pk)
    if held.done_on is None:
        raise CycleRefused(_("This stage is open."))
    before = held.done_on
    held.cycle.stages.filter(position__gte=held.position).update(done_on=None, reminded_on=None)
    held.done_on, held.note = None, reason.strip()[:255]
    held.save(update_fields=["done_on", "note"])
    record(obj=held, old={"done_on": before}, new={"done_on": None, "reason": held.note})
    return held
