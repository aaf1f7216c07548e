"""Who is named in a citizen's words is covered; what was said stays readable."""

import pytest

from binacore.masking import Found, mask

WORDS = {
    Found.NAME: "[nama]",
    Found.NUMBER: "[nomor]",
    Found.PHONE: "[telepon]",
    Found.EMAIL: "[surel]",
    Found.PLATE: "[pelat]",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pak Budi Santoso di loket 3 kasar", "Pak [nama] di loket 3 kasar"),
        ("ibu siti tidak ramah", "ibu [nama] tidak ramah"),
        ("Bu Rina, tolong cepat", "Bu [nama], tolong cepat"),
        ("petugas bernama Arunala Dewi lama sekali", "petugas bernama [nama] lama sekali"),
        ("NIP 199001312015022999 tidak di tempat", "NIP [nomor] tidak di tempat"),
        ("NIK 6471 0112 0390 0001 ditolak", "NIK [nomor] ditolak"),
        ("hubungi 0812-3456-7890 atau +62 812 3456 7890", "hubungi [telepon] atau [telepon]"),
        ("surel saya warga.arai@contoh.id ya", "surel saya [surel] ya"),
        ("mobil KT 1234 AB parkir", "mobil [pelat] parkir"),
    ],
)
def test_a_name_or_number_of_a_person_is_covered(text: str, expected: str) -> None:
    assert mask(text, WORDS).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Antre 3 jam di loket 12, mesin cetak rusak sejak 14 April 2026",
        "ibu hamil harus berdiri, pak petugas diam saja",
        "Biaya Rp150.000 padahal katanya gratis",
        "Syaratnya 4 lembar fotokopi KTP dan KK",
        "",
    ],
)
def test_what_names_nobody_stays_as_it_is(text: str) -> None:
    got = mask(text, WORDS)
    assert got.text == text
    assert not got.found


def test_a_known_name_is_found_in_any_capitals_and_by_its_parts() -> None:
    text = "tadi ARUNALA SEKAR marah, lalu Sekar pergi"
    assert mask(text, WORDS, ["Arunala Sekar"]).text == "tadi [nama] marah, lalu [nama] pergi"
    assert "Sekar" in mask(text, WORDS).text


def test_what_was_covered_is_counted() -> None:
    got = mask("Pak Budi 081234567890 dan Bu Rina", WORDS)
    assert got.found == {Found.PHONE: 1, Found.NAME: 2}
