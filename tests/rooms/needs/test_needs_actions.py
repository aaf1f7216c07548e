from datetime import date

import pytest
from tests.rooms.dashboards.town import AT, Town

from renbina.catalogue.models import Programme
from renbina.foundation.errors import Forbidden
from renbina.needs.actions import (
    EvidenceRefused,
    EvidenceRow,
    NominationRefused,
    NominationRow,
    nominate,
    record_evidence,
)
from renbina.needs.models import Evidence, Nomination


def programme_of(town: Town) -> Programme:
    return Programme.objects.create(
        agency=town.agency, code="A01", name="Latsar", form="KL01", area="leadership", hours=40, delivery="K",
        synchronous=True, capacity=40,
    )  # fmt: skip


def evidence(town: Town, **changes: object) -> EvidenceRow:
    values = {
        "source": "voice", "competency_id": town.competencies["2.1"].pk, "weight": 1.4, "reason": "SKM U3 2,71",
        "recorded_on": date(2026, 9, 1), "unit_id": town.units["one"].pk,
    }  # fmt: skip
    return EvidenceRow(**{**values, **changes})


def test_evidence_is_stored_with_its_weight_and_place(town):
    rows = [evidence(town), evidence(town, source="strategy", weight=2.0, unit_id=None)]
    assert record_evidence(rows=rows, by=town.actor("analyst"), at=AT) == 2
    lines = Evidence.objects.filter(agency=town.agency).order_by("-weight")
    assert list(lines.values_list("weight", "unit__short_name")) == [(2.0, None), (1.4, "Satu")]


def test_a_weight_of_zero_is_refused_with_its_row(town):
    with pytest.raises(EvidenceRefused, match="2"):
        record_evidence(rows=[evidence(town), evidence(town, weight=0)], by=town.actor("analyst"), at=AT)
    assert not Evidence.objects.exists()


def test_evidence_for_another_agency_is_refused(town, elsewhere):
    with pytest.raises(EvidenceRefused):
        record_evidence(rows=[evidence(elsewhere)], by=town.actor("analyst"), at=AT)


def test_an_employee_may_not_record_evidence(town):
    with pytest.raises(Forbidden):
        record_evidence(rows=[evidence(town)], by=town.actor("employee"), at=AT)


def test_naming_again_updates_and_does_not_double(town):
    person, programme = town.people[2], programme_of(town)
    for mandatory in (False, True):
        row = NominationRow(person.pk, programme.pk, 2027, mandatory, "CPNS")
        nominate(rows=[row], by=town.actor("analyst"), at=AT)
    assert Nomination.objects.get().mandatory


def test_nobody_of_another_agency_can_be_named(town, elsewhere):
    row = NominationRow(elsewhere.people[0].pk, programme_of(town).pk, 2027, True, "x")
    with pytest.raises(NominationRefused):
        nominate(rows=[row], by=town.actor("analyst"), at=AT)
