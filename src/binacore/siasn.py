"""What the words and codes of a SIASN staff export mean, in our own few values. Pure tables and lookups.

Codes and names: reference tables of SIASN as used by black-coffee04/ws-siasn-php (May 2025). A word that is not in a
table has no meaning here: the caller shows it to a person, it is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from binacore.names import fold_name

Employment = Literal["pns", "cpns", "pppk", "pppk_part_time"]
Standing = Literal["active", "study_leave", "unpaid_leave", "suspended", "retired", "moved_out"]

GRADES_PNS: Final = tuple(
    f"{rank}/{step}"
    for rank, steps in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for step in steps
)
GRADES_PPPK: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip

# kedudukan hukum: code, name, our value. Codes of people who left otherwise than by pension are left out on purpose.
_STANDINGS: Final[tuple[tuple[str, str, Standing], ...]] = (
    ("01", "Aktif", "active"),
    ("02", "CLTN", "unpaid_leave"),
    ("03", "Tugas Belajar", "study_leave"),
    ("04", "Pemberhentian Sementara", "suspended"),
    ("09", "Sedang dlm Proses Banding BAPEK", "active"),
    ("11", "Pegawai Titipan", "active"),
    ("13", "Perpanjangan CLTN", "unpaid_leave"),
    ("15", "PNS kena hukuman disiplin", "active"),
    ("16", "Pemindahan dalam rangka penurunan Jabatan", "active"),
    ("20", "Masa Persiapan Pensiun", "active"),
    ("51", "CPNS yang belum menerima SK CPNS", "active"),
    ("88", "Pemberhentian dengan hak pensiun", "retired"),
    ("98", "Mencapai BUP", "retired"),
    ("99", "Pensiun", "retired"),
    ("", "Cuti di Luar Tanggungan Negara", "unpaid_leave"),
    ("", "Cuti Besar", "unpaid_leave"),
    ("", "Cuti Besar/CLTN", "unpaid_leave"),
    ("", "Tugas Belajar Mandiri", "study_leave"),
    ("", "Pindah Instansi", "moved_out"),
    ("", "Pindah Keluar", "moved_out"),
    ("", "Pindah", "moved_out"),
    ("", "Mutasi Keluar", "moved_out"),
    # our own values, so that what was read once may be read again
    ("", "active", "active"),
    ("", "study_leave", "study_leave"),
    ("", "unpaid_leave", "unpaid_leave"),
    ("", "suspended", "suspended"),
    ("", "retired", "retired"),
    ("", "moved_out", "moved_out"),
)
STANDING_NAMES: Final = ("Aktif", "CLTN", "Tugas Belajar", "Pemberhentian Sementara", "Pensiun", "Pindah Instansi")
_BY_NAME: Final[Mapping[str, Standing]] = {fold_name(name): value for _, name, value in _STANDINGS}
_BY_CODE: Final[Mapping[str, Standing]] = {code: value for code, _, value in _STANDINGS if code}

_EMPLOYMENTS: Final[Mapping[str, Employment]] = {
    "pns": "pns",
    "p": "pns",
    "cpns": "cpns",
    "c": "cpns",
    "pppk": "pppk",
    "p3k": "pppk",
    "pppk penuh waktu": "pppk",
    "pppk paruh waktu": "pppk_part_time",
    "p3k paruh waktu": "pppk_part_time",
    "pppk pw": "pppk_part_time",
    "paruh waktu": "pppk_part_time",
    "pppk part time": "pppk_part_time",
}

_SCHOOLING: Final[Mapping[str, str]] = {
    "s 3": "S3", "s3": "S3", "s 3 doktor": "S3", "doktor": "S3",
    "s 2": "S2", "s2": "S2", "s 2 magister": "S2", "magister": "S2",
    "s 1": "S1", "s1": "S1", "s 1 sarjana": "S1", "sarjana": "S1", "profesi": "S1",
    "d iv": "D4", "d 4": "D4", "d4": "D4", "diploma iv": "D4", "s 1 terapan": "D4",
    "d iii": "D3", "d 3": "D3", "d3": "D3", "diploma iii": "D3", "diploma iii sarjana muda": "D3",
    "d ii": "D2", "d 2": "D2", "d2": "D2", "diploma ii": "D2",
    "d i": "D1", "d 1": "D1", "d1": "D1", "diploma i": "D1",
    "sma": "SMA", "smk": "SMA", "slta": "SMA", "sma sederajat": "SMA", "slta kejuruan": "SMA", "slta keguruan": "SMA",
    "smp": "SMP", "sltp": "SMP", "smp sederajat": "SMP", "sltp kejuruan": "SMP",
    "sd": "SD", "sekolah dasar": "SD", "sd sederajat": "SD",
}  # fmt: skip


def standing_of(name: str | None, code: str | None = None) -> Standing | None:
    """Kedudukan hukum by its name, else by its code; None where neither is known."""
    if name and name.strip():
        return _BY_NAME.get(fold_name(name))
    return _BY_CODE.get((code or "").strip().zfill(2))


def employment_of(word: str | None, sheet: str = "") -> Employment | None:
    """PNS, CPNS, PPPK or part-time PPPK from STATUS CPNS PNS; a part-time sheet says it for all its rows.

    An empty cell takes the meaning of the sheet's name. None where the word, or both, say nothing.
    """
    by_sheet = _EMPLOYMENTS.get(fold_name(sheet))
    said = _EMPLOYMENTS.get(fold_name(word)) if word and word.strip() else by_sheet
    if said == "pppk" and by_sheet == "pppk_part_time":
        return by_sheet
    return said


def schooling_of(word: str) -> str | None:
    """Tingkat pendidikan as S3, S2, S1, D4 ... SD; None where it is unknown."""
    return _SCHOOLING.get(fold_name(word))


def grade_of(word: str, *, pppk: bool) -> str | None:
    """Golongan as SIASN writes it ("III/b", "IX"), capitals and blanks aside; None where there is no such grade."""
    bare = word.replace(" ", "").replace(".", "/")
    if pppk:
        return bare.upper() if bare.upper() in GRADES_PPPK else None
    rank, slash, step = bare.partition("/")
    grade = f"{rank.upper()}{slash}{step.lower()}"
    return grade if grade in GRADES_PNS else None
