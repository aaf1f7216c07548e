"""Who runs the needs analysis of a year, who reads what it found, who proposes and who is asked.

What people said in talks is read without who said it. Where fewer than five people of a part of the agency spoke, its
name is read only by those who hold the talks: a quote with a small unit beside it points at a person.
"""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from renbina.foundation.actor import Actor, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Forbidden, NotFound
from renbina.needs.models import CycleStage, GateCheck, Handover, Interview, NeedsCycle, Proposal, Study
from renbina.organisation.access import (
    AGENCY_READERS,
    UNIT_READERS,
    below,
    led_by,
    own_agency,
    sees_agency,
    visible_units,
)
from renbina.organisation.models import Placement, Unit

WRITERS = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
VIEW_PROPOSALS: Final = "view_proposals"
LOAD_PROPOSALS: Final = "load_proposals"
VIEW_NEEDS: Final = "view_needs"  # the cycle, its stages, and what waits
RUN_NEEDS: Final = "run_needs"  # stages, talks, merging and deciding, gates, studies
VIEW_VOICES: Final = "view_voices"  # quotes and their codes, studies and gates of the whole agency
PROPOSE: Final = "propose"  # for oneself as an employee; for a unit as its operator or superior
PROPOSE_FOR_UNIT: Final = "propose_for_unit"
HANDOVERS: Final = "view_handovers"
NAMED_FROM: Final = 5
"""So many people of a part of the agency must have spoken before readers see its name beside a quote."""
VIEW_PRIORITIES: Final = "view_priorities"
COLLECT_EVIDENCE: Final = "collect_evidence"
CHANGE_LIMITS: Final = "change_limits"  # as the rulebook: by who decides, not by who prepares
_ROLES: Final = {
    "record_evidence": WRITERS,
    "nominate": WRITERS,
    LOAD_PROPOSALS: WRITERS,
    VIEW_PROPOSALS: (*AGENCY_READERS, Role.UNIT_OPERATOR),
    VIEW_NEEDS: (*AGENCY_READERS, Role.UNIT_OPERATOR),
    RUN_NEEDS: WRITERS,
    VIEW_VOICES: AGENCY_READERS,
    PROPOSE: (*WRITERS, Role.UNIT_OPERATOR, Role.SUPERIOR, Role.EMPLOYEE),
    PROPOSE_FOR_UNIT: (*WRITERS, Role.UNIT_OPERATOR, Role.SUPERIOR),
    HANDOVERS: (*AGENCY_READERS, Role.UNIT_OPERATOR, Role.SUPERIOR),
    VIEW_PRIORITIES: (*AGENCY_READERS, Role.UNIT_OPERATOR),
    COLLECT_EVIDENCE: WRITERS,
    CHANGE_LIMITS: (Role.HEAD_OF_DEVELOPMENT,),
}
VERBS = frozenset(_ROLES)


def can(actor: Actor, verb: str) -> bool:
    """Evidence, nominations and proposals of the whole agency: its analysts write. Operators read their own unit's."""
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}: one of {sorted(VERBS)}")
    return actor.agency_id is not None and (actor.is_system or actor.has(*_ROLES[verb]))


def require(actor: Actor, verb: str, agency_id: int | None = None) -> None:
    """Raises NotFound for something of another agency, Forbidden when `can` says no."""
    if agency_id is not None and agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb):
        raise Forbidden


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Proposals of the actor's agency; an operator sees those of the own unit and below."""
    require(actor, VIEW_PROPOSALS)
    found = Proposal.objects.filter(agency_id=own_agency(actor))
    return found if actor.is_system or sees_agency(actor) else found.filter(unit__in=visible_units(actor))


def own_proposals(actor: Actor) -> QuerySet[Proposal]:
    """What the actor asked for. Raises NotFound for a login without an employee."""
    if actor.employee_id is None:
        raise NotFound
    return Proposal.objects.filter(agency_id=own_agency(actor), proposer_id=actor.employee_id)


def readable_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Those on the actor's list and the actor's own. Raises NotFound for somebody who can have neither."""
    found = Proposal.objects.filter(agency_id=own_agency(actor))
    if can(actor, VIEW_PROPOSALS) and (actor.is_system or sees_agency(actor)):
        return found
    reach = Q(proposer_id=actor.employee_id) if actor.employee_id is not None else Q(pk__in=[])
    if can(actor, VIEW_PROPOSALS):
        reach |= Q(unit__in=visible_units(actor))
    return found.filter(reach)


def units_to_propose_for(actor: Actor, on: date) -> QuerySet[Unit]:
    """Units in whose name the actor may ask: analysts any, operators theirs and below, superiors where they lead."""
    units: QuerySet[Unit] = Unit.objects.filter(agency_id=own_agency(actor), closed_on=None).order_by("path")
    if actor.is_system or actor.has(*WRITERS):
        return units
    reach = below(actor.unit_paths(*UNIT_READERS))
    return units.filter(reach | Q(pk__in=_led_units(actor, on)))


def visible_cycles(actor: Actor) -> QuerySet[NeedsCycle]:
    """Cycles of the actor's agency. Raises Forbidden."""
    require(actor, VIEW_NEEDS)
    return NeedsCycle.objects.filter(agency_id=own_agency(actor))


def answers_for(actor: Actor, stage: CycleStage) -> bool:
    """Whether a role or a unit of the actor answers for a stage."""
    if not can(actor, VIEW_NEEDS) or actor.is_system:
        return False
    if stage.owner_unit is None:
        return actor.has(Role(stage.owner_role))
    return any(stage.owner_unit.path.startswith(path) for path in actor.unit_paths(*UNIT_READERS))


def may_finish_stage(actor: Actor, stage: CycleStage) -> bool:
    """The needs team any, an operator that of the own unit; a stage of all operators only the needs team closes."""
    if can(actor, RUN_NEEDS):
        return stage.cycle.agency_id == actor.agency_id
    if stage.owner_unit is None or not can(actor, VIEW_NEEDS):
        return False
    return any(stage.owner_unit.path.startswith(path) for path in actor.unit_paths(*UNIT_READERS))


def visible_interviews(actor: Actor) -> QuerySet[Interview]:
    """Talks with their notes: only those who hold them. Raises Forbidden."""
    require(actor, RUN_NEEDS)
    return Interview.objects.filter(agency_id=own_agency(actor))


def read_interviews(actor: Actor) -> QuerySet[Interview]:
    """Talks whose quotes the actor may read (never notes or speakers). Raises Forbidden."""
    require(actor, VIEW_VOICES)
    return Interview.objects.filter(agency_id=own_agency(actor))


def visible_gates(actor: Actor) -> QuerySet[GateCheck]:
    """Gates of the agency for its readers. Raises Forbidden."""
    require(actor, VIEW_VOICES)
    return GateCheck.objects.filter(agency_id=own_agency(actor))


def gates_to_answer(actor: Actor, on: date) -> QuerySet[GateCheck]:
    """Undecided gates about a unit in or above the actor's own place of work, or where the actor leads."""
    if actor.employee_id is None or actor.agency_id is None:
        return GateCheck.objects.none()
    paths = set(_placed(actor.employee_id, on)) | set(_led_units(actor, on).values_list("unit__path", flat=True))
    ways = {path[:end] for path in paths for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    found = GateCheck.objects.filter(agency_id=actor.agency_id, decided_on=None, unit__path__in=ways)
    return found.exclude(answers__respondent_id=actor.employee_id)


def visible_studies(actor: Actor) -> QuerySet[Study]:
    """Studies of the actor's agency. Raises Forbidden."""
    require(actor, VIEW_VOICES)
    return Study.objects.filter(agency_id=own_agency(actor))


def visible_handovers(actor: Actor, on: date) -> QuerySet[Handover]:
    """What was handed over: all for readers of the agency, else to units that one looks after or in which one leads."""
    require(actor, HANDOVERS)
    found: QuerySet[Handover] = Handover.objects.filter(gate__agency_id=own_agency(actor))
    if can(actor, VIEW_VOICES):
        return found
    return found.filter(below(actor.unit_paths(*UNIT_READERS), "unit__") | Q(unit__in=_led_units(actor, on)))


def may_finish(actor: Actor, handover: Handover, on: date) -> bool:
    """Analysts any unit's, operators and superiors that of their own units."""
    if can(actor, RUN_NEEDS):
        return handover.gate.agency_id == actor.agency_id
    if not can(actor, HANDOVERS):
        return False
    held = any(handover.unit.path.startswith(path) for path in actor.unit_paths(*UNIT_READERS))
    return held or _led_units(actor, on).filter(unit_id=handover.unit_id).exists()


def _led_units(actor: Actor, on: date) -> QuerySet[Placement, int]:
    """Keys of the units in which the people whom the actor rates or leads work."""
    if actor.employee_id is None or not actor.has(Role.SUPERIOR):
        return Placement.objects.none().values_list("unit_id", flat=True)
    led = led_by(actor, on).values("employee_id")
    return Placement.objects.filter(holds_on(on), employee_id__in=led).values_list("unit_id", flat=True)


def _placed(employee_id: int, on: date) -> QuerySet[Placement, str]:
    return Placement.objects.filter(holds_on(on), employee_id=employee_id).values_list("unit__path", flat=True)
