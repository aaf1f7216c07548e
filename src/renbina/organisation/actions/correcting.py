"""Superiors set right by hand with a reason, and superiors derived from the tree for those who have none."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.canonical import digest
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import Verb, behalf_as, correctable_people, own_agency
from renbina.organisation.enums import Relation, Source
from renbina.organisation.gather import SuperiorChange, superior_changes
from renbina.organisation.models import Employee, Supervision
from renbina.organisation.queries import GONE, status_on
from renbina.organisation.wording import why_words


class SuperiorRefused(Refused):
    """This person cannot be the superior; the message says why and what to do."""


class DerivationStale(Refused):
    """The organisation changed since the difference was shown."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`superior` rates or leads `people` from `since` on, and why. None as superior ends a team relation."""

    people: tuple[Employee, ...]
    superior: Employee | None
    relation: str
    since: date
    reason: str


@action
def correct_superiors(*, correction: Correction, by: Actor, at: datetime) -> int:
    """Set the superior of one person or of many from a day on. Returns for how many it changed.

    What was corrected is kept by every later derivation. Raises SuperiorRefused, Forbidden, and NotFound for people
    whom the actor does not look after.
    """
    new = correction
    keys = {person.pk for person in new.people}
    mine = correctable_people(by, new.since)
    if not keys or mine.filter(pk__in=keys).count() < len(keys):
        raise NotFound
    _check(new, own_agency(by))
    above = new.superior
    if above is not None:
        _check_circle(new, keys)
    rows = Supervision.objects.filter(holds_on(new.since), employee__in=keys, relation=new.relation)
    old = dict(rows.order_by("valid_from", "pk").values_list("employee_id", "superior_id"))
    changed = [key for key in sorted(keys) if old.get(key) != (above.pk if above else None)]
    fresh = [
        Supervision(
            employee_id=key,
            superior=above,
            relation=new.relation,
            valid_from=new.since,
            reason=new.reason.strip()[:255],
            source=Source.CORRECTED,
        )
        for key in (changed if above is not None else ())
    ]
    replace_supervisions(fresh, changed, new.relation, new.since)
    names = dict(Employee.objects.filter(pk__in=keys | set(old.values())).values_list("pk", "public_id"))
    record(
        old={names[key]: names.get(old.get(key, 0)) for key in changed},
        new={
            "superior": above.public_id if above else None,
            "relation": new.relation,
            "since": new.since,
            "reason": new.reason.strip()[:255],
        },
        behalf=behalf_as(by, Verb.CORRECT_SUPERIORS),
    )
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return len(changed)


@action
def derive_superiors(
    *, on: date, again: bool = False, only: Collection[int] | None = None, expected: str | None = None, by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Give those without a rating official the one of the rule, from a day on. Returns for how many.

    again: also follow the tree where an earlier derivation says something else; what a person corrected or a file
    recorded stays. only: keys of employees. expected: the digest of the difference that was shown.
    Raises DerivationStale, Forbidden.
    """
    people = correctable_people(by, on)
    lines = superior_changes(own_agency(by), on, people if only is None else people.filter(pk__in=only))
    lines = [line for line in lines if line.superior is not None and (line.old is None or again)]
    if expected is not None and digest_of(lines) != expected:
        raise DerivationStale(_("The organisation changed meanwhile. Look at the difference again."))
    fresh = [
        Supervision(
            employee_id=line.employee,
            superior_id=line.superior,
            relation=Relation.RATER,
            valid_from=on,
            reason=why_words(line.why, line.unit_name),
            source=Source.DERIVED,
        )
        for line in lines
        if line.superior is not None
    ]
    replace_supervisions(fresh, [line.employee for line in lines], Relation.RATER, on)
    record(new={"derived": len(lines), "again": again, "on": on, "digest": digest_of(lines)})
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return len(lines)


def digest_of(lines: Iterable[SuperiorChange]) -> str:
    """What a page shows and its button sends back."""
    return digest([[line.employee, line.old, line.superior] for line in lines])


def _check(new: Correction, agency_id: int) -> None:
    if new.relation not in Relation.values:
        raise SuperiorRefused(_("Choose the rating official or the team leader."), field="relation")
    if not new.reason.strip():
        raise SuperiorRefused(_("Say briefly why, such as a new decree or a wrong entry."), field="reason")
    if new.superior is None:
        if new.relation == Relation.RATER:
            raise SuperiorRefused(_("Choose who rates. Nobody is left without a rating official."), field="superior")
        return
    if new.superior.agency_id != agency_id:
        raise NotFound
    if new.superior.pk in {person.pk for person in new.people}:
        raise SuperiorRefused(_("Nobody can be their own superior. Choose another person."), field="superior")
    stated = Employee.objects.filter(pk=new.superior.pk).annotate(status_that_day=status_on(new.since))
    if stated.filter(status_that_day__in=GONE).exists():
        raise SuperiorRefused(
            _("%(name)s has retired or moved out by that day. Choose somebody else.") % {"name": new.superior.name},
            field="superior",
        )


def _check_circle(new: Correction, keys: set[int]) -> None:
    """Going up from the new superior one must not come back to the people below. Team relations may cross."""
    if new.relation != Relation.RATER or new.superior is None:
        return
    rows = Supervision.objects.filter(
        holds_on(new.since), relation=Relation.RATER, employee__agency_id=new.superior.agency_id
    )
    leading = rows.filter(Q(employee__in=rows.order_by().values("superior")) | Q(employee=new.superior))
    above = dict(leading.order_by("valid_from", "pk").values_list("employee_id", "superior_id"))
    step: int | None = new.superior.pk
    seen: set[int] = set()
    while step is not None and step not in seen:
        seen.add(step)
        step = above.get(step)
        if step in keys:
            below = Employee.objects.get(pk=step)
            raise SuperiorRefused(
                _("%(superior)s is rated, directly or further up, by %(name)s: this would be a circle.")
                % {"superior": new.superior.name, "name": below.name},
                field="superior",
            )


def replace_supervisions(fresh: Iterable[Supervision], people: Collection[int], relation: str, on: date) -> None:
    """From a day on these rows hold for these people, and nothing else that was known of that day or later."""
    known = Supervision.objects.filter(employee__in=people, relation=relation)
    known.filter(valid_from__gte=on).delete()
    known.filter(holds_on(on)).update(valid_to=on)
    Supervision.objects.bulk_create(fresh, batch_size=500)
