"""What a programme raises and whom it is for, each in one cell that a person can read, write and correct.

Competencies: `2.1 +2 maks 4; 1.3 +1 maks 3`: by two levels, at most up to level 4.
Audience: `asn: PNS, CPNS; jenjang: Pengawas | rumpun: guru_sd; unit: 1.2.3`: every way to belong to it, and in each all
conditions that must hold. `semua` asks nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from renbina.catalogue.models import Audience, Effect
from renbina.foundation.imports.cells import as_read
from renbina.organisation.enums import POSITION_LEVELS

EVERYBODY: Final = "semua"
EMPLOYMENTS: Final = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_part_time": "PPPK Paruh Waktu"}
POSITION_KINDS: Final = {
    "jpt": "Pimpinan Tinggi", "administrator": "Administrator", "supervisor": "Pengawas", "functional": "Fungsional",
    "executive": "Pelaksana",
}  # fmt: skip
# Word of the cell -> list of the model, in the order in which they are written.
PARTS: Final = {
    "asn": "employments", "jabatan": "position_kinds", "jenjang": "levels", "rumpun": "families",
    "kecuali rumpun": "excluded_families", "unit": "units",
}  # fmt: skip
_CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    "employments": EMPLOYMENTS,
    "position_kinds": POSITION_KINDS,
    "levels": POSITION_LEVELS,
}
_EFFECT: Final = re.compile(
    r"(?P<code>\S.*?)[\s:]+\+?(?P<lift>[1-5])[\s:/]+(?:(?:maks|max|sampai)\.?\s*)?(?P<ceiling>[1-5])", re.IGNORECASE
)


class TextWrong(Exception):  # noqa: N818,RUF100 - named for what was wrong
    """A part of a cell cannot be read: `part` as it stands, `code` a problem of the programmes' import."""

    def __init__(self, code: str, part: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__(code)
        self.code, self.part, self.suggestions = code, part.strip()[:100], tuple(suggestions)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to belong to an audience: lists as the model keeps them, units by their key."""

    employments: tuple[str, ...] = ()
    position_kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    excluded_families: tuple[str, ...] = ()
    units: tuple[int, ...] = field(default=())


def effects_text(effects: Iterable[tuple[str, int, int]]) -> str:
    """(code, lift, ceiling) as a cell, by code."""
    return "; ".join(f"{code} +{lift} maks {ceiling}" for code, lift, ceiling in sorted(effects))


def effects_of(text: str, codes: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """The cell read; `codes`: folded code -> code as stored. Raises TextWrong."""
    found: dict[str, tuple[str, int, int]] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        match = _EFFECT.fullmatch(part)
        if match is None:
            raise TextWrong("effect_unreadable", part)
        code = codes.get(match["code"].casefold())
        if code is None:
            raise TextWrong("competency_unknown", match["code"])
        if code in found:
            raise TextWrong("competency_twice", code)
        found[code] = (code, int(match["lift"]), int(match["ceiling"]))
    return list(found.values())


def ways_text(ways: Iterable[Way], unit_names: Mapping[int, str]) -> str:
    """Ways as a cell: the same ways give the same text, in whatever order they are stored."""
    return " | ".join(sorted(_way_text(way, unit_names) for way in ways))


def _way_text(way: Way, unit_names: Mapping[int, str]) -> str:
    told = []
    for word, name in PARTS.items():
        values: tuple[Any, ...] = getattr(way, name)
        words = unit_names if name == "units" else _CHOICES.get(name, {})
        if values:
            told.append(f"{word}: {', '.join(sorted(str(as_read(words.get(value, value))) for value in values))}")
    return "; ".join(told) or EVERYBODY


def ways_of(text: str, units: Mapping[str, int]) -> list[Way]:
    """The cell read; `units`: folded name -> key. Raises TextWrong."""
    return [_way(part, units) for part in filter(None, (each.strip() for each in text.split("|")))]


def _way(text: str, units: Mapping[str, int]) -> Way:
    if text.casefold() == EVERYBODY:
        return Way()
    values: dict[str, Any] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        word, colon, rest = part.partition(":")
        name = PARTS.get(" ".join(word.casefold().split()))
        if not colon or name is None:
            raise TextWrong("audience_unreadable", part)
        asked = [each.strip() for each in rest.split(",") if each.strip()]
        values[name] = tuple(sorted(_value(name, each, units) for each in asked))
    return Way(**values)


def _value(name: str, text: str, units: Mapping[str, int]) -> Any:
    if name == "units":
        if text.casefold() not in units:
            raise TextWrong("audience_unit_unknown", text)
        return units[text.casefold()]
    choices = _CHOICES.get(name)
    if choices is None:
        return text
    known = {words.casefold(): value for value, words in choices.items()} | {value: value for value in choices}
    if text.casefold() not in known:
        raise TextWrong("audience_word_unknown", text, choices.values())
    return known[text.casefold()]


def way_of(audience: Audience) -> Way:
    """A stored audience (units prefetched)."""
    lists = {name: tuple(getattr(audience, name)) for name in PARTS.values() if name != "units"}
    return Way(**lists, units=tuple(sorted(unit.pk for unit in audience.units.all())))


def effect_of(effect: Effect) -> tuple[str, int, int]:
    return effect.competency.code, effect.lift, effect.ceiling
