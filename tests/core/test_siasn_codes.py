"""The codes of SIASN: every form has one, and what is written comes back as it was."""

import pytest

from binacore.siasn_codes import (
    FORM_CHOICES,
    LEARNING_TYPES,
    coefficient_of,
    form_in_name,
    learning_type,
    months_of,
    quarter_of,
    structural_name,
    structural_of,
)


def test_25_types_stand_for_25_forms_and_back():
    assert [each.code for each in LEARNING_TYPES] == [str(number) for number in range(1, 26)]
    assert len({each.form for each in LEARNING_TYPES}) == 25
    for each in LEARNING_TYPES:
        assert learning_type(each.form) == each
        assert FORM_CHOICES[each.code] == FORM_CHOICES[each.name] == each.form
    assert learning_type("EDU") is None


@pytest.mark.parametrize("code", "12345678")
def test_the_name_of_a_structural_training_says_its_code(code):
    assert structural_of(structural_name(code)) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pelatihan Kepemimpinan Pengawas Angkatan III", "2"),
        ("Diklatpim Tk. IV", "2"),
        ("PKA Angkatan V", "3"),
        ("Diklat PIM Tingkat III", "3"),
        ("Pelatihan Kepemimpinan Nasional Tingkat II", "4"),
        ("PKN Tk I", "5"),
        ("Kepemimpinan untuk semua", None),
        ("PKP dan PKA", None),
    ],
)
def test_newer_names_stand_for_the_same_codes_and_others_for_none(name, code):
    assert structural_of(name) == code


def test_a_name_says_its_form_only_with_its_first_words():
    assert form_in_name("Bimtek Arsip") == "KL10"
    assert form_in_name("WORKSHOP data") == "KL07"
    assert form_in_name("Persiapan workshop") is None
    assert form_in_name("Kursusan") is None


def test_quarters_are_their_months():
    assert [months_of(quarter) for quarter in range(5)] == [(1, 12), (1, 3), (4, 6), (7, 9), (10, 12)]
    assert quarter_of(4, 6) == 2
    assert quarter_of(1, 12) == 0
    assert quarter_of(2, 4) is None


def test_only_the_known_coefficients_are_given():
    assert coefficient_of("Analis SDM Aparatur Ahli Muda", "good") == "22"
    assert coefficient_of("Analis SDM Aparatur Ahli Muda", "very_good") == ""
    assert coefficient_of("Kepala Seksi", "good") == ""
