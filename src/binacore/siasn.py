"""What the words and codes of a SIASN staff export mean, in our own few values. Pure tables and lookups.

Codes and names: reference tables of SIASN as used by black-coffee04/ws-siasn-php (May 2025). A word that is not in a
table has no meaning here: the caller shows it to a person, it is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from binacore.names import fold_name

_GRADE_WORD: Final = re.compile(r"^(?:gol(?:ongan)?(?:\s*/?\s*ruang)?\b[.:]?)|\(|\)")
_GRADE_PNS: Final = re.compile(r"(i{1,3}|iv|[1-4])\s*[/.\-\\]?\s*([a-e])")
_GRADE_NAMED: Final = re.compile(r"[a-z .]{4,40}[\s,\-–]\s*(i{1,3}|iv|[1-4])\s*[/.\-\\]\s*([a-e])")
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

_RANKS: Final = {str(place): rank for place, rank in enumerate(GRADES_PPPK, start=1)}

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
        folded = fold_name(name)
        words = set(folded.split())
        found = _BY_NAME.get(folded)
        if found is None and "aktif" in words and not words & {"tidak", "non", "nonaktif", "belum"}:
            return "active"  # `PNS Aktif`
        return found
    return _BY_CODE.get((code or "").strip().zfill(2))


def employment_of(word: str | None, sheet: str = "") -> Employment | None:
    """PNS, CPNS, PPPK or part-time PPPK from a column such as STATUS CPNS PNS; a part-time sheet says it for its rows.

    An empty cell takes the meaning of the sheet's name. None where the word, or both, say nothing.
    """
    by_sheet = _employment(sheet)
    said = _employment(word) if word and word.strip() else by_sheet
    if said == "pppk" and by_sheet == "pppk_part_time":
        return by_sheet
    return said


def _employment(word: str) -> Employment | None:
    """By the whole word, else by the one kind that a longer text names (`PNS Daerah Kab/Kota`)."""
    folded = fold_name(word)
    if folded in _EMPLOYMENTS:
        return _EMPLOYMENTS[folded]
    words = set(folded.split())
    contract = bool(words & {"pppk", "p3k"}) or {"perjanjian", "kerja"} <= words
    if contract and words & {"pns", "cpns"}:
        return None
    if contract:
        return "pppk_part_time" if {"paruh", "waktu"} <= words or "pw" in words else "pppk"
    if words & {"pns", "cpns"}:
        return "cpns" if "cpns" in words else "pns"
    return None


def schooling_of(word: str) -> str | None:
    """Tingkat pendidikan as S3, S2, S1, D4 ... SD; None where it is unknown."""
    return _SCHOOLING.get(fold_name(word))


def grade_of(word: str, *, pppk: bool) -> str | None:
    """Golongan as SIASN writes it ("III/b", "IX"); None where there is no such grade.

    Capitals, blanks, "Gol." and the name of the rank around it do not matter: `Penata Muda (III/a)`, `3A`, `gol. IX`.
    """
    bare = _GRADE_WORD.sub("", word.strip().casefold()).strip()
    if pppk:
        rank = _RANKS.get(bare) or bare.upper()
        return rank if rank in GRADES_PPPK else None
    found = _GRADE_PNS.fullmatch(bare) or _GRADE_NAMED.fullmatch(bare)
    if found is None:
        return None
    grade = f"{_RANKS.get(found[1]) or found[1].upper()}/{found[2]}"
    return grade if grade in GRADES_PNS else None


# --- positions

PositionKind = Literal["jpt", "administrator", "supervisor", "functional", "executive"]

# Words of a column JENIS (JABATAN): what kind, and its level where the word says that too.
_POSITION_KINDS: Final[Mapping[str, tuple[PositionKind, str]]] = {
    "jpt utama": ("jpt", "jpt_utama"), "jpt madya": ("jpt", "jpt_madya"), "jpt pratama": ("jpt", "jpt_pratama"),
    "jpt": ("jpt", "jpt_pratama"), "jabatan pimpinan tinggi": ("jpt", "jpt_pratama"),
    "pimpinan tinggi pratama": ("jpt", "jpt_pratama"), "jabatan pimpinan tinggi pratama": ("jpt", "jpt_pratama"),
    "administrator": ("administrator", "administrator"), "jabatan administrator": ("administrator", "administrator"),
    "pengawas": ("supervisor", "supervisor"), "jabatan pengawas": ("supervisor", "supervisor"),
    "supervisor": ("supervisor", "supervisor"),
    "fungsional": ("functional", ""), "jabatan fungsional": ("functional", ""), "jf": ("functional", ""),
    "jft": ("functional", ""), "jabatan fungsional tertentu": ("functional", ""), "functional": ("functional", ""),
    "fungsional tertentu": ("functional", ""),
    "pelaksana": ("executive", "executive"), "jabatan pelaksana": ("executive", "executive"),
    "jfu": ("executive", "executive"), "jabatan fungsional umum": ("executive", "executive"),
    "fungsional umum": ("executive", "executive"), "executive": ("executive", "executive"),
}  # fmt: skip
_LEVELS: Final[Mapping[str, str]] = {
    "ahli utama": "jf_utama", "utama": "jf_utama", "ahli madya": "jf_madya", "madya": "jf_madya",
    "ahli muda": "jf_muda", "muda": "jf_muda", "ahli pertama": "jf_pertama", "pertama": "jf_pertama",
    "penyelia": "jf_penyelia", "mahir": "jf_mahir", "terampil": "jf_terampil", "pemula": "jf_pemula",
    "pelaksana lanjutan": "jf_mahir",
}  # fmt: skip


_STRUCTURAL: Final = frozenset({"struktural", "jabatan struktural"})
_HEADS: Final[tuple[tuple[str, PositionKind, str], ...]] = (
    ("sekretaris daerah", "jpt", "jpt_pratama"), ("kepala dinas", "jpt", "jpt_pratama"),
    ("kepala badan", "jpt", "jpt_pratama"), ("inspektur", "jpt", "jpt_pratama"), ("asisten", "jpt", "jpt_pratama"),
    ("staf ahli", "jpt", "jpt_pratama"), ("sekretaris", "administrator", "administrator"),
    ("kepala bidang", "administrator", "administrator"), ("kepala bagian", "administrator", "administrator"),
    ("camat", "administrator", "administrator"), ("lurah", "supervisor", "supervisor"),
    ("kepala seksi", "supervisor", "supervisor"), ("kepala subbagian", "supervisor", "supervisor"),
    ("kepala subbidang", "supervisor", "supervisor"),
)  # fmt: skip


def position_kind_of(word: str, title: str = "") -> tuple[PositionKind, str] | None:
    """Kind of position, and its level where the word says it; None for a word that is not known.

    `Struktural` is three kinds: which one, the title says, if it is one of the usual ones.
    """
    folded, named = fold_name(word), fold_name(title)
    if folded in _STRUCTURAL:
        found = ((kind, level) for start, kind, level in _HEADS if f"{named} ".startswith(f"{start} "))
        return next(found, ("supervisor", ""))
    return _POSITION_KINDS.get(folded)


def position_level_of(text: str) -> str:
    """Level of a functional position, from JENJANG or the last words of its title; "" where neither says it."""
    words = fold_name(text).split()
    return _LEVELS.get(" ".join(words[-2:])) or (_LEVELS.get(words[-1], "") if words else "")
