"""Reads of the dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass

from renbina.competency.models import Competency
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A competency with its levels in words (1 first)."""

    public_id: str
    code: str
    name: str
    kind: str
    family: str
    levels: tuple[str, ...]


def dictionary(actor: Actor) -> tuple[DictionaryEntry, ...]:
    """The agency's competencies in the order of their codes; two queries."""
    rows = Competency.objects.filter(agency_id=own_agency(actor)).prefetch_related("levels").order_by("pk")
    return tuple(
        DictionaryEntry(
            row.public_id,
            row.code,
            row.name,
            row.kind,
            row.family,
            tuple(each.description for each in sorted(row.levels.all(), key=lambda level: level.level)),
        )
        for row in rows
    )


def competency_names(agency_id: int | None) -> Mapping[int, str]:
    """Key -> name of every competency of an agency; one query."""
    return dict(Competency.objects.filter(agency_id=agency_id or 0).order_by("pk").values_list("pk", "name"))


def codes_of(agency_id: int) -> dict[str, int]:
    """Code -> key of every competency of an agency; one query."""
    return dict(Competency.objects.filter(agency_id=agency_id).values_list("code", "pk"))
