"""Codes and field names under which SIASN takes learning, performance and people, and their meaning in our own values.

Codes: reference tables of SIASN as used by black-coffee04/ws-siasn-php (May 2025). Field names: the examples of its
write interfaces `kursus`, `diklat` and `kinerjaPeriodik` in the same place. A code that is not in a table has no
meaning here, and what has no code is left out of a file and shown to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from binacore.names import fold_name


@dataclass(frozen=True, slots=True)
class LearningType:
    """A jenisDiklat: its code and name, the letter of its certificates (T, F or P), and our form of development."""

    code: str
    name: str
    certificate: str
    form: str


LEARNING_TYPES: Final = (
    LearningType("1", "Diklat Struktural", "T", "KL01"),
    LearningType("2", "Diklat Fungsional", "F", "KL04"),
    LearningType("3", "Diklat Teknis", "T", "KL03"),
    LearningType("4", "Workshop", "P", "KL07"),
    LearningType("5", "Pelatihan Manajerial", "T", "KL02"),
    LearningType("6", "Pelatihan Sosial Kultural", "T", "KL05"),
    LearningType("7", "Sosialisasi", "P", "KL11"),
    LearningType("8", "Bimbingan Teknis", "T", "KL10"),
    LearningType("9", "Seminar", "P", "KL06"),
    LearningType("10", "Magang", "T", "NKL12"),
    LearningType("11", "Kursus", "T", "KL08"),
    LearningType("12", "Penataran", "T", "KL09"),
    LearningType("13", "Pengembangan Kompetensi Dalam Bentuk Pelatihan klasikal lainnya", "T", "KL12"),
    LearningType("14", "Coaching", "T", "NKL01"),
    LearningType("15", "Mentoring", "T", "NKL02"),
    LearningType("16", "E-Learning", "T", "NKL03"),
    LearningType("17", "Pelatihan Jarak Jauh", "T", "NKL04"),
    LearningType("18", "Detasering (Secondment)", "T", "NKL05"),
    LearningType("19", "Pembelajaran Alam Terbuka (Outbond)", "T", "NKL06"),
    LearningType("20", "Patok Banding (Benchmarking)", "T", "NKL07"),
    LearningType(
        "21",
        "Pertukaran Antara Pns Dengan Pegawai Swasta/Badan Usaha Milik Negara/ Badan Usaha Milik Daerah",
        "T",
        "NKL08",
    ),
    LearningType("22", "Belajar Mandiri (Self Development)", "T", "NKL09"),
    LearningType("23", "Komunitas Belajar (Community Of Practices)", "T", "NKL10"),
    LearningType("24", "Bimbingan Di Tempat Kerja", "T", "NKL11"),
    LearningType("25", "Pengembangan Kompetensi Dalam Bentuk Pelatihan Nonklasikal Lainnya", "T", "NKL13"),
)
OTHER_CLASSROOM: Final = "KL12"
STRUCTURAL_FORM: Final = "KL01"
_TYPE_BY_FORM: Final[Mapping[str, LearningType]] = {each.form: each for each in LEARNING_TYPES}
# Words of lists that people keep themselves, for the same forms.
_FORM_WORDS: Final[Mapping[str, str]] = {
    "Pelatihan Struktural": "KL01", "Struktural": "KL01", "Manajerial": "KL02", "Pelatihan Teknis": "KL03",
    "Teknis": "KL03", "Pelatihan Fungsional": "KL04", "Fungsional": "KL04", "Sosial Kultural": "KL05",
    "Konferensi": "KL06", "Sarasehan": "KL06", "Webinar": "KL06", "Lokakarya": "KL07", "Bimtek": "KL10",
    "Klasikal lainnya": "KL12", "Pelatihan klasikal lainnya": "KL12", "Pembelajaran elektronik": "NKL03",
    "PJJ": "NKL04", "Detasering": "NKL05", "Outbond": "NKL06", "Outbound": "NKL06", "Patok Banding": "NKL07",
    "Benchmarking": "NKL07", "Pertukaran": "NKL08", "Belajar Mandiri": "NKL09", "Komunitas Belajar": "NKL10",
    "Praktik Kerja": "NKL12", "Nonklasikal lainnya": "NKL13", "Pelatihan nonklasikal lainnya": "NKL13",
    "Pendidikan": "EDU", "Tugas Belajar": "EDU", "PDK": "EDU", "EDU": "EDU",
}  # fmt: skip
FORM_CHOICES: Final[Mapping[str, str]] = {
    **{each.name: each.form for each in LEARNING_TYPES},
    **{each.code: each.form for each in LEARNING_TYPES},
    **{each.form: each.form for each in LEARNING_TYPES},
    **_FORM_WORDS,
}
"""Spelling -> form of development: names and codes of SIASN, our own codes, and usual words."""
# A name that begins with one of these says its form itself.
_FIRST_WORDS: Final = tuple(
    (fold_name(word), form)
    for word, form in (
        ("Workshop", "KL07"), ("Lokakarya", "KL07"), ("Seminar", "KL06"), ("Webinar", "KL06"), ("Konferensi", "KL06"),
        ("Bimbingan Teknis", "KL10"), ("Bimtek", "KL10"), ("Sosialisasi", "KL11"), ("Kursus", "KL08"),
        ("Penataran", "KL09"), ("Magang", "NKL12"), ("Coaching", "NKL01"), ("Mentoring", "NKL02"),
        ("E-Learning", "NKL03"), ("MOOC", "NKL03"), ("Diklat Teknis", "KL03"), ("Pelatihan Teknis", "KL03"),
        ("Diklat Fungsional", "KL04"), ("Pelatihan Fungsional", "KL04"),
    )
)  # fmt: skip

_STRUCTURAL: Final = (
    ("1", "SEPADA", r"sepada"),
    ("2", "SEPALA/ADUM/DIKLAT PIM TK.IV", r"sepala|adum|(diklat)?pim (tk |tingkat )?(iv|4)|kepemimpinan pengawas|pkp"),
    (
        "3",
        "SEPADYA/SPAMA/DIKLAT PIM TK. III",
        r"sepadya|spama|(diklat)?pim (tk |tingkat )?(iii|3)|kepemimpinan administrator|pka",
    ),
    (
        "4",
        "SPAMEN/SESPA/SESPANAS/DIKLAT PIM TK. II",
        r"spamen|sespa|sespanas|((diklat)?pim|kepemimpinan nasional|pkn) (tk |tingkat )?(ii|2)",
    ),
    ("5", "SEPATI/DIKLAT PIM TK. I", r"sepati|((diklat)?pim|kepemimpinan nasional|pkn) (tk |tingkat )?(i|1)"),
    ("6", "SESPIM", r"sespim"),
    ("7", "SESPATI", r"sespati"),
    ("8", "Diklat Struktural Lainnya", r"diklat struktural lainnya"),
)
_STRUCTURAL_WORDS: Final = tuple((code, re.compile(rf"\b({words})\b")) for code, _, words in _STRUCTURAL)
STRUCTURAL_CHOICES: Final[Mapping[str, str]] = {
    **{code: code for code, _, _ in _STRUCTURAL},
    **{name: code for code, name, _ in _STRUCTURAL},
}
_STRUCTURAL_NAMES: Final[Mapping[str, str]] = {code: name for code, name, _ in _STRUCTURAL}

RATING_CODES: Final[Mapping[str, str]] = {"above": "1", "meets": "2", "below": "3"}
QUADRANT_CODES: Final[Mapping[str, str]] = {
    "very_good": "1", "good": "2", "needs_improvement": "3", "poor": "4", "very_poor": "5",
}  # fmt: skip
MONTHLY, QUARTERLY = "1", "2"
# Konversi angka kredit a year with the predicate Baik, by level of a functional position (jenjang).
COEFFICIENTS: Final[Mapping[str, str]] = {
    "Ahli Pertama": "12", "Ahli Muda": "22", "Ahli Madya": "32", "Ahli Utama": "42",
    "Pemula": "52", "Terampil": "62", "Mahir": "72", "Penyelia": "82",
}  # fmt: skip
GRADE_CODES: Final[Mapping[str, str]] = {
    "I/a": "11", "I/b": "12", "I/c": "13", "I/d": "14", "II/a": "21", "II/b": "22", "II/c": "23", "II/d": "24",
    "III/a": "31", "III/b": "32", "III/c": "33", "III/d": "34",
    "IV/a": "41", "IV/b": "42", "IV/c": "43", "IV/d": "44", "IV/e": "45",
}  # fmt: skip
STANDING_CODES: Final[Mapping[str, tuple[str, str]]] = {
    "active": ("01", "Aktif"), "unpaid_leave": ("02", "CLTN"), "study_leave": ("03", "Tugas Belajar"),
    "suspended": ("04", "Pemberhentian Sementara"), "retired": ("99", "Pensiun"), "moved_out": ("", "Pindah Instansi"),
}  # fmt: skip
EMPLOYMENT_NAMES: Final[Mapping[str, str]] = {
    "pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_part_time": "PPPK Paruh Waktu",
}  # fmt: skip
# Jenis jabatan by our kinds of positions.
POSITION_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "jpt": ("1", "Jabatan Struktural"), "administrator": ("1", "Jabatan Struktural"),
    "supervisor": ("1", "Jabatan Struktural"), "functional": ("2", "Jabatan Fungsional Tertentu"),
    "executive": ("4", "Jabatan Fungsional Umum"),
}  # fmt: skip

COURSE_FIELDS: Final = (
    "instansiId", "institusiPenyelenggara", "jenisDiklatId", "jenisKursus", "jenisKursusSertipikat", "jumlahJam",
    "lokasiId", "namaKursus", "nomorSertipikat", "pnsOrangId", "tahunKursus", "tanggalKursus", "tanggalSelesaiKursus",
)  # fmt: skip
STRUCTURAL_FIELDS: Final = (
    "bobot", "id", "institusiPenyelenggara", "jenisKompetensi", "jumlahJam", "latihanStrukturalId", "nomor",
    "pnsOrangId", "tahun", "tanggal", "tanggalSelesai",
)  # fmt: skip
PERFORMANCE_FIELDS: Final = (
    "bulanMulaiPenilaian", "bulanSelesaiPenilaian", "hasilKinerjaNilai", "koefisienId", "kuadranKinerjaNilai",
    "penilaiGolongan", "penilaiJabatanNama", "penilaiNama", "penilaiNipNrp", "penilaiUnorNama", "perilakuKerjaNilai",
    "periodikId", "pnsDinilaiId", "statusPenilai", "tahun", "tahunMulaiPenilaian", "tahunSelesaiPenilaian",
)  # fmt: skip
# The staff export in its own order, without the personal columns that are never kept here.
ROSTER_FIELDS: Final = (
    "NIP BARU", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TANGGAL LAHIR", "JENIS KELAMIN", "KEDUDUKAN HUKUM ID",
    "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "TMT CPNS", "GOL AKHIR ID", "GOL AKHIR NAMA", "JENIS JABATAN ID",
    "JENIS JABATAN NAMA", "JABATAN NAMA", "TMT JABATAN", "TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN NAMA", "UNOR ID",
    "UNOR NAMA", "INSTANSI KERJA NAMA", "TMT AKHIR KONTRAK",
)  # fmt: skip


def learning_type(form: str) -> LearningType | None:
    """The jenisDiklat of a form of development; None for formal study, which SIASN keeps elsewhere."""
    return _TYPE_BY_FORM.get(form)


def form_in_name(name: str) -> str | None:
    """The form that the first words of a name say themselves ("Workshop ..."); None where they say none."""
    folded = fold_name(name)
    return next((form for words, form in _FIRST_WORDS if f"{folded} ".startswith(f"{words} ")), None)


def structural_of(name: str) -> str | None:
    """The code of latihan struktural that a training's name says; None where it says none, or more than one."""
    folded = fold_name(name)
    found = [code for code, words in _STRUCTURAL_WORDS if words.search(folded)]
    return found[0] if len(found) == 1 else None


def structural_name(code: str) -> str:
    """What SIASN calls a latihan struktural; KeyError for an unknown code."""
    return _STRUCTURAL_NAMES[code]


def coefficient_of(position: str, predicate: str) -> str:
    """koefisienId of a functional position with the predicate Baik; "" for all others, whose codes are not known."""
    if predicate != "good":
        return ""
    folded = f" {fold_name(position)} "
    return next((code for level, code in COEFFICIENTS.items() if folded.endswith(f" {fold_name(level)} ")), "")


def months_of(quarter: int) -> tuple[int, int]:
    """First and last month of a quarter (1 to 4) or of the year (0)."""
    return (1, 12) if quarter == 0 else (3 * quarter - 2, 3 * quarter)


def quarter_of(first: int, last: int) -> int | None:
    """The quarter (or 0: the year) that two months stand for; None for other spans."""
    return next((quarter for quarter in range(5) if months_of(quarter) == (first, last)), None)
