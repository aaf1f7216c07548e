"""Opening a class from a plan and inviting the planned people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Max
from django.utils.translation import gettext as _

from renbina.catalogue.models import Offer, Programme
from renbina.delivery.access import MANAGE, require
from renbina.delivery.actions.refusals import BatchRefused, NobodyToInvite
from renbina.delivery.enums import BatchState, SeatState
from renbina.delivery.models import Batch, Registration, Session
from renbina.delivery.queries.days import closed_days
from renbina.delivery.queries.planned import planned_people
from renbina.delivery.wording import closed_words
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Agency, Employee
from renbina.planning.models import OpenedOffer, Plan


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What somebody decides when a class is opened. `sessions` are (start, end) moments; `invite` how many people."""

    place: str
    trainer: str
    capacity: int
    sessions: tuple[tuple[datetime, datetime], ...]
    answer_by: date
    least_share: int = 100
    invite: int = 0
    trainer_nip: str = ""
    method: str = ""
    on_days_off: bool = False  # somebody decided that a Sunday or a public holiday is meant


@action
def open_batch(*, plan: Plan, offer: Offer, new: NewBatch, by: Actor, at: datetime) -> Batch:
    """A class with its sessions, and invitations to the planned people.

    Raises BatchRefused, also for a Sunday or a public holiday that nobody decided on (`on_days_off`).
    """
    require(by, MANAGE)
    if plan.agency_id != by.agency_id or offer.programme.agency_id != by.agency_id:
        raise NotFound
    Programme.objects.select_for_update().get(pk=offer.programme_id)  # two classes opened at once get two numbers
    _check_planned(plan, offer)
    _check_seats(offer, new)
    _check_sessions(new.sessions, at)
    _check_days(plan.agency, new)
    last = Batch.objects.filter(programme=offer.programme).aggregate(last=Max("number"))["last"]
    batch = Batch.objects.create(
        agency_id=plan.agency_id,
        plan=plan,
        offer=offer,
        programme=offer.programme,
        number=(last or 0) + 1,
        place=new.place,
        trainer=new.trainer,
        trainer_employee=_trainer(plan.agency_id, new.trainer_nip),
        partner_id=offer.programme.partner_id,
        method=new.method,
        capacity=new.capacity,
        least_share=new.least_share,
        answer_by=new.answer_by,
        opened_at=at,
    )
    Session.objects.bulk_create(Session(batch=batch, starts_at=start, ends_at=end) for start, end in new.sessions)
    record(obj=batch, old=None, new={"seats": new.capacity, "sessions": len(new.sessions)})
    if new.invite:
        _invite(batch, new.invite, by=by, at=at)
    return batch


@action
def invite_planned(*, batch: Batch, count: int, by: Actor, at: datetime) -> int:
    """Invite the next planned people who have no class yet; returns how many. Raises NobodyToInvite."""
    require(by, MANAGE, batch)
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.state != BatchState.OPEN:
        raise NobodyToInvite(_("This class is finished or cancelled; nobody can be invited any more."))
    invited = _invite(held, count, by=by, at=at)
    if not invited:
        raise NobodyToInvite(_("Everybody who is planned for this programme has an invitation already."))
    record(obj=batch, old=None, new={"invited": invited})
    return invited


def _invite(batch: Batch, count: int, *, by: Actor, at: datetime) -> int:
    people = list(planned_people(batch.plan, batch.offer)[: max(0, count)])
    Registration.objects.bulk_create(
        Registration(batch=batch, employee_id=person, invited_at=at, state=SeatState.INVITED) for person in people
    )
    if people:
        outbox.publish("delivery.invited", {"batch": batch.public_id}, by=by, at=at)
    return len(people)


def _check_planned(plan: Plan, offer: Offer) -> None:
    held = OpenedOffer.objects.filter(run=plan.approved_run_id, offer=offer)
    if plan.approved_run_id is None or not held.exists():
        raise BatchRefused(_("The plan set by decree holds no class of this programme."))


def _check_seats(offer: Offer, new: NewBatch) -> None:
    most = offer.programme.capacity
    if not 1 <= new.capacity <= most:
        words = {"most": most}
        raise BatchRefused(_("A class of this programme has 1 to %(most)s seats.") % words, field="capacity")
    if not 1 <= new.least_share <= 100:
        raise BatchRefused(_("The least attendance lies between 1 and 100 percent."), field="least_share")


def _check_sessions(sessions: Sequence[tuple[datetime, datetime]], at: datetime) -> None:
    if not sessions:
        raise BatchRefused(_("Give at least one day."), field="first_day")
    if any(end <= start for start, end in sessions):
        raise BatchRefused(_("The class must end later than it begins."), field="ends")
    ordered = sorted(sessions)
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise BatchRefused(_("Two sessions are at the same time."), field="first_day")
    if ordered[0][0] <= at:
        raise BatchRefused(_("The class would begin in the past. Choose a later day."), field="first_day")


def _check_days(agency: Agency, new: NewBatch) -> None:
    closed = () if new.on_days_off else closed_days(agency, (start for start, _end in new.sessions))
    if closed:
        words = _("Offices are closed: %(days)s. Choose other days, or tick here that the class is held all the same.")
        raise BatchRefused(words % {"days": "; ".join(closed_words(each) for each in closed)}, field="on_days_off")


def _trainer(agency_id: int, nip: str) -> Employee | None:
    if not nip:
        return None
    found = Employee.objects.filter(agency_id=agency_id, nip=nip).first()
    if found is None:
        words = _("Nobody in this agency has this NIP. Leave it empty for a trainer from outside.")
        raise BatchRefused(words, field="trainer_nip")
    return found
