"""What is stored, as the lists that are imported see it: units by their place, people by NIP, superiors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef

from binacore.names import fold_name
from renbina.foundation.base import holds_on
from renbina.foundation.canonical import digest
from renbina.organisation.enums import Relation
from renbina.organisation.gather import POSITION_NOT_TOLD, roster_of, superiors_on
from renbina.organisation.models import Agency, Employee, EmploymentStatus, Position, Unit
from renbina.organisation.queries import GONE

_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Register:
    """Who is stored: names and rating superiors by NIP, and which of the asked NIPs another agency has."""

    names: dict[str, str] = field(default_factory=dict)
    superiors: dict[str, str] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()


def register_of(agency_id: int | None, on: date, asked: Sequence[str]) -> Register:
    """Three queries, and one more for every 5,000 NIPs that the agency does not know."""
    if agency_id is None:
        return Register()
    names = dict(Employee.objects.filter(agency_id=agency_id).values_list("nip", "name"))
    return Register(names, superiors_on(agency_id, on), elsewhere_of(agency_id, on, set(asked) - names.keys()))


def elsewhere_of(agency_id: int, on: date, asked: Collection[str]) -> frozenset[str]:
    """Those of the NIPs whose people serve another agency on a day; who left it for good is free to come."""
    others = Employee.objects.exclude(agency_id=agency_id)
    if not asked or not others.exists():
        return frozenset()
    gone = EmploymentStatus.objects.filter(holds_on(on), employee=OuterRef("pk"), status__in=GONE)
    wanted = sorted(asked)
    found: set[str] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        some = others.filter(~Exists(gone), nip__in=wanted[start : start + _AT_ONCE])
        found.update(some.values_list("nip", flat=True))
    return frozenset(found)


def unit_key(chain: Sequence[str]) -> str:
    """The key of a unit in a list: its folded names from the top down."""
    return digest(list(chain)) if chain else ""


def unit_chains(agency_id: int) -> dict[str, Unit]:
    """Every unit of today by that key; of units that share it, the first. One query."""
    chains: dict[str, tuple[str, ...]] = {}
    found: dict[str, Unit] = {}
    for unit in Unit.objects.filter(agency_id=agency_id, closed_on__isnull=True).order_by("path"):
        chains[unit.path] = (*chains.get(unit.path[: -Unit.steplen], ()), fold_name(unit.name))
        found.setdefault(unit_key(chains[unit.path]), unit)
    return found


def units_stored(agency_id: int) -> dict[str, dict[str, Any]]:
    """Key -> what is stored of a unit, in the types of the import. One query."""
    chains = unit_chains(agency_id)
    names = {unit.path: unit.name for unit in chains.values()}
    return {
        key: {
            "name": unit.name,
            "parent": names.get(unit.path[: -Unit.steplen]),
            "short_name": unit.short_name,
            "kind": unit.kind,
            "code": unit.code,
        }
        for key, unit in chains.items()
    }


def people_stored(agency_id: int, on: date) -> dict[str, dict[str, Any]]:
    """NIP -> what is stored of a person, with the name of the agency. One query more than `roster_of`."""
    agency = Agency.objects.get(pk=agency_id).name
    return {nip: values | {"agency": agency} for nip, values in roster_of(agency_id, on).items()}


def positions_stored(agency_id: int) -> dict[str, dict[str, Any]]:
    """Key -> what is stored of a position, in the types of the import. One query."""
    rows = Position.objects.filter(agency_id=agency_id).exclude(title=POSITION_NOT_TOLD).order_by("pk")
    return {digest([row.title_key]): {"title": row.title, "kind": row.kind, "level": row.level or None} for row in rows}


def supervisions_stored(agency_id: int, on: date) -> dict[str, dict[str, Any]]:
    """NIP|relation -> the superior on a day. One query for each relation."""
    return {
        f"{nip}|{relation}": {"nip": nip, "relation": relation.value, "superior_nip": above}
        for relation in Relation
        for nip, above in superiors_on(agency_id, on, relation).items()
    }
