"""What `load_catalogue` is handed: one frozen row a fact, joined by codes. Money in rupiah, hours in JP."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """Updated by `name`."""

    name: str
    kind: str
    agreement_number: str = ""
    agreement_from: date | None = None
    agreement_until: date | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """Updated by `code`; `prerequisite` is a code, `partner` a name."""

    code: str
    name: str
    form: str
    area: str
    hours: float
    days: float
    delivery: str
    synchronous: bool
    capacity: int
    batch_min: int
    cost_per_person: int
    cost_per_batch: int
    prerequisite: str | None = None
    partner: str | None = None
    note: str = ""
    retired_on: date | None = None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """`programme` and `competency` are codes."""

    programme: str
    competency: str
    lift: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """`units` are unit codes (UNOR), everything below them included; an empty field asks nothing."""

    programme: str
    employments: tuple[str, ...] = ()
    position_kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    excluded_families: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Updated by programme, year, month and own class; `month` None is self-paced."""

    programme: str
    year: int
    month: int | None
    batches_max: int
    own_class: bool = False
