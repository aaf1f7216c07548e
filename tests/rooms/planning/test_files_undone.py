"""A file about the catalogue, the goals or the money is taken back exactly, links between rows included."""

from pathlib import Path
from typing import Any

import pytest
from tests.rooms.catalogue.test_files import GOOD as PROGRAMME
from tests.rooms.catalogue.test_files import PROGRAMME_HEADINGS
from tests.rooms.foundation.staging import everything_stored, staged
from tests.rooms.needs.test_proposals import GOOD as PROPOSAL
from tests.rooms.needs.test_proposals import HEADINGS as PROPOSAL_HEADINGS
from tests.rooms.planning.test_files import GOAL, GOAL_HEADINGS, MISSION
from tests.rooms.planning.town import AT, PlanTown, build

from renbina.foundation.imports import actions
from renbina.foundation.imports.reading import Number
from renbina.foundation.imports.undo import undo_batch


def numbers(cells: Any) -> list[Any]:
    return [Number(str(cell)) if type(cell) in (int, float) else cell for cell in cells]


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        # One programme that is new, and one that plans stand on, with other effects and another audience.
        ("programmes", [PROGRAMME_HEADINGS, PROGRAMME, ("C01", *PROGRAMME[1:])]),
        ("offers", [("PROGRAM", "TAHUN", "BULAN", "ANGKATAN"), ("C02", 2027, "Mei", 9), ("C02", 2027, "Juni", 1)]),
        ("partners", [("MITRA", "JENIS"), ("Politeknik Lintang", "Politeknik")]),
        ("goals", [GOAL_HEADINGS, MISSION, GOAL]),
        ("funds", [("TAHUN", "KODE DANA", "NAMA DANA", "PAGU", "UNIT", "PROGRAM"),
                   (2028, "baru", "Dana baru", 10, "LOKET", "C01; C02")]),
        ("ceilings", [("TAHUN", "TAHAP", "PAGU"), (2029, "APBD", 4_000_000_000)]),
        ("proposals", [PROPOSAL_HEADINGS, PROPOSAL]),
    ],
)  # fmt: skip
def test_what_a_file_wrote_is_taken_back(db: None, tmp_path: Path, settings: Any, kind: str, rows: Any) -> None:
    settings.RENBINA_FILES = tmp_path
    town: PlanTown = build(people=2)
    before = everything_stored()
    batch = staged(kind, [rows[0], *map(numbers, rows[1:])], town.analyst)
    assert batch.summary["counts"]["held"] == 0
    assert actions.apply_batch(batch=batch, by=town.analyst, at=AT).applied
    assert everything_stored() != before
    undo_batch(batch=batch, by=town.analyst, at=AT)
    assert everything_stored() == before
