"""A file of proposals of units, row by row as it was checked."""

from collections.abc import Sequence
from datetime import datetime

from renbina.catalogue.models import Programme
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Row
from renbina.foundation.imports.declare import key_text
from renbina.foundation.imports.journal import Journal
from renbina.needs.access import LOAD_PROPOSALS, require
from renbina.needs.imports import FIELDS as PROPOSAL_FIELDS
from renbina.needs.models import Proposal
from renbina.organisation.queries import agency_of
from renbina.organisation.queries.unit_names import unit_names

_TEXTS = frozenset({"place", "reason", "status_reason"})


@action
def apply_proposals(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store checked rows of a file of proposals: new ones, and what differs of known ones. Returns counts."""
    require(by, LOAD_PROPOSALS)
    agency = agency_of(by)
    units = unit_names(agency.pk)
    codes = dict(Programme.objects.filter(agency=agency).values_list("code", "pk"))
    known = {
        key_text(each.year, units.written[each.unit_id], each.title): each
        for each in Proposal.objects.filter(agency=agency)
    }
    plain = [field.name for field in PROPOSAL_FIELDS if field.name not in ("unit", "programme")]
    new: list[Proposal] = []
    changed: list[Proposal] = []
    for row in rows:
        found = known.get(row.key)
        proposal = found or Proposal(agency=agency, unit_id=units.find(row.values["unit"]))
        (changed if found else new).append(proposal)
        for name in row.changes if found else row.values:
            value = row.values[name]
            if name == "programme":
                proposal.programme_id = codes[value] if value else None
            elif name in plain:
                setattr(proposal, name, "" if value is None and name in _TEXTS else value)
    journal.create(new)
    journal.update(changed, [*plain, "programme"])
    counts = {"added": len(new), "changed": len(changed)}
    record(obj=agency, new=counts)
    return counts
