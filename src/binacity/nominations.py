"""Who must, and who may, be placed in 2027 by name."""

from datetime import date

from binacity.apportion import scaled
from binacity.drafts import Draft
from binacity.plan_records import NominationRecord

# Whose work the study grants of 2027 are for (public finance, public policy, public health), and who can be spared
# from July on.
STUDY_FAMILIES = ("auditor", "analis_kebijakan", "epidemiolog", "promkes", "nutrisionis")


def make(people: list[Draft], size: int) -> list[NominationRecord]:
    """Mandatory: 46 Latsar, 14 PKP, 8 PKA, 3 PKN II, PPPK orientation.

    Optional: teachers selected to become heads of schools, the long courses of firemen and investigators, mentoring,
    pension preparation, study.
    """
    active = [p for p in people if p.status == "active"]
    staying = [p for p in active if p.retire_on >= date(2029, 1, 1)]
    rows: list[NominationRecord] = []

    def add(members: list[Draft], programme: str, mandatory: bool, reason: str) -> None:
        rows.extend(NominationRecord(p.key, programme, mandatory, reason) for p in members)

    cpns = [p for p in active if p.employment == "cpns"]
    add(
        [p for p in cpns if p.grade.startswith("III")],
        "A04",
        True,
        "CPNS golongan III wajib lulus Latsar dalam masa percobaan",
    )
    add(
        [p for p in cpns if p.grade.startswith("II/")],
        "A05",
        True,
        "CPNS golongan II wajib lulus Latsar dalam masa percobaan",
    )
    for level, programme, count, name in (
        ("supervisor", "A03", 14, "Pengawas"),
        ("administrator", "A02", 8, "Administrator"),
        ("jpt_pratama", "A01", 3, "Tingkat II"),
    ):
        pool = sorted((p for p in staying if p.level == level), key=lambda p: (-p.position_since.toordinal(), p.key))
        add(
            pool[: scaled(count, size)],
            programme,
            True,
            f"Baru menjabat dan belum mengikuti Pelatihan Kepemimpinan {name}",
        )
    new = [p for p in active if p.employment == "pppk" and p.appointed.year == 2026]
    add(new, "A06", True, "PPPK baru wajib mengikuti orientasi")
    add(cpns, "G01", False, "Pegawai baru didampingi mentor")
    leaving = [p for p in active if date(2027, 5, 1) <= p.retire_on < date(2028, 7, 1)]
    add(leaving, "F07", False, "Mencapai BUP dalam satu setengah tahun")
    study = [
        p
        for p in staying
        if p.education == "S1"
        and p.level in ("jf_pertama", "executive")
        and p.employment == "pns"
        and p.family in STUDY_FAMILIES
        and p.retire_on.year > 2045
    ]
    add(_spread(study, scaled(6, size)), "G10", False, "Calon tugas belajar hasil seleksi 2026")
    heads = [
        p
        for p in staying
        if p.family in ("guru_sd", "guru_smp", "guru_tk")
        and p.level in ("jf_muda", "jf_madya")
        and p.employment == "pns"
        and p.retire_on.year > 2036
    ]
    add(_spread(heads, scaled(12, size)), "A07", False, "Calon kepala sekolah hasil seleksi 2026")
    careers = [p for p in staying if p.employment == "pns"]
    firemen = [p for p in careers if p.family in ("damkar", "siaga") and p.level != "jf_mahir"]
    add(_spread(firemen, scaled(6, size)), "B11", False, "Anggota regu yang belum mengikuti Pemadam I")
    guards = [p for p in careers if p.family == "polisi_pp" and p.level in ("jf_pertama", "jf_mahir", "jf_terampil")]
    add(_spread(guards, scaled(2, size)), "B12", False, "Calon PPNS hasil seleksi 2026")
    return rows


def _spread(people: list[Draft], number: int) -> list[Draft]:
    """So many of them, from the whole list."""
    return people[:: max(1, len(people) // max(1, number))][:number]
