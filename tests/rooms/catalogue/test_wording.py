"""Audiences in the words of the agency's own titles."""

import pytest

from renbina.catalogue.wording import family_name, level_names


@pytest.mark.parametrize(
    ("family", "titles", "name"),
    [
        ("pranata_komputer", ["Pranata Komputer Ahli Muda", "Pranata Komputer Terampil"], "Pranata Komputer"),
        ("ti", ["Penata Kelola Sistem (Teknologi Informasi)"], "Teknologi Informasi"),
        ("lurah", ["Lurah Ampang Hulu", "Lurah Tirta Tengah"], "Lurah"),
    ],
)
def test_a_family_is_named_by_what_its_titles_share(family: str, titles: list[str], name: str) -> None:
    assert family_name(family, titles) == name


def test_a_family_without_common_words_keeps_its_own() -> None:
    assert family_name("pengawas_lh", []) == "pengawas lh"
    assert family_name("kepala_uptd", ["Kepala Instalasi Farmasi", "Kepala UPTD TPA"]) == "kepala uptd"


def test_levels_have_their_official_names_and_unknown_ones_stay() -> None:
    assert level_names(["jf_muda", "lain"]) == ("JF Ahli Muda", "lain")
