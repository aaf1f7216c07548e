"""Setting up an agency: only the installation itself may."""

from datetime import datetime

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.access import Verb, require
from renbina.organisation.enums import AgencyKind
from renbina.organisation.models import Agency


class AgencyNameTaken(Refused):
    """Another agency of this installation has the name."""


@action
def rename_agency(*, agency: Agency, name: str, by: Actor, at: datetime) -> None:
    """Another name, for an installation that began without one. Raises AgencyNameTaken."""
    require(by, Verb.RENAME_AGENCY, agency)
    if Agency.objects.filter(name=name).exclude(pk=agency.pk).exists():
        raise AgencyNameTaken(_("There is already an agency with this name. Choose another name."), field="name")
    old = agency.name
    agency.name, agency.short_name = name, name[:100]
    agency.save(update_fields=["name", "short_name"])
    record(obj=agency, old={"name": old}, new={"name": name})


@action
def create_agency(
    *,
    name: str,
    short_name: str,
    kind: str,
    timezone: str = "Asia/Jakarta",
    population: int = 0,
    regional_spending: int = 0,
    is_demonstration: bool = False,
    by: Actor,
    at: datetime,
) -> Agency:
    """A new tenant. `by` is `Actor.system(None)`; money in whole rupiah a year. Raises AgencyNameTaken."""
    require(by, Verb.CREATE_AGENCY)
    if Agency.objects.filter(name=name).exists():
        raise AgencyNameTaken(_("There is already an agency with this name. Choose another name."), field="name")
    agency = Agency.objects.create(
        name=name,
        short_name=short_name,
        kind=AgencyKind(kind),
        timezone=timezone,
        population=population,
        regional_spending=regional_spending,
        is_demonstration=is_demonstration,
    )
    record(obj=agency, new={"name": name, "short_name": short_name, "kind": kind, "timezone": timezone})
    return agency
