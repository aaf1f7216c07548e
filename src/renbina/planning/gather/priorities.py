"""The priority of a gap: criticality for the post, citizens' voice, strategy and what evaluations found."""

from collections import defaultdict

from binacore.priority import need_from, weigh
from renbina.planning.gather.rows import Rows


class Priorities:
    """Weights by competency and place, computed by `binacore.priority`. Performance does not weigh here yet."""

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
            factors = [
                (source, factor)
                for source, path, factor in self._evidence.get(competency, ())
                if unit_path.startswith(path)
            ]
            self._known[key] = round(weigh(need_from(factors, critical=critical)).weight, 6)
        return self._known[key]
