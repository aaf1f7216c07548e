"""The priority of a gap: criticality for the post, citizens' voice and strategy, weighed by `binacore.priority`."""

from collections import defaultdict
from typing import Final

from binacore.priority import DEFAULT_LIMITS, NeedEvidence, weigh
from renbina.needs.enums import EvidenceSource
from renbina.planning.gather.rows import Rows

_COMPONENTS: Final = {EvidenceSource.VOICE: DEFAULT_LIMITS.voice, EvidenceSource.STRATEGY: DEFAULT_LIMITS.strategy}


class Priorities:
    """Weights by competency and place. Of several pieces of evidence of one source the strongest holds.

    Stored evidence is a factor (1.0 neutral); the core wants the share of the most its component may add, so a factor
    above that limit counts as the limit and one below 1 as neutral. Performance and evaluation do not weigh here yet.
    """

    def __init__(self, rows: Rows) -> None:
        self._evidence: dict[int, list[tuple[str, str, float]]] = defaultdict(list)
        for row in rows.evidence:
            path = rows.units[row["unit_id"]].path if row["unit_id"] else ""
            self._evidence[row["competency_id"]].append((row["source"], path, row["weight"]))
        self._known: dict[tuple[int, str, bool], float] = {}

    def weight(self, competency: int, unit_path: str, *, critical: bool) -> float:
        """1.0 for an ordinary gap, more where evidence speaks for it."""
        key = (competency, unit_path, critical)
        if key not in self._known:
            self._known[key] = round(weigh(self._need(competency, unit_path, critical=critical)).weight, 6)
        return self._known[key]

    def _need(self, competency: int, unit_path: str, *, critical: bool) -> NeedEvidence:
        strongest: dict[str, float] = {}
        for source, path, factor in self._evidence.get(competency, ()):
            if source in _COMPONENTS and unit_path.startswith(path):
                share = (factor - 1.0) / (_COMPONENTS[EvidenceSource(source)] - 1.0)
                strongest[source] = max(strongest.get(source, 0.0), min(1.0, share))
        return NeedEvidence(
            criticality=1.0 if critical else 0.0,
            voice=strongest.get(EvidenceSource.VOICE),
            strategy=strongest.get(EvidenceSource.STRATEGY),
        )
