"""Who may ask, read and answer; and the ticket by which somebody may answer without being anybody.

A ticket is derived from the installation's secret, the campaign's salt and the person, every time it is shown. Nothing
is stored that says whose it is: without the secret, which is never in the database, it cannot be made again, and once
the salt is destroyed not even with it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, QuerySet

from binacore.sealing import derived
from renbina.foundation.actor import Actor, Role
from renbina.foundation.base import holds_on
from renbina.foundation.errors import Forbidden, NotFound
from renbina.organisation.access import below
from renbina.organisation.models import Employee, Placement, Unit
from renbina.surveys.enums import CampaignState
from renbina.surveys.models import Campaign, Instrument, Invitation

VIEW: Final = "view_surveys"
MANAGE: Final = "manage_surveys"
READ_NAMES: Final = "read_named_answers"
KEY_IN: Final = "key_in_paper"  # print sheets and key in what came back, for the people of one's own units
_EDITORS: Final = (Role.ANALYST, Role.HEAD_OF_DEVELOPMENT)
_ROLES: Final = {
    VIEW: (*_EDITORS, Role.AUDITOR),
    MANAGE: _EDITORS,
    READ_NAMES: _EDITORS,
    KEY_IN: (*_EDITORS, Role.UNIT_OPERATOR),
}
_SALT: Final = "renbina.surveys.ticket"


def can(actor: Actor, verb: str) -> bool:
    """Whether the actor may do it in their own agency. KeyError for an unknown verb."""
    roles = _ROLES[verb]
    return actor.agency_id is not None and (actor.is_system or actor.has(*roles))


def require(actor: Actor, verb: str, obj: Campaign | Instrument | None = None) -> None:
    """Raises NotFound for something of another agency, Forbidden where the actor may not."""
    if obj is not None and obj.agency_id != actor.agency_id:
        raise NotFound
    if not can(actor, verb):
        raise Forbidden


def own_agency(actor: Actor) -> int:
    """The key of the actor's agency; Forbidden for somebody who belongs to none."""
    if actor.agency_id is None:
        raise Forbidden
    return actor.agency_id


def visible_campaigns(actor: Actor) -> QuerySet[Campaign]:
    """The campaigns of the actor's agency. Raises Forbidden for somebody who only answers."""
    require(actor, VIEW)
    return Campaign.objects.filter(agency_id=own_agency(actor))


def visible_instruments(actor: Actor) -> QuerySet[Instrument]:
    """The instruments of the actor's agency. Raises Forbidden for somebody who only answers."""
    require(actor, VIEW)
    return Instrument.objects.filter(agency_id=own_agency(actor))


def paper_people(actor: Actor, on: date) -> QuerySet[Employee]:
    """The people whose sheets the actor may key in: of the agency, or for an operator of the own units that day.

    Raises Forbidden.
    """
    require(actor, KEY_IN)
    people = Employee.objects.filter(agency_id=own_agency(actor))
    if can(actor, MANAGE):
        return people
    placed = Placement.objects.filter(holds_on(on), below(actor.unit_paths(Role.UNIT_OPERATOR), "unit__"))
    return people.filter(pk__in=placed.values("employee_id"))


def paper_units(actor: Actor) -> QuerySet[Unit]:
    """The units whose sheets without names the actor may print: all of the agency, or the own ones whole.

    An operator of a division never prints the sheets of the whole unit. Raises Forbidden.
    """
    require(actor, KEY_IN)
    units = Unit.objects.filter(agency_id=own_agency(actor))
    return units if can(actor, MANAGE) else units.filter(below(actor.unit_paths(Role.UNIT_OPERATOR)))


def paper_campaigns(actor: Actor, on: date) -> QuerySet[Campaign]:
    """The campaigns whose sheets the actor may key in; those of an operator ask somebody of the own units.

    Raises Forbidden.
    """
    require(actor, KEY_IN)
    found = Campaign.objects.filter(agency_id=own_agency(actor))
    if can(actor, MANAGE):
        return found
    asked = Invitation.objects.filter(campaign=OuterRef("pk"), employee__in=paper_people(actor, on))
    return found.filter(Exists(asked)).exclude(state=CampaignState.PLANNED)


def may_answer(actor: Actor, campaign: Campaign) -> bool:
    """Whether the actor is asked; for answers with a name."""
    return actor.employee_id is not None and campaign.invitations.filter(employee_id=actor.employee_id).exists()


# --- tickets


@dataclass(frozen=True, slots=True)
class Ticketed:
    """What a token says: a campaign, and the secret of one ticket."""

    campaign_id: str  # public_id
    secret: str


class TokenDamaged(ValueError):
    """Not a token of this installation, or not all of it."""


def ticket_secret(campaign: Campaign, employee_id: int) -> str:
    """128 bits in hex; the same for a person and a campaign as long as the salt lives."""
    key = derived(settings.SECRET_KEY.encode(), _SALT, campaign.public_id, campaign.salt)
    return derived(key, "ticket", str(employee_id))[:16].hex()


def ticket_digest(campaign_id: str, secret: str) -> str:
    """What the table of tickets knows of a ticket."""
    return hashlib.sha256(f"{campaign_id}:{secret}".encode()).hexdigest()


def token_for(campaign: Campaign, employee_id: int) -> str:
    """The signed token of a person's ticket, for an address; without a time in it."""
    content = [campaign.public_id, ticket_secret(campaign, employee_id)]
    return Signer(salt=_SALT).sign_object(content)


def read_token(token: str) -> Ticketed:
    """Raises TokenDamaged for anything that this installation has not signed."""
    try:
        campaign_id, secret, *_former = Signer(salt=_SALT).unsign_object(token)  # older links name a group as well
    except (BadSignature, ValueError, TypeError) as error:
        raise TokenDamaged from error
    return Ticketed(campaign_id, secret)


def typed_code(token: str) -> str:
    """What stands under the code of a sheet of paper for whoever cannot scan it: the secret, in groups of four."""
    secret = read_token(token).secret
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def token_typed(campaign: Campaign, code: str) -> str:
    """The token of a ticket of this campaign from what was typed off a sheet; empty where there is no such ticket."""
    secret = "".join(code.split()).lower()
    digest = ticket_digest(campaign.public_id, secret)
    if not campaign.tickets.filter(digest=digest).exists():
        return ""
    return Signer(salt=_SALT).sign_object([campaign.public_id, secret])


def sheet_keys(campaign: Campaign) -> tuple[bytes, ...]:
    """The key under which answers are locked, and those of former secrets; the first is for locking."""
    secrets: tuple[str, ...] = (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))
    return tuple(derived(each.encode(), _SALT, "sheet", campaign.public_id, campaign.salt) for each in secrets)
