"""Nominations: who can be nominated, what stands where, and what the actor may do about it now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.models import Employee
from renbina.performance.access import DECIDE, NOMINATE, PROPOSE, can, rated_people, visible_recognitions
from renbina.performance.enums import Stage
from renbina.performance.models import CoachingPlan, Recognition
from renbina.performance.queries.places import placed
from renbina.performance.queries.praise import Praise, praise_of
from renbina.records.enums import Predicate
from renbina.records.models import PerformanceResult
from renbina.rulebook.queries import rules_on


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a nomination: kept (True), not kept (False), or not known to Renbina (None)."""

    ok: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class AwardPage:
    """One nomination, its conditions today, and the step the actor may take; `hindered` says why not."""

    award: Recognition
    person: Employee  # with position_title and unit_name
    checks: tuple[Check, ...]
    may_propose: bool
    may_decide: bool
    hindered: str
    praise: Praise | None  # of the person's service by citizens


def eligibility(employee: Employee, on: date) -> tuple[Check, ...]:
    """The conditions of a recognition today; three queries."""
    wanted = rules_on(employee.agency_id, on).items("performance.recognition_for")
    year = on.year - 1
    found = PerformanceResult.objects.filter(employee=employee, year=year).values_list("predicate", flat=True).first()
    coached = CoachingPlan.objects.filter(employee=employee, ended_on=None).exists()
    return (
        _predicate_check(found, year, wanted),
        Check(False, _("A coaching plan is running; it comes first."))
        if coached
        else Check(True, _("No coaching plan is running.")),
        Check(None, _("Renbina keeps no discipline cases; whoever nominates confirms that none is running.")),
    )


def _predicate_check(found: str | None, year: int, wanted: tuple[str, ...]) -> Check:
    if found is None:
        return Check(
            False, _("There is no predicate of %(year)s yet; it is needed for a recognition.") % {"year": year}
        )
    words = {"year": year, "predicate": str(Predicate(found).label)}
    if found in wanted:
        return Check(True, _("Predicate of %(year)s: %(predicate)s.") % words)
    least = ", ".join(str(Predicate(each).label) for each in wanted)
    return Check(
        False, _("The predicate of %(year)s is %(predicate)s; needed is: %(least)s.") % (words | {"least": least})
    )


def award_rows(actor: Actor, stage: str = "") -> QuerySet[Recognition]:
    """Nominations in the actor's view, newest first. Raises Forbidden for somebody who makes and reads none."""
    rows = visible_recognitions(actor).select_related("employee")
    return (rows.filter(stage=stage) if stage else rows).order_by("-nominated_at", "-pk")


def person_to_nominate(actor: Actor, public_id: str, on: date) -> Employee:
    """Somebody whom the actor may nominate. Raises NotFound; Forbidden for somebody who nominates nobody."""
    people = Employee.objects.filter(agency_id=own_agency(actor)) if can(actor, NOMINATE) else rated_people(actor, on)
    person = placed(people, on).filter(public_id=public_id).first()
    if person is None:
        raise NotFound
    return person


def award_for(actor: Actor, public_id: str) -> Recognition:
    """Raises NotFound out of the actor's view, Forbidden for somebody who makes and reads no nominations."""
    found = visible_recognitions(actor).filter(public_id=public_id).select_related("employee").first()
    if found is None:
        raise NotFound
    return found


def award_page(actor: Actor, public_id: str, on: date) -> AwardPage:
    """A fixed number of queries. Raises as `award_for`."""
    award = award_for(actor, public_id)
    person = placed(Employee.objects.filter(pk=award.employee_id), on).first() or award.employee
    hindered = _hindered(actor, award)
    waits_for_proposal = award.stage == Stage.NOMINATED and can(actor, PROPOSE, award)
    waits_for_decision = award.stage == Stage.PROPOSED and can(actor, DECIDE, award)
    return AwardPage(
        award=award,
        person=person,
        checks=eligibility(award.employee, on),
        may_propose=waits_for_proposal and not hindered,
        may_decide=waits_for_decision and not hindered,
        hindered=hindered if waits_for_proposal or waits_for_decision else "",
        praise=praise_of(award.employee, on),
    )


def _hindered(actor: Actor, award: Recognition) -> str:
    """Why this very person cannot take the next step, whatever their role."""
    if actor.employee_id is not None and award.employee_id == actor.employee_id:
        return _("This is about you: somebody else with this role decides.")
    if actor.employee_id is not None and award.nominated_by_id == actor.employee_id:
        return _("You nominated this person: somebody else takes the next step.")
    if award.stage == Stage.PROPOSED and actor.user_id is not None and award.proposed_by_id == actor.user_id:
        return _("You proposed this one: another person decides.")
    return ""


def own_awards(actor: Actor) -> list[Recognition]:
    """What the actor was awarded, newest first; one query. Nominations are not told to the nominated."""
    if actor.employee_id is None:
        return []
    rows = Recognition.objects.filter(employee_id=actor.employee_id, stage=Stage.AWARDED)
    return list(rows.order_by("-decided_at", "-pk"))
