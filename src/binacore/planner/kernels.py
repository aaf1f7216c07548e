"""What all compiled loops share: prices, room, scratch space, and the worth of a bundle.

The value of a bundle is monotone and submodular in its programmes (a sum of weighted matroid ranks), so a programme
never adds more than it is worth alone. That is the bound of the branch and bound in `bundle`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numba import types

from binacore.planner.model import Ints, Limits, Model
from binacore.planner.problem import Floats

Function = TypeVar("Function", bound=Callable[..., object])

EPSILON = 1e-9
"""Two bundles closer than this are equal; the bound is padded for it, person by person."""
NEVER = -1e30


KERNELS = ("kernels", "bundle", "passes", "moves", "filling", "exchanges", "model")


def _cache_folder() -> str:
    """A folder of its own for every state of the kernels' sources.

    The compiler looks only at the file a kernel stands in; a kernel that has taken in another file's code would be
    used further after that file has changed.
    """
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in KERNELS:
        digest.update((here / f"{name}.py").read_bytes())
    return str(here / "__pycache__" / f"kernels-{digest.hexdigest()[:16]}")


numba.config.CACHE_DIR = _cache_folder()  # type: ignore[attr-defined]  # set by name from the environment


# an option the compiler has but its type hints do not know
UNCOUNTED: dict[str, Any] = {"_nrt": False}


def _plain(kind: Any) -> Any:
    """The type a kernel is compiled for when another kernel passes an argument of this type."""
    kind = types.unliteral(kind)  # type: ignore[no-untyped-call]  # the compiler has no annotations
    return types.int64 if isinstance(kind, types.Integer) else kind


def _once(dispatcher: Any) -> Any:
    """Kernels calling this one share one compiled form of it.

    Left alone, the compiler makes another for every constant an argument may have and for every width of integer: eight
    of the search for a bundle, which took minutes.
    """
    template_of = dispatcher.get_call_template

    def get_call_template(args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        return template_of(tuple(_plain(kind) for kind in args), {name: _plain(kind) for name, kind in kws.items()})

    dispatcher.get_call_template = get_call_template
    return dispatcher


def compiled(function: Function) -> Function:
    """Compiled on first use and kept on disk; releases the interpreter while it runs."""
    return cast("Function", _once(numba.njit(cache=True, nogil=True)(function)))


def bare(function: Function) -> Function:
    """As `compiled`, without counting references: it may not make arrays, only use what it is given.

    Counting takes an atomic step for every array touched, which two threads then fight for: without it the search
    for a bundle takes a fifth of the time.
    """
    return cast("Function", _once(numba.njit(cache=True, nogil=True, **UNCOUNTED)(function)))


def inlined(function: Function) -> Function:
    """As `bare`, merged into its callers: passing a model of fifty arrays costs more than a small body does."""
    return cast("Function", _once(numba.njit(cache=True, nogil=True, forceinline=True, **UNCOUNTED)(function)))


class Guide(NamedTuple):
    """Prices a person sees.

    `seat` per seat of a session (true cost and batch share included), `fund` and `unit` per million of the participant
    cost, `absence` per load (unit, period 0..T), `extra` per use of a general resource. `target` is what a unit's
    person at target earns beyond the entitlement, `batch` the price per million of a batch that has to be opened.
    `option` holds a price of its own for every (candidate row, session) where `by_option` is set; those of row a start
    at option_ptr[a].
    """

    seat: Floats
    fund: Floats
    unit: Floats
    absence: Floats
    target: Floats
    batch: float
    extra: Floats
    by_option: bool
    option_ptr: Ints
    option: Floats


class Room(NamedTuple):
    """What is left: rupiah of the total (array of one), funds and units, loads of absence, batches of organisers,
    general resources; persons present and batches allowed per session."""

    total: Ints
    funds: Ints
    units: Ints
    absence: Floats
    organiser_year: Ints
    organiser_period: Ints
    extra: Floats
    present: Ints
    batches_max: Ints


class Work(NamedTuple):
    """Scratch space of one thread, reused for every person. `who` and `key` hold two lists of
    persons: who may leave a session, and who may join one."""

    floats: Floats
    ints: Ints
    gains: Floats
    who: Ints
    key: Floats


NO_OPTIONS = (np.zeros(1, np.int64), np.zeros(1))


def room_of(limits: Limits, sessions: int) -> Room:
    """Everything is left, nobody is present, no batch is allowed yet."""
    return Room(
        total=np.array([limits.total], np.int64),
        funds=limits.funds.copy(),
        units=limits.units.copy(),
        absence=limits.absence.copy(),
        organiser_year=limits.organiser_year.copy(),
        organiser_period=limits.organiser_period.copy(),
        extra=limits.extra.copy(),
        present=np.zeros(sessions, np.int64),
        batches_max=np.zeros(sessions, np.int64),
    )


def widest_person(model: Model) -> int:
    """Most options any person has, with some to spare."""
    options = np.concatenate([[0], np.cumsum(np.diff(model.session_ptr)[model.cand_programme] + 1)])
    width = np.diff(options[model.cand_ptr]).max(initial=0)
    return int(max(width, model.most)) + 8


def workspace(model: Model, width: int, persons: int = 0) -> Work:
    """Wide enough for the options of any person (`widest_person`) and for lists of so many persons."""
    return Work(
        np.zeros((7, width)),
        np.zeros((17, width), np.int64),
        np.zeros((model.most + 1, width)),
        np.zeros((2, persons), np.int64),
        np.zeros((2, persons)),
    )


@bare
def sort_by_key(who: Ints, key: Floats, count: int) -> None:
    """Order the first `count` entries of both by rising key, in place; equal keys by person."""
    step = 1
    while step < count // 3:
        step = 3 * step + 1
    while step > 0:
        for x in range(step, count):
            k, w = key[x], who[x]
            y = x
            while y >= step and (key[y - step] > k or (key[y - step] == k and who[y - step] > w)):
                key[y], who[y] = key[y - step], who[y - step]
                y -= step
            key[y], who[y] = k, w
        step //= 3


@inlined
def steps_worth(model: Model, gap: int, rows: Ints, count: int, lifts: Ints, ceilings: Ints) -> float:
    """Worth of the steps of one gap row closed by `count` candidate rows, learnt in ascending order of ceilings."""
    found = 0
    for x in range(count):
        for h in range(model.hit_ptr[rows[x]], model.hit_ptr[rows[x] + 1]):
            if model.hit_gap[h] == gap:
                p = found
                while p > 0 and ceilings[p - 1] > model.hit_ceiling[h]:
                    ceilings[p] = ceilings[p - 1]
                    lifts[p] = lifts[p - 1]
                    p -= 1
                ceilings[p] = model.hit_ceiling[h]
                lifts[p] = model.hit_lift[h]
                found += 1
    level = np.int64(0)
    for x in range(found):
        level = max(level, min(level + lifts[x], ceilings[x]))
    return model.gap_weight[gap] * model.steps_worth[min(level, np.int64(model.gap_size[gap]))]


@inlined
def added_worth(model: Model, row: int, rows: Ints, count: int, lifts: Ints, ceilings: Ints) -> float:
    """What candidate row `row` adds to `count` others (coverage and reward); rows[count] is overwritten."""
    worth = model.reward_mandatory if model.cand_mandatory[row] else 0.0
    rows[count] = row
    for h in range(model.hit_ptr[row], model.hit_ptr[row + 1]):
        gap = model.hit_gap[h]
        worth += steps_worth(model, gap, rows, count + 1, lifts, ceilings)
        worth -= steps_worth(model, gap, rows, count, lifts, ceilings)
    return worth


@inlined
def batches_for(model: Model, s: int, present: int) -> int:
    """Fewest batches that seat so many."""
    capacity = model.capacity[model.programme[s]]
    return (present + capacity - 1) // capacity


@inlined
def underfilled(model: Model, s: int, present: int) -> bool:
    """Whether so many persons leave a batch below its minimum, in as few batches as they fit into."""
    return present < (batches_for(model, s, present) - model.exempt[s]) * model.batch_min[model.programme[s]]


@inlined
def opens_batch(model: Model, room: Room, s: int) -> bool:
    """Whether one more person needs one more batch."""
    return room.present[s] % model.capacity[model.programme[s]] == 0


@inlined
def may_join(model: Model, room: Room, s: int, strict: bool) -> bool:
    """Whether one more person fits into session s; `strict` forbids to open a batch that would stay under-filled."""
    present = room.present[s] + 1
    if batches_for(model, s, present) > room.batches_max[s]:
        return False
    if not opens_batch(model, room, s):
        return True
    o = model.organiser[model.programme[s]]
    if o >= 0:
        if room.organiser_year[o] <= 0:
            return False
        if model.start[s] > 0:
            for p in range(model.start[s], model.end[s] + 1):
                if room.organiser_period[o, p] <= 0:
                    return False
    return not strict or not underfilled(model, s, present)


@inlined
def has_absence(model: Model, room: Room, u: int, s: int) -> bool:
    """Whether the unit can spare one more person in every period of session s."""
    load = model.load[model.programme[s]]
    if load > 0.0:
        for p in range(model.start[s], model.end[s] + 1):
            if load > room.absence[u, p] + 5e-7:
                return False
    return True


@inlined
def clashing(model: Model, s: int, t: int) -> bool:
    """Whether nobody can attend both: synchronous and in a common period."""
    if not (model.away[model.programme[s]] and model.away[model.programme[t]]):
        return False
    return model.start[s] <= model.end[t] and model.start[t] <= model.end[s]


@inlined
def absence_price(model: Model, guide: Guide, u: int, s: int) -> float:
    load = model.load[model.programme[s]]
    price = 0.0
    if load > 0.0:
        for p in range(model.start[s], model.end[s] + 1):
            price += load * guide.absence[u, p]
    return price


@inlined
def extra_price(model: Model, guide: Guide, a: int) -> float:
    price = 0.0
    if model.has_extra:
        for e in range(model.extra_ptr[a], model.extra_ptr[a + 1]):
            price += model.extra_use[e] * guide.extra[model.extra_resource[e]]
    return price


@inlined
def has_extra(model: Model, room: Room, a: int) -> bool:
    if model.has_extra:
        for e in range(model.extra_ptr[a], model.extra_ptr[a + 1]):
            if model.extra_use[e] > room.extra[model.extra_resource[e]] + 1e-9:
                return False
    return True


@inlined
def seat_price(model: Model, guide: Guide, u: int, a: int, s: int) -> float:
    """All prices of candidate row a in session s but that of the option itself and of a batch to be opened."""
    j = model.programme[s]
    price = guide.seat[s] + (guide.fund[model.cand_fund[a]] + guide.unit[u]) * model.cost_millions[j]
    return price + absence_price(model, guide, u, s) + extra_price(model, guide, a)


@inlined
def row_of(model: Model, i: int, j: int) -> int:
    """The candidate row of person i for programme j, -1 if there is none."""
    for a in range(model.cand_ptr[i], model.cand_ptr[i + 1]):
        if model.cand_programme[a] == j:
            return a
    return -1
