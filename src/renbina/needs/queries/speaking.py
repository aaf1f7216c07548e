"""Which sources speak for a need, by name only: for pages of people who do not read the evidence itself."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

from renbina.needs.enums import EvidenceSource
from renbina.needs.models import Evidence
from renbina.needs.queries.weights import STEP

ORDER: Final = (
    EvidenceSource.SURVEY, EvidenceSource.INTERVIEW, EvidenceSource.PROPOSAL, EvidenceSource.PERFORMANCE,
    EvidenceSource.VOICE, EvidenceSource.STRATEGY, EvidenceSource.EVALUATION,
)  # fmt: skip
"""What staff say first, then what others see."""


def sources_speaking(
    agency_id: int, path: str, competencies: Collection[int]
) -> Mapping[int, tuple[EvidenceSource, ...]]:
    """Competency -> sources that say in the unit of this path, above it or in the agency that it is lacking.

    One query, none without competencies. No weight, no word and no number of people: whoever works there may know so
    much.
    """
    if not competencies:
        return {}
    above = {path[:end] for end in range(STEP, len(path) + 1, STEP)}
    rows = Evidence.objects.filter(agency_id=agency_id, competency_id__in=competencies, weight__gt=1.0)
    found: dict[int, set[str]] = defaultdict(set)
    for path, competency, source in rows.values_list("unit__path", "competency_id", "source"):
        if path is None or path in above:
            found[competency].add(source)
    return {competency: tuple(each for each in ORDER if each.value in sources) for competency, sources in found.items()}
