"""When people cannot leave in 2027; what months and audiences cannot say is left to the rows here."""

from binacity.records import CalendarRecord


def calendar(unit_keys: frozenset[str]) -> tuple[CalendarRecord, ...]:
    """The city's year. Rows keep only units that this agency has.

    Rows without months say what holds for parts of a month; offers already keep to them.
    """
    teachers = ("guru_sd", "guru_smp", "guru_tk", "kepala_sekolah")
    rows = (
        CalendarRecord("dpa", "DPA belum terbit", (1,), (), (), "Tidak ada kelas sebelum 18 Januari"),
        CalendarRecord(
            "audit",
            "LKPD dan pemeriksaan BPK",
            (1, 2, 3),
            ("bapperida", "bkad"),
            ("bendahara",),
            "Perencana, BKAD, dan bendahara terikat",
        ),
        CalendarRecord(
            "ramadan",
            "Ramadan (perkiraan)",
            (),
            (),
            (),
            "8 Februari-9 Maret: kelas pendek, paling banyak 5 JP sehari",
        ),
        CalendarRecord(
            "lebaran", "Nyepi, Idulfitri, cuti bersama", (), (), (), "5-17 Maret kosong; menunggu ketetapan"
        ),
        CalendarRecord(
            "school",
            "Hari sekolah dan ujian",
            (1, 2, 3, 4, 5, 8, 9, 10, 11, 12),
            (),
            teachers,
            "Guru hanya pada libur 21 Juni-10 Juli",
        ),
        CalendarRecord(
            "admission",
            "Penerimaan murid baru (SPMB)",
            (6, 7),
            (),
            ("tendik",),
            "Operator sekolah dan kantor dinas terikat",
        ),
        CalendarRecord(
            "budget",
            "KUA-PPAS, RKA, APBD-P",
            (7, 8, 9),
            ("bapperida", "bkad"),
            ("perencanaan", "keuangan"),
            "Perencana dan keuangan terikat",
        ),
        CalendarRecord("independence", "HUT RI di kecamatan", (8,), (), ("camat", "lurah"), "9-18 Agustus"),
        CalendarRecord(
            "closing", "Tutup tahun anggaran", (12,), ("bkad",), ("bendahara", "kasubbag"), "6-31 Desember: nol kelas"
        ),
    )
    kept = []
    for row in rows:
        units = tuple(key for key in row.units if key in unit_keys)
        kept.append(CalendarRecord(row.key, row.title, row.months, units, row.families, row.note))
    return tuple(kept)
