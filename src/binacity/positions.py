"""Titles and levels of positions: which ranks a functional post has, and what a clerk is called (nomenclature of
2024).
"""

from collections import Counter
from functools import cache
from random import Random

from binacity import tables
from binacity.apportion import apportion, scaled
from binacity.records import PositionRecord
from binacity.units import Slot

FAMILIES = {row["key"]: row for row in tables.rows("families")}
RANKS = {
    "pemula": "Pemula", "terampil": "Terampil", "mahir": "Mahir", "penyelia": "Penyelia",
    "pertama": "Ahli Pertama", "muda": "Ahli Muda", "madya": "Ahli Madya",
}  # fmt: skip
EXPERT = ("jf_pertama", "jf_muda", "jf_madya")
CLERK_TITLES = {
    "S1": ("Penelaah Teknis Kebijakan", "Penata Layanan Operasional"),
    "D3": ("Pengolah Data dan Informasi", "Pengelola Layanan Operasional"),
    "SMA": ("Pengadministrasi Perkantoran", "Operator Layanan Operasional"),
    "low": ("Pengelola Umum Operasional",),
}
SPECIAL_CLERK_TITLES = {
    ("ti", "S1"): ("Penata Kelola Sistem dan Teknologi Informasi",),
    ("kesehatan", "SMA"): ("Operator Layanan Kesehatan",),
    ("pendaftaran", "SMA"): ("Operator Layanan Kesehatan",),
}

# Of offices whose general clerks have a task of their own: what stands in the brackets of their titles.
OFFICE_TASKS = {("disdukcapil", "umum"): "Layanan Adminduk"}


def group(family: str) -> str:
    """teacher | education | health | office | field | clerk | structural."""
    return FAMILIES[family]["group"]


def assign_levels(slots: list[Slot], size: int, seed: int) -> None:
    """Give functional slots their rank, by the mixture of each family; office families get exactly 96 Ahli Muda
    (scaled).
    """
    random = Random(f"{seed}:levels")
    by_family: dict[str, list[Slot]] = {}
    for slot in slots:
        if slot.kind == "functional":
            by_family.setdefault(slot.family, []).append(slot)
    for family, members in by_family.items():
        mixture = tables.pairs(FAMILIES[family]["levels"])
        levels: list[str] = []
        for (level, _), count in zip(mixture, apportion(len(members), [w for _, w in mixture]), strict=True):
            levels += [f"jf_{level}"] * count
        random.shuffle(levels)
        for slot, level in zip(members, levels, strict=True):
            slot.level = level
    _fix_team_leads(slots, scaled(96, size))
    for slot in slots:
        if slot.kind == "functional":
            slot.title = functional_title(slot.family, slot.level)


def _fix_team_leads(slots: list[Slot], wanted: int) -> None:
    """Move office posts between Ahli Pertama and Ahli Muda until the number is right, agency after agency."""
    office = [slot for slot in slots if slot.kind == "functional" and group(slot.family) == "office"]
    both = [
        s for s in office if {"pertama", "muda"} <= {level for level, _ in tables.pairs(FAMILIES[s.family]["levels"])}
    ]
    surplus = sum(slot.level == "jf_muda" for slot in office) - wanted
    source, target = ("jf_muda", "jf_pertama") if surplus > 0 else ("jf_pertama", "jf_muda")
    # Planners stay or become Ahli Muda first: every agency needs one that leads.
    movable = sorted(both, key=lambda s: (s.family == "perencana") == (surplus > 0))
    for slot in movable:
        if surplus and slot.level == source:
            slot.level = target
            surplus += 1 if surplus < 0 else -1
    _lead_everywhere(both)


def _lead_everywhere(posts: list[Slot]) -> None:
    """Every agency with such posts gets at least one Ahli Muda, exchanged with the agency of the same family that has
    most.
    """
    leads = Counter(slot.agency for slot in posts if slot.level == "jf_muda")
    for slot in posts:
        if leads[slot.agency] == 0:
            others = [o for o in posts if o.family == slot.family and o.level == "jf_muda" and leads[o.agency] > 1]
            if others:
                other = max(others, key=lambda o: leads[o.agency])
                slot.level, other.level = other.level, slot.level
                leads[slot.agency] += 1
                leads[other.agency] -= 1


def functional_title(family: str, level: str) -> str:
    label = FAMILIES[family]["label"]
    if family in ("kepala_sekolah", "kepala_puskesmas"):
        return label
    if family.startswith("guru_"):
        return f"{label} {RANKS[level.removeprefix('jf_')]}"
    return f"{label} {RANKS[level.removeprefix('jf_')]}"


def clerk_title(agency: str, family: str, education: str, turn: int) -> str:
    """Title of a pelaksana; the task stands in brackets so that one title is one position."""
    options = SPECIAL_CLERK_TITLES.get((family, education), CLERK_TITLES[education])
    title = options[turn % len(options)]
    label = OFFICE_TASKS.get((agency, family), FAMILIES[family]["label"])
    return f"{title} ({label})" if label else title


@cache
def key_of(title: str) -> str:
    """Short stable key of a title."""
    letters = "".join(character.lower() if character.isalnum() else "-" for character in title)
    return "-".join(part for part in letters.split("-") if part)


def records(slots: list[Slot], vacant: tuple[str, ...] = ()) -> tuple[PositionRecord, ...]:
    """Every distinct title once, in order of first appearance; `vacant` heads (JPT Pratama) have no holder."""
    seen: dict[str, PositionRecord] = {}
    for slot in slots:
        key = key_of(slot.title)
        if key not in seen:
            seen[key] = PositionRecord(key, slot.title, slot.kind, slot.level, slot.family)
    heads = (PositionRecord(key_of(title), title, "jpt", "jpt_pratama", "kepala") for title in vacant)
    return (*seen.values(), *(head for head in heads if head.key not in seen))
