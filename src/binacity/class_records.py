"""What a training class of the city consists of: plain frozen records, people by their keys, days of the agency."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """One person of a class. `present` counts sessions from 0; `certificate` is the number in the learning history."""

    employee: str
    state: str  # invited | confirmed | waiting | declined | objected | passed | missed | cancelled
    present: tuple[int, ...] = ()
    by_code: bool = False
    certificate: str = ""
    reason: str = ""
    superior: str | None = None  # key of the superior who answered
    agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """One class with its sessions (each of `days`, from `begins` to `ends` o'clock) and its people."""

    programme: str
    year: int  # of the plan it belongs to
    number: int
    place: str
    trainer: str
    trainer_employee: str | None
    method: str  # lecture | practice | case_study | role_play | visit
    capacity: int
    hours: float  # JP on its certificates
    days: tuple[date, ...]
    begins: int
    ends: int
    opened_on: date
    answer_by: date
    state: str  # open | closed | cancelled
    people: tuple[SeatRecord, ...]
    closed_on: date | None = None  # or cancelled on
    cancelled_because: str = ""
    least_share: int = 100

    @property
    def key(self) -> str:
        return f"{self.programme}-{self.number}"


@dataclass(frozen=True, slots=True)
class PastProgramme:
    """A programme that was held once and is not in the catalogue of the plan year any more. Money in rupiah."""

    code: str
    name: str
    form: str
    area: str
    hours: float
    days: float
    capacity: int
    cost_per_batch: int
    retired_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Classes:
    """Everything that was and is held, and the programmes that only the past knows."""

    held: tuple[ClassRecord, ...] = ()
    past_programmes: tuple[PastProgramme, ...] = field(default=())
