"""Is training the answer? Asked, answered, decided; what training does not cure goes to a unit that can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from binacore.gate import Cause, judge
from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import Forbidden, NotFound, Refused
from renbina.needs.access import RUN_NEEDS, gates_to_answer, may_finish, require, visible_handovers
from renbina.needs.enums import Asked
from renbina.needs.models import GateAnswer, GateCheck, Handover
from renbina.needs.queries.gates import CAUSES, counts_of
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of

COUNT_MOST: Final = 10_000


class GateRefused(Refused):
    """A gate that cannot be asked, answered or decided so."""


class HandoverRefused(Refused):
    """A handover that is done already, or done without proof."""


@dataclass(frozen=True, slots=True)
class Route:
    """What a unit will do about a cause, and by when."""

    cause: Cause
    text: str
    unit: Unit
    due_on: date


@action
def open_gate(
    *, year: int, unit: Unit, competency: Competency, problem: str, on: date, by: Actor, at: datetime
) -> GateCheck:
    """Ask whether training cures a shortcoming of a unit. Raises GateRefused while the same is being asked."""
    require(by, RUN_NEEDS, unit.agency_id)
    agency = agency_of(by)
    if competency.agency_id != agency.pk:
        raise NotFound
    if not problem.strip():
        raise GateRefused(_("Say what goes wrong, as the public or the unit sees it."), "problem")
    if GateCheck.objects.filter(agency=agency, year=year, unit=unit, competency=competency, decided_on=None).exists():
        raise GateRefused(_("This is being asked already. Decide that first."), "competency")
    made = GateCheck.objects.create(
        agency=agency, year=year, unit=unit, competency=competency, problem=problem.strip()[:255], opened_on=on
    )
    record(obj=made, new={"unit": unit.public_id, "competency": competency.code})
    return made


@action
def answer_gate(
    *, gate: GateCheck, counts: Mapping[Cause, int], on: date, by: Actor, at: datetime, source: str = ""
) -> GateAnswer:
    """How many failures each cause explains. With a `source` it is what records count, entered by the needs team;
    otherwise the answer of the actor, once. Raises GateRefused, NotFound, Forbidden.
    """
    if gate.agency_id != by.agency_id:
        raise NotFound
    if source.strip():
        require(by, RUN_NEEDS, gate.agency_id)
    elif not gates_to_answer(by, on).filter(pk=gate.pk).exists():
        raise Forbidden
    if GateCheck.objects.select_for_update().get(pk=gate.pk).decided_on is not None:
        raise GateRefused(_("This was decided already. Thank you all the same."))
    numbers = {cause.value: counts.get(cause, 0) for cause in Cause}
    if any(not 0 <= number <= COUNT_MOST for number in numbers.values()):
        raise GateRefused(_("Give 0 to %(most)s for each.") % {"most": COUNT_MOST})
    if not any(numbers.values()):
        raise GateRefused(_("Give at least one failure; 0 everywhere says that nothing goes wrong."))
    asked = Asked.RECORDS if source.strip() else Asked.SUPERIOR if by.has(Role.SUPERIOR) else Asked.EMPLOYEE
    made = GateAnswer.objects.create(
        gate=gate, asked=asked, respondent_id=None if source.strip() else by.employee_id,
        source=source.strip()[:200], answered_on=on, **numbers,
    )  # fmt: skip
    record(obj=gate, new={"asked": asked})
    return made


@action
def decide_gate(
    *, gate: GateCheck, routes: Sequence[Route], reason: str, on: date, by: Actor, at: datetime
) -> GateCheck:
    """Fix the share of training as the answers have it, and hand every other cause of weight to a unit.

    A cause of at least one failure in ten without a unit and a day is refused. Raises GateRefused.
    """
    require(by, RUN_NEEDS, gate.agency_id)
    held = GateCheck.objects.select_for_update().get(pk=gate.pk)
    if held.decided_on is not None:
        raise GateRefused(_("This was decided already."))
    answers = [counts_of(each) for each in held.answers.all()]
    if not answers:
        raise GateRefused(_("Nobody has answered yet. Ask the unit, or enter what records count."))
    found = judge(answers)
    routed = {route.cause for route in routes}
    for cause in found.to_route:
        if cause not in routed:
            raise GateRefused(
                _("%(cause)s explains %(share)s %% of the failures: say which unit does what, and by when.")
                % {"cause": CAUSES[cause].label, "share": round(100 * found.shares[cause])}, f"text_{cause.value}",
            )  # fmt: skip
    for route in routes:
        _hand_over(held, route, on)
    held.training_share, held.verdict = found.training_share, found.verdict.value
    held.reason, held.decided_on = reason.strip()[:255], on
    held.save(update_fields=["training_share", "verdict", "reason", "decided_on"])
    record(obj=held, new={"training_share": round(found.training_share, 4), "handovers": len(routes)})
    return held


@action
def finish_handover(*, handover: Handover, proof: str, on: date, by: Actor, at: datetime) -> Handover:
    """Done, and by what one sees it. Raises NotFound, Forbidden, HandoverRefused."""
    held = visible_handovers(by, on).select_related("gate", "unit").filter(pk=handover.pk).first()
    if held is None:
        raise NotFound
    if not may_finish(by, held, on):
        raise Forbidden
    if not proof.strip():
        raise HandoverRefused(_("Write by what one can see that it is done."), "proof")
    if not Handover.objects.filter(pk=held.pk, done_on=None).update(done_on=on, proof=proof.strip()[:255]):
        raise HandoverRefused(_("This is noted as done already."))
    held.refresh_from_db()
    record(obj=held, old={"done_on": None}, new={"done_on": on})
    return held


def _hand_over(gate: GateCheck, route: Route, on: date) -> None:
    if route.unit.agency_id != gate.agency_id:
        raise NotFound
    if route.cause is Cause.COMPETENCE:
        raise GateRefused(_("Missing competence stays here: it becomes weight of the need."))
    if not route.text.strip():
        raise GateRefused(_("Write what will be done."), f"text_{route.cause.value}")
    if route.due_on <= on:
        raise GateRefused(_("The day lies in the past. Choose a later one."), f"due_{route.cause.value}")
    Handover.objects.create(
        gate=gate, cause=CAUSES[route.cause], text=route.text.strip()[:255], unit=route.unit, due_on=route.due_on
    )
