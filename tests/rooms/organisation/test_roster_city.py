"""All defects of the demonstration city that concern people are found, and its corrected export takes everybody."""

from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from binacity.export import write_corrected_xlsx, write_siasn_xlsx
from binacity.generate import generate
from binacity.records import City
from renbina.foundation import queue
from renbina.foundation.actor import Actor
from renbina.foundation.imports import actions as engine
from renbina.foundation.models import ImportBatch
from renbina.organisation import actions
from renbina.organisation.models import Agency, Employee, EmploymentStatus, Placement

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
DAY = date(2026, 11, 23)
# planted defect -> the problems of which the importer must show one for every person concerned
SHOWN = {
    "nip_damaged": {"nip_number_damaged"},
    "nip_double": {"key_twice"},
    "birth_date_differs": {"birth_date_differs"},
    "position_old_nomenclature": {"position_unknown"},
    "position_misspelled": {"position_unknown", "position_other_name"},
    "unit_alias": {"unit_other_name"},
    "retired_still_listed": {"past_retirement"},
    "moved_out_still_listed": {"works_elsewhere"},
    "on_study_leave": {"status_not_active"},
    "on_unpaid_leave": {"status_not_active"},
    "suspended": {"status_not_active"},
    "contract_ends": {"contract_ends"},
}


def load_structure(city: City) -> Actor:
    agency: Agency = actions.create_agency(
        name=city.agency.name, short_name=city.agency.short_name, kind=city.agency.kind, by=Actor.system(None), at=AT
    )
    by = Actor.system(agency.pk)
    units = [
        actions.NewUnit(u.key, u.parent, u.name, u.short_name, u.kind, u.code, aliases=u.aliases) for u in city.units
    ]
    actions.add_units(agency=agency, units=units, by=by, at=AT)
    positions = [actions.NewPosition(p.key, p.title, p.kind, p.level, p.family) for p in city.positions]
    actions.add_positions(agency=agency, positions=positions, by=by, at=AT)
    return by


def staged(path: Path, by: Actor) -> ImportBatch:
    job = engine.upload_file(kind="roster", name=path.name, chunks=[path.read_bytes()], by=by, at=AT)
    queue.drain()
    return ImportBatch.objects.get(public_id=job.payload["batch"])


@pytest.mark.slow
def test_the_citys_roster_goes_through_the_importer_with_every_planted_defect_found(
    db: None, tmp_path: Path, settings: Any
) -> None:
    settings.RENBINA_FILES = tmp_path
    settings.RENBINA_FROZEN_ON = DAY
    city = generate()
    by = load_structure(city)
    defective, corrected = tmp_path / "ekspor.xlsx", tmp_path / "dikoreksi.xlsx"
    write_siasn_xlsx(city, defective)
    write_corrected_xlsx(city, corrected)

    first = staged(defective, by)
    shown: dict[str, set[str]] = defaultdict(set)
    for row in first.rows.all():
        shown[row.cells.get("name", "")].update(problem["code"] for problem in row.problems)
    names = {person.key: person.name for person in city.employees}
    planted = {defect.kind: defect.keys for defect in city.defects if defect.kind in SHOWN}
    assert set(planted) == set(SHOWN)
    for kind, keys in planted.items():
        missed = [key for key in keys if not shown[names[key]] & SHOWN[kind]]
        assert not missed, f"{kind}: {missed}"
    assert Employee.objects.count() == 0
    engine.apply_batch(batch=first, by=by, at=AT)

    engine.apply_batch(batch=staged(corrected, by), by=by, at=AT)
    assert Employee.objects.count() == len(city.employees)
    assert dict(Employee.objects.values_list("nip", "retire_on")) == {p.true_nip: p.retire_on for p in city.employees}
    titles = {position.key: position.title for position in city.positions}
    held = Placement.objects.filter(valid_to__isnull=True).values_list("employee__nip", "position__title", "unit__code")
    codes = {unit.key: unit.code for unit in city.units}
    assert {row[0]: row[1:] for row in held} == {
        p.true_nip: (titles[p.position], codes[p.unit]) for p in city.employees
    }
    standing = EmploymentStatus.objects.filter(valid_to__isnull=True).values_list("employee__nip", "status")
    assert dict(standing) == {p.true_nip: p.status for p in city.employees}
    again = staged(corrected, by).summary["counts"]
    assert (again["new"], again["changed"], again["held"], again["same"]) == (0, 0, 0, len(city.employees))
