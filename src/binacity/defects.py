"""The planted defects, each listed in City.defects so that a test can find it.

Left out because their rooms are not built: overlapping honoraria of speakers, hotel prices 18 % above the standard,
two equal
proposals from two agencies, the 143 proposals with their duplicates. Their figures stand in City.facts.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from binacity.apportion import scaled
from binacity.drafts import FROZEN_ON, Draft
from binacity.records import DefectRecord, LearningRecord, SupervisionRecord

OLD_TITLES = (
    "Analis Kepegawaian",
    "Pengadministrasi Umum",
    "Analis Perencanaan Evaluasi dan Pelaporan",
    "Pengadministrasi Keuangan",
    "Pranata Komputer Pelaksana",
    "Pengelola Data",
    "Caraka",
    "Analis Tata Usaha",
    "Pengadministrasi Kepegawaian",
)
SPELLINGS = (
    "Ka. UPTD",
    "Kasi Yankes",
    "Kabid Bangkom BKPSDMD",
    "Kasubag Umum & Kepeg",
    "Plt. Kabid",
    "Ka. Puskesmas",
    "Staf TU",
    "Kasubbag. Keu",
)
OLD_UNITS = ("Dinas PU", "Dinas PUPR", "PUPR")


class Plan:
    """Picks people for defects, each person for one kind of roster defect only."""

    def __init__(self, people: list[Draft], size: int, seed: int, keep: set[str]) -> None:
        self.people, self.size = people, size
        self.random = Random(f"{seed}:defects")
        self.used = set(keep)
        self.found: list[DefectRecord] = []

    def pick(self, count: int, pool: list[Draft]) -> list[Draft]:
        free = [p for p in pool if p.key not in self.used]
        self.random.shuffle(free)
        chosen = sorted(free[: scaled(count, self.size)], key=lambda p: p.key)
        self.used |= {p.key for p in chosen}
        return chosen

    def note(self, kind: str, keys: list[str], note: str) -> None:
        self.found.append(DefectRecord(kind, tuple(keys), note))


def statuses(plan: Plan) -> None:
    """5 moved out, 9 on study leave, 4 on unpaid leave, 1 suspended; and the retired who are still listed."""
    moved = plan.pick(5, [p for p in plan.people if p.family == "penyuluh_pertanian"])
    settled = [
        p for p in plan.people if p.employment == "pns" and not p.near and p.slot.kind in ("functional", "executive")
    ]
    for kind, status, members, note in (
        ("moved_out_still_listed", "moved_out", moved, "Penyuluh pertanian yang beralih ke pusat Januari 2026"),
        (
            "on_study_leave",
            "study_leave",
            plan.pick(9, [p for p in settled if p.education == "S1"]),
            "Sedang tugas belajar",
        ),
        ("on_unpaid_leave", "unpaid_leave", plan.pick(4, settled), "Cuti besar atau CLTN"),
        ("suspended", "suspended", plan.pick(1, settled), "Pemberhentian sementara"),
    ):
        for person in members:
            person.status = status
        plan.note(kind, [p.key for p in members], note)
    past = [p for p in plan.people if p.retire_on <= FROZEN_ON]
    plan.used |= {p.key for p in past}
    plan.note("retired_still_listed", [p.key for p in past], "Sudah mencapai BUP, masih di daftar sebagai aktif")
    ending = [p.key for p in plan.people if p.contract_end == date(2027, 3, 31)]
    plan.note("contract_ends", ending, "Kontrak PPPK habis 31 Maret 2027")
    leaving = [p.key for p in plan.people if p.retire_on.year == 2027]
    plan.note("retires_in_plan_year", leaving, "Pensiun 2027: tanpa program 3 bulan sebelum BUP kecuali F07")


def roster(plan: Plan) -> None:
    """Defects of the exported roster: NIP, birth dates, old titles and unit names."""
    people = plan.people
    damaged = plan.pick(5, people)
    for person in damaged:  # a spreadsheet keeps 15 digits of a number
        person.nip = person.true_nip[:15] + "000"
    plan.note("nip_damaged", [p.key for p in damaged], "NIP tersimpan sebagai angka; tiga digit terakhir hilang")
    doubles = plan.pick(4, [p for p in people if p.employment == "pns"])
    for first, second in zip(doubles[::2], doubles[1::2], strict=False):
        second.nip = first.nip
    plan.note("nip_double", [p.key for p in doubles[: len(doubles) // 2 * 2]], "Dua NIP dipakai dua nama berbeda")
    born = plan.pick(6, people)
    for number, person in enumerate(born):
        person.exported_birth = person.birth + timedelta(days=(1, 31, 366, 9, 30, 365)[number % 6])
    plan.note("birth_date_differs", [p.key for p in born], "Tanggal lahir berbeda dari NIP")
    clerks = [p for p in people if p.slot.kind == "executive"]
    old = plan.pick(94, clerks)
    for number, person in enumerate(old):
        person.exported_position = OLD_TITLES[number % len(OLD_TITLES)]
    plan.note(
        "position_old_nomenclature", [p.key for p in old], "Nama jabatan pelaksana sebelum nomenklatur 2024 (9 persen)"
    )
    spelled = plan.pick(23, [p for p in people if p.slot.kind in ("supervisor", "executive")])
    for number, person in enumerate(spelled):
        person.exported_position = SPELLINGS[number % len(SPELLINGS)]
    plan.note("position_misspelled", [p.key for p in spelled], "Jabatan dengan ejaan atau singkatan lain")
    roads = plan.pick(3, [p for p in people if p.agency == "pupr"])
    for person, name in zip(roads, OLD_UNITS, strict=False):
        person.exported_unit = name
    plan.note("unit_alias", [p.key for p in roads], "Dinas PU, Dinas PUPR, PUPR: satu unit, tiga nama")


def superiors(plan: Plan, rows: list[SupervisionRecord], top: str, keep: set[str]) -> list[SupervisionRecord]:
    """11 people without a rater (the Sekretaris Daerah, rated by the mayor, is one of them) and 4 circles of two."""
    raters = {row.employee: row.superior for row in rows if row.relation == "rater"}
    pool = [p for p in plan.people if p.slot.kind in ("functional", "executive") and p.key in raters]
    missing = [p.key for p in plan.pick(10, pool)]
    circles: dict[str, str] = {}
    for person in plan.pick(40, pool):
        boss = raters[person.key]
        if (
            len(circles) < scaled(4, plan.size)
            and boss not in keep
            and boss not in circles
            and raters.get(boss) not in (None, person.key)
        ):
            circles[boss] = person.key
    plan.note("no_superior", [top, *missing], "Tanpa atasan; Sekretaris Daerah dinilai Wali Kota")
    plan.note(
        "superior_circle",
        [key for pair in circles.items() for key in pair],
        "Dua orang saling menjadi atasan (berpasangan)",
    )
    kept = [row for row in rows if row.relation != "rater" or row.employee not in missing]
    return [
        replace(row, superior=circles[row.employee]) if row.relation == "rater" and row.employee in circles else row
        for row in kept
    ]


def learning(plan: Plan, rows: list[LearningRecord]) -> list[LearningRecord]:
    """Three certificates with one number, one person at two places on a day, 60 JP in two days."""
    places = [n for n, row in enumerate(rows) if row.started_on.year == 2026 and row.hours >= 24]
    if len(places) < 12:
        return rows
    same = places[3:9:2]
    number = rows[same[0]].certificate_number
    for place in same:
        rows[place] = replace(rows[place], certificate_number=number)
    plan.note("certificate_double", [rows[n].employee for n in same], f"Tiga sertifikat bernomor {number}")
    twice = rows[places[9]]
    rows.append(replace(twice, programme=None, name="Bimbingan teknis di kota lain", form="KL10", hours=8.0,
                        organiser="Lembaga di luar provinsi",
                        ended_on=twice.started_on, sessions=1, certificate_number="X/0001/2026"))  # fmt: skip
    plan.note("two_places_same_day", [twice.employee], f"Dua kelas pada {twice.started_on.isoformat()}")
    big = places[10]
    start = rows[big].started_on
    rows[big] = replace(
        rows[big],
        programme=None,
        name="Pelatihan kilat manajemen",
        form="KL02",
        hours=60.0,
        ended_on=start + timedelta(days=1),
        sessions=2,
    )
    plan.note("hours_impossible", [rows[big].employee], "60 JP dalam 2 hari")
    return rows
