"""Somebody moves to another post, goes on leave, comes back, retires: each from a day on, by a decree."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from binacore.rules import Rulebook, load_rules
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.actions.correcting import replace_supervisions
from renbina.organisation.enums import PlacementKind, Relation, Source, Status
from renbina.organisation.gather import chart_of, retires_on
from renbina.organisation.models import Employee, EmploymentStatus, Placement, Position, Supervision, Unit
from renbina.organisation.queries import GONE
from renbina.organisation.wording import why_words


class MoveRefused(Refused):
    """The person cannot move like this; the message says why and what to do."""


class StatusRefused(Refused):
    """The status cannot begin like this; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post from a day on, by a decree."""

    unit: Unit
    position: Position
    since: date
    decree: str


@action
def move_employee(*, employee: Employee, post: NewPost, by: Actor, at: datetime) -> Placement:
    """The person holds another post from a day on; the one before ends, and the superior follows the tree.

    A superior that was corrected belonged to the old post and ends with it. Raises MoveRefused, Forbidden, NotFound.
    """
    for held in (employee, post.unit, post.position):
        require(by, Verb.CHANGE_ORGANISATION, held)
    Employee.objects.select_for_update().get(pk=employee.pk)
    _check_post(post)
    posts = Placement.objects.filter(employee=employee, kind=PlacementKind.DEFINITIVE)
    if posts.filter(valid_from__gt=post.since).exists():
        words = _("A later post of this person is known already. Choose its day or a later one.")
        raise MoveRefused(words, field="since")
    before = posts.filter(holds_on(post.since)).first()
    if before is not None and (before.unit_id, before.position_id) == (post.unit.pk, post.position.pk):
        raise MoveRefused(_("The person holds this post already. Choose another one."), field="unit")
    posts.filter(valid_from=post.since).delete()
    posts.filter(holds_on(post.since)).update(valid_to=post.since)
    made = Placement.objects.create(
        employee=employee,
        unit=post.unit,
        position=post.position,
        valid_from=post.since,
        decree=post.decree.strip()[:100],
    )
    employee.retire_on = retires_on(employee.birth_date, post.position, Rulebook(load_rules()).at(post.since))
    employee.save(update_fields=["retire_on"])
    superior = _follow_the_tree(employee, post.since)
    record(
        obj=employee,
        old={"unit": before.unit.public_id, "position": before.position.public_id} if before else None,
        new={
            "unit": post.unit.public_id,
            "position": post.position.public_id,
            "since": post.since,
            "decree": made.decree,
            "superior": superior,
        },
    )
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return made


def _check_post(post: NewPost) -> None:
    if post.unit.closed_on is not None:
        raise MoveRefused(_("%(name)s is closed. Choose a unit of today.") % {"name": post.unit.name}, field="unit")
    if not post.decree.strip():
        raise MoveRefused(_("Write the number of the decree or letter."), field="decree")


def _follow_the_tree(employee: Employee, since: date) -> str | None:
    """The rating official of the new post; public id, None where the rule finds nobody."""
    derived = chart_of(employee.agency_id, since, people=[employee.pk])
    row = derived.derived().get(employee.pk)
    fresh = []
    if row is not None and row.superior is not None:
        unit_name = derived.units[int(row.unit)].name if row.unit else ""
        fresh.append(
            Supervision(
                employee=employee,
                superior_id=int(row.superior),
                relation=Relation.RATER,
                valid_from=since,
                reason=why_words(row.why, unit_name),
                source=Source.DERIVED,
            )
        )
    replace_supervisions(fresh, [employee.pk], Relation.RATER, since)
    return Employee.objects.get(pk=fresh[0].superior_id).public_id if fresh else None


@action
def set_status(
    *, employee: Employee, status: str, since: date, until: date | None, note: str, by: Actor, at: datetime
) -> EmploymentStatus:
    """Leave, study leave, suspension, retirement or another agency from a day on; `until`: back in service that day.

    Raises StatusRefused, Forbidden, NotFound.
    """
    require(by, Verb.CHANGE_ORGANISATION, employee)
    if employee.agency_id != by.agency_id:
        raise NotFound
    Employee.objects.select_for_update().get(pk=employee.pk)
    if status not in Status.values:
        raise StatusRefused(_("Choose a status."), field="status")
    if not note.strip():
        raise StatusRefused(_("Write the number of the decree or letter."), field="note")
    if until is not None and (until <= since or status in (Status.ACTIVE, *GONE)):
        raise StatusRefused(_("Only leave and suspension end, and on a later day than they begin."), field="until")
    known = EmploymentStatus.objects.filter(employee=employee)
    if known.filter(Q(valid_from__gt=since)).exists():
        raise StatusRefused(_("A later status of this person is known already. Choose a later day."), field="since")
    before = known.filter(holds_on(since)).order_by("-valid_from", "-pk").first()
    known.filter(valid_from=since).delete()
    known.filter(holds_on(since)).update(valid_to=since)
    made = EmploymentStatus.objects.create(
        employee=employee, status=status, valid_from=since, valid_to=until, note=note.strip()[:255]
    )
    if until is not None:
        EmploymentStatus.objects.create(employee=employee, status=Status.ACTIVE, valid_from=until)
    record(
        obj=employee,
        old={"status": before.status} if before else None,
        new={"status": status, "since": since, "until": until, "note": made.note},
    )
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return made
