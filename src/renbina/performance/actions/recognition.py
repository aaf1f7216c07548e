"""Recognition: nominated with evidence, proposed by one person, decided by another, never about oneself."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, StandIn
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import behalf_over
from renbina.organisation.models import Employee
from renbina.performance.access import DECIDE, NOMINATE, PROPOSE, behalf_as, can, require, require_rater
from renbina.performance.actions.refusals import DecisionRefused, RecognitionRefused
from renbina.performance.enums import Criterion, Stage
from renbina.performance.models import Recognition
from renbina.performance.queries.recognition import eligibility

WORDS_MAX: Final = 3000


@action
def nominate_for_award(
    *,
    employee: Employee,
    criterion: str,
    evidence: str,
    links: str,
    attested: bool,
    on: date,
    by: Actor,
    at: datetime,
) -> Recognition:
    """Put somebody forward. `attested`: the nominator knows of no discipline case, which Renbina does not keep.

    Raises RecognitionRefused, Forbidden, and NotFound for a person the actor may not nominate.
    """
    if employee.agency_id != by.agency_id:
        raise NotFound
    if not can(by, NOMINATE):
        require_rater(by, employee, on)
    behalf = None if can(by, NOMINATE) else behalf_over(by, employee.pk, on)
    if employee.pk == by.employee_id:
        raise RecognitionRefused(_("Nobody nominates themselves. Ask your superior."))
    if criterion not in Criterion.values:
        raise RecognitionRefused(_("Choose what the person is recognised for."), field="criterion")
    if not evidence.strip():
        raise RecognitionRefused(_("Write what was done, when, and what it changed."), field="evidence")
    if not attested:
        words = _("Confirm that you know of no running discipline case; Renbina does not keep them.")
        raise RecognitionRefused(words, field="attested")
    _require_eligible(employee, on)
    award = Recognition(
        agency_id=employee.agency_id,
        employee=employee,
        year=on.year,
        criterion=criterion,
        evidence=evidence.strip()[:WORDS_MAX],
        links=links.strip()[:WORDS_MAX],
        nominated_by_id=by.employee_id,
        nominated_name=by.signature(behalf),
        nominated_at=at,
    )
    try:
        with transaction.atomic():
            award.save()
    except IntegrityError:
        raise RecognitionRefused(_("This person has been nominated this year already.")) from None
    told = {"employee": employee.public_id, "criterion": criterion}
    record(obj=award, old=None, new=told, behalf=behalf)
    return award


def _require_eligible(employee: Employee, on: date) -> None:
    for check in eligibility(employee, on):
        if check.ok is False:
            raise RecognitionRefused(check.words)


@action
def propose_award(*, award: Recognition, on: date, by: Actor, at: datetime) -> Recognition:
    """Put a nomination before the official who decides. Raises DecisionRefused, RecognitionRefused, Forbidden."""
    require(by, PROPOSE, award)
    _require_person(award, by)
    _require_eligible(award.employee, on)
    behalf = behalf_as(by, PROPOSE)
    changed = {"stage": Stage.PROPOSED, "proposed_by_id": by.user_id, "proposed_name": by.signature(behalf)}
    return _step(award, Stage.NOMINATED, changed | {"proposed_at": at}, behalf=behalf)


@action
def decide_award(*, award: Recognition, grant: bool, reason: str, on: date, by: Actor, at: datetime) -> Recognition:
    """Award or refuse what somebody else proposed; a refusal says why. Raises as `propose_award`."""
    require(by, DECIDE, award)
    _require_person(award, by)
    if _proposer(award) == by.user_id:
        raise DecisionRefused(_("You proposed this one. Another person has to decide about it."))
    if grant:
        _require_eligible(award.employee, on)
    behalf = behalf_as(by, DECIDE)
    return _step(award, Stage.PROPOSED, _decision(grant, reason, by, at, behalf), not_by=by.user_id, behalf=behalf)


@action
def return_nomination(*, award: Recognition, reason: str, by: Actor, at: datetime) -> Recognition:
    """Do not put a nomination before the deciding official, and say why. Raises DecisionRefused, Forbidden."""
    require(by, PROPOSE, award)
    _require_person(award, by)
    behalf = behalf_as(by, PROPOSE)
    return _step(award, Stage.NOMINATED, _decision(False, reason, by, at, behalf), behalf=behalf)


def _proposer(award: Recognition) -> int | None:
    return Recognition.objects.values_list("proposed_by_id", flat=True).get(pk=award.pk)


def _decision(grant: bool, reason: str, by: Actor, at: datetime, behalf: StandIn | None) -> dict[str, object]:
    words = "" if grant else reason.strip()[:WORDS_MAX]
    if not grant and not words:
        raise DecisionRefused(_("Say why not; whoever nominated this person will read it."), field="reason")
    return {
        "stage": Stage.AWARDED if grant else Stage.REFUSED,
        "decided_by_id": by.user_id,
        "decided_name": by.signature(behalf),
        "decided_at": at,
        "refusal": words,
    }


def _require_person(award: Recognition, by: Actor) -> None:
    """A step is taken by somebody with a name, and never about themselves or by who nominated."""
    if by.user_id is None:
        raise Forbidden
    if by.employee_id is not None and award.employee_id == by.employee_id:
        raise DecisionRefused(_("Nobody decides about themselves. Somebody else with this role has to."))
    if by.employee_id is not None and award.nominated_by_id == by.employee_id:
        raise DecisionRefused(_("You nominated this person; somebody else has to take this step."))


def _step(
    award: Recognition,
    stage: Stage,
    changed: dict[str, object],
    not_by: int | None = None,
    behalf: StandIn | None = None,
) -> Recognition:
    """One conditional update: of two people at the same moment only one finds the stage as it was."""
    waiting = Recognition.objects.filter(pk=award.pk, stage=stage)
    if not_by is not None:
        waiting = waiting.exclude(proposed_by_id=not_by)
    if not waiting.update(**changed):
        raise DecisionRefused(_("Somebody took this step already. Open the page again to see where it stands."))
    award.refresh_from_db()
    record(obj=award, old={"stage": stage}, new={"stage": award.stage}, behalf=behalf)
    return award
