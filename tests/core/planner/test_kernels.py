"""How the compiled parts are made: once each, since every further form costs seconds of the first start."""

from collections import Counter
from pathlib import Path

import numba

from binacore.planner import bundle, exchanges, filling, moves
from binacore.planner.warm import warm


def test_every_search_is_compiled_for_one_kind_of_arguments():
    warm()
    kept = Path(numba.config.CACHE_DIR)
    forms = Counter(path.name.split("-")[0] for path in kept.rglob("*.nbc"))
    shared = (bundle.best_bundle, moves.seat, moves.unseat, moves.kept, filling._leave, exchanges.exchange)
    names = [f"{kernel.py_func.__module__.rpartition('.')[2]}.{kernel.py_func.__name__}" for kernel in shared]
    assert {name: forms[name] for name in names} == dict.fromkeys(names, 1)
