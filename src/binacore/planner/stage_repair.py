"""Fix and optimise around those who still miss what a stage wants: owed places, hours to the target."""

from __future__ import annotations

import numpy as np

from binacore.planner.goals import MANDATORY, Blend
from binacore.planner.model import Ints
from binacore.planner.plan import Plan

SEEDED = 4
"""One in so many persons of a neighbourhood misses something; the others sit where room is wanted."""


def missing_persons(blend: Blend, plan: Plan, k: int) -> tuple[Ints, Ints]:
    """(persons who miss something of aim k, programmes that would help each, one row a pair), ascending."""
    model = blend.model
    owner = np.repeat(np.arange(len(model.unit)), np.diff(model.cand_ptr))
    openable = np.diff(model.session_ptr)[model.cand_programme] > 0
    wide = max(1, len(model.hours))
    persons = plan.persons.astype(np.int64)
    has = np.isin(owner * wide + model.cand_programme, persons * wide + model.programme[plan.sessions])
    if k == MANDATORY:
        rows = np.flatnonzero(model.cand_mandatory & openable & ~has)
    else:
        hours = np.bincount(persons, weights=model.hours[model.programme[plan.sessions]], minlength=len(model.unit))
        below = (hours < model.aim) & blend.reachable()
        rows = np.flatnonzero(below[owner] & openable & ~has & (model.hours[model.cand_programme] > 0))
    return owner[rows], model.cand_programme[rows].astype(np.int64)


def around(blend: Blend, plan: Plan, k: int, rng: np.random.Generator, size: int) -> Ints:
    """Some who miss something, some who sit in what they miss, and some of their units; () if nobody misses any."""
    model = blend.model
    person, programme = missing_persons(blend, plan, k)
    if not len(person):
        return np.zeros(0, np.int64)
    wanting = np.unique(person)
    first = rng.choice(wanting, min(len(wanting), max(1, size // SEEDED)), replace=False)
    wanted = np.unique(programme[np.isin(person, first)])
    inside = np.unique(plan.persons[np.isin(model.programme[plan.sessions], wanted)]).astype(np.int64)
    mates = np.flatnonzero(np.isin(model.unit, model.unit[first]))
    chosen = first
    for others, share in ((inside, 0.6), (mates, 0.8), (np.arange(len(model.unit)), 1.0)):
        left = np.setdiff1d(others, chosen)
        room = max(0, int(size * share) - len(chosen))
        chosen = np.concatenate([chosen, rng.choice(left, min(room, len(left)), replace=False)])
    return np.unique(chosen).astype(np.int64)
