"""Findings, what is done about them, and what they weigh next year."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.evaluation.access import FOLLOW, MANAGE, finishes, require
from renbina.evaluation.enums import FindingKind
from renbina.evaluation.models import Finding, FollowUp
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound, Refused
from renbina.needs.actions import EvidenceRow, record_evidence
from renbina.needs.enums import EvidenceSource
from renbina.needs.queries import priority_of
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of
from renbina.rulebook.queries import rules_on

TEXT_MOST = 300
FINDING = "finding:"  # before the public id of a finding: where its row of evidence comes from


class FindingRefused(Refused):
    """A finding without words, or one that weighs already or cannot weigh."""


class FollowUpRefused(Refused):
    """A follow-up without owner, day or proof."""


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """What is done, by which unit, by when."""

    text: str
    unit: Unit
    due_on: date


@action
def record_finding(
    *, programme: Programme, year: int, kind: str, text: str, follow_up: NewFollowUp,
    competency: Competency | None = None, unit: Unit | None = None, found_on: date | None = None, by: Actor,
    at: datetime,
) -> Finding:  # fmt: skip
    """A finding always comes with its first follow-up. `competency` and `unit`: where it can weigh a need later.

    `found_on` (default today): the day of an earlier finding that is noted afterwards. Raises FindingRefused,
    FollowUpRefused.
    """
    require(by, MANAGE, programme.agency_id)
    agency = agency_of(by)
    on = found_on or at.astimezone(ZoneInfo(agency.timezone)).date()
    if kind not in FindingKind.values:
        raise FindingRefused(_("Choose what the finding is about."), "kind")
    if not text.strip():
        raise FindingRefused(_("Write what was found, with its number."), "text")
    for owned in (competency, unit):
        if owned is not None and owned.agency_id != agency.pk:
            raise NotFound
    finding = Finding.objects.create(
        agency=agency, programme=programme, year=year, kind=kind, text=text.strip()[:TEXT_MOST], found_on=on,
        competency=competency, unit=unit,
    )  # fmt: skip
    _create(finding, follow_up, on)
    record(obj=finding, old=None, new={"programme": programme.code, "year": year, "kind": kind})
    return finding


@action
def add_follow_up(*, finding: Finding, follow_up: NewFollowUp, by: Actor, at: datetime) -> FollowUp:
    """One more thing to do about a finding. Raises FollowUpRefused."""
    require(by, MANAGE, finding.agency_id)
    made = _create(finding, follow_up, at.astimezone(ZoneInfo(finding.agency.timezone)).date())
    record(obj=made, old=None, new={"finding": finding.public_id, "due_on": made.due_on})
    return made


@action
def finish_follow_up(*, follow_up: FollowUp, proof: str, on: date, by: Actor, at: datetime) -> FollowUp:
    """Done, with the proof by which one sees it. Raises FollowUpRefused without one, or the second time."""
    require(by, FOLLOW, follow_up.finding.agency_id)
    held = FollowUp.objects.select_for_update(of=("self",)).select_related("unit", "finding").get(pk=follow_up.pk)
    if not finishes(by, on)(held.unit):
        raise Forbidden
    if held.done_on is not None:
        raise FollowUpRefused(_("This is noted as done already."))
    if not proof.strip():
        raise FollowUpRefused(_("Write by what one can see that it is done."), "proof")
    held.done_on, held.proof = on, proof.strip()[:TEXT_MOST]
    held.save(update_fields=["done_on", "proof"])
    record(obj=held, old={"done_on": None}, new={"done_on": on})
    return held


@action
def weigh_finding(*, finding: Finding, by: Actor, at: datetime) -> Finding:
    """Let a finding weigh next year's need: evidence of the competency, with the priority before and after kept.

    Raises FindingRefused without a competency, or the second time.
    """
    require(by, MANAGE, finding.agency_id)
    held = (
        Finding.objects.select_for_update(of=("self",)).select_related("agency", "unit", "programme").get(pk=finding.pk)
    )
    if held.weighed_on is not None:
        raise FindingRefused(_("This finding weighs already."))
    if held.competency_id is None:
        raise FindingRefused(_("Say which competency the finding is about; then it can weigh."), "competency")
    on = at.astimezone(ZoneInfo(held.agency.timezone)).date()
    weight = rules_on(held.agency_id, on).number("evaluation.evidence_weight")
    path = held.unit.path if held.unit else ""
    held.priority_before = priority_of(by, held.competency_id, path, on=on).weight
    row = EvidenceRow(
        EvidenceSource.EVALUATION, held.competency_id, weight, held.text[:255], on, held.unit_id,
        origin=f"{FINDING}{held.public_id}",
    )  # fmt: skip
    record_evidence(rows=[row], by=by, at=at)
    held.priority_after = priority_of(by, held.competency_id, path, on=on).weight
    held.weighed_on = on
    held.save(update_fields=["priority_before", "priority_after", "weighed_on"])
    record(obj=held, old={"priority": held.priority_before}, new={"priority": held.priority_after})
    return held


def _create(finding: Finding, new: NewFollowUp, on: date) -> FollowUp:
    if new.unit.agency_id != finding.agency_id:
        raise NotFound
    if not new.text.strip():
        raise FollowUpRefused(_("Write what will be done."), "action")
    if new.due_on < on:
        raise FollowUpRefused(_("The day lies before the finding. Choose a later one."), "due_on")
    return FollowUp.objects.create(finding=finding, text=new.text.strip()[:TEXT_MOST], unit=new.unit, due_on=new.due_on)
