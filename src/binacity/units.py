"""Perangkat daerah, their sub-units, and the slots (one per civil servant) that people later fill."""

from dataclasses import dataclass, field
from hashlib import sha256

from binacity import tables
from binacity.apportion import CITY_SIZE, apportion
from binacity.records import UnitRecord

# Small agencies keep these first; the rest follow in the order of the table.
FIRST = (
    "bkpsdm",
    "disdukcapil",
    "setda",
    "dinkes",
    "disdikbud",
    "rsud",
    "dpmptsp",
    "inspektorat",
    "bkad",
    "arai-tengah",
)
# Heads of these units are posts without a holder: a Plt (acting officer) leads. Counted for the full city only.
VACANT_HEADS = ("disnakerin", "dishub", "dkpp")


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """One perangkat daerah as written in tables/units.csv, its counts scaled to the wanted size."""

    key: str
    name: str
    short: str
    kind: str
    pns: int
    pppk: int
    part_time: int
    base: int  # people in the city of 2,914
    heads: tuple[str, ...]
    divisions: tuple[str, ...]
    sections: tuple[str, ...]
    uptd: tuple[str, ...]
    functional: tuple[tuple[str, int], ...]
    clerks: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return self.pns + self.pppk + self.part_time

    def at_scale(self, number: int) -> int:
        """A count given for the city, scaled to this unit's size."""
        return (2 * number * self.total + self.base) // (2 * self.base)


@dataclass(slots=True)
class Slot:
    """A place for one person: `title` is empty for clerks (it follows the education)."""

    agency: str
    unit: str
    kind: str
    level: str
    family: str
    title: str = ""


@dataclass(slots=True)
class Tree:
    """Units in order (parents first) and the slots of everybody."""

    units: list[UnitRecord] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)

    def add(self, key: str, parent: str | None, name: str, short: str, kind: str, **more: object) -> str:
        code = sha256(f"unor:{key}".encode()).hexdigest()[:8].upper()
        self.units.append(UnitRecord(key, parent, name, short, kind, code, **more))  # type: ignore[arg-type]  # fixed names
        return key


def specs(size: int) -> list[UnitSpec]:
    """The units of an agency of `size` people: exactly the table for 2,914, scaled otherwise."""
    table = tables.rows("units")
    if size < CITY_SIZE:
        keep = max(4, min(len(table), size // 14))
        order = {key: place for place, key in enumerate(FIRST)}
        ranked = sorted(range(len(table)), key=lambda i: (order.get(table[i]["key"], 99), i))[:keep]
        table = [table[i] for i in sorted(ranked)]
    bases = [sum(int(row[name]) for name in ("pns", "pppk", "pw")) for row in table]
    totals = apportion(size, bases, minimum=0 if size >= CITY_SIZE else 6)
    result = []
    for row, base, total in zip(table, bases, totals, strict=True):
        pns, pppk, part_time = apportion(total, [int(row[name]) for name in ("pns", "pppk", "pw")])
        result.append(_spec(row, base, pns, pppk, part_time))
    return result


def _spec(row: dict[str, str], base: int, pns: int, pppk: int, part_time: int) -> UnitSpec:
    lists = {name: tables.words(row[name]) for name in ("heads", "divisions", "sections", "uptd")}
    return UnitSpec(
        row["key"], row["name"], row["short"], row["kind"], pns, pppk, part_time, base, **lists,
        functional=tuple(tables.pairs(row["jf"])), clerks=tuple(tables.pairs(row["clerks"])),
    )  # fmt: skip


DISTRICT_VILLAGES = {
    "arai-hulu": (
        "Hulu Jernih",
        "Parit Lintang",
        "Tanjung Arai",
        "Bukit Kalyana",
        "Muara Sagara",
        "Lubuk Padma",
        "Ampang Hulu",
    ),
    "arai-tengah": (
        "Pasar Arai",
        "Kampung Jenar",
        "Tirta Tengah",
        "Simpang Lembah",
        "Balai Cendana",
        "Parak Lintang",
        "Sawah Kalyana",
        "Jati Arai",
        "Gurun Tengah",
    ),
    "batu-lintang": ("Batu Lintang", "Batu Anjani", "Kincir Batu", "Pematang Lintang", "Durian Satwika", "Rawang Arai"),
    "simpang-kincir": ("Simpang Kincir", "Kincir Hilir", "Talang Gantari", "Rimbo Elang"),
}
HEALTH_CENTRES = (
    ("Puskesmas Pasar Arai", 52), ("Puskesmas Batu Lintang", 46), ("Puskesmas Arai Hulu", 43),
    ("Puskesmas Balai Cendana", 38), ("Puskesmas Simpang Kincir", 34), ("Puskesmas Rawang Arai", 29),
)  # fmt: skip
WARDS = (
    ("IGD", 40),
    ("Rawat Inap Dewasa", 62),
    ("Rawat Inap Anak", 34),
    ("Kebidanan dan Perinatologi", 44),
    ("Rawat Jalan", 52),
    ("ICU dan Bedah Sentral", 36),
    ("Farmasi", 26),
    ("Laboratorium dan Radiologi", 28),
    ("Rekam Medis dan Pendaftaran", 22),
)
SQUADS = ("Regu A", "Regu B", "Regu C", "Regu D")


def structural(spec: UnitSpec, tree: Tree) -> list[Slot]:
    """Structural posts in falling rank; their sub-units are added to the tree."""
    top = spec.key
    posts: list[Slot] = []

    def post(unit: str, title: str, level: str, family: str) -> None:
        kind = {"jpt_pratama": "jpt", "administrator": "administrator", "supervisor": "supervisor"}[level]
        posts.append(Slot(top, unit, kind, level, family, title))

    high = spec.kind not in ("district", "hospital") and top != "bpbd"
    for title in spec.heads:
        if top in VACANT_HEADS and spec.total >= spec.base:
            continue
        family = "asisten" if title.startswith(("Asisten", "Staf Ahli")) else "kepala"
        if not high:
            family = {"district": "camat", "hospital": "direktur_rsud"}.get(spec.kind, "kepala")
        post(top, title, "jpt_pratama" if high else "administrator", family)
    office = top
    if spec.kind in ("department", "agency", "inspectorate", "district") and top != "bpbd":
        office = tree.add(
            f"{top}.sekretariat", top, f"Sekretariat {spec.name}", f"Sekretariat {spec.short}", "division"
        )
        post(office, f"Sekretaris {spec.name}", "administrator", "sekretaris")
    divisions = []
    for number, name in enumerate(spec.divisions, start=1):
        unit = tree.add(f"{top}.b{number}", top, name, name, "division")
        divisions.append(unit)
        if name.startswith("Irban"):
            post(unit, "Inspektur Pembantu" + name.removeprefix("Irban"), "administrator", "irban")
        else:
            post(unit, f"Kepala {name}", "administrator", "kabag" if name.startswith("Bagian") else "kabid")
    general = tree.add(
        f"{top}.umpeg", office, f"Subbagian Umum dan Kepegawaian {spec.short}", f"Umpeg {spec.short}", "section"
    )
    post(general, f"Kepala Subbagian Umum dan Kepegawaian {spec.short}", "supervisor", "kasubbag_umum")
    for number, title in enumerate(spec.sections):
        home = divisions[number % len(divisions)] if divisions and title.startswith("Kepala Seksi") else office
        post(home, title, "supervisor", "kasi" if title.startswith("Kepala Seksi") else "kasubbag")
    for number, name in enumerate(spec.uptd, start=1):
        unit = tree.add(f"{top}.t{number}", top, name, name, "technical_unit")
        post(unit, f"Kepala {name}", "supervisor", "kepala_uptd")
        post(unit, f"Kepala Subbagian Tata Usaha {name}", "supervisor", "katu")
    if spec.kind == "district":
        _district_posts(spec, tree, post, office)
    return posts


def _district_posts(spec: UnitSpec, tree: Tree, post, office: str) -> None:  # type: ignore[no-untyped-def]  # a local closure
    short = spec.short.removeprefix("Kec. ")
    post(office, f"Kepala Subbagian Keuangan Kecamatan {short}", "supervisor", "kasubbag")
    for seat in ("Pemerintahan", "Ketenteraman dan Ketertiban", "Pemberdayaan Masyarakat"):
        post(spec.key, f"Kepala Seksi {seat} Kecamatan {short}", "supervisor", "kasi")
    for number, village in enumerate(DISTRICT_VILLAGES[spec.key], start=1):
        unit = tree.add(f"{spec.key}.k{number}", spec.key, f"Kelurahan {village}", f"Kel. {village}", "subdistrict")
        post(unit, f"Lurah {village}", "supervisor", "lurah")
        post(unit, f"Sekretaris Kelurahan {village}", "supervisor", "seklur")
        post(unit, f"Kepala Seksi Pelayanan Kelurahan {village}", "supervisor", "kasi")


def away_limit(spec: UnitSpec) -> tuple[int | None, str]:
    """Most people of a top unit away in the same month, and the Indonesian reason."""
    fixed = {
        "disdukcapil": (6, "6 loket, paling sedikit 5 petugas setiap hari; bergiliran tiap minggu"),
        "dpmptsp": (6, "7 loket Mal Pelayanan Publik, paling sedikit 5 petugas"),
        "damkar": (8, "4 regu siaga 24 jam, paling banyak 2 orang per regu"),
        "disdikbud": (None, "Guru hanya pada libur sekolah Juni-Juli; kantor tanpa batas tertulis"),
        "rsud": (max(3, spec.total * 15 // 100), "Tiap ruang paling sedikit 85 persen petugas"),
    }
    if spec.key in fixed:
        limit, note = fixed[spec.key]
        return (None if limit is None else max(2, spec.at_scale(limit))), note
    return max(3, spec.total // 4), "Paling banyak seperempat pegawai pada bulan yang sama"


def vacant_heads(chosen: list[UnitSpec]) -> tuple[str, ...]:
    """Titles of head posts without a holder, led by a Plt (three in the full city)."""
    return tuple(spec.heads[0] for spec in chosen if spec.key in VACANT_HEADS and spec.total >= spec.base)
