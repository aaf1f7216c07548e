"""Names of people, units and sessions in the problem: the same for the same agency in every database.

Ties between equally good plans are broken by the order of these names, so random ones would give another plan in
another database. A person is numbered by the rank of a digest of the NIP among all of the agency: the number tells
nothing of the NIP, not even with a list of all possible ones, because a rank is all that is published.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from renbina.catalogue.models import Offer
from renbina.organisation.models import Unit


def person_keys(employees: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Primary key -> P00001 .. in the order of digests."""
    order = sorted(employees, key=lambda row: sha256(f"renbina:{row['nip']}".encode()).digest())
    return {row["pk"]: f"P{place:05d}" for place, row in enumerate(order, start=1)}


def unit_keys(units: Iterable[Unit]) -> dict[int, str]:
    """Primary key -> the unit's code, or its place in the tree where it has none of its own."""
    ordered = sorted(units, key=lambda unit: unit.path)
    codes = Counter(unit.code for unit in ordered)
    return {
        unit.pk: unit.code if unit.code and codes[unit.code] == 1 else f"unit-{place:04d}"
        for place, unit in enumerate(ordered, start=1)
    }


def session_keys(offers: Sequence[Offer], codes: Mapping[int, str]) -> dict[int, str]:
    """Primary key -> programme, year and month (00: self-paced), numbered where one month has several."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for offer in sorted(offers, key=lambda one: (codes[one.programme_id], one.month or 0, one.own_class, one.pk)):
        name = f"{codes[offer.programme_id]}-{offer.year}-{offer.month or 0:02d}"
        seen[name] += 1
        found[offer.pk] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return found
