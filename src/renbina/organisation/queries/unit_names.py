"""Units as files of other rooms name them: by code or name, and written so that only one unit is meant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from binacore.names import fold_name, nearest_names
from renbina.organisation.models import Unit, UnitAlias

SEPARATORS = frozenset(";|")


class UnitUnclear(Exception):  # noqa: N818,RUF100 - named for what was wrong
    """A text that names no unit, or several (`several`). `suggestions` are names to choose from."""

    def __init__(self, text: str, suggestions: Iterable[str], *, several: bool = False) -> None:
        super().__init__(text)
        self.text, self.suggestions, self.several = text, tuple(suggestions), several


@dataclass(frozen=True, slots=True)
class UnitNames:
    """folded: every spelling -> the units that it may mean; written: unit -> the text that names only this one."""

    folded: Mapping[str, tuple[int, ...]]
    written: Mapping[int, str]

    def find(self, text: str) -> int:
        """The key of the unit meant. Raises UnitUnclear; likeness alone never decides."""
        found = self.folded.get(fold_name(text), ())
        if len(found) == 1:
            return found[0]
        if found:
            raise UnitUnclear(text, (self.written[key] for key in found), several=True)
        raise UnitUnclear(text, nearest_names(fold_name(text), list(self.written.values())))

    def find_all(self, text: str) -> list[int]:
        """Units between semicolons. Raises UnitUnclear."""
        return [self.find(part) for part in (each.strip() for each in text.split(";")) if part]

    def listed(self, keys: Iterable[int]) -> str:
        """Units as one cell, always in the same order."""
        return "; ".join(sorted(self.written[key] for key in keys))


def unit_names(agency_id: int) -> UnitNames:
    """Every unit of the agency; two queries. A code beats a name, a name beats a short name or another spelling."""
    units = list(Unit.objects.filter(agency_id=agency_id).order_by("path"))
    aliases = UnitAlias.objects.filter(agency_id=agency_id).order_by("pk").values_list("name_key", "unit_id")
    codes, names, others = defaultdict(set), defaultdict(set), defaultdict(set)
    closed = {unit.pk for unit in units if unit.closed_on is not None}
    for unit in units:
        codes[fold_name(unit.code or unit.public_id)].add(unit.pk)
        names[fold_name(unit.name)].add(unit.pk)
        others[fold_name(unit.short_name)].add(unit.pk)
    for name_key, key in aliases:
        others[name_key].add(key)
    folded: dict[str, tuple[int, ...]] = {}
    for spellings in (others, names, codes):
        # A unit that was closed answers to its name as long as no living one has it.
        folded |= {name: tuple(sorted(keys - closed or keys)) for name, keys in spellings.items()}
    written = {}
    for unit in units:
        clear = folded.get(fold_name(unit.name)) == (unit.pk,) and not SEPARATORS & set(unit.name)
        written[unit.pk] = " ".join(unit.name.split()) if clear else unit.code or unit.public_id
    return UnitNames(folded, written)
