"""Who reads evaluations, who sets targets and findings, and who follows them up."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from renbina.evaluation.models import FollowUp, WorkReport
from renbina.foundation.actor import Actor, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import AGENCY_READERS, MANAGERS, UNIT_READERS, below, led_by, own_agency
from renbina.organisation.models import Placement, Unit

VIEW: Final = "view_evaluation"  # results of programmes; nobody's own score in them
MANAGE: Final = "manage_evaluation"  # targets, findings, follow-up
SCORES: Final = "read_scores"  # each participant's points
REPORTS: Final = "read_work_reports"  # participants' words, and what superiors said of them
FOLLOW: Final = "view_follow_up"  # what one's own units have to do
_ROLES: Final = {
    VIEW: AGENCY_READERS,
    MANAGE: MANAGERS,
    SCORES: MANAGERS,
    REPORTS: (*MANAGERS, Role.AUDITOR),
    FOLLOW: (*AGENCY_READERS, *UNIT_READERS, Role.SUPERIOR),
}


def can(actor: Actor, verb: str) -> bool:
    """Whether the actor may do it in their own agency. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    return actor.agency_id is not None and (actor.is_system or actor.has(*roles))


def require(actor: Actor, verb: str, agency_id: int | None = None) -> None:
    """Raises NotFound for something of another agency, Forbidden where the actor may not."""
    if agency_id is not None and agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb):
        raise Forbidden


def visible_follow_ups(actor: Actor, on: date) -> QuerySet[FollowUp]:
    """Follow-ups of the agency for its readers, else those of units that one looks after or in which one leads."""
    require(actor, FOLLOW)
    found: QuerySet[FollowUp] = FollowUp.objects.filter(finding__agency_id=own_agency(actor))
    if can(actor, VIEW):
        return found
    return found.filter(_looked_after(actor) | Q(unit__in=_led_units(actor, on)))


def finishes(actor: Actor, on: date) -> Callable[[Unit], bool]:
    """Whose follow-up the actor may note as done: analysts any unit's, else of units looked after or led; one query."""
    if can(actor, MANAGE):
        return lambda unit: unit.agency_id == actor.agency_id
    paths = actor.unit_paths(*UNIT_READERS)
    led = set(_led_units(actor, on)) if actor.has(Role.SUPERIOR) else set()
    return lambda unit: unit.pk in led or any(unit.path.startswith(path) for path in paths)


def _looked_after(actor: Actor) -> Q:
    return below(actor.unit_paths(*UNIT_READERS), "unit__")


def _led_units(actor: Actor, on: date) -> QuerySet[Placement, int]:
    """Keys of the units in which the people whom the actor rates or leads work."""
    if actor.employee_id is None:
        return Placement.objects.none().values_list("unit_id", flat=True)
    led = led_by(actor, on).values("employee_id")
    return Placement.objects.filter(holds_on(on), employee_id__in=led).values_list("unit_id", flat=True)


def all_reports(actor: Actor) -> QuerySet[WorkReport]:
    """Every work-change report of the agency. Raises Forbidden."""
    require(actor, REPORTS)
    return WorkReport.objects.filter(agency_id=own_agency(actor))


def own_reports(actor: Actor) -> QuerySet[WorkReport]:
    """The actor's own. Raises NotFound for a login without an employee."""
    if actor.employee_id is None:
        raise NotFound
    return WorkReport.objects.filter(registration__employee_id=actor.employee_id, agency_id=own_agency(actor))


def led_reports(actor: Actor, on: date) -> QuerySet[WorkReport]:
    """What those whom the actor rates or leads on a day have sent, never one's own.

    Raises Forbidden for somebody who leads nobody.
    """
    if actor.employee_id is None or actor.agency_id is None or not actor.has(Role.SUPERIOR):
        raise Forbidden
    led = led_by(actor, on)
    sent = WorkReport.objects.filter(agency_id=actor.agency_id, sent_at__isnull=False)
    sent = sent.filter(registration__employee_id__in=led.values("employee_id"))
    return sent.exclude(registration__employee_id=actor.employee_id)
