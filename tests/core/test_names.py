"""Spellings of one name fold together; different names stay apart."""

import pytest

from binacore.names import Match, NameIndex, fold_name, nearest_names


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ka. UPTD Pasar", "Kepala UPTD Pasar"),
        ("Kasi Yankes", "Kepala Seksi Pelayanan Kesehatan"),
        ("Kasubbag. Umum & Kepegawaian", "Kepala Sub Bagian Umum dan Kepegawaian"),
        ("DIN.  PENDIDIKAN dan kebudayaan ", "Dinas Pendidikan Dan Kebudayaan"),
        ("SDN 03 Arai Hulu", "SD Negeri 3 Arai Hulu"),
        ("Kec. Batu Lintang", "KECAMATAN BATU-LINTANG"),
        ("Dinas\u00a0Sosial", "Dinas Sosial"),
        ("Jum'at", "Jumat"),
    ],
)
def test_usual_short_forms_fold_to_the_full_name(written: str, meant: str) -> None:
    assert fold_name(written) == fold_name(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Perawat Ahli Muda", "Perawat Ahli Madya"),
        ("SD Negeri 1 Arai", "SD Negeri 11 Arai"),
        ("Kepala Seksi Pelayanan", "Seksi Pelayanan"),
    ],
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_folding_twice_changes_nothing() -> None:
    once = fold_name("Kasubbag. Keu & Umum")
    assert fold_name(once) == once


def test_the_nearest_names_come_best_first_and_only_where_something_is_close() -> None:
    known = ["Kepala UPTD Pasar", "Kepala UPTD Parkir", "Perawat Ahli Muda", "Guru Ahli Pertama"]
    assert nearest_names("Ka. UPTD Pasarr", known)[:2] == ("Kepala UPTD Pasar", "Kepala UPTD Parkir")
    assert nearest_names("Xyzzy", known) == ()


def test_an_index_finds_names_before_aliases_and_says_when_a_name_was_spelt_otherwise() -> None:
    index: NameIndex[int] = NameIndex()
    index.add(1, "Kepala UPTD Pasar", folded_aliases=("kepala pasar",))
    index.add(2, "Seksi Umum", shown="Seksi Umum – Dinas Satu")
    index.add(3, "Seksi Umum", shown="Seksi Umum – Dinas Dua")
    assert index.find("KEPALA  UPTD pasar") == Match((1,))
    assert index.find("Ka. UPTD Pasar") == Match((1,), by_alias=True)
    assert index.find("Kepala Pasar") == Match((1,), by_alias=True)
    assert index.find("seksi umum").items == (2, 3)
    assert index.find("seksi umum").one is None
    assert index.find("Bidang Tak Ada") == Match((), by_alias=True)
    assert set(index.nearest("seksi umun")) == {"Seksi Umum – Dinas Satu", "Seksi Umum – Dinas Dua"}


def test_after_many_unknown_names_no_more_suggestions_are_looked_for() -> None:
    index: NameIndex[str] = NameIndex()
    index.add("a", "Dinas Sosial")
    asked = [index.nearest(f"Dinas Sosial {number}") for number in range(400)]
    assert asked[0] == ("Dinas Sosial",)
    assert asked[-1] == ()
    assert index.nearest("Dinas Sosial 7") == ("Dinas Sosial",), "what was asked before is still known"
