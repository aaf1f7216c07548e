"""Fix and optimise for choices: HiGHS lets a few choosers choose anew, exactly, in the room all others leave them.

What `polish` does with persons, on general resources: it ends where exchanges between two do not help any more because
only several together use a scarce resource up. Prices say which options can matter at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from binacore.planner.choices import Choices
from binacore.planner.highs import Effort, Setting, maximise
from binacore.planner.milp_model import Rows
from binacore.planner.problem import Bools, Floats, Ints

GAP = 1e-5
BETTER = 1e-9
QUICK: dict[str, Setting] = {"mip_pscost_minreliable": 0, "mip_heuristic_effort": 0.0}
"""No trial branching, which costs ten times the search itself on programs this small."""


@dataclass(frozen=True, slots=True)
class Hoods:
    """At most `count` neighbourhoods, fewer once `idle` in a row brought nothing; `nodes` of HiGHS for each.

    They begin with `first` choosers. One that ran out of nodes makes the next smaller, one solved in vain larger, up to
    `most`. Of each chooser the `options` cheapest at the prices take part.
    """

    count: int = 400
    idle: int = 150
    nodes: int = 200
    first: float = 25.0
    most: float = 60.0
    options: int = 5


HOODS = Hoods()


@dataclass(frozen=True, slots=True, eq=False)
class Small:
    """The program of one neighbourhood, as `highs.maximise` reads it."""

    objective: Floats
    low: Floats
    high: Floats
    whole: Bools
    rows: Rows


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """At prices of the resources: what each option and having nothing (`none`) lose against the chooser's best.

    `rank` is the option's place among those of its chooser, 0 = best.
    """

    row: Floats
    none: Floats
    rank: Ints

    @classmethod
    def at(cls, choices: Choices, prices: Floats) -> Losses:
        net = choices.value - choices.use @ prices
        best = np.zeros(choices.choosers)
        np.maximum.at(best, choices.chooser, net)
        order = np.lexsort((-net, choices.chooser))
        rank = np.zeros(len(net), np.int64)
        rank[order] = np.arange(len(net)) - np.searchsorted(choices.chooser, choices.chooser[order])
        return cls(best[choices.chooser] - net, best, rank)


def polished(
    choices: Choices, prices: Floats, taken: Ints, bound: float, enough: float, hoods: Hoods, seed: int
) -> Ints:
    """Rows taken by each chooser (-1 = none), worth at least as much as the feasible `taken`; never overdraws.

    Ends early once the plan is within `enough` of `bound`. Same arguments, same answer.
    """
    rng = np.random.default_rng(seed)
    losses, size, idle = Losses.at(choices, prices), hoods.first, 0
    worth = value_of(choices, taken)
    for _ in range(hoods.count):
        if bound - worth <= enough or idle >= hoods.idle:
            break
        free = _drawn(rng, losses, taken, round(size))
        found, nodes = _chosen_anew(choices, losses, prices, taken, free, hoods)
        value = value_of(choices, found)
        idle += 1
        if value > worth + BETTER and np.all(used_by(choices, found) <= choices.limit):
            taken, worth, idle = found, value, 0
        elif nodes < hoods.nodes:
            size = min(hoods.most, size * 1.05)
        if nodes >= hoods.nodes:
            size = max(2.0, size * 0.9)
        elif free.all():  # all have chosen anew, exactly: another time would find the same
            break
    return taken


def value_of(choices: Choices, taken: Ints) -> float:
    return float(choices.value[taken[taken >= 0]].sum())


def used_by(choices: Choices, taken: Ints) -> Floats:
    used: Floats = choices.use[taken[taken >= 0]].sum(axis=0)
    return used


def _drawn(rng: np.random.Generator, losses: Losses, taken: Ints, size: int) -> Bools:
    """Some choosers, more likely those who lose most against what they would take at the prices."""
    loses = np.where(taken >= 0, losses.row[taken], losses.none)
    weight = loses / max(float(loses.max()), BETTER) + 0.1
    free = np.zeros(len(taken), np.bool_)
    free[rng.choice(len(taken), min(size, len(taken)), replace=False, p=weight / weight.sum())] = True
    return free


def _chosen_anew(
    choices: Choices, losses: Losses, prices: Floats, taken: Ints, free: Bools, hoods: Hoods
) -> tuple[Ints, int]:
    """(the rows taken when the free choosers have chosen anew, nodes)."""
    rest = np.where(free, -1, taken)
    room = choices.limit - used_by(choices, rest)
    loses = np.where(taken >= 0, losses.row[taken], losses.none)[free].sum()
    # an option that loses more than all the free ones and the idle room together cannot be in a better plan
    most = float(loses + prices @ (choices.limit - used_by(choices, taken)))
    mine = np.zeros(len(choices.value), np.bool_)
    mine[taken[taken >= 0]] = True
    near = (losses.row <= most + BETTER) & (losses.rank < hoods.options)
    among = np.flatnonzero(free[choices.chooser] & (near | mine))
    answer = maximise(
        _program(choices, among, room),
        mine[among].astype(np.float64),
        Effort(nodes=hoods.nodes, gap=GAP, options=QUICK),
    )
    if answer.values is None:
        return taken, answer.nodes
    chosen = among[answer.values > 0.5]
    rest[choices.chooser[chosen]] = chosen
    return rest, answer.nodes


def _program(choices: Choices, among: Ints, room: Floats) -> Small:
    """Take of the options `among` one a chooser at most, within the room."""
    choosers, who = np.unique(choices.chooser[among], return_inverse=True)
    option, resource = np.nonzero(choices.use[among])
    rows, count = Rows(), len(among)
    rows.add(-np.inf, np.ones(len(choosers)), (who, np.arange(count), 1.0))
    rows.add(-np.inf, room, (resource, option, choices.use[among][option, resource]))
    return Small(choices.value[among], np.zeros(count), np.ones(count), np.ones(count, np.bool_), rows)
