"""Files for SIASN: its fields and codes, what is left out and why, once only, and read back without a difference."""

import json
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.rooms.dashboards.town import AT, ON, Town, build_town
from tests.rooms.foundation.judged import judged

from binacore.siasn_codes import COURSE_FIELDS, PERFORMANCE_FIELDS, ROSTER_FIELDS, STRUCTURAL_FIELDS
from renbina.dashboards.actions import take_for_siasn
from renbina.dashboards.models import SiasnFile, SiasnSent
from renbina.dashboards.queries.siasn import SiasnChoice, count_for_siasn
from renbina.foundation.errors import Forbidden, NotFound
from renbina.foundation.models import AuditEvent
from renbina.performance.models import PeriodRating, RatingPeriod
from renbina.records.models import LearningRecord

COURSES = SiasnChoice("kursus", 2026)


@pytest.fixture
def kept(town: Town) -> Town:
    """Six short trainings with a number, and one of each that cannot go out."""
    for place, row in enumerate(LearningRecord.objects.order_by("pk")):
        row.certificate_number, row.organiser = f"=S-{place}/2026", "BPSDM"
        row.save()
    days = {"started_on": date(2026, 4, 1), "ended_on": date(2026, 4, 2)}
    for values in (
        {"form": "EDU", "name": "S2", "certificate_hours": 0},
        {"form": "KL06", "name": "Seminar", "certificate_hours": 4},
        {"form": "KL06", "name": "Setengah", "certificate_hours": 4.5, "certificate_number": "H-1"},
        {"form": "KL06", "name": "Ganda", "certificate_number": "=S-1/2026", "counted_note": "certificate_repeated"},
        {"form": "KL01", "name": "Pelatihan Kepemimpinan Administrator", "certificate_number": "K-1",
         "certificate_hours": 300, "ended_on": date(2026, 6, 30)},
        {"form": "KL01", "name": "Kepemimpinan umum", "certificate_number": "K-2", "certificate_hours": 30},
    ):  # fmt: skip
        LearningRecord.objects.create(employee=town.people[2], **{**days, **values})
    return town


def taken(town: Town, choice: SiasnChoice, shape: str = "json") -> list[dict]:
    made = take_for_siasn(choice=choice, shape=shape, by=town.actor("analyst"), at=AT)
    return json.loads(made.content)


def table(lines: list[dict]) -> list[list]:
    return [list(lines[0]), *[[value or None for value in line.values()] for line in lines]]


def predicates(town: Town) -> RatingPeriod:
    at = datetime(2026, 10, 5, tzinfo=UTC)
    period = RatingPeriod.objects.create(agency=town.agency, year=2026, quarter=3, opened_at=AT, closed_at=at)
    for person in town.people[2:5]:
        PeriodRating.objects.create(
            period=period, employee=person, rater=town.people[1] if person != town.people[4] else None,
            result="meets", behaviour="above", predicate="good", source="superior", rated_at=at,
        )  # fmt: skip
    return period


def test_courses_have_the_fields_and_codes_of_siasn(kept):
    lines = taken(kept, COURSES)
    assert len(lines) == 6
    assert tuple(lines[0]) == COURSE_FIELDS
    assert {name: value for name, value in lines[0].items() if value not in ("", None)} == {
        "institusiPenyelenggara": "BPSDM", "jenisDiklatId": "3", "jenisKursus": "Diklat Teknis",
        "jenisKursusSertipikat": "T", "jumlahJam": 12, "namaKursus": "Dasar layanan", "nomorSertipikat": "=S-0/2026",
        "pnsOrangId": kept.people[2].nip, "tahunKursus": 2026, "tanggalKursus": "02-03-2026",
        "tanggalSelesaiKursus": "03-03-2026",
    }  # fmt: skip


def test_what_cannot_go_out_is_counted_with_its_reason_as_in_the_file(kept):
    by = kept.actor("analyst")
    found = count_for_siasn(by, COURSES, ON)
    expected = {"study": 1, "doubtful": 1, "no_certificate": 1, "no_hours": 1}
    assert (found.ready, found.left_out) == (6, expected)
    assert take_for_siasn(choice=COURSES, shape="csv", by=by, at=AT).left_out == expected
    structural = count_for_siasn(by, SiasnChoice("diklat", 2026), ON)
    assert (structural.ready, structural.left_out) == (1, {"no_structural_code": 1})


def test_structural_training_goes_into_a_file_of_its_own(kept):
    lines = taken(kept, SiasnChoice("diklat", 2026))
    assert tuple(lines[0]) == STRUCTURAL_FIELDS
    assert [(line["latihanStrukturalId"], line["nomor"], line["jumlahJam"]) for line in lines] == [("3", "K-1", 300)]


def test_the_next_file_holds_only_what_is_new_or_changed_unless_all_is_asked_for(kept):
    assert len(taken(kept, COURSES)) == 6
    assert taken(kept, COURSES) == []
    LearningRecord.objects.filter(certificate_number="=S-0/2026").update(certificate_hours=16)
    assert [line["jumlahJam"] for line in taken(kept, COURSES)] == [16]
    assert len(taken(kept, SiasnChoice("kursus", 2026, only_new=False))) == 6
    assert SiasnFile.objects.count() == 4
    assert SiasnSent.objects.count() == 6


def test_only_the_unit_and_the_year_that_were_asked_for(kept):
    dua = SiasnChoice("kursus", 2026, unit=kept.units["two"].public_id, only_new=False)
    assert len(taken(kept, dua)) == 2
    assert taken(kept, SiasnChoice("kursus", 2025)) == []
    with pytest.raises(NotFound):
        taken(kept, SiasnChoice("kursus", 2026, unit="nonesuch"))


def test_predicates_of_closed_periods_go_out_with_their_codes_and_rater(kept):
    period = predicates(kept)
    choice = SiasnChoice("kinerja", 2026, 3)
    lines = taken(kept, choice)
    assert tuple(lines[0]) == PERFORMANCE_FIELDS
    assert len(lines) == 2
    assert {name: value for name, value in lines[0].items() if value not in ("", None)} == {
        "bulanMulaiPenilaian": 7, "bulanSelesaiPenilaian": 9, "hasilKinerjaNilai": "2", "kuadranKinerjaNilai": "2",
        "penilaiGolongan": "32", "penilaiJabatanNama": "Kepala", "penilaiNama": "Sri Atasan",
        "penilaiNipNrp": kept.people[1].nip, "penilaiUnorNama": "Dinas Satu", "perilakuKerjaNilai": "1",
        "periodikId": "2", "pnsDinilaiId": kept.people[2].nip, "statusPenilai": "ASN", "tahun": 2026,
        "tahunMulaiPenilaian": 2026, "tahunSelesaiPenilaian": 2026,
    }  # fmt: skip
    assert count_for_siasn(kept.actor("analyst"), choice, ON).left_out == {"no_rater": 1}
    RatingPeriod.objects.filter(pk=period.pk).update(closed_at=None)
    assert count_for_siasn(kept.actor("analyst"), choice, ON).left_out == {"period_open": 3}


@pytest.mark.parametrize("kind", ["kursus", "diklat", "kinerja", "pegawai"])
def test_what_went_out_comes_in_again_without_a_difference(kept, kind):
    period = predicates(kept)
    lines = taken(kept, SiasnChoice(kind, 2026))
    RatingPeriod.objects.filter(pk=period.pk).update(closed_at=None)
    reads = {"kursus": "learning", "diklat": "learning", "kinerja": "performance", "pegawai": "roster"}
    with translation.override("id"):
        rows = judged(reads[kind], table(lines), by=kept.actor("analyst"), on=ON, at=AT)
    assert len(rows) == len(lines) > 0
    assert {row.verdict for row in rows} == {"same"}, [(row.problems, row.changes) for row in rows]


def test_the_roster_has_the_headings_of_siasn_and_no_column_that_is_not_kept(kept):
    lines = taken(kept, SiasnChoice("pegawai", 2026))
    assert tuple(lines[0]) == ROSTER_FIELDS
    assert len(lines) == 8
    assert (lines[0]["NIP BARU"], lines[0]["JENIS KELAMIN"], lines[0]["KEDUDUKAN HUKUM NAMA"]) == (
        kept.people[0].nip, "M", "Aktif",
    )  # fmt: skip


def test_taking_a_file_is_written_down_and_only_for_those_who_keep_the_files(kept):
    taken(kept, COURSES)
    event = AuditEvent.objects.get(verb="dashboards.take_for_siasn")
    assert (event.new["kind"], event.new["rows"]) == ("kursus", 6)
    for name in ("auditor", "approver", "operator", "superior", "employee"):
        with pytest.raises(Forbidden):
            take_for_siasn(choice=COURSES, shape="csv", by=kept.actor(name), at=AT)


def test_no_cell_of_a_file_is_a_formula(kept):
    made = take_for_siasn(choice=COURSES, shape="csv", by=kept.actor("analyst"), at=AT)
    assert b",=S-" not in made.content
    assert b",'=S-0/2026," in made.content


def test_the_page_counts_offers_the_file_and_lists_what_was_taken(kept, login):
    client = login(kept, "analyst")
    page = client.get("/siasn/?kind=kursus&year=2026").content.decode()
    assert "Seminar" not in page, "counts only, no people"
    answer = client.post("/siasn/berkas/", {"kind": "kursus", "year": "2026", "which": "new", "shape": "xlsx"})
    assert answer["Content-Disposition"].startswith('attachment; filename="siasn-kursus-2026.xlsx"')
    assert answer["Cache-Control"] == "no-store"
    assert "6" in client.get("/siasn/?kind=kursus").content.decode()
    for kind in ("diklat", "kinerja", "pegawai", "lain"):
        assert client.get(f"/siasn/?kind={kind}&year=x&quarter=9").status_code == 200
    assert client.get("/siasn/?unit=lain").status_code == 404


def test_the_page_needs_as_many_queries_for_many_as_for_few(db, login):
    counts = []
    for town in (build_town("Kota Kecil", 3), build_town("Kota Besar", 40, first=50)):
        client = login(town, "analyst")
        client.get("/siasn/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/siasn/?kind=diklat").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 15
