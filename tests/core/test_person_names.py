"""Titles are told from names only where that is sure; another person's name is told from another spelling."""

import pytest

from binacore.person_names import quite_different, split_titles


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Dr. Sari Utami, M.Kes.", ("Dr.", "Sari Utami", "M.Kes.")),
        ("dr. Sari Utami, Sp.A", ("dr.", "Sari Utami", "Sp.A")),
        ("Drs. H. Ahmad Dahlan, M.Pd., M.M.", ("Drs. H.", "Ahmad Dahlan", "M.Pd., M.M.")),
        ("Budi Santoso, S. Kom", ("", "Budi Santoso", "S. Kom")),
        ("BUDI SANTOSO, SE, MM", ("", "BUDI SANTOSO", "SE, MM")),
        ("Ns. Rina, S.Kep", ("Ns.", "Rina", "S.Kep")),
        ("H. Simanjuntak", ("", "H. Simanjuntak", "")),
        ("M. Yusuf", ("", "M. Yusuf", "")),
        ("Ma'ruf", ("", "Ma'ruf", "")),
        ("Simanjuntak, Budi", ("", "Simanjuntak, Budi", "")),
        ("Dr.", ("", "Dr.", "")),
        ("Dra Wati", ("", "Dra Wati", "")),
    ],
)
def test_titles_are_split_off_only_where_they_surely_are_titles(written: str, parts: tuple[str, str, str]) -> None:
    assert split_titles(written) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budi Santoso", "BUDI SANTOSO, S.E."),
        ("Budi Santoso", "Budi Santosa"),
        ("Nurhayati", "Nur Hayati"),
        ("Muh. Yusuf", "Muhammad Yusuf"),
        ("A. Rahman Hakim", "Abdul Rahman Hakim"),
        ("Siti", "Siti Aminah"),
        ("Dr. Sari Utami, M.Kes.", "Sari Utami"),
        ("Hj. Sari Utami", "Sari Utami"),
        ("Ma'ruf Amri", "Maruf Amri"),
        ("José Lintang", "Jose Lintang"),
        ("Santoso Budi", "Budi Santoso"),
    ],
)
def test_another_spelling_is_no_other_person(one: str, other: str) -> None:
    assert not quite_different(one, other)
    assert not quite_different(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Budi Santoso", "Siti Aminah"),
        ("Ahmad Fauzi", "Ahmad Yani"),
        ("Budi Santoso", "Budi Hartono"),
        ("Rina", "Bayu Laksana"),
        ("A. B.", "Ahmad Basuki"),
        ("Drs. Tegar Wirabuana, M.Si.", "Drs. Laksmi Paramita, M.Si."),
    ],
)
def test_the_name_of_another_person_is_quite_different(one: str, other: str) -> None:
    assert quite_different(one, other)
    assert quite_different(other, one)
