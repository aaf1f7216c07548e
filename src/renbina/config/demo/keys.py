"""What a generated city's text keys became in the database."""

from dataclasses import dataclass, field

from renbina.competency.models import Competency
from renbina.organisation.models import Agency, Employee, Position, Unit

SET_UP = "Penyiapan kota contoh"  # who did it, as the pages and the audit say


@dataclass
class Keys:
    """Filled step by step while loading; every later step looks its references up here."""

    agency: Agency
    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    employees: dict[str, Employee] = field(default_factory=dict)
    competencies: dict[str, Competency] = field(default_factory=dict)
    programmes: dict[str, int] = field(default_factory=dict)  # code -> pk
