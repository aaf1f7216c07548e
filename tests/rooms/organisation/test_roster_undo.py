"""A roster that was applied is taken back: people, places and standings are as before."""

from typing import Any

import pytest
from tests.rooms.foundation.staging import everything_stored, staged
from tests.rooms.organisation.conftest import AT, DAY, Town
from tests.rooms.organisation.test_roster import GOOD, HEADINGS

from renbina.foundation.imports import actions as engine
from renbina.foundation.imports.fixing import fix_alike
from renbina.foundation.imports.undo import undo_batch
from renbina.foundation.models import ImportBatch
from renbina.organisation.models import Employee, EmploymentStatus, Placement


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.RENBINA_FROZEN_ON = DAY


def applied(town: Town, *people: dict[str, Any]) -> ImportBatch:
    rows = [[{**GOOD, **each}.get(heading) for heading in HEADINGS] for each in people]
    batch = staged("roster", [HEADINGS, *rows], town.system)
    assert batch.summary["counts"]["held"] == 0
    assert engine.apply_batch(batch=batch, by=town.system, at=AT).applied
    return batch


def test_new_moved_renamed_and_retired_people_are_all_put_back(town: Town) -> None:
    others = [{"NIP BARU": f"19850517201001190{n}", "NAMA": f"Orang {n}"} for n in (2, 3, 4)]
    applied(town, {}, *others)
    before = everything_stored()
    batch = applied(
        town,
        {"JABATAN NAMA": "Kepala Dinas", "TMT JABATAN": "01-07-2026"},
        others[0] | {"NAMA": "Orang Dua", "GOL AKHIR NAMA": "IV/a"},
        others[1] | {"UNOR NAMA": "Dinas Satu"},
        others[2] | {"KEDUDUKAN HUKUM ID": "", "KEDUDUKAN HUKUM NAMA": "Pindah Instansi"},
        {"NIP BARU": "198505172010011905", "NAMA": "Orang Baru"},
    )
    after = everything_stored()
    changed = {model for model in after if after[model] != before[model]}
    assert changed == {each._meta.label_lower for each in (Employee, Placement, EmploymentStatus)}
    undo_batch(batch=batch, by=town.system, at=AT)
    assert everything_stored() == before


def test_one_answer_about_a_unit_corrects_every_row_and_is_remembered_for_the_next_file(town: Town) -> None:
    people = [
        {"NIP BARU": f"19850517201001190{n}", "NAMA": f"Orang {n}", "UNOR NAMA": "Dinas Nomor II"} for n in (2, 3)
    ]
    rows = [[{**GOOD, **each}.get(heading) for heading in HEADINGS] for each in people]
    batch = staged("roster", [HEADINGS, *rows], town.analyst())
    (alike,) = batch.summary["alike"]
    assert (alike["field"], alike["rows"]) == ("unit", 2)
    answer = {name: alike[name] for name in ("field", "code", "value")}
    corrected = fix_alike(batch=batch, **answer, text="Dinas Dua", remember=True, by=town.analyst(), at=AT)
    assert corrected == (2, 0)
    again = staged("roster", [HEADINGS, *rows], town.analyst())
    assert (again.summary["counts"]["held"], again.summary["counts"]["new"]) == (0, 2)
