"""Looking at the product as another role: what is said of it in the audit record, and nothing else."""

from collections.abc import Sequence
from datetime import datetime

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor, Grant
from renbina.foundation.errors import Forbidden
from renbina.organisation.access import Verb, can_look_as, require
from renbina.organisation.queries import agency_of


@action
def start_looking(*, grants: Sequence[Grant], by: Actor, at: datetime) -> None:
    """Notes that somebody looks with these rights from now on. Raises Forbidden where one of them reaches further."""
    require(by, Verb.LOOK_AS)
    if not grants or not all(can_look_as(by, grant.role) for grant in grants):
        raise Forbidden
    record(obj=agency_of(by), new={"grants": [[grant.role.value, grant.unit_path] for grant in grants]})


@action
def stop_looking(*, by: Actor, at: datetime) -> None:
    """Notes that it ended."""
    require(by, Verb.LOOK_AS)
    record(obj=agency_of(by), new={"ended": True})
