"""Frozen records about people and positions, as the rest of the core reads them.

Identifiers are opaque texts (a room's keys), never a NIP. Facts hold on half-open intervals:
`valid_from <= day < valid_to`, where None means open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from binacore.rules import RulesAt


class EmploymentKind(StrEnum):
    """What law the person serves under. CPNS are PNS here."""

    PNS = "pns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"

    @property
    def is_pppk(self) -> bool:
        return self is not EmploymentKind.PNS


class PositionClass(StrEnum):
    """Classes of positions that have a default level (rules `required_level.*`) and a retirement age."""

    JPT_UTAMA = "jpt_utama"
    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    PELAKSANA = "pelaksana"
    JF_UTAMA = "jf_utama"
    JF_MADYA = "jf_madya"
    JF_MUDA = "jf_muda"
    JF_PERTAMA = "jf_pertama"
    JF_PENYELIA = "jf_penyelia"
    JF_MAHIR = "jf_mahir"
    JF_TERAMPIL = "jf_terampil"
    JF_PEMULA = "jf_pemula"


class AssessmentMethod(StrEnum):
    """How a level was found. Rule `gap.method_trust` orders them, `gap.method_validity` says how long each counts."""

    ASSESSMENT_CENTRE = "assessment_centre"
    MAPPING = "mapping"
    TEST = "test"
    CERTIFICATE = "certificate"
    SUPERIOR = "superior"
    INTERVIEW = "interview"
    SELF = "self"


class RecordMalformed(ValueError):
    """A record that contradicts itself; the message names it."""


def holds(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether a half-open interval contains the day."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on < valid_to)


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a unit."""

    position_id: str
    position_class: PositionClass
    unit_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a position, at the day the caller gathered for."""

    person_id: str
    kind: EmploymentKind
    unit_id: str
    position_id: str
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """The level (1 to 5) that a position asks of a person in a competency."""

    person_id: str
    competency_id: str
    level: int
    position_id: str = ""
    unit_id: str = ""
    critical: bool = False
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 5:
            raise RecordMalformed(f"requirement {self.position_id}/{self.competency_id}: level {self.level} not 1 to 5")


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level (0 to 5; 0 = not even the first) that somebody found a person to have."""

    person_id: str
    competency_id: str
    level: int
    method: AssessmentMethod
    valid_from: date
    valid_to: date | None = None
    assessment_id: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.level <= 5:
            raise RecordMalformed(
                f"assessment {self.assessment_id or self.competency_id}: level {self.level} not 0 to 5"
            )
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise RecordMalformed(f"assessment {self.assessment_id}/{self.competency_id}: ends before it begins")


def default_level(position_class: PositionClass, rules: RulesAt) -> int:
    """Level for the nine managerial and socio-cultural competencies (rules `required_level.*`, PermenPANRB 38/2017)."""
    return rules.integer(f"required_level.{position_class}")


def requirements_of(
    person: Person,
    position: Position,
    *,
    nine: Iterable[str],
    standard: Mapping[str, int],
    critical: Iterable[str] = (),
    rules: RulesAt,
) -> list[Requirement]:
    """What the position asks of the person: its own `standard` first, else the default of its class for the `nine`.

    `standard` maps competency to level and may name technical competencies too, which have no default.
    """
    level = default_level(position.position_class, rules)
    asked = dict.fromkeys(nine, level) | dict(standard)
    critical_ids = frozenset(critical)
    return [
        Requirement(
            person.person_id, competency, value, position.position_id, person.unit_id, competency in critical_ids
        )
        for competency, value in asked.items()
    ]


def retirement_day(born: date, position_class: PositionClass, rules: RulesAt, *, profession: str = "") -> date:
    """First day after service: the first of the month after the retirement age is reached (general knowledge).

    A profession with a rule of its own ("teacher", "doctor", "school_supervisor") goes before the class.
    """
    age = rules.integer(f"retirement.{profession or position_class}")
    year, month = born.year + age, born.month + 1
    return date(year + 1, 1, 1) if month == 13 else date(year, month, 1)
