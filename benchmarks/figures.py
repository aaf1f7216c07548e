"""What a benchmark measured beside what the product promises."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number with its bound, in `unit`. `at_least`: the bound is a floor, not a ceiling."""

    what: str
    measured: float
    bound: float
    unit: str
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound


def print_table(figures: Iterable[Figure]) -> int:
    """One line a figure; the number of figures that miss their bound."""
    lines = [_line(figure) for figure in figures]
    wide = max((len(line[0]) for line in lines), default=0)
    print(f"\n{'figure':<{wide}}  {'measured':>10}  {'bound':>10}  unit")
    for what, measured, bound, unit, verdict in lines:
        print(f"{what:<{wide}}  {measured:>10}  {bound:>10}  {unit:<8}  {verdict}")
    return sum(line[-1] != "ok" for line in lines)


def _line(figure: Figure) -> tuple[str, str, str, str, str]:
    bound = f"{'>=' if figure.at_least else '<='} {figure.bound:,.1f}"
    return figure.what, f"{figure.measured:,.1f}", bound, figure.unit, "ok" if figure.kept else "OVER"
