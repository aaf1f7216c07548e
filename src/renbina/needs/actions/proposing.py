"""What employees and units ask for: proposed, decided with a reason, merged with the same wish, and that undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.catalogue.models import Programme
from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Forbidden, NotFound, Refused
from renbina.needs.access import PROPOSE, PROPOSE_FOR_UNIT, RUN_NEEDS, require, units_to_propose_for
from renbina.needs.enums import ProposalOrigin, ProposalStatus
from renbina.needs.models import Proposal
from renbina.organisation.access import UNIT_READERS
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of

PEOPLE_MOST = 100_000
OPEN_MOST = 5
"""So many undecided proposals one employee may have for a year: whoever has more wishes says which come first."""


class ProposalRefused(Refused):
    """A proposal that cannot be decided, merged or taken back so."""


@dataclass(frozen=True, slots=True)
class NewProposal:
    """What is asked for. `people` 1 and `for_unit` False: for oneself. `amount`: expected rupiah, None: not said."""

    year: int
    unit: Unit
    title: str
    people: int
    reason: str
    for_unit: bool = True
    programme: Programme | None = None
    competency: Competency | None = None
    amount: int | None = None
    place: str = ""


@action
def propose(*, proposal: NewProposal, on: date, by: Actor, at: datetime) -> Proposal:
    """Ask for something. The same words of the same unit and year twice are refused. Raises ProposalRefused."""
    require(by, PROPOSE_FOR_UNIT if proposal.for_unit else PROPOSE)
    agency = agency_of(by)
    _check(proposal, agency.pk, on)
    if proposal.for_unit:
        if not by.is_system and not units_to_propose_for(by, on).filter(pk=proposal.unit.pk).exists():
            raise Forbidden
    elif by.employee_id is None:
        raise Forbidden
    _check_new(proposal, by)
    made = Proposal.objects.create(
        agency=agency, year=proposal.year, unit=proposal.unit, title=" ".join(proposal.title.split())[:255],
        programme=proposal.programme, competency=proposal.competency, people=proposal.people, amount=proposal.amount,
        place=proposal.place.strip()[:255], reason=proposal.reason.strip()[:1000], proposed_on=on,
        origin=ProposalOrigin.UNIT if proposal.for_unit else ProposalOrigin.EMPLOYEE, proposer_id=by.employee_id,
    )  # fmt: skip
    behalf = by.behalf_for(*UNIT_READERS, path=proposal.unit.path) if proposal.for_unit else None
    record(obj=made, new={"year": made.year, "unit": proposal.unit.public_id, "people": made.people}, behalf=behalf)
    return made


@action
def withdraw_proposal(*, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Whoever asked takes it back while nothing was decided. Raises NotFound, ProposalRefused."""
    if proposal.agency_id != by.agency_id or by.employee_id is None or proposal.proposer_id != by.employee_id:
        raise NotFound
    held = _locked(proposal)
    if held.status != ProposalStatus.NEW or held.merged.exists():
        raise ProposalRefused(_("It was decided or merged already. Ask the needs team to change it."))
    record(obj=held, old={"title": len(held.title)}, new=None)
    held.delete()


@action
def decide_proposal(*, proposal: Proposal, status: str, reason: str, on: date, by: Actor, at: datetime) -> Proposal:
    """Accept or decline, with the reason that who asked will read. Raises ProposalRefused."""
    require(by, RUN_NEEDS, proposal.agency_id)
    held = _locked(proposal)
    if held.status == ProposalStatus.MERGED:
        raise ProposalRefused(_("It is merged with another. Decide about that one, or undo the merge first."))
    if status not in (ProposalStatus.ACCEPTED, ProposalStatus.DECLINED, ProposalStatus.NEW):
        raise ProposalRefused(_("Choose what becomes of it."), "status")
    if status != ProposalStatus.NEW and not reason.strip():
        raise ProposalRefused(_("Give the reason; who asked will read it."), "reason")
    before = {"status": held.status}
    held.status, held.status_reason = status, reason.strip()[:255]
    held.decided_on = None if status == ProposalStatus.NEW else on
    held.save(update_fields=["status", "status_reason", "decided_on"])
    record(obj=held, old=before, new={"status": status})
    return held


@action
def merge_proposals(
    *, into: Proposal, others: Sequence[Proposal], reason: str, on: date, by: Actor, at: datetime
) -> Proposal:
    """Say that the others ask for the same as `into`, which stands for all of them. Raises ProposalRefused.

    Nothing of theirs is lost: each keeps its words and unit and can be taken out again.
    """
    require(by, RUN_NEEDS, into.agency_id)
    if not reason.strip():
        raise ProposalRefused(_("Say by what you see that they are the same."), "reason")
    keys = {each.pk for each in others} - {into.pk}
    held = {each.pk: each for each in Proposal.objects.select_for_update().filter(pk__in=[*keys, into.pk])}
    kept = held.get(into.pk)
    if kept is None or not keys or len(held) != len(keys) + 1:
        raise ProposalRefused(_("Choose at least two proposals."))
    if kept.status == ProposalStatus.MERGED:
        raise ProposalRefused(_("“%(title)s” is merged with another already.") % {"title": kept.title})
    for key in sorted(keys):
        _merge_one(held[key], kept, reason.strip()[:255], on)
    record(obj=kept, new={"merged": [held[key].public_id for key in sorted(keys)]})
    return kept


@action
def undo_merge(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """Take a merged proposal out again; it stands where it stood before. Raises ProposalRefused."""
    require(by, RUN_NEEDS, proposal.agency_id)
    held = _locked(proposal)
    if held.status != ProposalStatus.MERGED or held.merged_into_id is None:
        raise ProposalRefused(_("This proposal is not merged."))
    if not reason.strip():
        raise ProposalRefused(_("Say why they are not the same."), "reason")
    before = {"merged_into": held.merged_into_id}
    held.status = held.status_before or ProposalStatus.NEW
    held.status_reason, held.status_before, held.merged_into, held.decided_on = reason.strip()[:255], "", None, None
    held.save(update_fields=["status", "status_reason", "status_before", "merged_into", "decided_on"])
    record(obj=held, old=before, new={"status": held.status})
    return held


def _merge_one(other: Proposal, kept: Proposal, reason: str, on: date) -> None:
    if other.agency_id != kept.agency_id:
        raise NotFound
    if other.year != kept.year:
        raise ProposalRefused(_("“%(title)s” is of another year.") % {"title": other.title})
    if other.status == ProposalStatus.MERGED:
        raise ProposalRefused(_("“%(title)s” is merged with another already.") % {"title": other.title})
    if other.merged.exists():
        raise ProposalRefused(
            _("Others are merged into “%(title)s”. Keep that one, or undo those first.") % {"title": other.title}
        )
    other.status_before, other.status = other.status, ProposalStatus.MERGED
    other.status_reason, other.merged_into, other.decided_on = reason, kept, on
    other.save(update_fields=["status_before", "status", "status_reason", "merged_into", "decided_on"])


def _check(new: NewProposal, agency_id: int, on: date) -> None:
    for owned in (new.unit, new.programme, new.competency):
        if owned is not None and owned.agency_id != agency_id:
            raise NotFound
    if not new.title.strip():
        raise ProposalRefused(_("Say what you ask for."), "title")
    if not new.reason.strip():
        raise ProposalRefused(_("Say what goes wrong today because of it."), "reason")
    if not 1 <= new.people <= PEOPLE_MOST:
        raise ProposalRefused(_("Give how many people it is for."), "people")
    if new.amount is not None and new.amount < 0:
        raise ProposalRefused(_("An amount is 0 rupiah or more."), "amount")
    if not on.year <= new.year <= on.year + 2:
        raise ProposalRefused(_("Proposals are for this year or one of the next two."), "year")


def _check_new(new: NewProposal, by: Actor) -> None:
    same = Proposal.objects.filter(
        agency_id=new.unit.agency_id, year=new.year, unit=new.unit, title__iexact=" ".join(new.title.split())
    )
    if not new.for_unit:
        same = same.filter(proposer_id=by.employee_id)
    if same.exists():
        raise ProposalRefused(_("The same is proposed already, in the same words."), "title")
    own = Proposal.objects.filter(
        year=new.year, proposer_id=by.employee_id, status=ProposalStatus.NEW, origin=ProposalOrigin.EMPLOYEE
    )
    if not new.for_unit and own.count() >= OPEN_MOST:
        raise ProposalRefused(
            _("%(most)s of your proposals wait already. Take one back that matters less.") % {"most": OPEN_MOST}
        )


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update().get(pk=proposal.pk)
