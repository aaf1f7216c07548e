"""A row of evidence as other rooms hand it over, and what it says in the language of whoever reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from renbina.ui import formats

_SAYS: Final = {
    "survey": gettext_noop("%(title)s: mean level %(mean)s on a scale to %(top)s, %(n)s of %(invited)s answered"),
    "talks": gettext_noop("%(people)s people in talks said that it lacks: %(quotes)s quotes"),
    "proposals": gettext_noop("%(proposals)s proposals for %(people)s people, of %(asked)s whose post asks for it"),
    "predicates": gettext_noop("Predicates of %(year)s of %(people)s people who miss the standard"),
    "studies": gettext_noop("What is coming changes the work of %(people)s people"),
    "citizens": gettext_noop("%(count)s citizens in %(year)s about %(service)s"),
}
WRITTEN: Final = "written"  # "says" of evidence that somebody worded; beside it other languages -> the same words there
Facts = Mapping[str, Any]  # "says": WRITTEN or a key of _SAYS; beside it what the sentence names, as plain JSON


def evidence_words(facts: Facts, written: str = "") -> str:
    """What evidence says in the reader's language; `written` where it was only written down, and in no other."""
    if facts.get("says") == WRITTEN:
        return str(facts.get(get_language() or "") or written)
    sentence = _SAYS.get(facts.get("says", ""))
    if sentence is None:
        return written
    named = {name: _shown(name, value) for name, value in facts.items() if name != "says"}
    return _(sentence) % named


def _shown(name: str, value: Any) -> str:
    if isinstance(value, str) or name == "year":
        return str(value)
    return formats.number(value, 1 if isinstance(value, float) else 0)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A weight above 0 and at most 10 (1.0 is neutral) for a competency; `unit_id` None means the whole agency.

    `confidence` from 0 to 1 says how sure it is, `people` how many stand behind it, `origin` what it was derived from,
    `facts` what its reason is made of.
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
    facts: Facts = field(default_factory=dict)

    @property
    def told(self) -> dict[str, object]:
        """What it says, beside the name it goes by (source, origin, unit, competency)."""
        return {
            "weight": self.weight, "confidence": round(self.confidence, 4), "people": self.people,
            "reason": self.reason[:255], "facts": dict(self.facts),
        }  # fmt: skip
