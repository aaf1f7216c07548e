"""Fills every perangkat daerah with slots: structural posts, functional posts and clerks, in their sub-units."""

from binacity.apportion import apportion
from binacity.units import (
    DISTRICT_VILLAGES,
    HEALTH_CENTRES,
    SQUADS,
    WARDS,
    Slot,
    Tree,
    UnitSpec,
    away_limit,
    specs,
    structural,
)

HOSPITAL_STAFF = (
    ("dokter", 30),
    ("dokter_gigi", 3),
    ("perawat", 130),
    ("bidan", 34),
    ("apoteker", 8),
    ("asisten_apoteker", 12),
    ("perekam_medis", 10),
    ("nutrisionis", 6),
    ("sanitarian", 3),
    ("pranata_lab", 12),
    ("radiografer", 8),
    ("fisioterapis", 6),
)
CENTRE_STAFF = (
    ("dokter", 14), ("dokter_gigi", 6), ("perawat", 60), ("bidan", 58), ("apoteker", 6), ("asisten_apoteker", 8),
    ("nutrisionis", 8), ("sanitarian", 8), ("pranata_lab", 8), ("promkes", 8),
)  # fmt: skip
WARD_OF = {
    "bidan": "Kebidanan dan Perinatologi",
    "apoteker": "Farmasi",
    "asisten_apoteker": "Farmasi",
    "perekam_medis": "Rekam Medis dan Pendaftaran",
    "pranata_lab": "Laboratorium dan Radiologi",
    "radiografer": "Laboratorium dan Radiologi",
    "pendaftaran": "Rekam Medis dan Pendaftaran",
    "fisioterapis": "Rawat Jalan",
    "dokter_gigi": "Rawat Jalan",
}
COUNTER_FAMILIES = ("siak", "loket", "adb_kependudukan", "penata_perizinan")  # never in the general section
CLERK_HOMES = {"tpa": "UPTD TPA", "pasar": "UPTD Pasar"}


def build(size: int) -> Tree:
    """The unit tree and exactly `size` slots."""
    tree = Tree()
    for spec in specs(size):
        limit, note = away_limit(spec)
        aliases = (
            ("Dinas PU", "Dinas PUPR", "PUPR") if spec.key == "pupr" else ("BKPSDMD",) if spec.key == "bkpsdm" else ()
        )
        tree.add(
            spec.key, None, spec.name, spec.short, spec.kind, aliases=aliases, away_max=limit, minimum_staff_note=note
        )
        posts = structural(spec, tree)
        if spec.total < spec.base:
            posts = posts[: max(1, min(len(posts), spec.total * len(posts) // spec.base + 1, spec.pns))]
        tree.slots.extend(posts)
        left = spec.total - len(posts)
        special = {"disdikbud": _education, "dinkes": _health, "rsud": _hospital}.get(spec.key)
        if special:
            special(spec, tree, left)
        else:
            _office(spec, tree, _homes(spec, tree), left)
    return tree


def _homes(spec: UnitSpec, tree: Tree) -> list[str]:
    """Sub-units of an agency that take office staff, the general section first."""
    keys = [unit.key for unit in tree.units if unit.key.startswith(f"{spec.key}.")]
    if spec.key == "damkar":
        parent = f"{spec.key}.b1"
        return keys + [
            tree.add(
                f"{spec.key}.r{n}",
                parent,
                f"{name} Damkar",
                name,
                "team",
                away_max=2,
                minimum_staff_note="Paling banyak 2 orang per regu",
            )
            for n, name in enumerate(SQUADS, start=1)
        ]
    return [key for key in keys if not key.endswith(".sekretariat")] or [spec.key]


def _put(tree: Tree, agency: str, unit: str, family: str, kind: str) -> None:
    tree.slots.append(Slot(agency, unit, kind, "executive" if kind == "executive" else "", family))


def _office(spec: UnitSpec, tree: Tree, homes: list[str], left: int) -> None:
    """Functional posts, special clerks and general clerks, dealt over the sub-units."""
    names = {unit.key: unit.name for unit in tree.units}
    posts: list[tuple[str, str]] = []
    factor = [number for _, number in spec.functional]
    counts = apportion(min(left, spec.at_scale(sum(factor))), factor)
    for (family, _), count in zip(spec.functional, counts, strict=True):
        posts += [(family, "functional")] * count
    left -= len(posts)
    for family, number in spec.clerks:
        count = min(left, max(1, spec.at_scale(number)))
        posts += [(family, "executive")] * count
        left -= count
    plain = "kelurahan" if spec.key in DISTRICT_VILLAGES else "umum"
    posts += [(plain, "executive")] * left
    squads = [key for key in homes if ".r" in key]
    offices = [key for key in homes if ".r" not in key]
    general = f"{spec.key}.umpeg" if f"{spec.key}.umpeg" in names else homes[0]
    turn = 0
    for number, (family, kind) in enumerate(posts):
        if family in ("bendahara", "pengurus_barang"):
            unit = general
        elif squads and family in ("damkar", "siaga"):
            unit = squads[number % len(squads)]
        else:
            wanted = CLERK_HOMES.get(family)
            counters = [key for key in offices if key != general] if family in COUNTER_FAMILIES else []
            choice = counters or offices
            unit = next((key for key in offices if names[key] == wanted), choice[turn % len(choice)])
            turn += 1
        _put(tree, spec.key, unit, family, kind)


def _education(spec: UnitSpec, tree: Tree, left: int) -> None:
    """Office, primary and lower secondary schools, kindergartens, the learning centre and the school supervisors."""
    structural_base = 9
    parts = apportion(left, [48 - structural_base, 412, 281, 34, 14, 17])
    office, primary, secondary, kinder, centre, supervisors = parts
    _office(spec, tree, _homes(spec, tree), office)
    _schools(spec, tree, ("SD Negeri", "sd", "guru_sd"), primary, 412, 36, 40)
    _schools(spec, tree, ("SMP Negeri", "smp", "guru_smp"), secondary, 281, 11, 23)
    _schools(spec, tree, ("TK Negeri Pembina", "tk", "guru_tk"), kinder, 34, 4, 2)
    if centre:
        unit = tree.add(f"{spec.key}.skb", spec.key, "Sanggar Kegiatan Belajar Lembah Arai", "SKB", "school")
        tutors = centre * 9 // 14
        for number in range(centre):
            pair = ("pamong_belajar", "functional") if number < tutors else ("tendik", "executive")
            _put(tree, spec.key, unit, *pair)
    if supervisors:
        unit = tree.add(
            f"{spec.key}.pengawas", spec.key, "Kelompok Pengawas Sekolah dan Penilik", "Pengawas", "section"
        )
        for number in range(supervisors):
            _put(
                tree, spec.key, unit, "pengawas_sekolah" if number * 17 < supervisors * 12 else "penilik", "functional"
            )


def _schools(
    spec: UnitSpec, tree: Tree, names: tuple[str, str, str], staff: int, base: int, schools: int, clerks: int
) -> None:
    label, code, family = names
    count = min(staff, max(1, (2 * staff * schools + base) // (2 * base))) if staff else 0
    sizes = apportion(staff, [1] * count)
    clerk_counts = apportion(staff * clerks // base, [1] * count)
    for number, (size, clerk) in enumerate(zip(sizes, clerk_counts, strict=True), start=1):
        title = f"{label} {number:02d} Lembah Arai"
        unit = tree.add(
            f"{spec.key}.{code}{number}", spec.key, title, f"{label.replace(' Negeri', 'N')} {number:02d}", "school",
            away_max=1, minimum_staff_note="Hari sekolah: paling banyak 1 orang pergi; pada libur semua boleh",
        )  # fmt: skip
        _put(tree, spec.key, unit, "kepala_sekolah", "functional")
        for place in range(size - 1):
            pair = (family, "functional") if place < size - 1 - clerk else ("tendik", "executive")
            _put(tree, spec.key, unit, *pair)


def _health(spec: UnitSpec, tree: Tree, left: int) -> None:
    """Office of Dinkes, six health centres, the pharmacy store and the laboratory (UPTD heads stand in the structural
    posts).
    """
    office, centres, pharmacy, laboratory = apportion(left, [57 - 7, 242, 7 - 2, 6 - 2])
    specialist = office * 16 // 50
    for number in range(specialist):
        family = (
            "epidemiolog",
            "epidemiolog",
            "promkes",
            "sanitarian",
            "epidemiolog",
            "promkes",
            "nutrisionis",
            "promkes",
        )[number % 8]
        _put(tree, spec.key, f"{spec.key}.b{1 + number % 3}", family, "functional")
    for number in range(pharmacy):
        family, kind = (("apoteker", "functional"), ("asisten_apoteker", "functional"))[number % 2]
        _put(tree, spec.key, f"{spec.key}.t1", *((family, kind) if number < 4 else ("kesehatan", "executive")))
    for _ in range(laboratory):
        _put(tree, spec.key, f"{spec.key}.t2", "pranata_lab", "functional")
    homes = [key for key in _homes(spec, tree) if ".t" not in key]
    _office(spec, tree, homes, office - specialist)
    _centres(spec, tree, centres)


def _centres(spec: UnitSpec, tree: Tree, staff: int) -> None:
    if not staff:
        return
    count = max(6, (staff + 20) // 40) if spec.total >= spec.base else max(1, min(6, staff // 20))
    weights = [HEALTH_CENTRES[number % 6][1] for number in range(count)]
    nurses = apportion(staff * 184 // 242, [number for _, number in CENTRE_STAFF])
    pool = _spread([family for (family, _), n in zip(CENTRE_STAFF, nurses, strict=True) for _ in range(n)])
    parts = apportion(staff, weights)
    medical = apportion(len(pool), weights)
    for number, (size, share) in enumerate(zip(parts, medical, strict=True)):
        name = HEALTH_CENTRES[number][0] if number < 6 else f"Puskesmas Arai {number + 1}"
        unit = tree.add(
            f"{spec.key}.p{number + 1}", spec.key, name, name.replace("Puskesmas", "PKM"), "health_centre",
            away_max=max(1, size * 15 // 100), minimum_staff_note="Paling sedikit 1 dokter dan 2 bidan setiap hari",
        )  # fmt: skip
        _put(tree, spec.key, unit, "kepala_puskesmas", "functional")
        if size > 1 + share:
            tree.slots.append(
                Slot(spec.key, unit, "supervisor", "supervisor", "katu", f"Kepala Subbagian Tata Usaha {name}")
            )
        for family in pool[:share]:
            _put(tree, spec.key, unit, family, "functional")
        del pool[:share]
        for place in range(size - share - 2):
            _put(tree, spec.key, unit, "pendaftaran" if place % 2 == 0 else "kesehatan", "executive")


def _hospital(spec: UnitSpec, tree: Tree, left: int) -> None:
    wards = {}
    for number, (name, beds) in enumerate(WARDS, start=1):
        limit = max(1, spec.at_scale(beds) * 15 // 100)
        wards[name] = tree.add(
            f"rsud.r{number}", "rsud", f"Instalasi {name}", name, "section", away_max=limit,
            minimum_staff_note="Paling sedikit 85 persen petugas di ruang",
        )  # fmt: skip
    medical = left * 262 // 346
    counts = apportion(medical, [number for _, number in HOSPITAL_STAFF])
    general = ["IGD", "Rawat Inap Dewasa", "Rawat Inap Anak", "Rawat Jalan", "ICU dan Bedah Sentral"]
    pool = _spread([family for (family, _), n in zip(HOSPITAL_STAFF, counts, strict=True) for _ in range(n)])
    for number, family in enumerate(pool):
        _put(tree, spec.key, wards[WARD_OF.get(family, general[number % len(general)])], family, "functional")
    homes = [key for key in _homes(spec, tree) if ".r" not in key]
    desk = min(left - medical, spec.at_scale(26))
    for _ in range(desk):
        _put(tree, spec.key, wards["Rekam Medis dan Pendaftaran"], "pendaftaran", "executive")
    start = len(tree.slots)
    _office(spec, tree, homes, left - medical - desk)
    for slot in tree.slots[start:]:
        if slot.family == "umum" and slot.unit.endswith(("b2", "umpeg")):
            slot.unit = wards[general[(len(slot.unit) + start) % len(general)]]
            slot.family = "kesehatan"


def _spread(families: list[str]) -> list[str]:
    """Deal families evenly: a fixed stride walk, so that every sub-unit gets a mixture."""
    count = len(families)
    stride = next((step for step in (37, 41, 43, 47) if count % step), 1)
    return [families[place * stride % count] for place in range(count)]
