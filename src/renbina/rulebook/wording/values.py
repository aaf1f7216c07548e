"""A rule's value as a person reads it: a phrase, a few lines ("80 and above: ..."), or a small table."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from binacore.holidays import holidays_of
from renbina.rulebook.wording.names import UNITS, word
from renbina.ui import formats

Words = str | Promise

# How one number is said with its unit. Units that are not here stand beside the title, or say nothing new.
_PHRASES: Final[Mapping[str, Words]] = {
    "JP": _("%(n)s JP"),
    "JP a contract year": _("%(n)s JP a contract year"),
    "JP a day": _("%(n)s JP a day"),
    "JP a year": _("%(n)s JP a year"),
    "box": _("box %(n)s"),
    "boxes": _("box %(n)s"),
    "days": _("%(n)s days"),
    "level": _("level %(n)s"),
    "people": _("%(n)s people"),
    "percent": _("%(n)s%%"),
    "points": _("%(n)s points"),
    "share of spending": _("%(n)s of spending"),
    "units": _("%(n)s units"),
    "years": _("years back: %(n)s"),
    "years of age": _("%(n)s years"),
}
_SHORT: Final = 22  # letters of a line that can share a row with others
_TOLD: Final = ("points,", "points 0", "score")  # units that say how to read a table of numbers

_BASES: Final[Mapping[str, Words]] = {
    "certificate": _("as on the certificate"),
    "per_day": _("%(jp)s JP a day"),
    "per_session": _("%(jp)s JP a session"),
    "per_activity": _("%(jp)s JP an activity"),
    "fulfils_minimum": _("fulfils the yearly minimum"),
}
# What the rows of a table with two sides are.
_CORNERS: Final[Mapping[str, Words]] = {
    "ip_asn.competence": _("Kind of position"),
    "predicate.matrix": _("Result of work"),
    "talent.boxes": _("Performance"),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with two sides; each row begins with its name."""

    corner: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Exactly one of the three is filled. `unit` tells how to read lines and grids, or is empty."""

    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    grid: Grid | None = None
    unit: str = ""

    @property
    def long(self) -> bool:
        """Whether each line needs a row of its own on the page."""
        return any(len(name) + len(value) > _SHORT for name, value in self.lines)

    @property
    def one_line(self) -> str:
        if self.grid is not None:
            return "; ".join(
                f"{name}: ({', '.join(f'{head}: {cell}' for head, cell in zip(self.grid.heads, cells, strict=True))})"
                for name, cells in self.grid.rows
            )
        return self.text or "; ".join(f"{name}: {value}" for name, value in self.lines)


def shown_value(rule_id: str, unit: str, value: Any) -> Shown:
    """The value of a rule for the page, in the active language; `unit` as the rule files write it."""
    told = str(UNITS.get(unit, unit)) if unit.startswith(_TOLD) else ""
    if isinstance(value, Mapping):
        if "basis" in value:
            return Shown(text=_hours(value))
        if all(isinstance(inner, Mapping) for inner in value.values()):
            return Shown(grid=_grid(rule_id, value), unit=told)
        return Shown(lines=_lines(rule_id, unit, value), unit=told)
    if rule_id == "holidays.national":
        return Shown(lines=tuple((formats.day(day, short=True), name) for day, name in holidays_of(value).items()))
    if isinstance(value, tuple):
        if all(isinstance(each, Mapping) and "label" in each for each in value):
            return Shown(lines=_bands(unit, value), unit=told)
        return Shown(text=_phrase(unit, ", ".join(_scalar(each) for each in value)))
    return Shown(text=_amount(unit, value))


def value_words(rule_id: str, unit: str, value: Any) -> str:
    """A rule's value as one line that a person can read."""
    return shown_value(rule_id, unit, value).one_line


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        # as many decimals as the rule has: an edge of 88.31 must not read 88.3
        return formats.number(value, 0 if float(value).is_integer() else len(str(value).partition(".")[2]))
    return word(value)


def _amount(unit: str, value: Any) -> str:
    if isinstance(value, float) and unit == "share of spending":
        return _phrase(unit, formats.percent(value, 2))
    return _scalar(value) if isinstance(value, bool | str) else _phrase(unit, _scalar(value))


def _phrase(unit: str, number: str) -> str:
    return str(_PHRASES[unit]) % {"n": number} if unit in _PHRASES else number


def _hours(value: Mapping[str, Any]) -> str:
    text = str(_BASES[value["basis"]]) % value
    if "otherwise" in value:
        text = gettext("%(first)s, otherwise %(second)s") % {
            "first": text, "second": str(_BASES[value["otherwise"]]) % value,
        }  # fmt: skip
    if "cap" not in value:
        return text
    words = {
        ("sessions", "month"): gettext("%(text)s, at most %(cap)s sessions a month"),
        ("sessions", "day"): gettext("%(text)s, at most %(cap)s sessions a day"),
        ("hours", "month"): gettext("%(text)s, at most %(cap)s JP a month"),
        ("hours", "day"): gettext("%(text)s, at most %(cap)s JP a day"),
    }
    return words[value["cap_of"], value["cap_period"]] % {"text": text, "cap": value["cap"]}


def _lines(rule_id: str, unit: str, value: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Keys with the same answer share a line."""
    together: dict[str, list[str]] = {}
    for key, inner in value.items():
        answer = ", ".join(_scalar(each) for each in inner) if isinstance(inner, tuple) else _amount(unit, inner)
        together.setdefault(answer, []).append(word(key))
    names = ((", ".join(keys), answer) for answer, keys in together.items())
    if rule_id == "talent.follow_up":
        return tuple((_phrase("box", name), answer) for name, answer in names)
    return tuple(names)


def _grid(rule_id: str, value: Mapping[str, Any]) -> Grid:
    heads = tuple(dict.fromkeys(key for inner in value.values() for key in inner))
    return Grid(
        corner=str(_CORNERS.get(rule_id, "")),
        heads=tuple(word(key) for key in heads),
        rows=tuple(
            (word(name), tuple(_scalar(inner[key]) if key in inner else "–" for key in heads))
            for name, inner in value.items()
        ),
    )


def _bands(unit: str, value: tuple[Mapping[str, Any], ...]) -> tuple[tuple[str, str], ...]:
    """Bands from the highest to the lowest: "80 and above", "68 to below 80", "below 68"."""
    whole = unit == "levels"
    spans = [_span(unit, None, value[0], whole=whole)]
    spans += [_span(unit, above, band, whole=whole, last=band is value[-1]) for above, band in pairwise(value)]
    return tuple((span, word(band["label"])) for span, band in zip(spans, value, strict=True))


def _span(
    unit: str, above: Mapping[str, Any] | None, band: Mapping[str, Any], *, whole: bool, last: bool = False
) -> str:
    """One band in words. `above` is the next higher band, None for the highest."""
    closed = "at_least" in band
    edge = band["at_least"] if closed else band["above"]
    words = {"low": _phrase(unit, _scalar(edge))}
    if above is None:
        return (gettext("%(low)s and above") if closed else gettext("above %(low)s")) % words
    below = "at_least" in above  # the number at the upper edge belongs to the band above
    upper = above["at_least"] if below else above["above"]
    words["high"] = _phrase(unit, _scalar(upper))
    if whole and closed and below and upper - edge == 1:
        return words["low"]
    if last and closed and edge == 0:
        return (gettext("below %(high)s") if below else gettext("up to %(high)s")) % words
    if closed:
        return (gettext("%(low)s to below %(high)s") if below else gettext("%(low)s to %(high)s")) % words
    return (gettext("above %(low)s to below %(high)s") if below else gettext("above %(low)s to %(high)s")) % words
