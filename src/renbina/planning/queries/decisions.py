"""The way of a plan to its decree: what was decided, what can be, and which plan is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from binacore.approval import Office, State, Verb, steps_from, taken_before
from renbina.foundation.actor import Actor
from renbina.planning import access
from renbina.planning.enums import Stage, Step
from renbina.planning.models import Plan, PlanDecision
from renbina.planning.queries.lines import STAGE_ORDER

_RIGHTS: Final = {Office.MAKER: access.PROPOSE, Office.PYB: access.ENDORSE, Office.PPK: access.SET}
_ENDS: Final = (Step.WITHDRAW, Step.SEND_BACK, Step.SET)  # a round is over, another may begin


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One step that was taken. `version`: public id of the run it was about."""

    step: Step
    at: datetime
    by_name: str
    number: str
    dated: date | None
    note: str
    version: str
    seal: str


@dataclass(frozen=True, slots=True)
class Approval:
    """Where a plan stands on its way to a decree. may: the steps that this actor can take now."""

    state: str
    lines: tuple[DecisionLine, ...]  # the newest first
    may: tuple[Verb, ...]
    took_part: bool  # took an earlier step of this round, so that the next one is somebody else's
    decree: DecisionLine | None  # of the version in force
    newer: bool  # the newest version is not the one in force

    @property
    def sent_back(self) -> DecisionLine | None:
        """The reason to draft again, while nothing has been put forward since."""
        return self.lines[0] if self.lines and self.lines[0].step == Step.SEND_BACK else None


def this_round(plan: Plan) -> list[PlanDecision]:
    """The steps forward since the last end of a round, the oldest first; one query."""
    found: list[PlanDecision] = []
    for each in PlanDecision.objects.filter(plan=plan).order_by("-pk"):
        if each.step in _ENDS:
            break
        found.append(each)
    return found[::-1]


def approval_of(actor: Actor, plan: Plan) -> Approval:
    """Raises NotFound, Forbidden; two queries at most."""
    access.require(actor, access.VIEW, plan)
    names = ("step", "at", "by_name", "number", "dated", "note", "run__public_id", "content_sha256")
    rows = list(PlanDecision.objects.filter(plan=plan).order_by("-pk").values_list(*names, "run_id", "by_user_id"))
    lines = tuple(DecisionLine(Step(row[0]), *row[1 : len(names)]) for row in rows)
    decree = next(
        (line for line, row in zip(lines, rows, strict=True)
         if line.step == Step.SET and row[-2] == plan.approved_run_id),
        None,
    )  # fmt: skip
    newer = plan.approved_run_id is not None and plan.approved_run_id != plan.current_run_id
    earlier = _earlier(rows)
    offered = _offered(actor, plan)
    may = tuple(verb for verb in offered if taken_before(verb, str(actor.user_id), earlier) is None)
    return Approval(plan.status, lines, may, len(may) < len(offered), decree, newer)


def _earlier(rows: Sequence[tuple[object, ...]]) -> dict[Verb, str]:
    earlier: dict[Verb, str] = {}
    for row in rows:
        if row[0] in _ENDS:
            break
        earlier[Verb(str(row[0]))] = str(row[-1])
    return earlier


def _offered(actor: Actor, plan: Plan) -> list[Verb]:
    if plan.current_run_id is None or plan.status not in set(State):
        return []  # nothing computed, or decided outside this system
    found = [verb for verb, office in steps_from(State(plan.status)) if access.can(actor, _RIGHTS[office], plan)]
    return [verb for verb in found if verb is not Verb.PROPOSE or not later_stage(plan)]


def later_stage(plan: Plan) -> bool:
    """Whether the year has a computed plan over a later version of the money; one query."""
    later = STAGE_ORDER[STAGE_ORDER.index(Stage(plan.stage)) + 1 :]
    same = Plan.objects.filter(agency=plan.agency_id, year=plan.year, stage__in=later, current_run__isnull=False)
    return same.exists()


def plan_in_force(actor: Actor) -> Plan | None:
    """The plan from which classes are opened: the last year with a version set by decree, the latest stage of it.

    `approved_run` is loaded with it. One query.
    """
    plans = Plan.objects.filter(agency_id=access.own_agency(actor), approved_run__isnull=False)
    found = plans.select_related("approved_run", "agency").order_by("pk")
    return max(found, key=lambda plan: (plan.year, STAGE_ORDER.index(Stage(plan.stage))), default=None)
