"""Competencies and what each position requires of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from binacity import tables
from binacity.apportion import CITY_SIZE
from binacity.positions import group
from binacity.records import CompetencyRecord, PositionRecord, StandardRecord

NINE = ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "s9")
# Level of the nine managerial and socio-cultural competencies by rank (defaults of reference 2.2; Terampil 2 and JPT
# Pratama 4 as there).
NINE_LEVEL = {
    "jpt_pratama": 4, "administrator": 3, "supervisor": 2, "executive": 1, "jf_madya": 4, "jf_muda": 3, "jf_pertama": 2,
    "jf_penyelia": 3, "jf_mahir": 2, "jf_terampil": 2, "jf_pemula": 1,
}  # fmt: skip
TECHNICAL_LEVEL = {
    "jpt_pratama": 4, "administrator": 3, "supervisor": 3, "executive": 2, "jf_madya": 4, "jf_muda": 3, "jf_pertama": 3,
    "jf_penyelia": 3, "jf_mahir": 3, "jf_terampil": 2, "jf_pemula": 2,
}  # fmt: skip
# Technical competencies of a family; "*" marks a critical one, "=3" fixes the level whatever the rank.
NEEDS = {
    "guru_sd": "9.1* 9.2=3 9.3",
    "guru_smp": "9.1* 9.2 9.3",
    "guru_tk": "9.1* 9.2 9.3",
    "kepala_sekolah": "9.4* 9.1 4.2=2 7.3",
    "pengawas_sekolah": "9.4* 9.1 9.2",
    "penilik": "9.1* 9.4 9.3",
    "pamong_belajar": "9.1* 9.3 9.2",
    "kepala_puskesmas": "10.3* 1.3=3 1.4 7.3",
    "dokter": "10.1* 10.2* 1.3=3",
    "dokter_gigi": "10.1* 1.3=3 10.4",
    "perawat": "10.1* 10.2* 1.3=3",
    "bidan": "10.1* 10.2* 1.3=3 10.3",
    "apoteker": "10.1* 10.4 1.3=3",
    "asisten_apoteker": "10.1* 1.3=3 10.4",
    "perekam_medis": "10.4* 2.3 1.3=3",
    "nutrisionis": "10.3* 10.1 1.3=3",
    "sanitarian": "10.3* 11.3 10.4",
    "pranata_lab": "10.1* 10.4 1.3=3",
    "radiografer": "10.1* 10.4 1.3=3",
    "fisioterapis": "10.1* 10.4 1.3=3",
    "epidemiolog": "10.3* 2.4 10.4",
    "promkes": "10.3* 8.3 1.3=3",
    "analis_kebijakan": "3.4* 3.1 2.4",
    "perencana": "3.1* 3.2=3* 3.3",
    "pengelola_pbj": "5.1* 5.2* 5.3",
    "perancang": "6.3* 3.4 8.1",
    "pranata_humas": "8.3* 8.2 2.1",
    "analis_keuangan": "4.1* 4.3 4.2",
    "arsiparis": "8.1* 2.3 8.2",
    "analis_sdm": "7.1* 7.2 7.3 7.4",
    "pranata_sdm": "7.1* 7.2 8.1",
    "asesor": "7.2* 7.4 2.4",
    "pranata_komputer": "2.3* 2.4 2.1",
    "statistisi": "2.4* 3.3 2.3",
    "sandiman": "2.3* 2.1 6.2",
    "auditor": "6.1* 6.2 4.3",
    "ppupd": "6.1* 6.2 3.3",
    "penata_perizinan": "1.1* 1.2 2.3",
    "pustakawan": "8.4* 1.1 2.3",
    "polisi_pp": "12.1* 6.4 8.3",
    "damkar": "12.2* 12.3 1.1",
    "analis_kebakaran": "12.2* 6.2 12.3",
    "pkb": "11.4* 1.1 4.5",
    "pedal": "11.3* 2.4 6.2",
    "pengawas_lh": "11.3* 6.4 1.3",
    "penata_ruang": "11.2* 2.4 6.3",
    "teknik_jalan": "11.1* 5.3 5.1",
    "teknik_bangunan": "11.1* 5.3 11.2",
    "medik_vet": "10.3* 12.5 6.2",
    "paramedik_vet": "10.3* 1.1 12.5",
    "penyuluh_pertanian": "12.5* 8.3 2.4",
    "pekerja_sosial": "12.4* 1.1 1.3",
    "penyuluh_sosial": "12.4* 8.3 1.1",
    "mediator": "12.5* 6.3 1.3",
    "instruktur": "7.2* 12.5 1.1",
    "pengawas_koperasi": "12.5* 6.1 4.3",
    "penera": "11.4* 1.1 12.5",
    "adyatama": "12.5* 8.3 1.1",
    "adb_kependudukan": "2.1=3* 2.3* 2.4",
    "penata_bencana": "12.3* 12.2 2.4",
    "umum": "8.1* 2.1 2.4",
    "bendahara": "4.2* 4.1 4.3",
    "pengurus_barang": "4.4* 5.3 8.1",
    "perencanaan": "3.1* 3.2=3 3.3 2.4",
    "pendaftaran": "1.1* 1.3=3 2.1 10.4",
    "kesehatan": "1.1* 1.3=3 2.1 8.1",
    "tendik": "8.1* 2.1 4.2 1.1",
    "tpa": "11.3* 1.1 2.1",
    "jaga": "12.1* 1.1 2.1",
    "siaga": "12.2* 12.3 2.1",
    "umkm": "12.5* 1.1 2.1",
    "pasar": "12.5* 1.1 4.5",
    "loket": "1.1* 1.2 1.4 2.1",
    "siak": "2.1=3* 1.1* 1.3 2.3",
    "ti": "2.3* 2.1 2.4",
    "perhubungan": "11.4* 1.1 4.5",
    "wisata": "12.5* 1.1 8.3",
    "kepegawaian": "7.1* 7.2 2.4",
    "keuangan": "4.3* 4.2* 4.1",
    "pajak": "4.5* 1.1 2.1",
    "pusdalops": "12.3* 8.3 2.1",
    "kelurahan": "1.1* 2.1 1.3 8.1",
    "kepala": "3.1* 3.4 7.3 6.2",
    "asisten": "3.4* 3.1 6.2",
    "sekretaris": "3.1* 3.2=3 4.1 7.3",
    "kabag": "3.4* 3.1 7.3 4.1",
    "irban": "6.1* 6.2 7.3",
    "kabid": "3.1* 3.2=3 7.3 6.2",
    "direktur_rsud": "10.1* 3.1 6.2 7.3",
    "camat": "1.2* 3.1 7.3 8.3",
    "kasubbag": "4.1* 4.2 3.2=3 5.2=3",
    "kasubbag_umum": "7.1* 5.2=3 7.3 8.1",
    "kasi": "1.1* 1.2 1.4 6.4",
    "lurah": "1.1* 1.2 1.3 1.4",
    "seklur": "1.1* 8.1 4.2",
    "kepala_uptd": "1.2* 1.4 5.2=3 7.3",
    "katu": "8.1* 5.2=3 4.2",
}


@dataclass(frozen=True, slots=True)
class Rewording:
    """Other words for some levels of a competency from a day on."""

    competency: str
    since: date
    reason: str
    levels: Mapping[int, str] = field(default_factory=dict)
    english: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """A competency in English; levels from 1 on."""

    name: str
    family: str
    levels: tuple[str, str, str, str, str]


REWORDED = Rewording(
    "2.1",
    date(2027, 1, 1),
    "Loket digital menuntut lebih dari memakai aplikasi; tingkat 2 dan 3 dirumuskan ulang bersama Disdukcapil",
    {
        2: "Membantu warga memakai layanan daring sampai permohonannya terkirim",
        3: "Memecahkan kendala lazim dan menjaga layanan tetap jalan ketika sistem terganggu",
    },
    {
        2: "Helps citizens use online services until their application has been sent",
        3: "Solves the usual problems and keeps the service going when the system fails",
    },
)
SECURITY = "2.2"  # information security: level 2 for everybody
SECURITY_LEVEL = 2
DIGITAL, DIGITAL_LEVEL = "2.1", 3
# Heads and general clerks of Disdukcapil answer for a digital counter: level 3 of 2.1 like its operators.
COUNTER_OFFICE = (
    "Disdukcapil", "Kependudukan dan Pencatatan Sipil", "Pendaftaran Penduduk", "Bidang Pencatatan Sipil",
    "Layanan Adminduk",
)  # fmt: skip
# In the city itself everybody at Disdukcapil is asked for it; these posts, which every office has, for level 1 of it.
APPLICATIONS = ("perencana", "arsiparis", "bendahara", "pengurus_barang")
TEAM_LEAD = "7.3"  # performance management: level 3 for the 96 Ahli Muda that lead a team


def competencies() -> tuple[CompetencyRecord, ...]:
    """Nine of PermenPANRB 38/2017, 49 technical ones in twelve families, and kompetensi pemerintahan."""
    return tuple(
        CompetencyRecord(
            row["key"], row["name"], row["kind"], row["family"],
            (row["level1"], row["level2"], row["level3"], row["level4"], row["level5"]),
        )
        for row in tables.rows("competencies")
    )  # fmt: skip


def in_english() -> dict[str, EnglishWords]:
    """Key -> the English of a competency; beside the city's records, which are Indonesian like its work."""
    return {
        row["key"]: EnglishWords(
            row["name"], row["family"], (row["level1"], row["level2"], row["level3"], row["level4"], row["level5"])
        )
        for row in tables.rows("competencies_en")
    }


def of_position(position: PositionRecord) -> list[StandardRecord]:
    """Nine, three to five technical ones (one or two critical), and kompetensi pemerintahan for heads of units."""
    result = [StandardRecord(position.key, key, NINE_LEVEL[position.level], False) for key in NINE]
    level = TECHNICAL_LEVEL[position.level]
    seen = {SECURITY}
    counter = position.family != "siak" and any(name in position.title for name in COUNTER_OFFICE)
    for word in NEEDS[position.family].split():
        critical = word.endswith("*")
        key, _, fixed = word.rstrip("*").partition("=")
        asked = int(fixed) if fixed else level
        if counter and key == DIGITAL:
            asked = DIGITAL_LEVEL
        result.append(StandardRecord(position.key, key, asked, critical))
        seen.add(key)
    result.append(StandardRecord(position.key, SECURITY, SECURITY_LEVEL, False))
    if counter and DIGITAL not in seen:
        result.append(StandardRecord(position.key, DIGITAL, DIGITAL_LEVEL, False))
    if group(position.family) == "office" and position.level == "jf_muda" and TEAM_LEAD not in seen:
        result.append(StandardRecord(position.key, TEAM_LEAD, 3, False))
    if position.family in ("kepala", "camat", "lurah", "direktur_rsud", "asisten"):
        result.append(StandardRecord(position.key, "g1", 4 if position.level == "jpt_pratama" else 3, False))
    return result


def standards(positions: tuple[PositionRecord, ...], size: int = CITY_SIZE) -> tuple[StandardRecord, ...]:
    """The standards of all positions, in position order."""
    found: list[StandardRecord] = []
    for position in positions:
        found += of_position(position)
        if size == CITY_SIZE and position.family in APPLICATIONS:
            found.append(StandardRecord(position.key, DIGITAL, 1, False))
    return tuple(found)
