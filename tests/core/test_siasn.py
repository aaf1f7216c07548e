"""Words of a staff export become our few values, or nothing: never a guess."""

import pytest

from binacore.siasn import GRADES_PNS, employment_of, grade_of, schooling_of, standing_of


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
