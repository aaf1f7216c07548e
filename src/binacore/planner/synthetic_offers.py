"""The programmes of a synthetic problem: six forms of training, what they teach, whom they are for, when they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.synthetic_kinds import (
    CLASSICAL,
    COACHING,
    FORMS,
    LEADERSHIP,
    SELF_PACED,
    WEBINAR,
    WORKSHOP,
    Profile,
)
from binacore.planner.synthetic_people import COMMON

Array = NDArray[Any]

PERIODS = 12
FOR_ALL = -1
NOBODY = -1
NEWCOMERS = 0


@dataclass(frozen=True, slots=True)
class Offers:
    """Programmes as columns. `family` and `region` FOR_ALL: open to every one; `lowest` to `highest` level may come.

    `must_level` NOBODY: not mandatory for anybody. Effects of programme j are rows effect_ptr[j]:effect_ptr[j+1], in
    the order of their competency slots. Money in rupiah.
    """

    form: Array
    family: Array
    region: Array
    lowest: Array
    highest: Array
    must_level: Array
    hours: Array
    cost_person: Array
    cost_batch: Array
    capacity: Array
    batch_min: Array
    synchronous: Array
    prerequisite: Array
    effect_ptr: Array
    effect_slot: Array
    effect_lift: Array
    effect_ceiling: Array

    @property
    def seat_cost(self) -> Array:
        """Rupiah a participant costs in a full batch."""
        return self.cost_person + self.cost_batch // self.capacity


@dataclass(frozen=True, slots=True)
class Sessions:
    programme: Array
    period: Array
    batches_max: Array


def draw_offers(
    rng: np.random.Generator, count: int, people: int, technical: Array, regions: int, profile: Profile
) -> Offers:
    """`count` programmes; `technical` is the number of technical competencies of each family."""
    form = _forms(rng, count, profile)
    family = np.where(rng.random(count) < 0.35, FOR_ALL, rng.integers(0, len(technical), count))
    local = rng.random(count) < np.where(family == FOR_ALL, 0.85, 0.5)
    region = np.where(local & (regions > 1), rng.integers(0, regions, count), FOR_ALL)
    lowest = rng.integers(0, 3, count) * (rng.random(count) < 0.6)
    highest = np.minimum(4, lowest + rng.integers(1, 5, count))
    must = _mandatory_levels(rng, form)
    lowest = np.where(must == NOBODY, lowest, np.minimum(lowest, must))
    highest = np.where(must == NOBODY, highest, np.maximum(highest, must))
    capacity, least = _batches(rng, form, people)
    ptr, slot, lift, ceiling = _effects(rng, form, family, technical)
    audience = np.stack([family, region, lowest, highest], axis=1)
    return Offers(
        form=form,
        family=family,
        region=region,
        lowest=lowest,
        highest=highest,
        must_level=must,
        hours=np.maximum(3, np.round(_facts(form, "hours") * rng.uniform(0.6, 1.6, count))).astype(np.int64),
        cost_person=_thousands(_money(form, "cost_person", profile) * rng.uniform(0.7, 1.5, count)),
        cost_batch=_thousands(
            _money(form, "cost_batch", profile) * rng.uniform(0.7, 1.4, count) * _smaller_classes(people)
        ),
        capacity=capacity,
        batch_min=least,
        synchronous=_facts(form, "synchronous").astype(bool),
        prerequisite=_prerequisites(rng, form, audience, ptr, slot),
        effect_ptr=ptr,
        effect_slot=slot,
        effect_lift=lift,
        effect_ceiling=ceiling,
    )


def draw_sessions(rng: np.random.Generator, offers: Offers, demand: Array, people: int, profile: Profile) -> Sessions:
    """Dates and batches: each dated session offers its drawn share of the demand for it, and at least one batch."""
    most = 3 + (people > 50_000) + 2 * (people > 500_000)
    programme, period, batches = [], [], []
    for j, form in enumerate(offers.form.tolist()):
        capacity = int(offers.capacity[j])
        if form == SELF_PACED:
            programme.append(j)
            period.append(0)
            batches.append(max(1, -(-2 * people // (5 * capacity))))
            continue
        when = np.sort(rng.choice(PERIODS, int(rng.integers(1, most + 1)), replace=False)) + 1
        low, high = profile.seats[form]
        offered = int(demand[j]) / len(when) * rng.uniform(low, high, len(when)) / capacity
        programme += [j] * len(when)
        period += when.tolist()
        batches += np.maximum(1, np.round(offered)).astype(int).tolist()
    return Sessions(np.array(programme, np.int64), np.array(period, np.int64), np.array(batches, np.int64))


def _facts(form: Array, name: str) -> Array:
    return np.array([getattr(row, name) for row in FORMS])[form]


def _money(form: Array, name: str, profile: Profile) -> Array:
    free = profile.online_free & np.isin(form, (WEBINAR, SELF_PACED))
    return np.where(free, 0, _facts(form, name))


def _thousands(amounts: Array) -> Array:
    return (np.round(amounts / 1000) * 1000).astype(np.int64)


def _forms(rng: np.random.Generator, count: int, profile: Profile) -> Array:
    """Forms by quota, not by luck: also a small catalogue has its leadership programme."""
    ends = np.round(np.cumsum(profile.shares) * count)
    return rng.permutation(np.searchsorted(ends, np.arange(count), side="right").clip(0, len(FORMS) - 1))


def _mandatory_levels(rng: np.random.Generator, form: Array) -> Array:
    """Leadership programmes are made for one level of leaders each, some online courses for newcomers."""
    must = np.full(len(form), NOBODY)
    leadership = np.flatnonzero(form == LEADERSHIP)
    must[leadership] = 2 + np.arange(len(leadership)) % 3
    online = np.flatnonzero(form == SELF_PACED)
    must[online[rng.random(len(online)) < 0.3]] = NEWCOMERS
    return must


def _smaller_classes(people: int) -> float:
    """Fewer than 400 people have smaller classes, and cheaper ones, or none would ever be full."""
    return float(np.clip((people / 400) ** 0.5, 0.12, 1.0))


def _batches(rng: np.random.Generator, form: Array, people: int) -> tuple[Array, Array]:
    """(capacity, batch_min). Halls and classes are smaller where people are few."""
    rows = np.array([row.capacity for row in FORMS])[form]
    capacity = rng.integers(rows[:, 0], rows[:, 1] + 1)
    online = (people / 20_000) ** 0.5
    capacity = np.where(form == WEBINAR, np.maximum(30, capacity * min(1.0, online)), capacity)
    capacity = np.where(form == SELF_PACED, np.maximum(100, capacity * min(1.0, online)), capacity)
    capacity = np.maximum(4, capacity * _smaller_classes(people)).astype(np.int64)
    least = np.maximum(1, np.round(capacity * rng.uniform(0.45, 0.7, len(form)))).astype(np.int64)
    return capacity, np.where(form == SELF_PACED, 1, np.where(form == COACHING, 2, least))


def _effects(
    rng: np.random.Generator, form: Array, family: Array, technical: Array
) -> tuple[Array, Array, Array, Array]:
    """(ptr, slot, lift, ceiling): one to three competencies each, common ones or those of the family and one more."""
    slots = []
    for of in family.tolist():
        pool = np.arange(COMMON)
        if of != FOR_ALL:
            pool = np.append(np.arange(COMMON, COMMON + int(technical[of])), rng.integers(0, COMMON))
        slots.append(np.sort(rng.choice(pool, int(rng.integers(1, 4)), replace=False)))
    counts = np.array([len(chosen) for chosen in slots], dtype=np.int64)
    slot = np.concatenate(slots)
    deep = np.isin(np.repeat(form, counts), (CLASSICAL, COACHING, LEADERSHIP))
    lift = 1 + (rng.random(len(slot)) < np.where(deep, 0.55, 0.2)).astype(np.int64)
    ptr = np.concatenate([[0], np.cumsum(counts)])
    return ptr, slot, lift, rng.integers(2, 6, len(slot))


def _prerequisites(rng: np.random.Generator, form: Array, audience: Array, ptr: Array, slot: Array) -> Array:
    """Some classroom programmes build on another one for the same people that teaches the same thing."""
    before = np.full(len(form), NOBODY)
    wanted = (rng.random(len(form)) < 0.4) & np.isin(form, (CLASSICAL, WORKSHOP))
    for j in np.flatnonzero(wanted).tolist():
        family, region, lowest, highest = audience[j]
        fits = (audience[:, 0] == family) & (audience[:, 1] == region)
        fits &= (audience[:, 2] <= lowest) & (audience[:, 3] >= highest) & (before == NOBODY)
        fits[j] = False
        mine = set(slot[ptr[j] : ptr[j + 1]].tolist())
        found = [k for k in np.flatnonzero(fits).tolist() if mine & set(slot[ptr[k] : ptr[k + 1]].tolist())]
        # No chains: a programme that has a prerequisite is never one, so there can be no circle.
        if found and j not in before:
            before[j] = found[int(rng.integers(0, len(found)))]
    return before
