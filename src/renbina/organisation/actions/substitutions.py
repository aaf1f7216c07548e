"""Acting officers: who stands in for whom, by which letter, from which day to which."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import APART, in_agency, require_substitution
from renbina.organisation.enums import HEADS, PlacementKind, Standing
from renbina.organisation.models import Employee, Placement, RoleGrant, Substitution
from renbina.organisation.queries import in_service_on


class SubstitutionRefused(Refused):
    """Somebody cannot stand in for this person on these days; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class NewSubstitution:
    """`substitute` stands in for `absent` from `since` to before `until` (None: until it is ended)."""

    absent: Employee
    substitute: Employee
    kind: str
    since: date
    until: date | None
    letter_number: str
    letter_date: date
    reason: str


@action
def name_substitute(*, new: NewSubstitution, by: Actor, at: datetime) -> Substitution:
    """Somebody stands in for an official who is away, with the roles and the people of that office.

    The office is the post that the absent official holds on the first day, or held last. Raises SubstitutionRefused,
    Forbidden, and NotFound for people of another agency.
    """
    require_substitution(by, new.absent, new.since)
    if not in_agency(by, new.substitute):
        raise NotFound
    if new.substitute.pk == by.employee_id:
        raise SubstitutionRefused(
            _("Nobody gives themselves the rights of another. Ask a colleague to name you."), field="substitute"
        )
    # Both people are held until commit, so that two clerks cannot name two substitutes for the same days.
    people = [new.absent.pk, new.substitute.pk]
    list(Employee.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    _check_words(new)
    _check_people(new)
    _check_overlaps(new)
    _check_apart(new)
    post = _office(new.absent, new.since)
    _check_office(new, post)
    made = Substitution.objects.create(
        agency_id=new.absent.agency_id,
        absent=new.absent,
        substitute=new.substitute,
        unit_id=post.unit_id,
        position_id=post.position_id,
        kind=Standing(new.kind),
        valid_from=new.since,
        valid_to=new.until,
        letter_number=new.letter_number.strip()[:100],
        letter_date=new.letter_date,
        reason=new.reason.strip()[:255],
    )
    values = {"absent": new.absent.public_id, "substitute": new.substitute.public_id, "kind": made.kind}
    days = {"since": new.since, "until": new.until, "letter": made.letter_number}
    record(obj=made, new=values | days)
    outbox.publish("organisation.changed", {}, by=by, at=at)
    return made


@action
def end_substitution(*, substitution: Substitution, on: date, by: Actor, at: datetime) -> None:
    """The official is back: from `on` on nobody stands in. One that has not begun is taken out.

    What was decided on the days before stays valid, with both names in its trail. Raises SubstitutionRefused.
    """
    held = Substitution.objects.select_for_update().select_related("absent").get(pk=substitution.pk)
    require_substitution(by, held.absent, on)
    if held.valid_to is not None and held.valid_to <= on:
        raise SubstitutionRefused(_("This has ended already. Choose an earlier day, or leave it as it is."), field="on")
    old = {"since": held.valid_from, "until": held.valid_to}
    record(obj=held, old=old, new={"until": on})
    if held.valid_from >= on:
        held.delete()
    else:
        held.valid_to = on
        held.save(update_fields=["valid_to"])
    outbox.publish("organisation.changed", {}, by=by, at=at)


def _check_words(new: NewSubstitution) -> None:
    if new.until is not None and new.until <= new.since:
        raise SubstitutionRefused(_("The last day lies before the first. Choose it anew."), field="until")
    if new.kind not in Standing.values:
        raise SubstitutionRefused(_("Choose Plh, Plt or delegation."), field="kind")
    if not new.letter_number.strip():
        raise SubstitutionRefused(_("Write the number of the letter that says so."), field="letter_number")
    if not new.reason.strip():
        raise SubstitutionRefused(_("Say briefly why, such as leave, duty travel or a vacant office."), field="reason")


def _check_people(new: NewSubstitution) -> None:
    if new.absent.pk == new.substitute.pk:
        raise SubstitutionRefused(_("Nobody can stand in for themselves. Choose another person."), field="substitute")
    if not in_service_on(Employee.objects.filter(pk=new.substitute.pk), new.since).exists():
        raise SubstitutionRefused(
            _("%(name)s is not in service on that day. Choose somebody who is.") % {"name": new.substitute.name},
            field="substitute",
        )


def _check_apart(new: NewSubstitution) -> None:
    """What one person never holds together is not held together for somebody else either."""
    running = RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=new.since))
    own, office = (
        {Role(role) for role in running.filter(user__employee=person).values_list("role", flat=True)}
        for person in (new.substitute, new.absent)
    )
    if any(pair <= own | office and not pair <= own and not pair <= office for pair in APART):
        raise SubstitutionRefused(
            _("%(name)s holds a role that nobody holds together with this office. Choose another person.")
            % {"name": new.substitute.name},
            field="substitute",
        )


def _overlapping(new: NewSubstitution) -> QuerySet[Substitution]:
    days = Q(valid_to__isnull=True) | Q(valid_to__gt=new.since)
    if new.until is not None:
        days &= Q(valid_from__lt=new.until)
    return Substitution.objects.filter(days, agency_id=new.absent.agency_id).select_related("substitute", "absent")


def _check_office(new: NewSubstitution, post: Placement) -> None:
    """A vacant office may be named after one holder or another: it is the same office."""
    if post.position.kind not in HEADS:
        return
    taken = _overlapping(new).filter(unit=post.unit_id, position=post.position_id).first()
    if taken is not None:
        raise _office_taken(taken)


def _office_taken(taken: Substitution) -> SubstitutionRefused:
    return SubstitutionRefused(
        _("%(name)s already stands in for this office on some of these days. End that first.")
        % {"name": taken.substitute.name},
        field="since",
    )


def _check_overlaps(new: NewSubstitution) -> None:
    rows = _overlapping(new)
    taken = rows.filter(absent=new.absent).first()
    if taken is not None:
        raise _office_taken(taken)
    away = rows.filter(absent=new.substitute).first()
    if away is not None:
        raise SubstitutionRefused(
            _("%(name)s is away on some of these days; %(other)s stands in there. Choose another person.")
            % {"name": new.substitute.name, "other": away.substitute.name},
            field="substitute",
        )
    lent = rows.filter(substitute=new.absent).first()
    if lent is not None:
        raise SubstitutionRefused(
            _("%(name)s stands in for %(other)s on some of these days, and that cannot be handed on. End it first.")
            % {"name": new.absent.name, "other": lent.absent.name},
            field="absent",
        )


def _office(absent: Employee, since: date) -> Placement:
    posts = Placement.objects.select_related("position").filter(
        employee=absent, kind=PlacementKind.DEFINITIVE, valid_from__lte=since
    )
    post = posts.filter(holds_on(since)).first() or posts.order_by("-valid_from", "-pk").first()
    if post is None:
        raise SubstitutionRefused(
            _("%(name)s holds no post on that day, so there is nothing to stand in for.") % {"name": absent.name},
            field="absent",
        )
    return post
