"""A row of evidence as other rooms hand it over."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A weight above 0 and at most 10 (1.0 is neutral) for a competency; `unit_id` None means the whole agency.

    `confidence` from 0 to 1 says how sure it is, `people` how many stand behind it, `origin` what it was derived from.
    """

    source: str  # EvidenceSource
    competency_id: int
    weight: float
    reason: str
    recorded_on: date
    unit_id: int | None = None
    confidence: float = 1.0
    people: int | None = None
    origin: str = ""

    @property
    def told(self) -> dict[str, object]:
        """What it says, beside the name it goes by (source, origin, unit, competency)."""
        return {
            "weight": self.weight, "confidence": round(self.confidence, 4), "people": self.people,
            "reason": self.reason[:255],
        }  # fmt: skip
