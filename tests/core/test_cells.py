"""P4: whoever collects every view of a campaign that can be had finds no group of one to four people by comparing.

The attacker knows the views and their sizes and tries every pair, every view without those inside it, and every sum
and difference (by elimination over fractions, not by the method the product uses).
"""

import random
from fractions import Fraction
from itertools import combinations

import pytest

from binacore.cells import UNANIMOUS, WHOLE, CellsMalformed, all_cells, shown_cells

LEAST = 5


def town(seed):
    """People with a unit and up to three other properties, some of which nearly coincide."""
    draw = random.Random(seed)
    n = draw.choice([9, 14, 25, 40, 70, 120])
    units = [draw.choices(["a", "b", "c", "d", ""], [30, 10, 4, 3, 2])[0] for _ in range(n)]
    kinds = [draw.choices(["pns", "pppk"], [8, 2])[0] for _ in range(n)]
    shifts = [unit if draw.random() < 0.93 else draw.choice("xyz") for unit in units]  # nearly the unit
    ages = [draw.choice(["muda", "tua", ""]) for _ in range(n)]
    every = {"unit": units, "kind": kinds, "shift": shifts, "age": ages}
    chosen = dict(list(every.items())[: draw.randint(1, 4)])
    answers = [draw.choice([None, 1, 2, 3, 3, 3]) if draw.random() < 0.8 else 3 for _ in range(n)]
    return all_cells(chosen, n), answers


def people(mask, answers):
    return frozenset(place for place, answer in enumerate(answers) if answer is not None and mask >> place & 1)


def bare(group, answers):
    return 0 < len(group) < LEAST or (0 < len(group) < UNANIMOUS and len({answers[place] for place in group}) == 1)


def attack(cells, answers, shown):
    """Every group that comparing the shown views reveals and nobody should see."""
    views = {cell: people(cells.masks[cell], answers) for cell in shown}
    found = {view for view in views.values() if bare(view, answers)}
    for one, two in combinations(views.values(), 2):
        for large, small in ((one, two), (two, one)):
            if small <= large and bare(large - small, answers):
                found.add(large - small)
    for parent, whole in views.items():
        for dimension in {pair[0] for cell in cells.masks for pair in cell}:
            inside = [
                view
                for cell, view in views.items()
                if len(cell) == len(parent) + 1 and parent < cell and next(iter(cell - parent))[0] == dimension
            ]
            rest = whole.difference(*inside) if inside else frozenset()
            if bare(rest, answers):
                found.add(rest)
    return found | by_sums(cells, answers, list(views.values()))


def by_sums(cells, answers, views):
    """Views that are not shown and follow by elimination."""
    rows = [[Fraction(place in view) for place in range(cells.n)] for view in views]
    basis = []
    for row in rows:
        row = reduce_by(row, basis)
        pivot = next((place for place, value in enumerate(row) if value), None)
        if pivot is not None:
            basis.append((pivot, [value / row[pivot] for value in row]))
    found = set()
    for mask in cells.masks.values():
        group = people(mask, answers)
        if bare(group, answers) and not any(reduce_by([Fraction(place in group) for place in range(cells.n)], basis)):
            found.add(group)
    return found


def reduce_by(row, basis):
    for pivot, other in basis:
        if row[pivot]:
            factor = row[pivot]
            row = [value - factor * each for value, each in zip(row, other, strict=True)]
    return row


TOWNS = [town(seed) for seed in range(60)]


def test_comparing_all_views_that_can_be_had_finds_nobody():
    shown_at_all = 0
    for cells, answers in TOWNS:
        shown = shown_cells(cells, answers)
        assert not attack(cells, answers, shown)
        shown_at_all += len(shown)
    assert shown_at_all > 200  # hiding everything would be safe and useless


def test_a_threshold_alone_is_broken_by_the_same_attack():
    """Leaking control: five people a view, ten with two properties, nothing else."""
    broken = 0
    for cells, answers in TOWNS:
        naive = {cell for cell, mask in cells.masks.items()
                 if len(people(mask, answers)) >= (10 if len(cell) == 2 else LEAST)}  # fmt: skip
        broken += bool(attack(cells, answers, naive))
    assert broken > 0.8 * len(TOWNS)


def test_each_of_the_guards_is_needed(monkeypatch):
    """Without any one of them the attack finds somebody in one of the towns."""
    from binacore import cells as module

    towns = [*TOWNS, diagonal()]
    for guard in ("_hide_what_subtraction_tells", "_hide_what_nesting_tells", "_hide_what_sums_tell"):
        with monkeypatch.context() as patch:
            patch.setattr(module._Audit, guard, lambda self: None)
            assert any(attack(cells, answers, shown_cells(cells, answers)) for cells, answers in towns), guard
    assert not any(attack(cells, answers, shown_cells(cells, answers)) for cells, answers in towns)


def diagonal():
    """A table in which two hidden corners lie on a bridge: rows and columns alone do not see it."""
    counts = {
        ("a", "p"): 6, ("a", "q"): 6, ("b", "p"): 6, ("b", "q"): 6, ("b", "r"): 3,
        ("c", "r"): 7, ("c", "s"): 7, ("d", "r"): 7, ("d", "s"): 7, ("e", "t"): 20, ("e", "p"): 20, ("e", "s"): 20,
    }  # fmt: skip
    rows = [pair for pair, count in counts.items() for _ in range(count)]
    dimensions = {"unit": [one for one, _ in rows], "kind": [two for _, two in rows]}
    return all_cells(dimensions, len(rows)), [place % 3 for place in range(len(rows))]


def test_four_people_are_no_view_and_five_of_different_minds_are():
    cells = all_cells({}, 4)
    assert shown_cells(cells, [1, 2, 3, 4]) == frozenset()
    assert shown_cells(all_cells({}, 5), [1, 2, 3, 4, 5]) == {WHOLE}


def test_nine_of_one_mind_take_another_group_with_them():
    """Else the whole without the others would say what each of the nine said."""
    units = ["a"] * 20 + ["b"] * 9 + ["c"] * 6
    answers = [1, 2] * 10 + [4] * 9 + [1, 2, 3] * 2
    shown = shown_cells(all_cells({"unit": units}, 35), answers)
    assert shown == {WHOLE, frozenset({("unit", "a")})}


def test_two_properties_need_ten_people():
    units = ["a"] * 19 + ["b"] * 21
    kinds = (["x"] * 9 + ["y"] * 10) + ["x"] * 10 + ["y"] * 11
    answers = [place % 4 for place in range(40)]
    shown = shown_cells(all_cells({"unit": units, "kind": kinds}, 40), answers)
    assert frozenset({("unit", "b"), ("kind", "x")}) in shown or frozenset({("unit", "b"), ("kind", "y")}) in shown
    assert frozenset({("unit", "a"), ("kind", "x")}) not in shown


def test_who_did_not_answer_a_question_is_not_among_its_people():
    """Two of unit b answered: the whole minus unit a would be those two."""
    units = ["a"] * 30 + ["b"] * 10
    answers = [place % 3 for place in range(30)] + [1, 2] + [None] * 8
    assert shown_cells(all_cells({"unit": units}, 40), answers) == {WHOLE}


def test_a_property_that_is_missing_for_somebody_is_refused():
    with pytest.raises(CellsMalformed):
        all_cells({"unit": ["a", "b"]}, 3)
    with pytest.raises(CellsMalformed):
        shown_cells(all_cells({}, 3), [1, 2])
