"""Put a plan forward, agree to it, set it by decree, or send it back. What is decided on is exactly what was read."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binacore.approval import Office, State, StepNotPossible, Verb, next_state, office_of, taken_before
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.planning import access
from renbina.planning.actions.run import is_going
from renbina.planning.enums import PlanStatus, Step
from renbina.planning.gather.seal import seal_of
from renbina.planning.models import Plan, PlanDecision, Run
from renbina.planning.queries.decisions import later_stage, this_round

_CHANGED: Final = gettext_lazy("Somebody has decided on this plan already. The page now shows where it stands.")
_RIGHTS: Final = {Office.MAKER: access.PROPOSE, Office.PYB: access.ENDORSE, Office.PPK: access.SET}


class StepRefused(Refused):
    """The plan does not stand where this step begins, or something is missing for it."""


class PlanChanged(Refused):
    """Somebody decided, or had the plan put together again, since the page was opened."""


class SamePerson(Refused):
    """Two steps of one round by the same person."""


@action
def propose_plan(*, plan: Plan, seen: str, note: str = "", by: Actor, at: datetime) -> PlanDecision:
    """Put the current version before the Sekda. `seen`: public id of the run on the page.

    Raises StepRefused, PlanChanged; NotFound, Forbidden.
    """
    access.require(by, access.PROPOSE, plan)
    locked = _locked(plan)
    if is_going(locked):
        raise StepRefused(_("The plan is being put together right now. Wait until it is ready."))
    if later_stage(locked):
        raise StepRefused(_("A later version of the budget has its own plan. Put that one forward."))
    return _take(locked, Verb.PROPOSE, seen, note=note, by=by, at=at)


@action
def withdraw_plan(*, plan: Plan, seen: str, note: str = "", by: Actor, at: datetime) -> PlanDecision:
    """Take it back before the Sekda has agreed. Raises StepRefused, PlanChanged; NotFound, Forbidden."""
    access.require(by, access.PROPOSE, plan)
    return _take(_locked(plan), Verb.WITHDRAW, seen, note=note, by=by, at=at)


@action
def endorse_plan(*, plan: Plan, seen: str, note: str = "", by: Actor, at: datetime) -> PlanDecision:
    """Agree to it as Pejabat yang Berwenang. Raises StepRefused, PlanChanged, SamePerson; NotFound, Forbidden."""
    access.require(by, access.ENDORSE, plan)
    return _take(_locked(plan), Verb.ENDORSE, seen, note=note, by=by, at=at)


@action
def send_back_plan(*, plan: Plan, seen: str, note: str, by: Actor, at: datetime) -> PlanDecision:
    """Back to the draft, with what has to change. Raises StepRefused, PlanChanged; NotFound, Forbidden."""
    locked = _locked(plan)
    right = _right(locked.status, Verb.SEND_BACK)
    if access.can(by, access.ENDORSE if right == access.SET else access.SET, plan) and not access.can(by, right, plan):
        raise PlanChanged(_CHANGED)  # it was theirs to decide, and went on while the page was open
    access.require(by, right, plan)
    if not note.strip():
        raise StepRefused(_("Say what has to change; the personnel agency reads it."), field="note")
    return _take(locked, Verb.SEND_BACK, seen, note=note, by=by, at=at)


@action
def set_plan(
    *, plan: Plan, seen: str, number: str, dated: date, note: str = "", by: Actor, at: datetime
) -> PlanDecision:
    """Set it by decree as Pejabat Pembina Kepegawaian: from now on classes are opened from this version.

    number, dated: of the decree. Raises StepRefused, PlanChanged, SamePerson; NotFound, Forbidden.
    """
    access.require(by, access.SET, plan)
    if not number.strip():
        raise StepRefused(_("Give the number of the decree."), field="number")
    if dated > at.astimezone(ZoneInfo(plan.agency.timezone)).date():
        raise StepRefused(_("The decree cannot be dated in the future."), field="dated")
    locked = _locked(plan)
    return _take(locked, Verb.SET, seen, note=note, by=by, at=at, number=number, dated=dated)


def _take(
    plan: Plan,
    verb: Verb,
    seen: str,
    *,
    note: str,
    by: Actor,
    at: datetime,
    number: str = "",
    dated: date | None = None,
) -> PlanDecision:
    """One step of a locked plan, with its audit line."""
    run, before = _version(plan, seen), plan.status
    behalf = by.behalf_for(*access.offices(_right(before, verb)))
    after = next_state(State(before), verb)
    _check_person(plan, verb, by)
    made = PlanDecision.objects.create(
        plan=plan,
        run=run,
        step=Step(verb.value),
        at=at,
        by_user_id=by.user_id,
        by_name=by.signature(behalf),
        number=number.strip()[:100],
        dated=dated,
        note=note.strip()[:1000],
        content_sha256=seal_of(run),
    )
    plan.status = PlanStatus(after.value)
    if after is State.APPROVED:
        plan.approved_run = run
    plan.save(update_fields=["status", "approved_run"])
    new = {"status": plan.status, "run": run.public_id, "seal": made.content_sha256}
    record(
        obj=plan,
        old={"status": before},
        new=new | ({"number": made.number, "dated": dated} if number else {}),
        behalf=behalf,
    )
    payload = {"plan": plan.public_id, "decision": made.public_id, "status": plan.status}
    outbox.publish("planning.plan_decided", payload, by=by, at=at)
    return made


def _locked(plan: Plan) -> Plan:
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _version(plan: Plan, seen: str) -> Run:
    """The version that is decided on: the one on the page, and still the newest."""
    run = plan.current_run
    if run is None:
        raise StepRefused(_("Have the plan put together first; there is nothing to decide on yet."))
    if run.public_id != seen:
        raise PlanChanged(_("The plan was put together again since you opened this page. Read the new version first."))
    return run


def _right(state: str, verb: Verb) -> str:
    """The right that a step needs from here; whose sending back is depends on who is waited for."""
    try:
        return _RIGHTS[office_of(State(state), verb)]
    except (StepNotPossible, ValueError):
        raise PlanChanged(_CHANGED) from None


def _check_person(plan: Plan, verb: Verb, by: Actor) -> None:
    earlier = {Verb(each.step): str(each.by_user_id) for each in this_round(plan)}
    if taken_before(verb, str(by.user_id), earlier) is not None:
        raise SamePerson(_("You have taken an earlier step of this plan yourself. Somebody else must take this one."))
