"""Words of a staff export become our few values, or nothing: never a guess."""

import pytest

from binacore.siasn import (
    GRADES_PNS,
    employment_of,
    grade_of,
    position_kind_of,
    position_level_of,
    schooling_of,
    standing_of,
)


@pytest.mark.parametrize(
    ("name", "code", "value"),
    [
        ("Aktif", "01", "active"),
        ("TUGAS BELAJAR", "", "study_leave"),
        ("", "02", "unpaid_leave"),
        (None, "4", "suspended"),
        ("Mencapai BUP", None, "retired"),
        ("Pindah Instansi", None, "moved_out"),
        ("study_leave", None, "study_leave"),
        ("Diberhentikan", "66", None),
        ("", "", None),
    ],
)
def test_legal_standing(name: str | None, code: str | None, value: str | None) -> None:
    assert standing_of(name, code) == value


@pytest.mark.parametrize(
    ("word", "sheet", "value"),
    [
        ("P", "PNS", "pns"),
        ("CPNS", "PNS", "cpns"),
        ("", "PPPK", "pppk"),
        (None, "PPPK_Paruh_Waktu", "pppk_part_time"),
        ("PPPK", "PPPK Paruh Waktu", "pppk_part_time"),
        ("pppk_part_time", "Lembar1", "pppk_part_time"),
        ("honorer", "PNS", None),
        ("", "Lembar1", None),
    ],
)
def test_kind_of_employment(word: str | None, sheet: str, value: str | None) -> None:
    assert employment_of(word, sheet) == value


def test_there_are_seventeen_grades_and_no_others() -> None:
    assert len(GRADES_PNS) == 17
    assert grade_of("iii / B", pppk=False) == "III/b"
    assert grade_of("IV/e", pppk=False) == "IV/e"
    assert grade_of("III/e", pppk=False) is None
    assert grade_of("ix", pppk=True) == "IX"
    assert grade_of("III/a", pppk=True) is None


def test_schooling_as_exports_write_it() -> None:
    written = ["S-3/Doktor", "S-2", "S-1/Sarjana", "Diploma IV", "Diploma III/Sarjana Muda", "SLTA Kejuruan", "SLTP"]
    assert [schooling_of(word) for word in written] == ["S3", "S2", "S1", "D4", "D3", "SMA", "SMP"]
    assert schooling_of("Pesantren") is None


@pytest.mark.parametrize(
    ("word", "pppk", "grade"),
    [
        ("III/a", False, "III/a"), ("III a", False, "III/a"), ("III.a", False, "III/a"), ("IIIA", False, "III/a"),
        ("3a", False, "III/a"), ("Gol. III/a", False, "III/a"), ("Golongan Ruang III/a", False, "III/a"),
        ("Penata Muda (III/a)", False, "III/a"), ("Penata Muda Tk. I, III/b", False, "III/b"),
        ("Pembina Utama - IV/e", False, "IV/e"), ("V/a", False, None), ("III/f", False, None), ("III", False, None),
        ("31", False, None), ("IX", True, "IX"), ("9", True, "IX"), ("gol. ix", True, "IX"), ("XVIII", True, None),
        ("18", True, None), ("III/a", True, None), ("I/e", False, None),
    ],
)  # fmt: skip
def test_a_grade_is_read_in_every_usual_writing_and_in_no_other(word: str, pppk: bool, grade: str | None) -> None:
    assert grade_of(word, pppk=pppk) == grade


@pytest.mark.parametrize(
    ("word", "sheet", "kind"),
    [
        ("PNS Daerah Kab/Kota", "", "pns"), ("PPPK Paruh Waktu Guru", "", "pppk_part_time"), ("", "Data PPPK", "pppk"),
        ("Pegawai Pemerintah dengan Perjanjian Kerja", "", "pppk"), ("", "PNS dan PPPK", None), ("", "Sheet1", None),
    ],
)  # fmt: skip
def test_a_longer_text_says_the_kind_when_it_names_one_only(word: str, sheet: str, kind: str | None) -> None:
    assert employment_of(word, sheet) == kind


@pytest.mark.parametrize(
    ("text", "level"),
    [("Ahli Muda", "jf_muda"), ("Analis SDM Aparatur Ahli Pertama", "jf_pertama"), ("Arsiparis Mahir", "jf_mahir"),
     ("Perawat", ""), ("", "")],
)  # fmt: skip
def test_the_level_of_a_functional_position_stands_at_the_end_of_its_title(text: str, level: str) -> None:
    assert position_level_of(text) == level
    assert position_kind_of("JFT") == ("functional", "")
    assert position_kind_of("Struktural", "Ka. Dinas Kesehatan") == ("jpt", "jpt_pratama")
    assert position_kind_of("Struktural", "Kepala Subbagian Umum") == ("supervisor", "supervisor")
    assert position_kind_of("entah", "Kepala Dinas") is None
