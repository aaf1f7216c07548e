"""Two questionnaires that the city asked in 2026: what people need (confidential), and the pulse of the climate.

Everybody invented. Not every unit answers alike; people see themselves a little better than others see them, and at the
counters of the population office what hinders is named as the citizens' complaints show it: printers, procedures,
staff, and, for about a quarter, not knowing the system.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Final

from binacity.records import City, EmployeeRecord
from binacore.disclosure import LEAST
from binacore.instruments import ready_instrument
from binacore.questionnaire import NO, YES, Item
from binacore.sheets import UNKNOWN

COUNTERS, COUNTERS_ANSWERED = "disdukcapil", 38
RATES: Final = {"simpang-kincir": 0.36, "satpolpp": 0.44, "damkar": 0.47, "disdikbud": 0.55, "bkpsdm": 0.92}
PULSE_SHARE: Final = 0.4  # of the staff are asked for the pulse, drawn by lot
_HINDERED: Final = (24, 20, 7, 19, 20, 10)  # tools, procedures, rules, staff, ability, motive; of a hundred
_HINDERED_AT_COUNTERS: Final = (38, 20, 2, 15, 23, 2)
_SAYINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "Alat dan jaringan": (
        "Printer di loket sering macet, antrean menumpuk.",
        "Jaringan putus setiap siang.",
        "Satu komputer dipakai bertiga.",
        "Blangko habis dua minggu, kami hanya bisa minta maaf.",
    ),
    "Prosedur berubah": (
        "Syarat di papan beda dengan yang di aplikasi.",
        "SOP terakhir dari tahun 2019, tidak cocok lagi.",
        "Surat edaran berganti, kami tahu dari warga.",
    ),
    "Petugas kurang": (
        "Kalau satu orang cuti, loket tutup.",
        "Tugas bertambah, orangnya tetap.",
    ),
    "Belum menguasai aplikasi": (
        "Aplikasi baru datang tanpa ada yang mengajari.",
        "Kalau aplikasi macet saya menunggu teman yang paham.",
        "Bimtek hanya untuk pejabat, kami yang memakai tidak ikut.",
    ),
    "Penghargaan dan umpan balik": (
        "Yang rajin dan yang tidak sama saja nilainya.",
        "Tidak pernah ada masukan setelah laporan dikirim.",
    ),
}
_TOOLS: Final = ("Printer loket", "SIAK", "Jaringan kantor", "Aplikasi kepegawaian", "Pemindai", "Laptop lama")
_TO_MASTER: Final = (
    "Menjawab keluhan tanpa ikut marah",
    "Memakai SIAK sampai tuntas tanpa bertanya",
    "Membuat rekap dan grafik di lembar kerja",
    "Menulis indikator yang dapat diukur",
    "Berbicara di depan warga",
    "Mengamankan data warga",
)
_WISHES: Final = (
    "Sehari tanpa rapat setiap minggu.",
    "Ada pendamping di loket pada minggu pertama aplikasi baru.",
    "Syarat layanan dibuat satu lembar.",
    "Cadangan printer untuk loket.",
)


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """One answer. Of a questionnaire without names only the unit of `employee` is used."""

    employee: str
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AskedRecord:
    """A closed questionnaire. `mode`: confidential | anonymous; `asked` are employee keys. `themes`: texts by theme."""

    code: str
    title: str
    mode: str
    opened_on: date
    closed_on: date
    asked: tuple[str, ...]
    sheets: tuple[SheetRecord, ...]
    coded_item: str = ""
    themes: Mapping[str, tuple[str, ...]] | None = None


def make(city: City, seed: int = 2027) -> tuple[AskedRecord, ...]:
    """What was asked; empty for an agency with too few people."""
    draw = Random(f"{seed}:questionnaires:{city.agency.key}")
    people = [person for person in city.employees if person.status == "active"]
    if len(people) < 2 * LEAST:
        return ()
    homes = homes_of(city)
    return (_needs(city, people, homes, draw), _pulse(people, homes, draw))


def homes_of(city: City) -> dict[str, str]:
    """Key of a unit -> key of its perangkat daerah."""
    parents = {unit.key: unit.parent for unit in city.units}
    found = {}
    for unit in parents:
        top = unit
        while parent := parents[top]:
            top = parent
        found[unit] = top
    return found


def _answering(people: Sequence[EmployeeRecord], homes: Mapping[str, str], draw: Random) -> list[EmployeeRecord]:
    """Who answered: a rate of its own for every unit; at the counters all but one."""
    by_home: dict[str, list[EmployeeRecord]] = {}
    for person in people:
        by_home.setdefault(homes[person.unit], []).append(person)
    found = []
    for home, members in by_home.items():
        wanted = round(len(members) * RATES.get(home, draw.uniform(0.5, 0.85)))
        if home == COUNTERS:
            wanted = min(COUNTERS_ANSWERED, len(members))
        found += draw.sample(members, wanted)
    return found


def _needs(city: City, people: Sequence[EmployeeRecord], homes: Mapping[str, str], draw: Random) -> AskedRecord:
    items = _items("kebutuhan")
    levels = {(row.employee, row.competency): row.level for row in city.assessments if row.method != "self"}
    sheets = [
        SheetRecord(person.key, _needs_sheet(person, homes[person.unit], items, levels, draw))
        for person in _answering(people, homes, draw)
    ]
    return AskedRecord(
        "kebutuhan", "Survei kebutuhan kompetensi 2026", "confidential", date(2026, 8, 3), date(2026, 8, 21),
        tuple(person.key for person in people), tuple(sheets),
    )  # fmt: skip


def _needs_sheet(
    person: EmployeeRecord, home: str, items: Mapping[str, Item], levels: Mapping[tuple[str, str], int], draw: Random
) -> dict[str, Any]:
    hindered = _hindered(items["hambatan"], home, draw)
    serves = home in (COUNTERS, "dpmptsp", "rsud", "dinkes", "bapenda", "dishub") or draw.random() < 0.35
    plans = home in ("bapperida", "bkad", "inspektorat") or draw.random() < 0.2
    sheet: dict[str, Any] = {"hambatan": hindered}
    if draw.random() < 0.7:
        sheet["urutan"] = draw.sample(items["urutan"].choices, len(items["urutan"].choices))
    sheet |= {"hari_hilang": min(23, int(draw.expovariate(0.4))), "melayani": YES if serves else NO}
    sheet["menyusun"] = YES if plans else NO
    asked = ["tingkat_2_1", "tingkat_2_2", "tingkat_m3"]
    asked += ["tingkat_1_1", "tingkat_1_3"] * serves + ["tingkat_2_4", "tingkat_3_2"] * plans
    unknown = []
    for code in asked:
        held = levels.get((person.key, items[code].subject.partition(":")[2]))
        if draw.random() < (0.03 if held is not None else 0.12):
            unknown.append(code)
        else:
            own = draw.choice((1, 2, 2, 3)) if held is None else held + draw.choices((-1, 0, 1), (1, 7, 3))[0]
            sheet[code] = max(1, min(5, own))
    ways = items["cara_belajar"].choices
    sheet["cara_belajar"] = [way for way in ways if draw.random() < 0.4] or [ways[2]]
    if draw.random() < 0.8:
        sheet["terakhir"] = date(draw.choice((2023, 2024, 2025, 2025, 2026)), draw.randint(1, 7), 10).isoformat()
    if hindered[0].startswith("Alat") and draw.random() < 0.6:
        sheet["alat_apa"] = draw.choice(_TOOLS)
    if draw.random() < 0.25:
        sheet["ingin"] = draw.choice(_TO_MASTER)
    return sheet | ({UNKNOWN: unknown} if unknown else {})


def _hindered(item: Item, home: str, draw: Random) -> list[str]:
    """One or two obstacles in the order of the choices, or the last one: nothing that matters."""
    if draw.random() < 0.08:
        return [item.choices[-1]]
    weights = _HINDERED_AT_COUNTERS if home == COUNTERS else _HINDERED
    chosen = set(draw.choices(item.choices[:-1], weights, k=draw.choice((1, 1, 2))))
    return [choice for choice in item.choices if choice in chosen]


def _pulse(people: Sequence[EmployeeRecord], homes: Mapping[str, str], draw: Random) -> AskedRecord:
    items = _items("denyut")
    asked = draw.sample(people, max(2 * LEAST, round(len(people) * PULSE_SHARE)))
    mood = {home: draw.gauss(0, 0.35) for home in sorted(set(homes.values()))}
    sheets = [
        SheetRecord(person.key, _pulse_sheet(homes[person.unit], mood[homes[person.unit]], items, draw))
        for person in _answering(asked, homes, draw)
    ]
    return AskedRecord(
        "denyut", "Denyut iklim kerja, September 2026", "anonymous", date(2026, 9, 7), date(2026, 9, 18),
        tuple(person.key for person in asked), tuple(sheets), "hambatan_kata", _SAYINGS,
    )  # fmt: skip


def _pulse_sheet(home: str, mood: float, items: Mapping[str, Item], draw: Random) -> dict[str, Any]:
    """Everybody has a mood of their own beside that of the unit, so that the scales hold together."""
    own = mood + draw.gauss(0, 0.8)

    def step(shift: float = 0.0) -> int:
        return max(1, min(5, round(3.3 + shift + own + draw.gauss(0, 0.7))))

    weights = (*(_HINDERED_AT_COUNTERS if home == COUNTERS else _HINDERED), 12)
    sheet: dict[str, Any] = {"hambatan": draw.choices(items["hambatan"].choices, weights)[0]}
    if draw.random() < 0.18:
        sheet["hambatan_kata"] = draw.choice([each for texts in _SAYINGS.values() for each in texts])
    sheet["iklim"] = [step(-0.2), step(), step(-0.4), step(0.5), step(-0.6)]
    shifts = {"makna": 0.9, "ruang": 0.0, "tumbuh": 0.1, "dihargai": -0.5, "beban": -0.3, "betah": 0.3}
    sheet |= {code: step(shift) for code, shift in shifts.items()}
    if draw.random() < 0.06:
        sheet["usul"] = draw.choice(_WISHES)
    return sheet


def _items(code: str) -> dict[str, Item]:
    return {item.code: item for item in ready_instrument(code).items}
