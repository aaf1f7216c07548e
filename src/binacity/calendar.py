"""Who can leave when in 2027, and how many classes the trainers' office can hold."""

from binacity.plan_records import CalendarRecord, OrganiserRecord
from binacity.programmes import PLAN_YEAR, offers
from binacity.records import ProgrammeRecord

TEACHERS = ("guru_sd", "guru_smp", "guru_tk", "kepala_sekolah")
SCHOOL_OFFICE = ("disdikbud.sekretariat", "disdikbud.b1", "disdikbud.b2", "disdikbud.b3")
HEALTH_CENTRES = tuple(f"dinkes.p{number}" for number in range(1, 7))
TERM = (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)
# key, title, months, units, families, note, effect, at work at least. Rows without months hold for parts of a month
# (offers already keep to them) or, where some must stay, for the whole year.
ROWS = (
    ("dpa", "DPA belum terbit", (1,), (), (), "Tidak ada kelas sebelum 18 Januari", "closed", 0),
    (
        "audit",
        "LKPD dan pemeriksaan BPK: perencana kota dan BKAD",
        (1, 2, 3),
        ("bapperida", "bkad"),
        (),
        "Bapperida dan BKAD terikat",
        "closed",
        0,
    ),
    ("audit_treasurers", "LKPD dan pemeriksaan BPK: bendahara", (1, 2, 3), (), ("bendahara",), "", "closed", 0),
    ("ramadan", "Ramadan (perkiraan)", (), (), (), "8 Februari-9 Maret: kelas pendek, 5 JP sehari", "closed", 0),
    ("lebaran", "Nyepi, Idulfitri, cuti bersama", (), (), (), "5-17 Maret kosong; menunggu ketetapan", "closed", 0),
    ("school", "Hari sekolah dan ujian", TERM, (), TEACHERS, "Guru hanya pada libur 21 Juni-10 Juli", "closed", 0),
    ("holidays", "Libur sekolah", (6, 7), (), TEACHERS, "Semua guru boleh pergi bersamaan", "free", 0),
    ("admission", "Penerimaan murid baru (SPMB)", (6, 7), (), ("tendik",), "Operator sekolah terikat", "closed", 0),
    (
        "admission_office",
        "Penerimaan murid baru (SPMB): kantor dinas",
        (6, 7),
        SCHOOL_OFFICE,
        (),
        "Kantor Disdikbud terikat",
        "closed",
        0,
    ),
    (
        "budget",
        "KUA-PPAS, RKA, APBD-P",
        (7, 8, 9),
        (),
        ("perencana", "perencanaan", "keuangan", "analis_keuangan"),
        "Perencana dan keuangan terikat",
        "closed",
        0,
    ),
    ("independence", "HUT RI di kecamatan", (8,), (), ("camat", "lurah"), "9-18 Agustus", "closed", 0),
    ("closing", "Tutup tahun anggaran: BKAD", (12,), ("bkad",), (), "6-31 Desember: nol kelas", "closed", 0),
    (
        "closing_treasurers",
        "Tutup tahun anggaran: bendahara dan PPTK",
        (12,),
        (),
        ("bendahara", "kasubbag"),
        "6-31 Desember: nol kelas",
        "closed",
        0,
    ),
    ("doctors", "Dokter puskesmas", (), HEALTH_CENTRES, ("dokter",), "Paling sedikit 1 dokter bertugas", "keep", 1),
    ("midwives", "Bidan puskesmas", (), HEALTH_CENTRES, ("bidan",), "Paling sedikit 2 bidan bertugas", "keep", 2),
)
CLASSES_A_WEEK = 4
# Weeks in which the trainers' office can hold classes: January from the 18th, March without 5-17, December to the 5th.
WEEKS = {1: 2, 2: 4, 3: 2, **dict.fromkeys(range(4, 12), 4), 12: 1}


def calendar(unit_keys: frozenset[str]) -> tuple[CalendarRecord, ...]:
    """The city's year. Rows keep only units that this agency has; a row of units that it does not have is dropped."""
    kept = []
    for key, title, months, units, families, note, effect, least in ROWS:
        present = tuple(unit for unit in units if unit in unit_keys)
        if present or not units:
            kept.append(CalendarRecord(key, title, months, present, families, note, effect, least))
    return tuple(kept)


def organisers(programmes: tuple[ProgrammeRecord, ...], classes: int) -> tuple[OrganiserRecord, ...]:
    """The trainers' office of nine: four own classes a week, `classes` in the year."""
    own = {offer.programme for offer in offers() if offer.own_class}
    return (
        OrganiserRecord(
            key="bangkom",
            name="Bidang Pengembangan Kompetensi BKPSDM",
            batches_max=classes,
            by_month=tuple((month, weeks * CLASSES_A_WEEK) for month, weeks in WEEKS.items()),
            programmes=tuple(row.code for row in programmes if row.code in own),
            note=f"9 orang, 1 aula, 2 kelas, 1 lab: {CLASSES_A_WEEK} angkatan seminggu pada {PLAN_YEAR}",
        ),
    )
