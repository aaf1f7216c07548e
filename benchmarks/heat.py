"""The heat map of 60 units and 25 competencies, as drawing and as table: processor milliseconds of one page's part.

python benchmarks/heat.py
"""

import json
import os
import time

os.environ.setdefault("RENBINA_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renbina.config.settings")

import django

django.setup()

from django.template import Context, Template  # noqa: E402 - after setup

from renbina.needs.gather.heat import Cell, HeatPage  # noqa: E402 - after setup
from renbina.needs.queries.ranking import CompetencyNamed, UnitNamed  # noqa: E402 - after setup
from renbina.needs.views.heat import chart_of  # noqa: E402 - after setup

ROWS, COLUMNS, TIMES = 60, 25, 30


def page() -> HeatPage:
    """A full map: every cell has people, some of them not assessed."""
    rows = tuple(UnitNamed(f"unit{n:010d}", f"{n:04d}", f"Perangkat daerah {n}", f"PD {n}") for n in range(ROWS))
    columns = tuple(CompetencyNamed(n, f"komp{n:010d}", f"{n}.1", f"Kompetensi ke-{n}") for n in range(COLUMNS))
    cells = tuple(
        tuple(Cell(40, 12 + (x * y) % 28, (x + y) % 12, (x + 2 * y) % 23 / 10) for x in range(COLUMNS))
        for y in range(ROWS)
    )
    return HeatPage(rows, columns, cells, 60_000, 42_000, 0, 24, None, frozenset())


def main() -> None:
    found = page()
    shown = Template("{% load ui %}{% chart chart %}")
    best, size = 1e9, 0
    for _turn in range(TIMES):
        begun = time.process_time()
        size = len(shown.render(Context({"chart": chart_of(found)})))
        best = min(best, time.process_time() - begun)
    print(json.dumps({"heat_ms": round(best * 1000, 2), "bytes": size}))


if __name__ == "__main__":
    main()
