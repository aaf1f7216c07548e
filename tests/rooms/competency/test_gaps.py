from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.dashboards.town import AT, ON, Town, build_town

from binacore.gaps import gaps_of
from renbina.competency.access import visible_gaps
from renbina.competency.actions import (
    AssessmentRefused,
    AssessmentRow,
    CompetencyRow,
    StandardRow,
    load_dictionary,
    load_standards,
    record_assessments,
    refresh_gaps,
)
from renbina.competency.gather import gap_material
from renbina.competency.models import Competency, Gap, PositionStandard, UnitGap
from renbina.competency.queries import assessments_of_person, dictionary, heat_cells
from renbina.foundation.errors import Forbidden
from renbina.foundation.queue import drain, enqueue
from renbina.organisation.models import EmploymentStatus
from renbina.rulebook.queries import rulebook_for


def refresh(town: Town) -> int:
    return refresh_gaps(on=ON, by=town.actor("analyst"), at=AT)


def test_stored_gaps_equal_the_gaps_of_the_core(town):
    assert refresh(town) == len(town.people) * 2
    material = gap_material(town.agency.pk, ON)
    expected = {
        (int(gap.person_id), int(gap.competency_id), gap.held, gap.gap or 0, gap.category.value)
        for gap in gaps_of(material.requirements, material.assessments, ON, rulebook_for(town.agency))
    }
    assert set(Gap.objects.values_list("employee_id", "competency_id", "held", "size", "category")) == expected


def test_a_level_nobody_assessed_is_unknown_and_no_gap(town):
    refresh(town)
    lines = visible_gaps(town.actor("analyst"), ON).filter(employee=town.people[2]).order_by("-size")
    assert list(lines.values_list("competency__code", "held", "size", "category")) == [
        ("2.1", 1, 2, "medium"), ("m1", None, 0, "unknown"),
    ]  # fmt: skip


def test_refreshing_again_replaces_and_leaves_other_agencies_alone(town, elsewhere):
    refresh(elsewhere)
    refresh(town)
    before = Gap.objects.count()
    refresh(town)
    assert Gap.objects.count() == before


def test_the_sums_of_the_units_are_the_gaps_of_their_people(town, elsewhere):
    refresh(elsewhere)
    refresh(town)
    refresh(town)
    stored = UnitGap.objects.filter(unit__agency=town.agency)
    for unit in town.units.values():
        gaps = Gap.objects.filter(employee__placements__unit=unit, competency=town.competencies["2.1"])
        row = stored.filter(unit=unit, competency=town.competencies["2.1"]).first()
        found = (row.people, row.known, row.below, row.missing) if row else (0, 0, 0, 0)
        levels = list(gaps.values_list("held", "size"))
        known = [size for held, size in levels if held is not None]
        assert found == (len(levels), len(known), sum(size > 0 for size in known), sum(known))
    assert sum(stored.values_list("people", flat=True)) == Gap.objects.filter(employee__agency=town.agency).count()


def test_people_who_left_have_no_gaps(town):
    EmploymentStatus.objects.filter(employee=town.people[2]).update(status="moved_out")
    refresh(town)
    assert not Gap.objects.filter(employee=town.people[2]).exists()


def test_the_query_count_does_not_grow_with_the_people(db):
    counts = []
    for size, first in ((3, 0), (30, 1000)):
        town = build_town(f"Kota {size}", size, first=first)
        by = town.actor("analyst")
        refresh(town)  # the first audit line of an agency costs a little more
        with CaptureQueriesContext(connection) as caught:
            refresh_gaps(on=ON, by=by, at=AT)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_gaps_of_a_stranger_are_empty(town, elsewhere):
    refresh(elsewhere)
    assert not visible_gaps(town.actor("analyst"), ON).filter(employee=elsewhere.people[2]).exists()


def test_an_operator_sees_the_heat_map_of_their_own_unit_only(town):
    refresh(town)
    cells = heat_cells(town.actor("operator"))
    assert {cell.group for cell in cells} == {town.units["one"].path}
    digital = next(cell for cell in cells if cell.competency_id == town.competencies["2.1"].pk)
    assert (digital.people, digital.known, digital.below, digital.mean_gap) == (5, 4, 4, 2.0)


def test_only_the_keepers_of_the_files_refresh_gaps(town):
    for name in ("auditor", "operator", "superior", "employee"):
        with pytest.raises(Forbidden):
            refresh_gaps(on=ON, by=town.actor(name), at=AT)


def test_the_dictionary_keeps_its_codes_and_learns_new_names(town):
    rows = [CompetencyRow("m1", "Integritas baru", "managerial", levels=("satu", "dua"))]
    load_dictionary(rows=rows, by=town.actor("analyst"), at=AT)
    entry = next(entry for entry in dictionary(town.actor("employee")) if entry.code == "m1")
    assert (entry.name, entry.levels) == ("Integritas baru", ("satu", "dua"))
    assert Competency.objects.filter(agency=town.agency, code="m1").count() == 1


def test_a_changed_standard_ends_the_old_one_where_it_begins(town):
    position, day = town.positions["clerk"], date(2026, 7, 1)
    rows = [StandardRow(position.pk, "m1", 4, True, day), StandardRow(position.pk, "2.1", 3, False, day)]
    assert load_standards(rows=rows, by=town.actor("analyst"), at=AT) == 1
    kept = PositionStandard.objects.filter(position=position, competency=town.competencies["m1"]).order_by("valid_from")
    assert [(each.level, each.valid_to) for each in kept] == [(3, day), (4, None)]


def test_assessments_are_written_once_and_read_newest_first(town):
    person = town.people[2]
    row = AssessmentRow(person.pk, "m1", 2, "self", date(2026, 5, 1), date(2028, 5, 1))
    assert record_assessments(rows=[row, row], by=town.actor("analyst"), at=AT) == 1
    assert record_assessments(rows=[row], by=town.actor("analyst"), at=AT) == 0
    lines = assessments_of_person(town.actor("superior"), person.pk, on=ON)
    assert [(line.code, line.level, line.valid) for line in lines] == [("m1", 2, True), ("2.1", 1, True)]


@pytest.mark.parametrize(
    "change",
    [
        {"level": 6},
        {"method": "guess"},
        {"competency_code": "x"},
        {"valid_until": date(2026, 5, 1)},
        {"employee_id": 0},
    ],
)
def test_an_impossible_assessment_is_refused_with_its_row(town, change):
    values = {
        "employee_id": town.people[2].pk, "competency_code": "m1", "level": 2, "method": "self",
        "assessed_on": date(2026, 5, 1), "valid_until": date(2028, 5, 1),
    }  # fmt: skip
    with pytest.raises(AssessmentRefused, match="1"):
        record_assessments(rows=[AssessmentRow(**{**values, **change})], by=town.actor("analyst"), at=AT)


def test_the_worker_refreshes_gaps(town):
    enqueue("competency.refresh_gaps", {"on": ON.isoformat()}, by=town.actor("analyst"), at=AT)
    drain()
    assert Gap.objects.filter(employee__agency=town.agency).count() == len(town.people) * 2
