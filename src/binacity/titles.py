"""Academic and professional titles that fit the position and the schooling."""

from random import Random
from typing import Protocol

from binacity.positions import FAMILIES

SECOND = {
    "teacher": "M.Pd.",
    "education": "M.Pd.",
    "health": "M.K.M.",
    "office": "M.Si.",
    "structural": "M.Si.",
    "clerk": "M.M.",
    "field": "M.T.",
}


class Titled(Protocol):
    education: str

    @property
    def family(self) -> str: ...

    @property
    def level(self) -> str: ...


def titles(person: Titled, random: Random) -> tuple[str, str]:
    """Front and back title; none below a diploma."""
    row = FAMILIES[person.family]
    degree, family = row["degree"], person.family
    if person.education in ("SMA", "SMP", "SD"):
        return "", ""
    if person.education == "D3":
        diplomas = {
            "perawat": "A.Md.Kep.",
            "bidan": "A.Md.Keb.",
            "pranata_komputer": "A.Md.Kom.",
            "siak": "A.Md.Kom.",
            "ti": "A.Md.Kom.",
        }
        return "", degree if degree.startswith("A.Md.") else diplomas.get(family, "A.Md.")
    front = ""
    if degree in ("dr.", "drg."):
        front, degree = degree, ""
        if family == "dokter" and person.level in ("jf_muda", "jf_madya"):
            degree = random.choice(("Sp.PD", "Sp.A", "Sp.OG", "Sp.B", ""))
    elif family == "perawat":
        front = "Ns."
    elif family == "apoteker":
        front = "apt."
    elif family == "bidan":
        degree = "S.Tr.Keb., Bdn."
    elif family.startswith("guru_"):
        degree += ", Gr." if random.random() < 0.6 else ""
    if person.education in ("S2", "S3"):
        master = SECOND[row["group"]]
        degree = degree if degree == master else f"{degree}, {master}".removeprefix(", ")
    return ("Dr." if person.education == "S3" else front), degree


def education_name(family: str, education: str) -> str:
    """As written in a roster, such as "S-1 Ilmu Pemerintahan"."""
    if education in ("SMA", "SMP", "SD"):
        return {"SMA": "SMA/Sederajat", "SMP": "SMP", "SD": "SD"}[education]
    prefix = {"S3": "S-3", "S2": "S-2", "S1": "S-1", "D3": "D-III"}[education]
    return f"{prefix} {FAMILIES[family]['study']}"
