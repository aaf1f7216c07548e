"""Partners, programmes, offers and cost standards from a file: what is taken, what is held and why, what is stored."""

from typing import Any

import pytest
from django.utils import translation
from tests.brought import codes, judged, said, stored
from tests.rooms.planning.town import AT, DAY, PlanTown

from renbina.catalogue.models import Audience, CostStandard, Effect, Offer, Partner, Programme
from renbina.config.imports import IMPORTS
from renbina.foundation.actor import Role
from renbina.foundation.errors import Forbidden
from renbina.foundation.models import AuditEvent

PARTNERS, PROGRAMMES, OFFERS, COSTS = (IMPORTS[key] for key in ("partners", "programmes", "offers", "cost-standards"))
PROGRAMME_HEADINGS = (
    "Kode Program", "NAMA_PROGRAM", "BENTUK", "BIDANG", "JP", "CARA", "MENINGGALKAN TUGAS", "KAPASITAS",
    "PESERTA MINIMAL", "BIAYA PER ANGKATAN", "KOMPETENSI", "SASARAN", "PRASYARAT", "MITRA",
)  # fmt: skip
GOOD = (
    "Z01", "Arsip digital", "KL03", "Layanan, digital, dan data", 20, "Kelas sendiri", "ya", 30, 10, 6_000_000,
    "2.1 +2 maks 4; 1.1:1:3", "asn: PNS, pppk; rumpun: siak | unit: LOKET", "C07", None,
)  # fmt: skip


def programme(**changes: Any) -> list[Any]:
    values = dict(zip(PROGRAMME_HEADINGS, GOOD, strict=True)) | changes
    return [values[name] for name in PROGRAMME_HEADINGS]


def judge(kind: Any, headings: Any, *cells: Any, town: PlanTown) -> Any:
    return judged(kind, headings, *cells, by=town.analyst, on=DAY, at=AT)


def test_a_programme_comes_with_what_it_raises_and_whom_it_is_for(town: PlanTown) -> None:
    rows = judge(PROGRAMMES, PROGRAMME_HEADINGS, GOOD, town=town)
    assert (rows[0].verdict, codes(rows[0])) == ("new", [])
    assert stored(PROGRAMMES, rows, by=town.analyst, at=AT) == {"added": 1, "changed": 0}
    made = Programme.objects.get(agency=town.agency, code="Z01")
    assert (made.hours, made.days, made.cost_per_person, made.cost_per_batch) == (20, 0, 0, 6_000_000)
    assert made.prerequisite is not None
    assert made.prerequisite.code == "C07"
    effects = Effect.objects.filter(programme=made).values_list("competency__code", "lift", "ceiling")
    assert set(effects) == {("2.1", 2, 4), ("1.1", 1, 3)}
    ways = Audience.objects.filter(programme=made).order_by("pk")
    found = {
        (tuple(way.employments), tuple(way.families), tuple(unit.code for unit in way.units.all())) for way in ways
    }
    assert found == {(("pns", "pppk"), ("siak",), ()), ((), (), ("LOKET",))}
    assert [row.verdict for row in judge(PROGRAMMES, PROGRAMME_HEADINGS, GOOD, town=town)] == ["same"]


def test_only_what_differs_is_written_and_an_effect_that_stays_keeps_its_row(town: PlanTown) -> None:
    stored(PROGRAMMES, judge(PROGRAMMES, PROGRAMME_HEADINGS, GOOD, town=town), by=town.analyst, at=AT)
    kept = Effect.objects.get(programme__code="Z01", competency__code="1.1")
    Programme.objects.filter(code="Z01").update(note="baris satu\nbaris dua")
    rows = judge(PROGRAMMES, PROGRAMME_HEADINGS, programme(KOMPETENSI="1.1 +1 maks 3", KAPASITAS=25), town=town)
    assert set(rows[0].changes) == {"effects", "capacity"}
    stored(PROGRAMMES, rows, by=town.analyst, at=AT)
    assert [each.pk for each in Effect.objects.filter(programme__code="Z01")] == [kept.pk]
    made = Programme.objects.get(code="Z01")
    assert (made.capacity, made.note) == (25, "baris satu\nbaris dua")
    assert Audience.objects.filter(programme=made).count() == 2


@pytest.mark.parametrize(
    ("changes", "problem", "words"),
    [
        ({"KOMPETENSI": "9.9 +1 maks 3"}, "effects: competency_unknown", "“9.9”"),
        ({"KOMPETENSI": "literasi digital naik dua"}, "effects: effect_unreadable", "2.1 +2 maks 4"),
        ({"KOMPETENSI": "2.1 +1 maks 3; 2.1 +2 maks 4"}, "effects: competency_twice", "2.1"),
        ({"SASARAN": "guru kelas empat"}, "audience: audience_unreadable", "jenjang:"),
        ({"SASARAN": "jenjang: Kepala Besar"}, "audience: audience_word_unknown", "Kepala Besar"),
        ({"SASARAN": "unit: Dinas Antah Berantah"}, "audience: audience_unit_unknown", "Antah Berantah"),
        ({"PRASYARAT": "X99"}, "prerequisite: prerequisite_unknown", "X99"),
        ({"PRASYARAT": "Z01"}, "prerequisite: prerequisite_circle", "Z01 → Z01"),
        ({"MITRA": "Lembaga Entah"}, "partner: partner_unknown", "Lembaga Entah"),
        ({"PESERTA MINIMAL": 31}, "batch_min: least_above_seats", "31"),
        ({"KAPASITAS": 0}, "capacity: out_of_range", "0"),
        ({"BENTUK": "Senam pagi"}, "form: not_in_list", "Senam pagi"),
        ({"JP": "dua puluh"}, "hours: not_a_number", "dua puluh"),
        ({"BIAYA PER ANGKATAN": "6.000"}, "cost_per_batch: number_unclear", "6.000"),
        ({"NAMA_PROGRAM": "x" * 256}, "name: too_long", "255"),
    ],
)
def test_a_row_that_cannot_be_right_is_held_with_field_and_fix(
    town: PlanTown, changes: dict[str, Any], problem: str, words: str
) -> None:
    row = judge(PROGRAMMES, PROGRAMME_HEADINGS, programme(**changes), town=town)[0]
    assert (row.verdict, codes(row)) == ("held", [problem])
    with translation.override("id"):
        told = said(PROGRAMMES, row)[0]
    assert words.casefold() in told.casefold()


def test_two_programmes_may_wait_for_each_other_in_no_file(town: PlanTown) -> None:
    one, two = (
        programme(**{"Kode Program": "Z01", "PRASYARAT": "Z02"}),
        programme(**{"Kode Program": "Z02", "PRASYARAT": "Z01"}),
    )
    rows = judge(PROGRAMMES, PROGRAMME_HEADINGS, one, two, town=town)
    assert [codes(row) for row in rows] == [["prerequisite: prerequisite_circle"]] * 2
    chained = programme(**{"Kode Program": "Z02", "PRASYARAT": None})
    rows = judge(PROGRAMMES, PROGRAMME_HEADINGS, one, chained, town=town)
    assert stored(PROGRAMMES, rows, by=town.analyst, at=AT) == {"added": 2, "changed": 0}
    assert Programme.objects.get(code="Z01").prerequisite == Programme.objects.get(code="Z02")


def test_a_programme_for_nobody_is_taken_with_a_word_about_it(town: PlanTown) -> None:
    row = judge(PROGRAMMES, PROGRAMME_HEADINGS, programme(SASARAN=None), town=town)[0]
    assert (row.verdict, codes(row)) == ("new", ["audience: audience_nobody"])
    row = judge(PROGRAMMES, PROGRAMME_HEADINGS, programme(SASARAN="Semua"), town=town)[0]
    assert (row.values["audience"], codes(row)) == ("semua", [])


def test_offers_name_month_and_classes_or_seats(town: PlanTown) -> None:
    headings = ("PROGRAM", "TAHUN", "BULAN", "ANGKATAN", "KURSI", "MITRA", "TANGGAL MULAI", "TEMPAT")
    Partner.objects.create(agency=town.agency, name="Politeknik Lintang", kind="university")
    rows = judge(
        OFFERS, headings,
        ("c02", 2027, "Mei", 5, None, "politeknik  lintang", "03-05-2027", "Aula"),  # there are two classes of it
        ("C02", 2027, "Agustus", None, 13, None, None, None),
        ("C07", 2027, "Mandiri", 1, None, None, None, None),
        town=town,
    )  # fmt: skip
    assert [row.verdict for row in rows] == ["changed", "new", "same"]
    assert [codes(row) for row in rows] == [[], ["seats: seats_as_classes"], []]
    before = Offer.objects.get(programme__code="C02", month=5)
    assert stored(OFFERS, rows, by=town.analyst, at=AT) == {"added": 1, "changed": 1}
    after = Offer.objects.get(pk=before.pk)
    assert (after.batches_max, after.place, after.partner and after.partner.name) == (5, "Aula", "Politeknik Lintang")
    assert Offer.objects.get(programme__code="C02", month=8).batches_max == 3  # of six seats


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("X99", 2027, "Mei", 1, None, None), "programme: programme_unknown"),
        (("C02", 2027, "Mei", None, None, None), "batches_max: classes_missing"),
        (("C02", 2027, "Mei", 1, "01-06-2027", None), "starts_on: month_differs"),
        (("C02", 2027, "Mei", 1, "10-05-2027", "09-05-2027"), "ends_on: days_backwards"),
        (("C02", 1999, "Mei", 1, None, None), "year: out_of_range"),
        (("C02", 2027, "Bulan madu", 1, None, None), "month: not_in_list"),
    ],
)
def test_an_offer_that_cannot_be_held_is_held(town: PlanTown, cells: Any, problem: str) -> None:
    headings = ("KODE PROGRAM", "TAHUN", "BULAN", "ANGKATAN", "TANGGAL MULAI", "TANGGAL SELESAI")
    row = judge(OFFERS, headings, cells, town=town)[0]
    assert (row.verdict, codes(row)) == ("held", [problem])


def test_partners_keep_their_agreement_and_no_persons(town: PlanTown) -> None:
    headings = ("NAMA MITRA", "JENIS", "NOMOR PKS", "BERLAKU SEJAK", "BERLAKU SAMPAI", "KONTAK", "NOMOR HP")
    rows = judge(
        PARTNERS, headings,
        ("Politeknik  Lintang", "Politeknik", "PKS 1/2025", "01-01-2025", "31-12-2027", "0751-555010", "0812345678"),
        ("PMI kota", "Komunitas", None, None, "30-06-2026", "0812 5550 100", None),
        ("Balai Guru", "Instansi pemerintah", None, "01-01-2027", "01-01-2026", None, None),
        town=town,
    )  # fmt: skip
    assert [row.verdict for row in rows] == ["new", "new", "held"]
    assert codes(rows[1]) == ["agreement_until: agreement_over", "contact: contact_private"]
    assert codes(rows[2]) == ["agreement_until: agreement_backwards"]
    stored(PARTNERS, rows, by=town.analyst, at=AT)
    made = Partner.objects.get(agency=town.agency, name="Politeknik  Lintang".replace("  ", " "))
    assert (made.kind, made.agreement_number, made.contact) == ("university", "PKS 1/2025", "0751-555010")
    assert "0812345678" not in str(AuditEvent.objects.latest("pk").new)


def test_a_cost_standard_says_where_it_is_written(town: PlanTown) -> None:
    headings = ("TAHUN", "KODE", "URAIAN", "SATUAN", "HARGA SATUAN", "DASAR HUKUM", "KEYAKINAN")
    first = ("2027", "5.1", "Honor narasumber", "orang/jam", "Rp1.000.000", "Perwali 12/2026", "Keputusan instansi")
    rows = judge(
        COSTS, headings, first, (2027, None, "Sewa aula", "hari", 750_000, "Survei harga", None),
        (2027, None, "Konsumsi", "orang/hari", 42_000, None, None), town=town,
    )  # fmt: skip
    assert [row.verdict for row in rows] == ["new", "new", "held"]
    assert codes(rows[2]) == ["source: required"]
    stored(COSTS, rows, by=town.analyst, at=AT)
    made = CostStandard.objects.filter(agency=town.agency).order_by("amount")
    assert [(each.amount, each.certainty) for each in made] == [
        (750_000, "general-knowledge"), (1_000_000, "agency-decision"),
    ]  # fmt: skip
    dearer = judge(COSTS, headings, (*first[:4], 10_000_000, *first[5:]), town=town)[0]
    assert (dearer.verdict, codes(dearer)) == ("changed", ["amount: amount_leaps"])


@pytest.mark.parametrize("kind", [PARTNERS, PROGRAMMES, OFFERS, COSTS], ids=lambda kind: kind.key)
def test_only_those_who_keep_the_catalogue_may_store(town: PlanTown, kind: Any) -> None:
    assert kind.may(town.analyst)
    assert not kind.may(town.actor(Role.UNIT_OPERATOR, unit="CAPIL"))
    with pytest.raises(Forbidden):
        stored(kind, [], by=town.actor(Role.AUDITOR), at=AT)


def test_nothing_of_a_neighbour_is_read_or_changed(town: PlanTown, elsewhere: PlanTown) -> None:
    before = Programme.objects.get(agency=elsewhere.agency, code="C02").name
    rows = judge(PROGRAMMES, PROGRAMME_HEADINGS, programme(**{"Kode Program": "C02"}), town=town)
    stored(PROGRAMMES, rows, by=town.analyst, at=AT)
    assert Programme.objects.get(agency=elsewhere.agency, code="C02").name == before
