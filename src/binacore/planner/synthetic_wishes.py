"""Who may attend what in a synthetic problem, and what everybody would take if seats and money were no limit.

Only whole numbers are compared, and no two programmes of a person tie, so that no machine can order them otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.synthetic_kinds import SELF_PACED
from binacore.planner.synthetic_offers import FOR_ALL, NOBODY, Offers
from binacore.planner.synthetic_people import People

Array = NDArray[Any]

STEPS_CLOSED = np.array([0, 100, 180, 240, 285], dtype=np.int32)
"""Hundredths of a point for 0 to 4 closed steps of weight 1."""
POINT = 100_000
"""One point of the objective in the units used here: thousandths of weight times hundredths of a step."""
CHUNK = 8_192
SPREAD = 6
FILLERS = 3
NEWCOMER_SHARE, LEADER_SHARE = 0.15, 0.25


@dataclass(frozen=True, slots=True)
class Wishes:
    """Candidate rows in the order of persons and, within, of programmes; `demand` is by programme."""

    ptr: Array
    programme: Array
    mandatory: Array
    needs: Array
    demand: Array


@dataclass(frozen=True, slots=True)
class _Rows:
    persons: Array
    counts: Array
    programme: Array
    mandatory: Array
    needs: Array


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """The programmes that one family in one region can see. `before`, `overlap` refer to positions in this list."""

    programmes: Array
    slots: Array
    lift: Array
    ceiling: Array
    starts: Array
    before: Array
    overlap: Array
    """Percent of what the column teaches that the row has taught already."""


def draw_wishes(
    rng: np.random.Generator, people: People, offers: Offers, candidates: int, bundle: int, target: int
) -> Wishes:
    """About `candidates` programmes a person; demand counts the `bundle` best of each, taken one after the other."""
    demand = np.zeros(len(offers.form), np.int64)
    parts: list[_Rows] = []
    for catalogue, persons in _groups(people, offers):
        for start in range(0, len(persons), CHUNK):
            chunk = persons[start : start + CHUNK]
            parts.append(_wishes(rng, people, offers, catalogue, chunk, (candidates, bundle, target), demand))
    counts = np.zeros(len(people.unit), np.int64)
    for part in parts:
        counts[part.persons] = part.counts
    ptr = np.concatenate([[0], np.cumsum(counts)])
    total = int(ptr[-1])
    programme = np.zeros(total, np.int32)
    mandatory, needs = np.zeros(total, np.bool_), np.zeros(total, np.bool_)
    while parts:
        part = parts.pop()
        at = np.repeat(ptr[part.persons] - (np.cumsum(part.counts) - part.counts), part.counts) + np.arange(
            len(part.programme)
        )
        programme[at], mandatory[at], needs[at] = part.programme, part.mandatory, part.needs
    return Wishes(ptr, programme, mandatory, needs, demand)


def _groups(people: People, offers: Offers) -> Iterator[tuple[_Catalogue, Array]]:
    """Persons who see the same programmes."""
    region = people.unit_region[people.unit]
    group = region * len(people.technical) + people.family
    order = np.argsort(group, kind="stable")
    names, starts = np.unique(group[order], return_index=True)
    ends = np.append(starts, len(order))[1:]
    for name, start, end in zip(names.tolist(), starts.tolist(), ends.tolist(), strict=True):
        catalogue = _catalogue(offers, name % len(people.technical), name // len(people.technical))
        if len(catalogue.programmes):
            yield catalogue, order[start:end]


def _catalogue(offers: Offers, family: int, region: int) -> _Catalogue:
    visible = np.isin(offers.family, (FOR_ALL, family)) & np.isin(offers.region, (FOR_ALL, region))
    programmes = np.flatnonzero(visible)
    counts = np.diff(offers.effect_ptr)
    effects = np.flatnonzero(np.repeat(visible, counts))
    teaches = np.zeros((len(programmes), int(offers.effect_slot.max()) + 1), np.int64)
    teaches[np.repeat(np.arange(len(programmes)), counts[programmes]), offers.effect_slot[effects]] = 1
    place = np.full(len(visible) + 1, NOBODY)
    place[programmes] = np.arange(len(programmes))
    return _Catalogue(
        programmes=programmes,
        slots=offers.effect_slot[effects],
        lift=offers.effect_lift[effects].astype(np.int8),
        ceiling=offers.effect_ceiling[effects].astype(np.int8),
        starts=np.cumsum(counts[programmes]) - counts[programmes],
        before=place[offers.prerequisite[programmes]],
        overlap=(100 * (teaches @ teaches.T) // teaches.sum(axis=1)[None, :]).astype(np.int32),
    )


def _wishes(
    rng: np.random.Generator,
    people: People,
    offers: Offers,
    catalogue: _Catalogue,
    persons: Array,
    sizes: tuple[int, int, int],
    demand: Array,
) -> _Rows:
    """The candidate rows of these persons; adds what they would take to `demand`."""
    candidates, bundle, target = sizes
    level = people.level[persons][:, None]
    allowed = (level >= offers.lowest[catalogue.programmes]) & (level <= offers.highest[catalogue.programmes])
    worth = _worth(people, catalogue, persons) * allowed
    must = _mandatory(rng, offers, catalogue, people.level[persons])
    place = _chosen(rng, offers, catalogue, worth, allowed, must, candidates)
    exists = place >= 0
    safe = np.maximum(place, 0)
    rows = np.arange(len(persons))[:, None]
    is_must = exists & (safe == must[:, None])
    value = np.where(exists, worth[rows, safe], 0)
    value = value + np.where(is_must, 20 * POINT, 0)
    _count_demand(offers, catalogue, value, safe, (bundle, target), demand)
    return _Rows(
        persons=persons,
        counts=exists.sum(axis=1),
        programme=catalogue.programmes[place[exists]].astype(np.int32),
        mandatory=is_must[exists],
        needs=_needs(rng, catalogue, place, exists)[exists],
    )


def _worth(people: People, catalogue: _Catalogue, persons: Array) -> Array:
    """(persons, programmes): worth of each programme alone, POINT = one point."""
    slots = catalogue.slots
    held, gap = people.held[persons], people.gap[persons]
    steps = np.minimum(catalogue.lift, catalogue.ceiling - held[:, slots])
    steps = np.minimum(np.maximum(steps, 0), gap[:, slots])
    each = STEPS_CLOSED[steps] * people.weights(persons)[:, slots]
    return np.add.reduceat(each, catalogue.starts, axis=1)


def _mandatory(rng: np.random.Generator, offers: Offers, catalogue: _Catalogue, level: Array) -> Array:
    """The place in the catalogue of the one programme that is mandatory for each person, or -1."""
    draw = rng.random(len(level))
    must = np.full(len(level), -1)
    of_level = offers.must_level[catalogue.programmes]
    near = offers.region[catalogue.programmes] != FOR_ALL
    for wanted in range(5):
        places = np.flatnonzero(of_level == wanted)
        if not len(places):
            continue
        # Everybody of one place and level is sent to the same programme, the nearest there is, so that classes fill.
        first = places[int(np.argmax(near[places]))]
        share = NEWCOMER_SHARE if wanted == 0 else LEADER_SHARE
        must[(level == wanted) & (draw < share)] = first
    return must


def _chosen(
    rng: np.random.Generator,
    offers: Offers,
    catalogue: _Catalogue,
    worth: Array,
    allowed: Array,
    must: Array,
    candidates: int,
) -> Array:
    """(persons, at most candidates + SPREAD) places in the catalogue, ascending with -1 first.

    Mostly what is worth most, shaken by what superiors propose; somebody who lacks nothing still may take a course.
    """
    rows, count = worth.shape
    key = worth.astype(np.int64) * rng.integers(512, 1536, worth.shape, dtype=np.int16)
    online = np.flatnonzero(offers.form[catalogue.programmes] == SELF_PACED)[:FILLERS]
    key[:, online] = np.maximum(key[:, online], allowed[:, online])
    led = np.flatnonzero(must >= 0)
    key[led, must[led]] = 2**40
    key = key * count + np.arange(count)  # no ties
    most = min(count, candidates + SPREAD)
    key.partition(count - most, axis=1)
    best = np.sort(key[:, count - most :], axis=1)[:, ::-1]
    number = rng.integers(max(1, candidates - SPREAD), candidates + SPREAD + 1, (rows, 1))
    good = (best >= count) & (np.arange(most) < number)
    return np.sort(np.where(good, best % count, -1), axis=1)


def _needs(rng: np.random.Generator, catalogue: _Catalogue, place: Array, exists: Array) -> Array:
    """Half of those who could attend the prerequisite this year need to; a few need one they cannot attend."""
    before = np.where(exists, catalogue.before[np.maximum(place, 0)], -1)
    held = np.zeros((len(place), len(catalogue.programmes)), np.bool_)
    row, column = np.nonzero(exists)
    held[row, place[row, column]] = True
    offered = held[np.arange(len(place))[:, None], np.maximum(before, 0)]
    draw = rng.random(place.shape)
    return (before >= 0) & (draw < np.where(offered, 0.5, 0.05))


def _count_demand(
    offers: Offers, catalogue: _Catalogue, value: Array, place: Array, sizes: tuple[int, int], demand: Array
) -> None:
    """Everybody takes the best, then the best of what the first leaves to learn, and so on."""
    bundle, target = sizes
    hours = np.minimum(offers.hours[catalogue.programmes][place], target) if target else np.zeros_like(place)
    value = value.astype(np.int64)
    missing = np.full(len(place), target)
    rows = np.arange(len(place))
    for _ in range(min(bundle, place.shape[1])):
        bonus = 8 * POINT * np.minimum(hours, missing[:, None]) // max(1, target)
        score = np.where(value > 0, value + bonus, 0)
        best = np.argmax(score, axis=1)
        taken = score[rows, best] > 0
        chosen = place[rows, best]
        np.add.at(demand, catalogue.programmes[chosen[taken]], 1)
        missing = np.where(taken, np.maximum(0, missing - hours[rows, best]), missing)
        value = value * (100 - catalogue.overlap[chosen[:, None], place]) // 100
