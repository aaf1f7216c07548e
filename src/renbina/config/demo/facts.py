"""Loads what is known about the people: superiors, assessments, learning, performance, evidence, nominations."""

from datetime import datetime

from binacity.records import AssessmentRecord, City
from binacity.second_looks import raters_of, second_looks
from binacity.voice import IN_ENGLISH
from renbina.competency.actions import AssessmentRow, record_assessments, refresh_gaps, refresh_leans
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.needs.actions import EvidenceRow, NominationRow, collect_evidence, nominate, record_evidence
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries.evidence import WRITTEN
from renbina.organisation.actions import NewSupervision, set_supervisions
from renbina.records.actions import LearningRow, PerformanceRow, record_learning, record_performance


def load_superiors(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    people = keys.employees
    set_supervisions(
        agency=keys.agency,
        rows=[
            NewSupervision(people[s.employee].pk, people[s.superior].pk, s.relation, s.since)
            for s in city.supervisions
            if s.employee in people and s.superior in people
        ],
        by=by,
        at=at,
    )


def load_assessments(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """With who gave a superior's value, and what second looks found; from both follows how raters lean."""
    people = keys.employees
    superiors = raters_of(city)

    def rater(found: AssessmentRecord) -> int | None:
        key = {"superior": superiors.get(found.employee, ""), "self": found.employee}.get(found.method, "")
        return people[key].pk if key in people else None

    record_assessments(
        rows=[
            AssessmentRow(
                people[a.employee].pk, a.competency, a.level, a.method, a.assessed_on, a.valid_until, rater(a)
            )
            for a in (*city.assessments, *second_looks(city))
            if a.employee in people
        ],
        by=by,
        at=at,
    )
    refresh_gaps(on=city.agency.frozen_on, by=by, at=at)
    refresh_leans(on=city.agency.frozen_on, by=by, at=at)


def load_history_of_people(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    people = keys.employees
    record_learning(
        rows=[
            LearningRow(
                employee_id=people[r.employee].pk,
                name=r.name,
                form=r.form,
                started_on=r.started_on,
                ended_on=r.ended_on,
                hours=r.hours,
                sessions=r.sessions,
                programme_code=r.programme or "",
                certificate_number=r.certificate_number,
                organiser=r.organiser,
            )
            for r in city.learning
            if r.employee in people
        ],
        by=by,
        at=at,
    )
    record_performance(
        rows=[
            PerformanceRow(people[p.employee].pk, p.year, p.result, p.behaviour, p.predicate)
            for p in city.performance
            if p.employee in people
        ],
        by=by,
        at=at,
    )


def load_needs(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    on = city.agency.frozen_on
    voice = [
        EvidenceRow(
            EvidenceSource.VOICE,
            keys.competencies[v.competency].pk,
            v.weight,
            v.reason,
            on,
            keys.units[v.unit].pk,
            facts={"says": WRITTEN, "en": IN_ENGLISH[v.unit, v.competency]},
        )
        for v in city.voice
    ]
    record_evidence(rows=voice, by=by, at=at)  # what goals ask for is derived from them, with all the rest
    nominate(
        rows=[
            NominationRow(
                keys.employees[n.employee].pk,
                keys.programmes[n.programme],
                city.agency.plan_year,
                n.mandatory,
                n.reason,
            )
            for n in city.nominations
            if n.employee in keys.employees
        ],
        by=by,
        at=at,
    )


def collect_needs(city: City, *, by: Actor, at: datetime) -> None:
    """Last of all: what surveys, talks, proposals, predicates and studies say becomes evidence that the plan weighs."""
    collect_evidence(year=city.agency.plan_year, on=city.agency.frozen_on, by=by, at=at)
