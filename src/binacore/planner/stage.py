"""What a plan reaches of each aim when the aims count one strictly after the other, and how far that is proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

STAGES = ("mandatory", "entitlement", "coverage", "cost", "fairness")
"""The aims in their order: mandatory places filled, persons at target, gap value, rupiah spent, persons short."""
MINIMISED = frozenset({"cost", "fairness"})
TOLERANCE = 1e-6
"""Two values closer than this are equal, relatively and at least absolutely: section 5 of the format."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One aim of the lexicographic mode.

    `value` and `bound` count mandatory places, persons at target, value points of coverage, rupiah, or persons short of
    their units' shares. No plan that keeps what the stages before have reached does better than `bound`, which is a
    lower bound for cost and fairness. `gap` is their distance as a share of the larger; `proven` says there is none.
    """

    name: str
    value: float
    bound: float
    gap: float
    proven: bool

    @classmethod
    def of(cls, name: str, value: float, bound: float) -> Stage:
        """The bound is brought to the value where it lies on the wrong side of it by no more than rounding."""
        if (bound > value) if name in MINIMISED else (bound < value):
            bound = value
        largest = max(abs(value), abs(bound))
        proven = abs(bound - value) <= TOLERANCE * max(1.0, largest)
        return cls(name, value, bound, 0.0 if proven else abs(bound - value) / largest, proven)

    def as_record(self) -> dict[str, object]:
        """JSON-ready form."""
        return asdict(self)

    def told(self) -> str:
        """A line for a terminal."""
        digits = 3 if self.name in ("coverage", "fairness") else 0
        verdict = "proved best" if self.proven else f"{100 * self.gap:.2f} %"
        side = "at least" if self.name in MINIMISED else "at most"
        return f"  {self.name:12}{self.value:20,.{digits}f}   {side:8}{self.bound:20,.{digits}f}   {verdict}"


def stages_from(records: object) -> tuple[Stage, ...]:
    """The stages of a certificate; () where they are not ours, for other solvers may call other things the same."""
    names = {field.name for field in fields(Stage)}
    if not isinstance(records, Sequence) or not all(isinstance(one, Mapping) and set(one) == names for one in records):
        return ()
    return tuple(Stage(**one) for one in records)
