"""The city's public consultation forums: three of 2026 with what was said and promised, and one to come."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """A promise of a forum; `done_on` None: open. `unit` owes it."""

    unit: str
    cause: str  # competence | procedure | staffing | tools
    promise: str
    due_on: date
    done_on: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """What a citizen asked beforehand. `shown` empty: no moderator has read it yet."""

    asked_on: date
    text: str
    shown: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ForumRecord:
    """One forum. `present` None: it is still to come. `said` are (what citizens said, what was replied)."""

    unit: str
    title: str
    held_on: date
    begins_at: time
    place: str
    agenda: tuple[str, ...]
    invited: tuple[str, ...]
    announced_on: date
    present: int | None = None
    published_on: date | None = None
    minutes: str = ""
    said: tuple[tuple[str, str], ...] = ()
    commitments: tuple[CommitmentRecord, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()


_NINE = time(9, 0)
_GROUPS = ("Pengguna layanan dari empat kecamatan", "Akademisi", "Organisasi masyarakat", "Media setempat")

_FORUMS = (
    ForumRecord(
        "disdukcapil", "Antrean KTP dan syarat yang berubah-ubah", date(2026, 4, 14), _NINE,
        "Aula Kecamatan Arai Tengah",
        ("Antrean dan jam buka loket", "Syarat KTP, KK, dan akta", "Standar pelayanan 2026", "Janji dan tenggatnya"),
        (*_GROUPS, "Ketua RT dan RW", "Komunitas penyandang disabilitas"), date(2026, 3, 31), 31, date(2026, 4, 24),
        "Warga dan Disdukcapil membahas antrean sejak subuh, blangko yang sering habis, dan syarat yang berbeda di "
        "papan, aplikasi, dan kelurahan. Disepakati jam layanan sore, jalur tanpa antre bagi yang membutuhkan, ruang "
        "tunggu yang lebih layak, dan pelatihan petugas loket.",
        (
            ("Saya antre sejak subuh, blangko habis pukul sembilan.", "Sisa blangko akan diumumkan tiap pagi."),
            ("Syarat di papan beda dengan yang di aplikasi.", "Lembar syarat disatukan dan disebar ke kelurahan."),
            ("Yang bekerja tidak bisa datang pagi.", "Satu hari dalam seminggu loket buka sampai sore."),
            ("Orang tua saya tidak kuat berdiri lama.", "Lansia dan penyandang disabilitas didahulukan."),
            ("Petugas sering bertanya ke temannya saat sistem berhenti.", "Petugas akan dilatih bertahap."),
        ),
        (
            CommitmentRecord("disdukcapil", "procedure", "Loket KTP buka sampai pukul 17.00 setiap Rabu",
                             date(2026, 6, 30), date(2026, 6, 24), "Pengumuman jam layanan 470/18/2026"),
            CommitmentRecord("disdukcapil", "procedure", "Lansia dan penyandang disabilitas dilayani tanpa antre",
                             date(2026, 5, 29), date(2026, 5, 25), "Jalur khusus di loket 1 dan papan penunjuk"),
            CommitmentRecord("disdukcapil", "tools", "Tiga puluh kursi ditambah dan atap ruang tunggu diperbaiki",
                             date(2026, 9, 30)),
            CommitmentRecord("disdukcapil", "competence", "Semua petugas loket dilatih layanan digital",
                             date(2027, 5, 31)),
        ),
        (
            QuestionRecord(date(2026, 4, 7), "Apakah KK bisa dicetak di kelurahan?",
                           "Apakah KK bisa dicetak di kelurahan?",
                           "Bisa dicetak sendiri dari berkas yang dikirim ke surel; kelurahan membantu mencetaknya."),
        ),
    ),
    ForumRecord(
        "rsud", "Sikap petugas dan pendaftaran di RSUD Arai Medika", date(2026, 6, 9), _NINE,
        "Ruang pertemuan RSUD Arai Medika",
        ("Sikap dan komunikasi petugas", "Pendaftaran dan rujukan", "Sarana bagi penyandang disabilitas",
         "Janji dan tenggatnya"),
        (*_GROUPS, "Keluarga pasien", "Organisasi profesi kesehatan"), date(2026, 5, 22), 41, date(2026, 6, 19),
        "Keluarga pasien menyampaikan bahwa penjelasan sering terburu-buru dan petugas sulit dikenali. Rujukan dari "
        "puskesmas kerap belum sampai ketika pasien datang. RSUD dan Dinas Kesehatan berjanji memperbaiki penjelasan, "
        "rujukan, tanggapan atas saran, dan jalur kursi roda.",
        (
            ("Kami ditanya hal yang sama di tiga meja.", "Data pendaftaran akan dibaca bersama."),
            ("Petugas baik, tetapi penjelasannya terlalu cepat.", "Perawat akan berlatih menjelaskan."),
            ("Rujukan dari puskesmas belum ada di sistem.", "Dinas Kesehatan menata waktu pengiriman rujukan."),
            ("Kursi roda sulit masuk ke poli.", "Jalurnya diperbaiki tahun ini."),
        ),
        (
            CommitmentRecord("rsud", "procedure", "Petugas memakai kartu nama yang terbaca dari jauh",
                             date(2026, 7, 31), date(2026, 7, 22), "Surat edaran Direktur 800/44/2026"),
            CommitmentRecord("rsud", "procedure", "Kotak saran dibaca tiap Jumat dan jawabannya ditempel",
                             date(2026, 8, 31), date(2026, 8, 28), "Papan jawaban saran di ruang tunggu"),
            CommitmentRecord("dinkes", "procedure", "Rujukan puskesmas dikirim sebelum pasien datang ke RSUD",
                             date(2026, 10, 15)),
            CommitmentRecord("rsud", "tools", "Jalur kursi roda dari parkir ke semua poli diperbaiki",
                             date(2026, 12, 18)),
            CommitmentRecord("rsud", "competence", "Perawat dan petugas pendaftaran berlatih komunikasi pelayanan",
                             date(2027, 6, 30)),
        ),
    ),
    ForumRecord(
        "dpmptsp", "Izin usaha kecil: syarat, lama proses, dan bantuan daring", date(2026, 9, 22), _NINE,
        "Mal Pelayanan Publik, lantai 2",
        ("Syarat yang berubah", "Lama proses tiap izin", "Bantuan pengisian daring"),
        (*_GROUPS, "Pelaku usaha mikro dan kecil", "Notaris dan biro jasa"), date(2026, 9, 8), 24, date(2026, 10, 2),
        "Pelaku usaha menyambut formulir yang dipangkas dari sembilan menjadi empat. Yang masih menyulitkan: contoh "
        "berkas tidak terlihat, lama proses tidak tertulis, dan pengisian daring sulit tanpa pendamping.",
        (
            ("Formulir sudah lebih sedikit, terima kasih.", "Terus disederhanakan bila dasar hukumnya ada."),
            ("Saya tidak tahu izin saya sudah sampai mana.", "Lama proses ditulis di bukti terima."),
            ("Anak saya yang mengisi, saya tidak bisa.", "Pendamping akan hadir dua hari seminggu."),
        ),
        (
            CommitmentRecord("dpmptsp", "procedure", "Contoh berkas yang benar dipajang di tiap loket",
                             date(2026, 10, 30), date(2026, 10, 27), "Foto papan contoh di tujuh loket"),
            CommitmentRecord("dpmptsp", "procedure", "Lama proses tiap izin ditulis di bukti terima",
                             date(2026, 12, 11)),
            CommitmentRecord("dpmptsp", "staffing", "Pendamping pengisian daring hadir tiap Selasa dan Kamis",
                             date(2027, 1, 29)),
        ),
    ),
    ForumRecord(
        "dinkes", "Antrean pagi dan rujukan di puskesmas", date(2027, 1, 21), _NINE, "Aula Dinas Kesehatan",
        ("Antrean pagi di puskesmas", "Rujukan ke RSUD", "Jam layanan lansia"),
        (*_GROUPS, "Kader posyandu"), date(2026, 11, 16),
        questions=(
            QuestionRecord(date(2026, 11, 18), "Mengapa pendaftaran Puskesmas Batu Lintang baru buka pukul delapan?",
                           "Mengapa pendaftaran Puskesmas Batu Lintang baru buka pukul delapan?"),
            QuestionRecord(date(2026, 11, 20),
                           "Bu Sri di loket bilang rujukan cuma bisa hari Senin, betulkah? Hubungi 0812-5555-0190"),
        ),
    ),
)  # fmt: skip


def forums(unit_keys: frozenset[str]) -> tuple[ForumRecord, ...]:
    """Those of units that this agency has; the neighbour and small agencies have fewer."""
    return tuple(forum for forum in _FORUMS if forum.unit in unit_keys)
