"""What units ask for: from a file to a list that shows what became of it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from tests.brought import codes, judged, said, stored
from tests.rooms.planning.town import AT, DAY, PlanTown, build

from renbina.config.imports import IMPORTS
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.needs.models import Proposal

KIND = IMPORTS["proposals"]
URL = "needs:proposal-list"
HEADINGS = (
    "TAHUN", "UNIT PENGUSUL", "USULAN", "PROGRAM", "JUMLAH PESERTA", "PERKIRAAN BIAYA", "ALASAN", "HASIL",
    "KETERANGAN HASIL",
)  # fmt: skip
GOOD = (2026, "Disdukcapil", "Bimtek loket", "komunikasi pelayanan di loket", 12, 30_000_000, "Antrean", None, None)


@pytest.fixture
def town(db: None) -> PlanTown:
    return build(people=2)


def judge(*cells: Any, town: PlanTown) -> Any:
    return judged(KIND, HEADINGS, *cells, by=town.analyst, on=DAY, at=AT)


def test_a_proposal_keeps_the_words_of_its_unit_and_finds_its_programme(town: PlanTown) -> None:
    declined = (2026, "BKPSDM", "bimtek  LOKET", None, 3, None, None, "Ditolak", None)
    rows = judge(GOOD, declined, town=town)
    assert [row.verdict for row in rows] == ["new", "new"]
    assert codes(rows[0]) == ["title: same_elsewhere"]
    assert codes(rows[1]) == ["reason: reason_missing", "status: declined_without_reason", "title: same_elsewhere"]
    assert stored(KIND, rows, by=town.analyst, at=AT) == {"added": 2, "changed": 0}
    made = Proposal.objects.get(title="Bimtek loket")
    assert (made.unit.code, made.programme and made.programme.code, made.status) == ("CAPIL", "C02", "new")
    assert [row.verdict for row in judge(GOOD, declined, town=town)] == ["same", "same"]
    accepted = judge((*GOOD[:7], "Diterima", "Masuk rencana"), town=town)
    assert set(accepted[0].changes) == {"status", "status_reason"}
    stored(KIND, accepted, by=town.analyst, at=AT)
    made.refresh_from_db()
    assert (made.status, made.status_reason, made.people) == ("accepted", "Masuk rencana", 12)


@pytest.mark.parametrize(
    ("place", "cell", "problem", "words"),
    [
        (1, "Dinas Entah", "unit: unit_unknown", "Dinas Entah"),
        (3, "Pelatihan Entah", "programme: programme_unknown", "Pelatihan Entah"),
        (4, 0, "people: out_of_range", "0"),
        (4, "banyak", "people: not_a_number", "banyak"),
        (2, None, "title: required", "isi"),
        (7, "Entah", "status: not_in_list", "Entah"),
    ],
)
def test_a_row_that_cannot_be_right_is_held(town: PlanTown, place: int, cell: Any, problem: str, words: str) -> None:
    row = judge([*GOOD[:place], cell, *GOOD[place + 1 :]], town=town)[0]
    assert (row.verdict, codes(row)) == ("held", [problem])
    with translation.override("id"):
        assert words.casefold() in said(KIND, row)[0].casefold()


def test_the_list_shows_each_reader_what_is_theirs_in_few_queries(client: Client, town: PlanTown) -> None:
    many = [(2026, "BKPSDM", f"Usulan {number:03}", None, 5, None, "Perlu", None, None) for number in range(60)]
    stored(KIND, judge(GOOD, town=town), by=town.analyst, at=AT)
    client.force_login(town.users["analyst"])
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert "Bimtek loket" in client.get(reverse(URL)).content.decode()
    stored(KIND, judge(*many, town=town), by=town.analyst, at=AT)
    with CaptureQueriesContext(connection) as more:
        shown = client.get(reverse(URL), {"year": "2026", "status": "new", "per": "100"}).content.decode()
    assert "Usulan 059" in shown
    assert len(more) <= max(15, len(few))
    assert len(more) - len(few) <= 1
    client.force_login(town.users["unit_operator"])  # of Disdukcapil
    shown = client.get(reverse(URL)).content.decode()
    assert "Bimtek loket" in shown
    assert "Usulan 001" not in shown
    assert "kind=proposals" not in shown
    client.force_login(town.users["employee"])
    assert client.get(reverse(URL)).status_code == 403


def test_only_analysts_bring_proposals_in(town: PlanTown) -> None:
    assert KIND.may(town.analyst)
    assert not KIND.may(town.actor(Role.UNIT_OPERATOR, unit="CAPIL"))
    with pytest.raises(Forbidden):
        stored(KIND, [], by=town.actor(Role.AUDITOR), at=AT)
