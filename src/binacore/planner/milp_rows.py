"""The rows of the exact model of some free persons; everybody else stays as he is and only takes room away.

Columns: seats x (one an option: person, session), closed steps z, at target q, batches y, shortage of units. The steps
are continuous: for whole x the coverage rows are the Hall conditions of section 3.1 and z falls on whole numbers.
Nothing here loops over options; rows that no choice can break are left out.
"""

from __future__ import annotations

import numpy as np

from binacore.planner.milp_facts import TOLERANCE, Facts, Room, find, spread
from binacore.planner.milp_model import Matrix, Options, Rows
from binacore.planner.problem import NO_LIMIT, Bools, Floats, Ints

LARGEST = 1e5
"""Coefficients of money rows are brought below this."""


def build(facts: Facts, room: Room, options: Options, *, link: bool = False) -> Matrix:
    """`link` adds x <= y for every option (stronger and much larger) where a session can have one batch."""
    rows = Rows()
    gaps, sizes, worth, columns = _coverage(facts, options, rows)
    steps_end = options.count + len(columns)
    _persons(facts, options, rows)
    _prerequisites(facts, options, rows)
    aims = _targets(facts, options, rows, steps_end)
    sessions = np.flatnonzero(options.demand)
    y = np.full(facts.sessions, -1)
    y[sessions] = steps_end + len(aims) + np.arange(len(sessions))
    _seats(facts, room, options, rows, y, link=link)
    _money(facts, room, options, rows, y)
    _absence(facts, room, options, rows)
    _organisers(facts, room, rows, y)
    units, missing = _fairness(facts, room, options, rows, (steps_end, aims, steps_end + len(aims) + len(sessions)))
    weights = facts.problem.header.weights
    reward = weights.mandatory * facts.problem.candidate_mandatory[options.rows[options.candidate]]
    objective = [
        reward - weights.cost * facts.cost[options.session] / 1e6,
        worth,
        np.full(len(aims), weights.entitlement),
        -weights.cost * facts.batch_cost[sessions] / 1e6,
        np.full(len(units), -weights.fairness),
    ]
    whole = np.ones(sum(map(len, objective)), np.bool_)
    whole[options.count : steps_end] = False
    whole[len(whole) - len(units) :] = False
    one = np.ones(len(worth) + len(aims))
    return Matrix(
        objective=np.concatenate(objective),
        low=np.concatenate([options.fixed, 0 * one, options.batches_low[sessions], np.zeros(len(units))]),
        high=np.concatenate([np.ones(options.count), one, options.batches_high[sessions], missing]),
        whole=whole,
        rows=rows,
        options=options,
        steps=(gaps, sizes),
        aims=aims,
        sessions=sessions,
        units=units,
        missing=missing,
    )


def _coverage(facts: Facts, options: Options, rows: Rows) -> tuple[Ints, Ints, Floats, Ints]:
    """The Hall rows. Returns (gap rows, their steps, worth of each step, gap of each step)."""
    p = facts.problem
    owner, gaps = spread(p.gap_ptr[options.persons], np.diff(p.gap_ptr)[options.persons])
    seats = np.bincount(options.candidate, minlength=len(options.rows))
    used = np.flatnonzero(seats)
    at, row, lift, ceiling = facts.links(owner, gaps, options.row_person[used], options.programme[used])
    paid = int(np.count_nonzero(np.asarray(p.header.step_weights) > 0))
    size = np.minimum(p.gap_size[gaps], paid) * (p.gap_weight[gaps] > 0)
    reach = np.minimum(ceiling - p.gap_held[gaps][at], size[at])
    helps = reach > 0
    at, candidate, lift, reach = at[helps], used[row[helps]], lift[helps], reach[helps]
    top = np.zeros(len(gaps), np.int64)
    np.maximum.at(top, at, reach)
    base = np.cumsum(top) - top
    link, k = spread(np.zeros(len(at), np.int64), reach)
    hall = base[at[link]] + k
    amount = np.minimum(lift[link], reach[link] - k).astype(np.float64)
    gap_of, step = spread(np.zeros(len(gaps), np.int64), top)
    # Amounts never grow with k: where the sums of two neighbouring rows agree the second follows from the first.
    total = np.bincount(hall, weights=amount, minlength=len(gap_of))
    needed = np.ones(len(gap_of), np.bool_)
    needed[1:] = (step[1:] == 0) | (total[1:] != total[:-1])
    number = np.cumsum(needed) - 1
    keep = needed[hall]
    candidate, hall, amount = candidate[link[keep]], hall[keep], amount[keep]
    first = np.cumsum(seats) - seats
    entry, option = spread(first[candidate], seats[candidate])
    kept = np.flatnonzero(needed)
    upper, column = spread(kept, (base + top)[gap_of[kept]] - kept)
    rows.add(
        -np.inf,
        np.zeros(len(kept)),
        (upper, options.count + column, 1.0),
        (number[hall[entry]], option, -amount[entry]),
    )
    worth = p.gap_weight[gaps[gap_of]] * np.asarray(p.header.step_weights)[step]
    has = top > 0
    return gaps[has], top[has], worth, gap_of


def _at_most_one(rows: Rows, group: Ints, option: Ints, kind: Ints) -> None:
    """At most one option of each group, where a group has options of two kinds or more."""
    groups, at = np.unique(group, return_inverse=True)
    low, high = np.full(len(groups), np.iinfo(np.int64).max), np.full(len(groups), -1)
    np.minimum.at(low, at, kind)
    np.maximum.at(high, at, kind)
    needed = low < high
    number, keep = np.cumsum(needed) - 1, needed[at]
    rows.add(-np.inf, np.ones(int(needed.sum())), (number[at[keep]], option[keep], 1.0))


def _persons(facts: Facts, options: Options, rows: Rows) -> None:
    """Rules 2 to 5."""
    every = np.arange(options.count)
    _at_most_one(rows, options.candidate, every, every)
    dated = np.flatnonzero(facts.synchronous[options.session] & (facts.start[options.session] > 0))
    start, end = facts.start[options.session[dated]], facts.end[options.session[dated]]
    owner, period = spread(start, end - start + 1)
    option = dated[owner]
    width = facts.problem.header.periods + 1
    _at_most_one(rows, options.person[option] * width + period, option, options.candidate[option])
    most = facts.problem.header.max_programmes
    held = np.unique(options.candidate)
    count = np.bincount(options.row_person[held], minlength=len(options.persons))
    _person_limit(rows, options, np.ones(options.count), np.full(len(count), float(most)), count > most)
    hours = facts.hours[options.session]
    longest = np.zeros(len(options.rows))
    np.maximum.at(longest, options.candidate, hours)
    possible = np.bincount(options.row_person, weights=longest, minlength=len(options.persons))
    room = facts.room_hours[options.persons] + TOLERANCE
    _person_limit(rows, options, hours, room, possible > room)


def _person_limit(rows: Rows, options: Options, use: Floats, limit: Floats, needed: Bools) -> None:
    number = np.cumsum(needed) - 1
    keep = np.flatnonzero(needed[options.person] & (use > 0))
    rows.add(-np.inf, limit[needed], (number[options.person[keep]], keep, use[keep]))


def _prerequisites(facts: Facts, options: Options, rows: Rows) -> None:
    """Seats of a programme up to some start need a seat of its prerequisite that ended before that start."""
    p = facts.problem
    needing = np.flatnonzero(p.candidate_needs[options.rows][options.candidate])
    candidate = options.candidate[needing]
    width = max(1, len(p.programme_ids))
    wanted = p.programme_prerequisite[options.programme[candidate]].astype(np.int64)
    keys = options.row_person * width + options.programme
    before = find(keys, options.row_person[candidate] * width + wanted)
    seats = np.bincount(options.candidate, minlength=len(options.rows))
    first = np.cumsum(seats) - seats
    start = facts.start[options.session]
    row, other = spread(first[candidate], seats[candidate])
    same = start[other] <= start[needing[row]]
    has = np.where(before >= 0, seats[before] if len(seats) else 0, 0)
    back, earlier = spread(np.where(before >= 0, first[before] if len(first) else 0, 0), has)
    ended = facts.end[options.session[earlier]] < start[needing[back]]
    rows.add(
        -np.inf,
        np.zeros(len(needing)),
        (row[same], other[same], 1.0),
        (back[ended], earlier[ended], -1.0),
    )


def _targets(facts: Facts, options: Options, rows: Rows, column: int) -> Ints:
    """A column q from `column` on for each entitled person who is not at target yet and can get there."""
    weights = facts.problem.header.weights
    need = facts.to_go[options.persons]
    hours = facts.hours[options.session]
    possible = np.bincount(options.person, weights=hours, minlength=len(options.persons))
    wanted = (need > 0) & (possible >= need) & (weights.entitlement + weights.fairness > 0)
    aims = np.flatnonzero(wanted)
    number = np.cumsum(wanted) - 1
    keep = np.flatnonzero(wanted[options.person] & (hours > 0))
    person = options.person[keep]
    share = np.minimum(1.0, hours[keep] / need[person])
    q = np.arange(len(aims))
    rows.add(-np.inf, np.zeros(len(aims)), (q, column + q, 1.0), (number[person], keep, -share))
    return aims


def _seats(facts: Facts, room: Room, options: Options, rows: Rows, y: Ints, *, link: bool) -> None:
    """Rules 7 and 8, and x <= y."""
    held = np.flatnonzero(options.demand)
    number = np.arange(len(held))
    at = np.searchsorted(held, options.session)
    every = np.arange(options.count)
    present = room.present[held]
    capacity = np.minimum(facts.capacity[held], present + options.demand[held]).astype(np.float64)
    rows.add(present.astype(float), np.inf, (number, y[held], capacity), (at, every, -1.0))
    least = facts.least[held].astype(np.float64)
    lowest = -present - least * facts.exempt[held]
    rows.add(lowest, np.inf, (at, every, 1.0), (number, y[held], -least))
    if link:
        single = np.flatnonzero((options.batches_high == 1)[options.session] & ~options.fixed)
        row = np.arange(len(single))
        rows.add(-np.inf, np.zeros(len(single)), (row, single, 1.0), (row, y[options.session[single]], -1.0))


def _limit(rows: Rows, group: Ints, column: Ints, amount: Ints, most: Floats, limits: list[int]) -> None:
    """Sum of amount * column <= limits[group], in units of the greatest common divisor, large numbers brought down.

    `most` is the highest value of each entry's column. Groups that cannot reach their limit have no row.
    """
    keep = amount > 0
    group, column, amount, most = group[keep], column[keep], amount[keep], most[keep]
    possible = np.bincount(group, weights=amount * most, minlength=len(limits))
    bound = np.array([float(limit) for limit in limits])
    tight = (bound < NO_LIMIT) & (possible * (1 + 1e-12) > bound)
    keep = tight[group]
    if not keep.any():
        return
    order = np.argsort(group[keep], kind="stable")
    group, column, amount = group[keep][order], column[keep][order], amount[keep][order]
    names, first, number = np.unique(group, return_index=True, return_inverse=True)
    divisor = np.gcd.reduceat(amount, first)
    whole = np.array([limits[name] // int(d) for name, d in zip(names.tolist(), divisor, strict=True)], float)
    scale = np.maximum(1.0, np.maximum.reduceat(amount // divisor[number], first) / LARGEST)
    value = (amount // divisor[number]) / scale[number]
    rows.add(-np.inf, whole / scale, (number, column, value))


def _money(facts: Facts, room: Room, options: Options, rows: Rows, y: Ints) -> None:
    """Rules 10 to 12."""
    p = facts.problem
    held = np.flatnonzero(options.demand)
    every = np.arange(options.count)
    column = np.concatenate([every, y[held]])
    amount = np.concatenate([facts.cost[options.session], facts.batch_cost[held]])
    most = np.concatenate([np.ones(options.count), options.batches_high[held]])
    person = options.persons[options.person]
    payer = p.candidate_fund[options.rows[options.candidate]].astype(np.int64)
    _limit(rows, np.concatenate([payer, facts.fund[held]]), column, amount, most, room.funds)
    _limit(rows, np.zeros(len(column), np.int64), column, amount, most, [room.total])
    unit = p.person_unit[person].astype(np.int64)
    _limit(rows, unit, every, facts.cost[options.session], np.ones(options.count), room.units)


def _absence(facts: Facts, room: Room, options: Options, rows: Rows) -> None:
    """Rule 13. Sums of whole loads are held exactly."""
    width = facts.problem.header.periods + 1
    takes = np.flatnonzero((facts.load[options.session] > 0) & (facts.start[options.session] > 0))
    session = options.session[takes]
    owner, period = spread(facts.start[session], facts.end[session] - facts.start[session] + 1)
    option, load = takes[owner], facts.load[session[owner]]
    unit = facts.problem.person_unit[options.persons[options.person[option]]].astype(np.int64)
    cells, at = np.unique(unit * width + period, return_inverse=True)
    left = room.absence.ravel()[cells]
    needed = (left < np.inf) & (np.bincount(at, weights=load, minlength=len(cells)) > left)
    fraction = np.bincount(at, weights=load % 1.0, minlength=len(cells)) > 0
    limit = np.where(fraction, left + TOLERANCE, np.floor(left + TOLERANCE))
    number, keep = np.cumsum(needed) - 1, needed[at]
    rows.add(-np.inf, limit[needed], (number[at[keep]], option[keep], load[keep]))


def _organisers(facts: Facts, room: Room, rows: Rows, y: Ints) -> None:
    """Rule 16."""
    has = np.flatnonzero((facts.organiser >= 0) & (y >= 0))
    _batch_limit(rows, facts.organiser[has], y[has], room.organisers)
    row, session = facts.organiser_sessions()
    has = np.flatnonzero(y[session] >= 0)
    _batch_limit(rows, row[has], y[session[has]], room.organiser_periods)


def _batch_limit(rows: Rows, group: Ints, column: Ints, limits: list[int]) -> None:
    bound = np.array([float(limit) for limit in limits])
    keep = bound[group] < NO_LIMIT
    names, number = np.unique(group[keep], return_inverse=True)
    rows.add(-np.inf, bound[names], (number, column[keep], 1.0))


def _fairness(
    facts: Facts, room: Room, options: Options, rows: Rows, columns: tuple[int, Ints, int]
) -> tuple[Ints, Floats]:
    """Shortage of each unit, convex in whole numbers of persons. `columns`: first q, persons with q, first shortage."""
    p = facts.problem
    first_q, aims, first = columns
    unit = p.person_unit[options.persons].astype(np.int64)
    there = facts.to_go[options.persons] <= 0
    missing = facts.quota - room.at_target - np.bincount(unit[there], minlength=len(facts.quota))
    wanted = np.zeros(len(missing), np.bool_)
    wanted[unit[aims]] = p.header.weights.fairness > 0
    units = np.flatnonzero(wanted & (missing > 0))
    number = np.full(len(missing), -1)
    number[units] = np.arange(len(units))
    of = number[unit[aims]]
    q = np.flatnonzero(of >= 0)
    lacking = missing[units]
    s = np.arange(len(units))
    rows.add(lacking, np.inf, (s, first + s, 1.0), (of[q], first_q + q, 1.0))
    # The last person before a whole number counts only for the fraction that is missing: the convex hull in whole q.
    part = lacking - np.floor(lacking)
    bends = part > TOLERANCE
    line = np.cumsum(bends) - 1
    q = q[bends[of[q]]]
    s = s[bends]
    rows.add(
        (part * np.ceil(lacking))[bends], np.inf, (line[s], first + s, 1.0), (line[of[q]], first_q + q, part[of[q]])
    )
    return units, lacking
