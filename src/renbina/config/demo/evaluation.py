"""Loads what became of the classes of 2025 and 2026; verdicts are not loaded, they are computed from it."""

from datetime import datetime, timedelta

from binacity.evaluation import FindingRecord
from binacity.records import City
from renbina.catalogue.models import Programme
from renbina.config.demo.keys import Keys
from renbina.delivery.enums import SeatState
from renbina.delivery.models import Batch, Registration
from renbina.evaluation.actions import (
    NewFollowUp,
    PastScore,
    PastTarget,
    add_follow_up,
    finish_follow_up,
    load_scores,
    load_targets,
    record_finding,
)
from renbina.evaluation.gather import subject_of
from renbina.foundation.actor import Actor
from renbina.surveys.actions import PastCampaign, load_past_campaigns, load_ready
from renbina.surveys.models import Instrument

ANALYST = "Rengganis Arunala, S.IP."
ASKED_FOR = timedelta(days=7)


def load(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    """Needs the classes."""
    made = city.evaluation
    if not made.targets:
        return
    batches = {
        f"{each.programme.code}-{each.number}": each
        for each in Batch.objects.filter(agency=keys.agency).select_related("programme")
    }
    load_targets(
        rows=[
            PastTarget(
                keys.programmes[row.programme], row.year, row.kind, row.indicator, row.baseline, row.goal, row.set_on,
                ANALYST,
            )
            for row in made.targets
        ],
        by=by,
        at=at,
    )  # fmt: skip
    _load_reactions(city, keys, batches, by=by, at=at)
    seats = {(row.batch_id, row.employee_id): row.pk for row in Registration.objects.filter(batch__in=batches.values())}
    scores = [
        PastScore(seats[(batches[row.klass].pk, keys.employees[row.employee].pk)], row.before, row.after)
        for row in made.scores
        if row.employee in keys.employees
    ]
    load_scores(rows=scores, by=by, at=at)
    programmes = {each.code: each for each in Programme.objects.filter(agency=keys.agency)}
    for finding in made.findings:
        _load_finding(finding, programmes[finding.programme], keys, by=by, at=at)


def _load_reactions(city: City, keys: Keys, batches: dict[str, Batch], *, by: Actor, at: datetime) -> None:
    load_ready(by=by, at=at)
    version = Instrument.objects.get(agency=keys.agency, code="reaksi").versions.select_related("instrument").get()
    there: dict[int, list[int]] = {}
    seats = Registration.objects.filter(batch__in=batches.values(), attendances__isnull=False).order_by("pk").distinct()
    for batch, employee in seats.filter(state__in=(SeatState.PASSED, SeatState.MISSED)).values_list(
        "batch_id", "employee_id"
    ):
        there.setdefault(batch, []).append(employee)
    ends = {each.key: each.days[-1] for each in city.classes.held}
    campaigns = [
        PastCampaign(
            title=f"Reaksi peserta: {batches[row.klass].programme.name}, angkatan {batches[row.klass].number}"[:200],
            subject=subject_of(batches[row.klass]),
            opened_on=ends[row.klass],
            closed_on=ends[row.klass] + ASKED_FOR,
            employees=tuple(there[batches[row.klass].pk]),
            sheets=row.answers,
        )
        for row in city.evaluation.reactions
        if len(there.get(batches[row.klass].pk, ())) >= len(row.answers)
    ]
    load_past_campaigns(version=version, campaigns=campaigns, by=by, at=at)


def _load_finding(row: FindingRecord, programme: Programme, keys: Keys, *, by: Actor, at: datetime) -> None:
    first, *others = row.follow_ups
    finding = record_finding(
        programme=programme, year=row.year, kind=row.kind, text=row.text, found_on=row.found_on,
        competency=keys.competencies.get(row.competency), unit=keys.units.get(row.unit),
        follow_up=NewFollowUp(first.text, keys.units[first.unit], first.due_on), by=by, at=at,
    )  # fmt: skip
    for each in others:
        add_follow_up(
            finding=finding, follow_up=NewFollowUp(each.text, keys.units[each.unit], each.due_on), by=by, at=at
        )
    done = {each.text: each for each in row.follow_ups if each.done_on is not None}
    for todo in finding.follow_ups.select_related("unit", "finding"):
        was = done.get(todo.text)
        if was is not None and was.done_on is not None:
            finish_follow_up(follow_up=todo, proof=was.proof, on=was.done_on, by=by, at=at)
