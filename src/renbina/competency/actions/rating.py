"""Levels that people of the house find: a superior for the own people, and everybody for themselves."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from binacore.gaps import gaps_of, level_from_indicators
from binacore.people import AssessmentMethod
from binacore.proof import valid_until
from renbina.competency.access import behalf_by_person, led_people
from renbina.competency.actions.assessments import TOP_LEVEL, AssessmentRefused
from renbina.competency.enums import Method
from renbina.competency.gather import gap_material
from renbina.competency.models import Assessment, Competency
from renbina.competency.store import replace_gaps_of
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, StandIn
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.queries import own_employee
from renbina.rulebook.queries import rulebook_for


@action
def rate_team(
    *,
    competency: Competency,
    levels: Mapping[int, int],
    on: date,
    by: Actor,
    at: datetime,
    behalf: StandIn | None = None,
) -> int:
    """A superior's levels (0 to 5) of one competency, by key of the person. Returns how many are new or changed.

    `behalf`: for whom an acting officer rates all of these people; None where they are the actor's own. A second
    value of the same day corrects the first. Raises AssessmentRefused, Forbidden, and NotFound for a person whom the
    actor does not lead.
    """
    if competency.agency_id != own_agency(by):
        raise NotFound
    people = {each.pk: each for each in led_people(by, on).filter(pk__in=levels)}
    if set(levels) - set(people):
        raise NotFound
    for employee, level in levels.items():
        if not 0 <= level <= TOP_LEVEL:
            words = _("%(name)s: the level %(value)s is not 0 to 5.")
            raise AssessmentRefused(words % {"name": people[employee].name, "value": level})
    standing = behalf_by_person(by, on)
    if any(standing.get(employee) != behalf for employee in levels):
        raise AssessmentRefused(_("Rate your own people and those of another official one after the other."))
    old = _of_the_day(competency, Method.SUPERIOR, on, by).filter(employee__in=people)
    before = {each.employee_id: each.level for each in old}
    told = {employee: level for employee, level in levels.items() if before.get(employee) != level}
    _write(competency, told, Method.SUPERIOR, on=on, by=by, assessor=by.signature(behalf))
    record(
        obj=competency,
        old={people[employee].public_id: level for employee, level in before.items()} or None,
        new={people[employee].public_id: level for employee, level in told.items()},
        behalf=behalf,
    )
    refresh_people(list(told), on, by)
    outbox.publish("competency.changed", {}, by=by, at=at)
    return len(told)


@action
def assess_self(*, competency: Competency, marks: Mapping[str, bool], on: date, by: Actor, at: datetime) -> Assessment:
    """One's own level, as it follows from behaviours ticked yes or no ("2.1": True). Once a day; later ones correct.

    What was left open proves nothing and counts as no. Raises AssessmentRefused where nothing was answered.
    """
    if competency.agency_id != own_agency(by):
        raise NotFound
    person = own_employee(by)
    if not any(value in (True, False) for value in marks.values()):
        raise AssessmentRefused(_("Answer at least one of the behaviours."))
    try:
        level = level_from_indicators({code: value is True for code, value in marks.items()})
    except ValueError as error:
        raise AssessmentRefused(_("A behaviour of this competency has no level.")) from error
    before = _of_the_day(competency, Method.SELF, on, by).values_list("level", flat=True).first()
    given = {code: value for code, value in marks.items() if value is not None}
    made = _write(competency, {person.pk: level}, Method.SELF, on=on, by=by, assessor=by.signature(), marks=given)[0]
    record(obj=made, old=None if before is None else {"level": before}, new={"level": level})
    refresh_people([person.pk], on, by)
    outbox.publish("competency.changed", {}, by=by, at=at)
    return made


def _of_the_day(competency: Competency, method: str, on: date, by: Actor) -> QuerySet[Assessment]:
    """Without what a questionnaire brought: that was said there, and stays as it was said."""
    return Assessment.objects.filter(
        competency=competency, method=method, assessed_on=on, rater_id=by.employee_id, campaign=None
    ).order_by("pk")


def _write(
    competency: Competency,
    levels: Mapping[int, int],
    method: str,
    *,
    on: date,
    by: Actor,
    assessor: str,
    marks: Mapping[str, bool] | None = None,
) -> list[Assessment]:
    rules = rulebook_for(competency.agency_id).at(on)
    until = valid_until(AssessmentMethod(method), on, rules)
    of_today = {each.employee_id: each for each in _of_the_day(competency, method, on, by)}
    written = []
    for employee, level in levels.items():
        found = of_today.get(employee) or Assessment(
            employee_id=employee, competency=competency, method=method, assessed_on=on, rater_id=by.employee_id
        )
        found.level, found.valid_until, found.assessor, found.marks = level, until, assessor, dict(marks or {})
        written.append(found)
    Assessment.objects.bulk_update([each for each in written if each.pk], ["level", "valid_until", "assessor", "marks"])
    Assessment.objects.bulk_create([each for each in written if not each.pk])
    return written


def refresh_people(people: list[int], on: date, by: Actor) -> None:
    """Their gaps follow at once; everybody else's stay as they are."""
    if not people:
        return
    agency = own_agency(by)
    material = gap_material(agency, on, people)
    gaps = gaps_of(material.requirements, material.assessments, on, rulebook_for(agency))
    replace_gaps_of(people, gaps, on)
