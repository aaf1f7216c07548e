"""Who is asked when not everybody is: a sample that keeps the proportions of its strata and can be drawn again.

How many are needed is `skm.sample_size`, the rule of PermenPANRB 14/2017 (the table of Krejcie and Morgan, 1970).
Seats go to the strata in proportion to their size by largest remainders; a stratum that has people gets at least one
seat while there are enough seats. Within a stratum a pseudo-random generator of the seed draws without replacement:
the same people, strata and seed give the same sample, whatever the order in which they come.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from fractions import Fraction


class SampleImpossible(ValueError):
    """A size below zero, or above the number of people there are."""


def allocated(size: int, strata: Mapping[str, int]) -> dict[str, int]:
    """Stratum -> seats; they add up to `size`, and none has more seats than people. Raises SampleImpossible.

    `strata`: stratum -> people. A tie goes to the larger stratum, then to the name that sorts first.
    """
    people = sum(strata.values())
    if not 0 <= size <= people or any(count < 0 for count in strata.values()):
        raise SampleImpossible(f"{size} of {people} people in {len(strata)} strata")
    filled = {name: count for name, count in strata.items() if count}
    least = 1 if len(filled) <= size else 0
    wanted = {name: max(Fraction(least), Fraction(size * count, people)) for name, count in filled.items()}
    seats = {name: int(share) for name, share in wanted.items()}

    def claim(name: str) -> tuple[Fraction, int, str]:
        return seats[name] - Fraction(size * strata[name], people), -strata[name], name

    while sum(seats.values()) < size:
        seats[min((name for name in filled if seats[name] < strata[name]), key=claim)] += 1
    while sum(seats.values()) > size:  # the seats that small strata were given are taken where most is left over
        seats[max((name for name in filled if seats[name] > least), key=claim)] -= 1
    return {name: seats.get(name, 0) for name in strata}


def drawn(strata: Mapping[str, Collection[int]], size: int, seed: int) -> frozenset[int]:
    """The keys of the people in the sample. `strata`: stratum -> keys of its people. Raises SampleImpossible."""
    seats = allocated(size, {name: len(keys) for name, keys in strata.items()})
    found: set[int] = set()
    for name, keys in strata.items():
        # A generator of its own for each stratum: one that grows does not move the draw in the others.
        found.update(random.Random(f"{seed}:{name}").sample(sorted(keys), seats[name]))  # noqa: S311 - drawn again on purpose, guards nothing
    return frozenset(found)
