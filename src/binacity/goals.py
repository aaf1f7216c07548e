"""The goal tree, its indicators, the activities that are not courses, and the plans of three years."""

from binacity.apportion import CITY_SIZE, scaled
from binacity.plan_records import (
    ActivityRecord,
    GoalLinkRecord,
    GoalRecord,
    IndicatorRecord,
    PlanHistoryRow,
    PlanRecord,
)

# key, parent, level, text
GOALS = (
    ("M1", None, "mission", "Misi 3 RPJMD 2025-2029: pemerintahan yang melayani, jujur, dan terukur"),
    ("T1", "M1", "strategic_goal", "Meningkatnya kompetensi ASN sesuai standar jabatan (Renstra BKPSDM)"),
    ("T2", "M1", "strategic_goal", "Meningkatnya mutu layanan publik yang dirasakan warga"),
    ("T3", "M1", "strategic_goal", "Meningkatnya kinerja, integritas, dan keadilan pembinaan pegawai"),
    ("P1", "T1", "programme", "Program Pengembangan Sumber Daya Manusia"),
    ("P2", "T1", "programme", "Program Kepegawaian Daerah: pendidikan lanjutan"),
    ("P3", "T2", "programme", "Program penguatan layanan digital dan loket"),
    ("P4", "T2", "programme", "Program mutu layanan kesehatan dan pendidikan dasar"),
    ("P5", "T3", "programme", "Program manajemen kinerja dan pembinaan"),
    ("P6", "T3", "programme", "Program budaya belajar dan berbagi pengetahuan"),
    ("T4", "M1", "strategic_goal", "Terselenggaranya pemerintahan digital yang aman"),
    ("T5", "M1", "strategic_goal", "Meningkatnya akuntabilitas kinerja dan pengadaan"),
)
# key, goal, name, unit, baseline, baseline year, target, target year, source
INDICATORS = (
    ("I01", "T1", "Pegawai yang mencapai 20 JP setahun", "%", 55.5, 2026, 68.0, 2027, "Rekap JP BKPSDM"),
    ("I02", "P1", "Kesenjangan kompetensi kritis yang tertutup", "%", 0.0, 2026, 40.0, 2027, "Pemetaan kompetensi"),
    (
        "I03",
        "P1",
        "Pejabat yang telah mengikuti pelatihan kepemimpinan wajib",
        "%",
        81.0,
        2026,
        88.0,
        2027,
        "Rekap diklat kepemimpinan",
    ),
    ("I04", "P1", "CPNS yang lulus Latsar dalam masa percobaan", "%", 100.0, 2026, 100.0, 2027, "STTP Latsar"),
    ("I05", "P1", "Pegawai tanpa JP dua tahun berturut-turut", "orang", 187.0, 2026, 31.0, 2027, "Rekap JP BKPSDM"),
    ("I06", "P2", "Pegawai tugas belajar pada bidang prioritas", "orang", 9.0, 2026, 13.0, 2027, "SK tugas belajar"),
    ("I07", "T2", "Nilai SKM Disdukcapil", "indeks", 76.2, 2026, 80.0, 2027, "SKM 2026"),
    ("I08", "P3", "Unsur waktu layanan Disdukcapil (U3)", "indeks", 2.71, 2026, 3.0, 2027, "SKM 2026"),
    ("I09", "P4", "Unsur perilaku petugas RSUD (U7)", "indeks", 2.88, 2026, 3.1, 2027, "SKM 2026"),
    ("I10", "P4", "Nilai SKM Puskesmas Batu Lintang", "indeks", 75.1, 2026, 79.0, 2027, "SKM 2026"),
    ("I11", "T3", "Dialog kinerja yang tercatat", "%", 22.0, 2026, 60.0, 2027, "e-Kinerja"),
    (
        "I12",
        "P5",
        "Pegawai di bawah ekspektasi dengan rencana pembinaan 90 hari",
        "%",
        60.0,
        2026,
        100.0,
        2027,
        "Rekap pembinaan",
    ),
    ("I13", "P5", "Pemeriksaan disiplin yang selesai tepat waktu", "%", 72.0, 2026, 90.0, 2027, "BKPSDM"),
    ("I14", "P6", "Catatan sesudah pelatihan yang dibagikan", "catatan", 9.0, 2026, 40.0, 2027, "Ruang berbagi"),
    (
        "I15",
        "P3",
        "Janji forum konsultasi publik yang dipenuhi tepat waktu",
        "%",
        83.0,
        2026,
        95.0,
        2027,
        "Berita acara FKP",
    ),
    ("I16", "P6", "Pasangan mentor yang menyelesaikan enam pertemuan", "pasang", 4.0, 2026, 30.0, 2027, "Buku mentor"),
    ("I17", "T4", "Insiden keamanan informasi", "insiden", 2.0, 2026, 0.0, 2027, "Catatan insiden Diskominfo"),
    ("I18", "T5", "Nilai SAKIP kota", "nilai", 60.8, 2025, 66.0, 2027, "Evaluasi SAKIP"),
)
# goal, competency, factor (1.0 neutral), why; for the years of the RPJMD
GOAL_LINKS = (
    ("P3", "2.1", 1.3, "RPJMD: layanan digital"),
    ("T4", "2.2", 1.15, "Dua insiden keamanan informasi 2026"),
    ("T5", "3.2", 1.25, "Evaluasi SAKIP CC/B: indikator dan pohon kinerja"),
    ("T2", "1.3", 1.2, "Janji forum konsultasi publik"),
    ("T3", "7.3", 1.2, "Dialog kinerja baru tercatat 22 %"),
    ("T5", "5.2", 1.1, "Temuan Inspektorat tentang pengadaan"),
    ("P4", "9.2", 1.1, "Mutu belajar SD"),
)
RPJMD = (2025, 2029)
# key, indicator, kind, title, owner, months, participants, amount, fund, output
ACTIVITIES = (
    (
        "K01",
        "I11",
        "performance_dialogue",
        "Dialog kinerja triwulan di semua perangkat daerah",
        "bkpsdm",
        3,
        12,
        2914,
        0,
        None,
        "Catatan dialog tiap triwulan",
    ),
    (
        "K02",
        "I11",
        "performance_dialogue",
        "Pendampingan dialog kinerja bagi 96 ketua tim",
        "bkpsdm",
        4,
        9,
        96,
        18_000_000,
        "bkpsdm_managerial",
        "Umpan balik tertulis tiap anggota tim",
    ),
    (
        "K03",
        "I12",
        "coaching_plan",
        "Rencana pembinaan 90 hari bagi pegawai di bawah ekspektasi",
        "bkpsdm",
        2,
        6,
        87,
        0,
        None,
        "Rencana dan hasil pembinaan tiap orang",
    ),
    (
        "K04",
        "I12",
        "coaching_plan",
        "Konseling kinerja bagi atasan langsung",
        "bkpsdm",
        3,
        5,
        60,
        9_000_000,
        "bkpsdm_managerial",
        "Lembar konseling",
    ),
    (
        "K05",
        "I11",
        "recognition",
        "Pemilihan 12 pegawai teladan dengan bukti",
        "bkpsdm",
        7,
        8,
        12,
        30_000_000,
        "bkpsdm_technical",
        "12 kisah dengan bukti dan piagam",
    ),
    (
        "K06",
        "I13",
        "discipline",
        "Pemeriksaan dugaan pelanggaran disiplin tepat waktu",
        "bkpsdm",
        1,
        12,
        14,
        0,
        None,
        "Berita acara pemeriksaan",
    ),
    (
        "K07",
        "I13",
        "discipline",
        "Pengisian pernyataan benturan kepentingan",
        "inspektorat",
        2,
        3,
        420,
        0,
        None,
        "Daftar benturan dan penanganannya",
    ),
    (
        "K08",
        "I14",
        "knowledge_sharing",
        "Catatan sesudah pelatihan dan sesi berbagi",
        "bkpsdm",
        4,
        11,
        240,
        0,
        None,
        "40 catatan di ruang berbagi",
    ),
    (
        "K09",
        "I14",
        "knowledge_sharing",
        "Daftar 14 pakar yang bersedia ditanya",
        "bkpsdm",
        2,
        12,
        14,
        0,
        None,
        "Daftar pakar per kompetensi",
    ),
    (
        "K10",
        "I15",
        "public_forum",
        "Forum konsultasi publik Disdukcapil",
        "disdukcapil",
        4,
        4,
        35,
        9_000_000,
        "agencies",
        "Berita acara dan janji layanan",
    ),
    (
        "K11",
        "I15",
        "public_forum",
        "Forum konsultasi publik RSUD",
        "rsud",
        6,
        6,
        40,
        9_000_000,
        "blud_rsud",
        "Berita acara dan janji layanan",
    ),
    (
        "K12",
        "I15",
        "public_forum",
        "Forum konsultasi publik DPMPTSP",
        "dpmptsp",
        9,
        9,
        30,
        9_000_000,
        "agencies",
        "Berita acara dan janji layanan",
    ),
    (
        "K13",
        "I16",
        "mentoring",
        "Mentoring senior-yunior bagi pegawai baru dan calon penerus",
        "bkpsdm",
        4,
        10,
        60,
        0,
        None,
        "Buku mentor enam pertemuan",
    ),
    (
        "K14",
        "I16",
        "mentoring",
        "Alih pengetahuan sebelum purnabakti",
        "dispusip",
        3,
        9,
        6,
        0,
        None,
        "Panduan kerja yang ditulis bersama",
    ),
)
# programme (empty: not in the catalogue), name, planned people, realised, planned and realised thousands of rupiah:
# 2025, then 2026
HISTORY = (
    ("", "Seminar motivasi: bekerja dengan bahagia", 400, 420, 180_000, 186_000, 0, 0, 0, 0),
    ("C02", "Komunikasi pelayanan di loket", 90, 84, 48_000, 47_000, 120, 96, 64_000, 50_500),
    ("A04", "Pelatihan Dasar CPNS (Latsar) Golongan III", 28, 28, 263_200, 263_200, 35, 35, 329_000, 329_000),
    ("A05", "Pelatihan Dasar CPNS (Latsar) Golongan II", 12, 12, 103_200, 103_200, 18, 18, 154_800, 154_800),
    ("A03", "Pelatihan Kepemimpinan Pengawas", 12, 11, 300_000, 275_000, 14, 13, 350_000, 325_000),
    ("A02", "Pelatihan Kepemimpinan Administrator", 6, 6, 162_000, 162_000, 8, 7, 216_000, 189_000),
    ("A01", "Pelatihan Kepemimpinan Nasional Tingkat II", 2, 2, 68_000, 68_000, 3, 2, 102_000, 68_000),
    ("D01", "Menyusun Renja, indikator, dan pohon kinerja", 120, 118, 81_000, 80_000, 120, 86, 81_000, 56_000),
    ("D05", "Penyusunan laporan keuangan SKPD (akrual)", 70, 66, 98_000, 97_000, 70, 64, 98_000, 96_000),
    (
        "C10",
        "Analisis data dengan lembar kerja untuk perangkat daerah",
        100,
        98,
        60_000,
        60_000,
        100,
        70,
        60_000,
        43_000,
    ),
    ("C01", "Layanan publik digital (SPBE) dasar", 160, 121, 64_000, 48_000, 200, 142, 80_000, 57_000),
    ("E12", "Pencegahan dan pengendalian infeksi", 90, 88, 132_000, 130_000, 90, 60, 132_000, 88_000),
    ("E01", "Pembelajaran mendalam dan diferensiasi (IHT sekolah)", 360, 341, 72_000, 70_000, 400, 388, 80_000, 78_000),
    ("F02", "Dialog kinerja dan umpan balik untuk atasan", 60, 52, 42_000, 40_000, 60, 41, 42_000, 29_000),
    ("G05", "Patok banding layanan dukcapil", 8, 8, 32_800, 32_800, 0, 0, 0, 0),
    ("B02", "Sertifikasi kompetensi PPK (pembuat komitmen) tipe C", 30, 28, 96_000, 96_000, 30, 30, 96_000, 96_000),
)
PAST_BUDGET = {2025: 3_900_000_000, 2026: 4_050_000_000}


def goals() -> tuple[GoalRecord, ...]:
    return tuple(GoalRecord(*row) for row in GOALS)


def goal_links() -> tuple[GoalLinkRecord, ...]:
    return tuple(GoalLinkRecord(*row, *RPJMD) for row in GOAL_LINKS)


def indicators() -> tuple[IndicatorRecord, ...]:
    return tuple(IndicatorRecord(*row) for row in INDICATORS)


def activities(size: int, unit_keys: frozenset[str]) -> tuple[ActivityRecord, ...]:
    """Rows of the plan that are not courses; participants scaled, an absent owner replaced by the personnel agency."""
    result = []
    for key, indicator, kind, title, owner, first, last, people, amount, fund, output in ACTIVITIES:
        home = owner if owner in unit_keys else "bkpsdm"
        count = people if size == CITY_SIZE else max(1, min(size, scaled(people, size)))
        result.append(ActivityRecord(key, indicator, kind, title, home, first, last, count, amount, fund, output))
    return tuple(result)


def plans(size: int) -> tuple[PlanRecord, ...]:
    """2025 closed, 2026 running (people at target is the forecast), 2027 in two stages."""
    share = [money * size // CITY_SIZE for money in (*PAST_BUDGET.values(), 5_100_000_000, 4_200_000_000)]
    title = "Rencana Pembinaan dan Pengembangan Kompetensi ASN"
    return (
        PlanRecord(
            2025,
            "definitive",
            f"{title} 2025",
            share[0],
            "closed",
            share[0] * 964 // 1000,
            scaled(1498, size),
            "Selesai dan dievaluasi",
        ),
        PlanRecord(
            2026,
            "revised",
            f"{title} 2026",
            share[1],
            "running",
            share[1] * 68 // 100,
            scaled(1617, size),
            "Realisasi sampai Oktober 68 %; prakiraan 55,5 % pegawai mencapai 20 JP",
        ),
        PlanRecord(
            2027,
            "indicative",
            f"Usulan {title} 2027",
            share[2],
            "draft",
            None,
            None,
            "Pagu indikatif Renja, April 2026",
        ),
        PlanRecord(
            2027, "definitive", f"{title} 2027", share[3], "draft", None, None, "Pagu definitif RKA; DPA belum terbit"
        ),
    )


def plan_history() -> tuple[PlanHistoryRow, ...]:
    """Planned and realised people and rupiah by programme; an empty programme is an event outside the catalogue."""
    rows = []
    for programme, name, p25, r25, pa25, ra25, p26, r26, pa26, ra26 in HISTORY:
        rows.append(PlanHistoryRow(2025, programme, name, p25, r25, pa25 * 1000, ra25 * 1000))
        if p26:
            rows.append(PlanHistoryRow(2026, programme, name, p26, r26, pa26 * 1000, ra26 * 1000))
    return tuple(sorted(rows, key=lambda row: (row.year, row.programme)))
