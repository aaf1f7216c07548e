"""What people of the city share of their own will: nine notes after a training, and fourteen who may be asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from binacity.drafts import Draft
from binacity.records import LearningRecord
from binacity.sharing_records import ExpertRecord, NoteRecord, Sharing

LASTING: Final = date(2028, 1, 1)  # nobody who retires soon
FILES: Final = "https://berkas.lembaharai.example/"


# programme, department, day, title, what was learnt, name of the material, its file, competencies
_NOTES: Final = (
    (
        "C02", "dinkes", date(2026, 5, 4), "Sapa dulu, baru minta berkas",
        (
            "Tiga hal yang saya pakai setiap hari: menyapa sebelum meminta berkas, mengulang keluhan dengan "
            "kata-kata warga, dan menutup dengan langkah berikutnya.\n\n"
            "Yang paling sulit ternyata diam dua detik sebelum menjawab orang yang marah. Kami berlatih "
            "berpasangan lima menit setiap Senin pagi."
        ),
        "Kartu saku loket (satu halaman)", "kartu-saku-loket.pdf", ("1.1", "m3"),
    ),
    (
        "C10", "disdukcapil", date(2026, 4, 6), "Satu baris satu kejadian",
        (
            "Hampir semua masalah rekap kami hilang sesudah menaati satu aturan: satu baris satu kejadian, satu "
            "kolom satu arti. Tabel ringkas baru bisa dipakai sesudah itu.\n\n"
            "Jangan menggabungkan sel. Sungguh."
        ),
        "Contoh lembar rekap kosong", "contoh-rekap.xlsx", ("2.4",),
    ),
    (
        "D01", "bapperida", date(2026, 6, 15), "Indikator bukan daftar kegiatan",
        (
            "Tanyakan “siapa yang merasakan bedanya?” Kalau jawabannya “kami sendiri”, itu keluaran, bukan "
            "hasil.\n\n"
            "Kami menyusun pohon kinerja dengan kertas tempel lebih dulu; aplikasi belakangan saja."
        ),
        "Pertanyaan penguji indikator", "penguji-indikator.pdf", ("3.2", "3.1"),
    ),
    (
        "C07", "diskominfo", date(2026, 9, 7), "Sandi panjang yang mudah diingat",
        (
            "Empat kata acak lebih kuat daripada satu kata dengan angka di belakangnya. Surel yang mendesak dan "
            "meminta sandi selalu mencurigakan, juga bila memakai nama pimpinan.\n\n"
            "Lapor ke tim keamanan lebih cepat daripada menebak sendiri."
        ),
        "Poster enam tanda surel palsu", "poster-surel-palsu.pdf", ("2.2",),
    ),
    (
        "E02", "disdikbud", date(2026, 8, 24), "Sepuluh menit membaca nyaring, setiap hari",
        (
            "Murid kelas awal maju paling cepat bila dibacakan nyaring sepuluh menit sehari lalu diminta "
            "bercerita ulang. Catatan satu baris per anak cukup untuk melihat siapa yang tertinggal."
        ),
        "Lembar catatan baca", "lembar-catatan-baca.pdf", ("9.2", "9.1"),
    ),
    (
        "E12", "rsud", date(2025, 11, 17), "Lima momen cuci tangan yang sering terlewat",
        (
            "Momen yang paling sering terlewat di bangsal kami: sesudah menyentuh lingkungan pasien. Botol "
            "cairan dipindah ke ujung tempat tidur, dan kepatuhan naik tanpa satu teguran pun."
        ),
        "", "", ("10.1",),
    ),
    (
        "F04", "dpmptsp", date(2025, 12, 8), "Coba di satu loket dulu",
        (
            "Perubahan yang dipaksakan serentak gagal dua kali di tempat kami. Yang ketiga kami coba di satu "
            "loket selama dua pekan, lalu petugas loket itu sendiri yang mengajari yang lain."
        ),
        "Rencana uji coba dua pekan", "uji-coba-dua-pekan.docx", ("m7",),
    ),
    (
        "F09", "bpbd", date(2026, 10, 19), "Laporan pertama cukup enam baris",
        (
            "Kaji cepat tidak perlu lengkap. Enam baris dalam tiga puluh menit: apa, di mana, kapan, berapa "
            "orang, apa yang sudah bergerak, apa yang kurang. Yang lain menyusul."
        ),
        "Formulir enam baris", "kaji-cepat-enam-baris.pdf", ("12.3",),
    ),
    (
        "F05", "satpolpp", date(2026, 3, 30), "Tegas tanpa meninggikan suara",
        (
            "Menyebut aturan, menyebut akibat, menawarkan jalan keluar: tiga kalimat, suara biasa. Pedagang "
            "yang kami tegur dengan cara ini lebih sering pindah sendiri."
        ),
        "", "", ("m5",),
    ),
)  # fmt: skip
# department, families of positions, competencies, how to reach
_EXPERTS: Final = (
    ("disdukcapil", ("adb_kependudukan", "siak"), ("2.1",), "Loket 4, sesudah pukul 14.00"),
    ("diskominfo", ("pranata_komputer",), ("2.3", "2.1"), "Ruang pusat data, pesawat 214"),
    ("diskominfo", ("sandiman", "pranata_komputer"), ("2.2",), "Pesawat 219, Senin dan Kamis pagi"),
    ("diskominfo", ("statistisi", "ti"), ("2.4",), "Ruang statistik lantai 2"),
    ("bapperida", ("perencana", "perencanaan"), ("3.2", "3.1"), "Pesawat 131; bawa pohon kinerjanya"),
    ("bkad", ("analis_keuangan", "keuangan"), ("4.3",), "Ruang akuntansi, pukul 10.00–11.30"),
    ("inspektorat", ("auditor", "ppupd"), ("6.2",), "Klinik pengendalian, Rabu pagi"),
    ("bkpsdm", ("analis_sdm", "pranata_sdm"), ("7.3",), "Meja layanan BKPSDM"),
    ("rsud", ("perawat",), ("10.1", "1.3"), "Bangsal dua, saat serah terima siang"),
    ("dinkes", ("bidan", "nutrisionis"), ("10.3",), "Puskesmas, hari Jumat"),
    ("disdikbud", ("guru_sd",), ("9.2",), "Pertemuan KKG, Sabtu kedua"),
    ("dpmptsp", ("penata_perizinan", "loket"), ("1.2", "m7"), "Loket 2, sesudah pukul 15.00"),
    ("bpbd", ("penata_bencana", "pusdalops"), ("12.3",), "Pusdalops, setiap saat untuk hal mendesak"),
)  # fmt: skip
_MENTOR: Final = (("8.1",), "Ruang arsip, Selasa dan Kamis")


def make(
    people: Sequence[Draft], learned: Iterable[LearningRecord], logins: Mapping[str, str | None], seed: int
) -> Sharing:
    """Smaller agencies have the notes and experts whose departments they have. `logins`: user name -> person."""
    shown = {key for key in logins.values() if key}
    free = [p for p in people if p.status == "active" and p.retire_on >= LASTING and p.key not in shown]
    finished: dict[str, dict[str, date]] = {}
    for row in learned:
        if row.programme:
            days = finished.setdefault(row.programme, {})
            days[row.employee] = min(row.ended_on, days.get(row.employee, row.ended_on))
    notes = tuple(_notes(free, finished))
    writers = {note.author for note in notes}
    return Sharing(notes, tuple(_experts([p for p in free if p.key not in writers], logins, seed)))


def _notes(free: Sequence[Draft], finished: Mapping[str, Mapping[str, date]]) -> Iterable[NoteRecord]:
    taken: set[str] = set()
    for programme, agency, day, title, learnt, material, file, competencies in _NOTES:
        ended = finished.get(programme, {})
        knows = [p for p in free if p.key not in taken and ended.get(p.key, day) < day]
        can = [p.key for p in knows if p.agency == agency] or [p.key for p in knows]
        if can:
            taken.add(can[0])
            url = FILES + file if file else ""
            yield NoteRecord(can[0], programme, title, learnt, material, url, competencies, day)


def _experts(free: Sequence[Draft], logins: Mapping[str, str | None], seed: int) -> Iterable[ExpertRecord]:
    taken: set[str] = set()
    for place, (agency, families, competencies, reach) in enumerate(_EXPERTS):
        own = [p for p in free if p.agency == agency and p.key not in taken]
        can = [p.key for family in families for p in own if p.family == family]
        if can:
            chosen = can[(seed + place) % min(len(can), 5)]
            taken.add(chosen)
            yield ExpertRecord(chosen, competencies, reach, date(2026, 2 + place % 9, 3 + place))
    mentor = logins.get("mentor")
    if mentor:
        yield ExpertRecord(mentor, *_MENTOR, date(2026, 2, 2))
