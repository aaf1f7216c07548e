"""What the needs analysis for 2027 heard: talks with quotes, gates, studies of what is coming, and its stages."""

from dataclasses import dataclass
from datetime import date

from binacity.apportion import CITY_SIZE

PLAN_YEAR = 2027
STARTS_ON = date(2026, 10, 5)
DONE_ON = (date(2026, 10, 8), date(2026, 10, 21), date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 12))
"""The first five stages; the sixth was due on 17 November and still waits."""
OWNERS = (
    "analyst", "unit_operator", "unit_operator", "analyst", "unit_operator", "analyst", "head_of_development",
)  # fmt: skip
"""The role that answers for each stage."""
GUIDE = (
    "Ceritakan satu hari kerja yang lancar, dan satu yang macet.",
    "Saat macet: apa yang tidak ada, tidak jelas, atau belum bisa dikerjakan?",
    "Pelatihan terakhir: apa yang dipakai sesudahnya, apa yang tidak, mengapa?",
    "Siapa yang ditunjuk ikut, dan bagaimana caranya?",
    "Bila hanya satu hal dapat diubah tahun depan, apa?",
)


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """`cause` as the needs room codes it, empty: not coded yet."""

    speaker: int
    text: str
    cause: str = ""
    competency: str = ""


@dataclass(frozen=True, slots=True)
class TalkRecord:
    kind: str
    unit: str
    topic: str
    held_on: date
    people: int
    notes: str
    quotes: tuple[QuoteRecord, ...]


@dataclass(frozen=True, slots=True)
class RouteRecord:
    """Cause (of the five of the gate), what is done, by which unit, by when, and the proof where it is done."""

    cause: str
    text: str
    unit: str
    due_on: date
    done_on: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class GateRecord:
    """`counts` of competence, tools, rules, staffing, motive; without routes and reason it is not decided yet."""

    unit: str
    competency: str
    problem: str
    source: str
    counts: tuple[int, int, int, int, int]
    opened_on: date
    decided_on: date | None
    reason: str
    routes: tuple[RouteRecord, ...]


@dataclass(frozen=True, slots=True)
class StudyRecord:
    kind: str
    title: str
    source: str
    change: str
    competency: str
    people: int
    unit: str
    effective_on: date | None
    studied_on: date


@dataclass(frozen=True, slots=True)
class Heard:
    talks: tuple[TalkRecord, ...]
    gates: tuple[GateRecord, ...]
    studies: tuple[StudyRecord, ...]


def heard(unit_keys: frozenset[str], size: int) -> Heard:
    """What this agency's units told; a small agency has what happened in the units that it has."""
    if size != CITY_SIZE:
        return Heard((), (), ())
    return Heard(
        tuple(each for each in TALKS if each.unit in unit_keys),
        tuple(each for each in GATES if each.unit in unit_keys),
        tuple(each for each in STUDIES if not each.unit or each.unit in unit_keys),
    )


def _alone(unit: str, day: int, topic: str, notes: str, *quotes: QuoteRecord) -> TalkRecord:
    return TalkRecord("interview", unit, topic, date(2026, 10, day), 1, notes, quotes)


def _said(text: str, cause: str, competency: str = "", speaker: int = 1) -> QuoteRecord:
    return QuoteRecord(speaker, text, cause, competency)


DIGITAL = "2.1"
TALKS = (
    _alone(
        "disdukcapil.b1", 12, "Loket pendaftaran penduduk", "Petugas loket; 11 tahun di loket yang sama.",
        _said("Kalau SIAK berhenti saya panggil anak PKL.", "competence", DIGITAL),
    ),
    _alone(
        "disdukcapil.b1", 12, "Loket pendaftaran penduduk", "Petugas loket; baru pindah dari kecamatan.",
        _said("Kalau ada yang mendampingi seminggu di loket, lebih cepat bisa.", "competence", DIGITAL),
        _said("Syarat di papan beda dengan yang di aplikasi.", "procedure"),
    ),
    _alone(
        "disdukcapil.b1", 13, "Perekaman dan cetak KTP-el", "Operator; menunjukkan tiga galat yang sering muncul.",
        _said("Galat yang sama saya foto dan kirim ke grup, lalu menunggu jawaban.", "competence", DIGITAL),
        _said("Pelatihan tahun lalu bagus, tapi komputernya tidak ada.", "tools"),
    ),
    _alone(
        "disdukcapil.b2", 14, "Akta lahir dan akta mati", "Petugas pencatatan sipil.",
        _said("Pemohon yang mengisi dari rumah saya suruh datang, karena saya tidak tahu cara membetulkannya.",
              "competence", DIGITAL),
    ),
    _alone(
        "disdukcapil.b2", 15, "Antrean dan jam layanan", "Ketua tim; membawa catatan antrean tiga bulan.",
        _said("Yang lancar memakai aplikasi hanya dua orang; kalau cuti, antrean berhenti.", "competence", DIGITAL),
        _said("Pencetak rusak dua dari empat, blangko habis tiap akhir bulan.", "tools"),
    ),
    _alone(
        "disdukcapil.b1", 16, "Pelatihan dan penunjukan", "Petugas layanan keliling.",
        _said("Saya ditunjuk karena sedang tidak ada pekerjaan.", "motive"),
    ),
    TalkRecord(
        "fgd", "disdikbud.sd1", "Guru kelas dan waktu belajar", date(2026, 10, 19), 9, "Sembilan guru dari tiga SD.",
        (
            _said("Guru kelas tidak bisa ditinggal, cobalah waktu libur.", "staffing", speaker=2),
            _said("Atasan menilai semua Baik, jadi saya tidak tahu kurangnya apa.", "competence", "7.3", 5),
            _said("Nilai murid kami kumpulkan, tetapi tidak pernah dipakai mengubah cara mengajar.", "competence",
                  "9.2", 7),
        ),
    ),
    TalkRecord(
        "fgd", "setda.b7", "PPPK dan kesempatan belajar", date(2026, 10, 20), 12, "Dua belas PPPK dari delapan unit.",
        (
            _said("Kami PPPK jarang dipanggil.", "rule", speaker=1),
            _said("Sertifikat saya dikirim tiga kali, belum masuk JP.", "procedure", speaker=4),
            _said("Setelah pelatihan tidak pernah ditanya hasilnya.", "motive", speaker=9),
        ),
    ),
    TalkRecord(
        "fgd", "rsud.r2", "Perawat dan keluarga pasien", date(2026, 10, 22), 8, "Delapan perawat dari dua ruang.",
        (
            _said("Keluarga bertanya hal yang sama lima kali; kami belum punya cara menjelaskan yang sama.",
                  "competence", "1.3", 3),
            _said("Malam hari satu perawat untuk empat belas pasien.", "staffing", speaker=6),
            QuoteRecord(2, "Kalau keluhan masuk lewat direktur, baru ada rapat."),
        ),
    ),
)  # fmt: skip
"""The ten quotes of the city among them; five of the civil registry are about digital service. One waits for a code."""
GATES = (
    GateRecord(
        "disdukcapil", DIGITAL, "Antrean panjang di loket kependudukan",
        "100 masukan warga tentang antrean yang dikodekan, Januari–Oktober 2026", (27, 38, 20, 15, 0),
        date(2026, 10, 26), date(2026, 10, 30), "Hanya 27 % dapat diubah dengan pelatihan",
        (
            RouteRecord("tools", "Perbaiki dua pencetak KTP-el dan pastikan stok blangko tiga bulan", "bkad",
                        date(2026, 12, 18)),
            RouteRecord("rules", "Samakan syarat di papan, laman, dan aplikasi", "disdukcapil", date(2026, 11, 13)),
            RouteRecord("staffing", "Atur giliran enam loket pada jam ramai", "disdukcapil", date(2026, 11, 16),
                        date(2026, 11, 12), "Jadwal giliran baru berlaku 12 November, ditempel di loket"),
        ),
    ),
    GateRecord(
        "rsud", "1.3", "Keluhan tentang sikap petugas di rawat inap",
        "131 umpan balik 2026 tentang petugas yang dikodekan", (82, 6, 12, 28, 3), date(2026, 10, 27),
        date(2026, 11, 3), "Pelatihan komunikasi diperlukan, giliran malam harus ditata lebih dahulu",
        (
            RouteRecord("staffing", "Tata giliran malam di dua ruang rawat inap", "rsud", date(2026, 12, 11)),
        ),
    ),
    GateRecord(
        "dishub", "1.1", "Biaya uji kendaraan tidak jelas bagi pemilik",
        "41 masukan 2026 tentang biaya PKB yang dikodekan", (3, 5, 31, 2, 0), date(2026, 10, 28), date(2026, 11, 4),
        "Yang kurang papan tarif dan prosedur, bukan kecakapan petugas",
        (
            RouteRecord("rules", "Pasang tarif dan rincian biaya di loket, laman, dan kuitansi", "dishub",
                        date(2026, 11, 20)),
            RouteRecord("tools", "Aktifkan pembayaran nontunai di UPTD PKB", "bapenda", date(2027, 1, 29)),
        ),
    ),
    GateRecord(
        "dpmptsp", "1.2", "Syarat izin berubah-ubah menurut pemohon",
        "60 dari 188 masukan 2026 yang dikodekan", (14, 6, 34, 4, 2), date(2026, 11, 16), None, "", (),
    ),
)  # fmt: skip
STUDIES = (
    StudyRecord(
        "regulation", "Pelindungan data pribadi di layanan publik", "UU 27/2022 tentang Pelindungan Data Pribadi",
        "Setiap unit harus tahu data apa yang boleh diminta, disimpan, dan dibagikan, dan melapor bila bocor.", "2.2",
        1912, "", date(2024, 10, 17), date(2026, 9, 14),
    ),
    StudyRecord(
        "technology", "Identitas kependudukan digital di loket", "Rencana Dinas Dukcapil 2027; uji coba di dua loket",
        "Petugas membantu warga mengaktifkan identitas digital dan memeriksa keasliannya, bukan lagi menyalin kartu.",
        DIGITAL, 31, "disdukcapil", date(2027, 3, 1), date(2026, 9, 21),
    ),
    StudyRecord(
        "regulation", "Proses bisnis dan indikator menurut arsitektur SPBE", "Perpres 95/2018 tentang SPBE",
        "Pohon kinerja dan indikator dipakai lintas unit; perencana menyusunnya dari data yang sama.", "3.2",
        96, "", None, date(2026, 9, 28),
    ),
)  # fmt: skip
