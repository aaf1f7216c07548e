"""Which sources speak for a need, by name only: for pages of people who do not read the evidence itself."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from django.db.models import Q

from renbina.needs.enums import EvidenceSource
from renbina.needs.models import Evidence
from renbina.needs.queries.weights import STEP

ORDER: Final = (
    EvidenceSource.SURVEY, EvidenceSource.INTERVIEW, EvidenceSource.PROPOSAL, EvidenceSource.PERFORMANCE,
    EvidenceSource.VOICE, EvidenceSource.STRATEGY, EvidenceSource.EVALUATION,
)  # fmt: skip
"""What staff say first, then what others see."""


def sources_speaking(agency_id: int, path: str) -> Mapping[int, tuple[EvidenceSource, ...]]:
    """Competency -> sources that say in the unit of this path, above it or in the agency that it is lacking; one query.

    No weight, no word and no number of people: whoever works there may know so much.
    """
    above = [path[:end] for end in range(STEP, len(path) + 1, STEP)]
    here = Q(unit=None) | Q(unit__path__in=above)
    rows = Evidence.objects.filter(here, agency_id=agency_id, weight__gt=1.0)
    found: dict[int, set[str]] = defaultdict(set)
    for competency, source in rows.values_list("competency_id", "source"):
        found[competency].add(source)
    return {competency: tuple(each for each in ORDER if each.value in sources) for competency, sources in found.items()}
