"""Services, their points, and the satisfaction that is published about them."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from binacore.skm import skm
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.models import Unit
from renbina.rulebook.queries import rules_on
from renbina.voice.access import MODERATE, require
from renbina.voice.gather import NOBODY, answers_of, half_year
from renbina.voice.models import PublishedSatisfaction, Service, ServicePoint


class ServiceRefused(Refused):
    """A service without a name, twice, or of a unit of another agency."""


class PointRefused(Refused):
    """A service point without a name, twice, or closed before."""


class PeriodNotOver(Refused):
    """The half year is not over: publishing early would show who answered later."""


@action
def add_service(*, unit: Unit, name: str, by: Actor, at: datetime) -> Service:
    """A service that citizens can speak about. Raises ServiceRefused, Forbidden."""
    require(by, MODERATE)
    words = name.strip()
    if unit.agency_id != by.agency_id:
        raise ServiceRefused(_("Choose a unit of this agency."), field="unit")
    if not words:
        raise ServiceRefused(_("Give the service the name that citizens know."), field="name")
    if Service.objects.filter(unit=unit, name=words).exists():
        raise ServiceRefused(_("This unit has a service of that name already."), field="name")
    service = Service.objects.create(agency_id=unit.agency_id, unit=unit, name=words)
    record(obj=service, old=None, new={"unit": unit.public_id, "name": words})
    return service


@action
def add_point(*, service: Service, name: str, since: date, by: Actor, at: datetime) -> ServicePoint:
    """A counter with its own QR code, open from a day on. Raises PointRefused, Forbidden, NotFound."""
    require(by, MODERATE, service)
    words = name.strip()
    if not words:
        raise PointRefused(_("Give the point a name, such as the number of the counter."), field="name")
    if service.points.filter(name=words).exists():
        raise PointRefused(_("This service has a point of that name already."), field="name")
    point = ServicePoint.objects.create(service=service, name=words, valid_from=since)
    record(obj=point, old=None, new={"service": service.public_id, "name": words})
    return point


@action
def close_point(*, point: ServicePoint, on: date, by: Actor, at: datetime) -> ServicePoint:
    """From this day on its QR page says kindly that it is closed. Raises PointRefused, Forbidden, NotFound."""
    require(by, MODERATE, point.service)
    if point.valid_to is not None or on <= point.valid_from:
        raise PointRefused(_("This point is closed already, or was opened today."))
    point.valid_to = on
    point.save(update_fields=["valid_to"])
    record(obj=point, old={"valid_to": None}, new={"valid_to": str(on)})
    return point


@action
def publish_satisfaction(
    *, service: Service, year: int, half: int, on: date, by: Actor, at: datetime
) -> PublishedSatisfaction:
    """Freeze the SKM of a half year that is over, small groups taken out. Publishing again replaces it.

    Raises PeriodNotOver, Forbidden, NotFound.
    """
    require(by, MODERATE, service)
    starts_on, ends_on = half_year(year, half)
    if on < ends_on:
        raise PeriodNotOver(_("This half year is not over. Its result can be published when it is."))
    answers = answers_of([service.pk], starts_on, ends_on).get(service.pk, NOBODY)
    result = skm(answers.tallies, answers.respondents, rules_on(service.unit.agency, on))
    known = PublishedSatisfaction.objects.filter(service=service, starts_on=starts_on).first()
    published, _created = PublishedSatisfaction.objects.update_or_create(
        service=service,
        starts_on=starts_on,
        defaults={
            "ends_on": ends_on,
            "respondents": answers.respondents if answers.respondents >= result.minimum else None,
            "index": result.index,
            "grade": result.grade or "",
            "weight_mode": result.weight_mode.value,
            "elements": [
                {"element": each.element.value, "mean": each.mean, "converted": each.converted, "grade": each.grade}
                for each in result.elements
            ],
            "published_on": on,
        },
    )
    old = None if known is None else {"index": known.index}
    record(obj=published, old=old, new={"index": result.index, "weight_mode": result.weight_mode.value})
    return published
