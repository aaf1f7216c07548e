"""A coaching plan from its first day to its outcome. Its words never enter the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import behalf_over
from renbina.organisation.models import Employee
from renbina.performance.access import joined_plans, require_rater
from renbina.performance.actions.refusals import CheckInRefused, CoachingRefused
from renbina.performance.enums import NextStep, Outcome
from renbina.performance.models import CheckIn, CoachingPlan
from renbina.performance.queries.coaching import due_result
from renbina.rulebook.queries import rules_on

WORDS_MAX: Final = 2000
LATE_START: Final = timedelta(days=60)  # a plan begins near the day on which it is written


@dataclass(frozen=True, slots=True)
class NewCoaching:
    """What the superior writes: what shall be reached, what both will do, from when."""

    goals: str
    actions: str
    starts_on: date
    programme: Programme | None = None


@action
def start_coaching(*, employee: Employee, new: NewCoaching, on: date, by: Actor, at: datetime) -> CoachingPlan:
    """Begin a plan for somebody below expectation, with its check-ins. Raises CoachingRefused, Forbidden, NotFound."""
    require_rater(by, employee, on)
    Employee.objects.select_for_update().get(pk=employee.pk)
    rules = rules_on(employee.agency_id, on)
    due = due_result(employee, on, rules)
    if due is None:
        raise CoachingRefused(_("A coaching plan answers a result below expectation; this person has none."))
    _check_words(new, employee, on)
    plan = CoachingPlan(
        employee=employee,
        year=due.year,
        predicate=due.predicate,
        written_by_id=by.employee_id,
        goals=new.goals.strip()[:WORDS_MAX],
        actions=new.actions.strip()[:WORDS_MAX],
        programme=new.programme,
        starts_on=new.starts_on,
        ends_on=new.starts_on + timedelta(days=rules.integer("performance.coaching_days")),
    )
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        raise CoachingRefused(_("A coaching plan of this person is running already.")) from None
    CheckIn.objects.bulk_create(planned_check_ins(plan, rules.integer("performance.check_in_days")))
    told = {"employee": employee.public_id, "starts_on": str(plan.starts_on)}
    record(obj=plan, old=None, new=told, behalf=behalf_over(by, employee.pk, on))
    return plan


def planned_check_ins(plan: CoachingPlan, every: int) -> list[CheckIn]:
    """The talks that are due from the first day to the last."""
    days = (plan.ends_on - plan.starts_on).days
    return [CheckIn(plan=plan, due_on=plan.starts_on + timedelta(days=n)) for n in range(every, days + 1, every)]


def _check_words(new: NewCoaching, employee: Employee, on: date) -> None:
    if not new.goals.strip():
        raise CoachingRefused(_("Write what shall be better at the end, so that both can see it."), field="goals")
    if not new.actions.strip():
        raise CoachingRefused(_("Write what both of you will do."), field="actions")
    if abs(new.starts_on - on) > LATE_START:
        raise CoachingRefused(_("Let the plan begin within two months of today."), field="starts_on")
    if new.programme is not None and new.programme.agency_id != employee.agency_id:
        raise CoachingRefused(_("Choose a programme of this agency."), field="programme")


@action
def note_check_in(*, check_in: CheckIn, text: str, held_on: date, on: date, by: Actor, at: datetime) -> CheckIn:
    """The superior's note makes a check-in held; the employee's stands beside it. Who writes decides which it is.

    Raises CheckInRefused, and NotFound for everybody but the two.
    """
    mine, plan = _joined(check_in, by, on)
    words = text.strip()[:WORDS_MAX]
    if not words:
        raise CheckInRefused(_("Write a few words about the talk first."), field="text")
    if plan.ended_on is not None:
        raise CheckInRefused(_("This plan has ended; its notes stay as they are."))
    own = plan.employee_id == by.employee_id
    if own:
        mine.employee_note = words
    else:
        if not plan.starts_on <= held_on <= on:
            raise CheckInRefused(
                _("Give the day of the talk: from the first day of the plan until today."), field="held_on"
            )
        mine.superior_note, mine.held_on = words, held_on
    mine.save(update_fields=["superior_note", "employee_note", "held_on"])
    told = {"side": "employee" if own else "superior", "held_on": str(mine.held_on or "")}
    record(obj=mine, old=None, new=told, behalf=None if own else behalf_over(by, plan.employee_id, on))
    return mine


def _joined(check_in: CheckIn, by: Actor, on: date) -> tuple[CheckIn, CoachingPlan]:
    plan = joined_plans(by, on).filter(pk=check_in.plan_id).first()
    if plan is None:
        raise NotFound
    # The plan first, always: whoever ends it waits, and so do two notes at the same time.
    locked = CoachingPlan.objects.select_for_update().get(pk=plan.pk)
    return CheckIn.objects.get(pk=check_in.pk), locked


@action
def end_coaching(
    *, plan: CoachingPlan, outcome: str, note: str, next_step: str, on: date, by: Actor, at: datetime
) -> CoachingPlan:
    """Say how it ended and what follows. Raises CoachingRefused, Forbidden, and NotFound for whom one does not rate."""
    require_rater(by, plan.employee, on)
    locked = CoachingPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.ended_on is not None:
        raise CoachingRefused(_("This plan has ended already."))
    if outcome not in Outcome.values or next_step not in NextStep.values:
        raise CoachingRefused(_("Choose how it ended and what comes next."), field="outcome")
    if not note.strip():
        raise CoachingRefused(_("Say by what one can see it. The person will read it."), field="note")
    if outcome != Outcome.STOPPED and on < locked.ends_on - timedelta(days=7):
        words = _("The plan runs until its last day. To end it earlier, choose “Stopped early” and say why.")
        raise CoachingRefused(words, field="outcome")
    locked.outcome, locked.outcome_note, locked.next_step = outcome, note.strip()[:WORDS_MAX], next_step
    locked.ended_on = on
    locked.save(update_fields=["outcome", "outcome_note", "next_step", "ended_on"])
    told = {"outcome": outcome, "next_step": next_step}
    record(obj=locked, old=None, new=told, behalf=behalf_over(by, plan.employee_id, on))
    return locked
