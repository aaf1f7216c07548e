"""Units and positions from a list: names, short names, and the tree by the name of the unit above.

Rows may stand in any order. A unit without INDUK is at the top, or is the one stored unit of that name. What is stored
is never moved or removed by a list; merging and moving units is done on their pages, with a date.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from binacore.names import fold_name
from binacore.people import PositionClass
from binacore.siasn import position_kind_of, position_level_of
from renbina.foundation.canonical import digest
from renbina.foundation.imports import Field, ImportContext, ImportKind, Message, Problem, Row, titled
from renbina.organisation.access import Verb, can
from renbina.organisation.enums import UnitKind
from renbina.organisation.gather import Directory, directory_of
from renbina.organisation.gather.lists import positions_stored, unit_key, units_stored
from renbina.organisation.models import Unit

_KINDS: Final = (
    ("inspektorat", UnitKind.INSPECTORATE), ("puskesmas", UnitKind.HEALTH_CENTRE), ("rumah", UnitKind.HOSPITAL),
    ("rsud", UnitKind.HOSPITAL), ("kecamatan", UnitKind.DISTRICT), ("kelurahan", UnitKind.SUBDISTRICT),
    ("uptd", UnitKind.TECHNICAL_UNIT), ("upt", UnitKind.TECHNICAL_UNIT), ("sd", UnitKind.SCHOOL),
    ("smp", UnitKind.SCHOOL), ("sma", UnitKind.SCHOOL), ("smk", UnitKind.SCHOOL), ("tk", UnitKind.SCHOOL),
    ("sekolah", UnitKind.SCHOOL), ("tim", UnitKind.TEAM), ("seksi", UnitKind.SECTION),
    ("subbagian", UnitKind.SECTION), ("subbidang", UnitKind.SECTION), ("bidang", UnitKind.DIVISION),
    ("bagian", UnitKind.DIVISION), ("sekretariat", UnitKind.SECRETARIAT), ("badan", UnitKind.AGENCY),
    ("dinas", UnitKind.DEPARTMENT), ("satuan", UnitKind.DEPARTMENT),
)  # fmt: skip
_WORDS_OF_KINDS: Final = {
    **{kind.value: kind.value for kind in UnitKind},
    "Sekretariat": "secretariat", "Inspektorat": "inspectorate", "Dinas": "department", "Badan": "agency",
    "Kecamatan": "district", "Kelurahan": "subdistrict", "Sekolah": "school", "Puskesmas": "health_centre",
    "Rumah sakit": "hospital", "UPTD": "technical_unit", "Unit pelaksana teknis": "technical_unit",
    "Bidang": "division", "Bagian": "division", "Seksi": "section", "Subbagian": "section", "Subbidang": "section",
    "Tim": "team", "Tim kerja": "team",
}  # fmt: skip


def unit_kind_of(name: str, *, top: bool) -> str:
    """The kind that the first telling word of a name says; else a department at the top and a section below."""
    words = fold_name(name).split()
    for word, kind in _KINDS:
        if word in words[:2]:
            return kind
    return UnitKind.DEPARTMENT if top else UnitKind.SECTION


def units_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The unit tree; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="units",
        label=_("Units"),
        description=_("The unit tree: name, unit above (INDUK), short name (SINGKATAN). Rows in any order."),
        may=lambda actor: can(actor, Verb.CHANGE_ORGANISATION),
        fields=(
            Field(
                "name",
                _("Name of the unit"),
                synonyms=("NAMA", "NAMA UNIT", "UNOR NAMA", "UNIT KERJA", "UNIT ORGANISASI"),
                required=True,
                compare=False,
            ),
            Field(
                "parent",
                _("Unit above"),
                synonyms=("INDUK", "UNIT INDUK", "UNOR INDUK", "NAMA INDUK", "ATASAN UNIT"),
                compare=False,
            ),
            Field(
                "short_name",
                _("Short name"),
                synonyms=("SINGKATAN", "NAMA SINGKAT", "ALIAS"),
                max_length=100,
                empty_keeps=True,
            ),
            Field(
                "kind",
                _("Kind of unit"),
                "choice",
                ("JENIS", "JENIS UNIT"),
                choices=_WORDS_OF_KINDS,
                empty_keeps=True,
            ),
            Field(
                "code",
                _("Code of the unit"),
                synonyms=("KODE", "UNOR ID", "KODE UNIT"),
                max_length=40,
                empty_keeps=True,
            ),
        ),
        key_of=lambda values: str(values.get("key") or ""),
        stored=lambda actor, on: units_stored(actor.agency_id) if actor.agency_id is not None else {},
        check_rows=check_units,
        apply=apply,
        title_of=titled("name"),
        messages={
            "parent_unknown": Message(
                _("No unit is called “%(value)s”, in the file or among the stored ones."),
                _("Correct the name of the unit above, or add a row for it."),
            ),
            "parent_ambiguous": Message(
                _("“%(value)s” can be %(count)s different units."),
                _("Give the unit above its full name, or import its own branch on its own."),
            ),
            "parent_held": Message(
                _("The unit above is held itself (row %(rows)s)."), _("Correct that row first; this one follows.")
            ),
            "unit_cycle": Message(
                _("Going from unit to unit above leads back to this unit."), _("Correct the unit above in one of them.")
            ),
        },
        announces="organisation.changed",
    )


def check_units(rows: Sequence[Row], context: ImportContext) -> None:
    """Finds each row's unit above, in the file first, and its place among the stored units. May run again."""
    directory = directory_of(context.actor.agency_id) if context.actor.agency_id is not None else Directory()
    for row in rows:
        row.values["key"] = ""
    tree = _Tree(rows, directory)
    for row in rows:
        if row.values.get("name"):
            tree.settle(row)


class _Tree:
    """The rows of a file as a tree among the stored units. A chain is the folded names from the top to a unit."""

    def __init__(self, rows: Sequence[Row], directory: Directory) -> None:
        self._directory = directory
        self._named: dict[str, list[Row]] = {}
        self._short: dict[str, list[Row]] = {}
        self._chains: dict[int, list[str] | None] = {}
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            told = tuple(fold_name(str(row.values.get(name) or "")) for name in ("name", "parent", "short_name"))
            if told[0] and told not in seen:
                seen.add(told)
                self._named.setdefault(fold_name(row.values["name"]), []).append(row)
                if row.values.get("short_name"):
                    self._short.setdefault(fold_name(row.values["short_name"]), []).append(row)

    def settle(self, row: Row, way: tuple[Row, ...] = ()) -> list[str] | None:
        """Give the row its key by its whole chain, and return the chain; None where it is held."""
        if id(row) in self._chains:
            return self._chains[id(row)]
        if any(row is each for each in way):
            for each in way[next(place for place, it in enumerate(way) if it is row) :]:
                each.hold("parent", "unit_cycle")
                self._chains[id(each)] = None
            return None
        chain = self._chain(row, way)
        if id(row) not in self._chains:
            self._chains[id(row)] = None if row.held else chain
        chain = self._chains[id(row)]
        if chain is not None:
            row.values |= {
                "key": unit_key(chain),
                "parent_key": unit_key(chain[:-1]) if chain[1:] else "",
                "depth": len(chain),
            }
        return chain

    def _chain(self, row: Row, way: tuple[Row, ...]) -> list[str] | None:
        name, written = fold_name(row.values["name"]), row.values.get("parent")
        if not written:
            stored = [u for u in self._directory.units.find(row.values["name"]).items if fold_name(u.name) == name]
            return self._stored_chain(stored[0]) if len(stored) == 1 else [name]
        above = self._above(row, written)
        if isinstance(above, Row):
            chain = self.settle(above, (*way, row))
            if chain is None and not row.held:
                row.hold("parent", "parent_held", rows=str(above.number))
        else:
            chain = None if above is None else self._stored_chain(above)
        return None if chain is None else [*chain, name]

    def _above(self, row: Row, written: str) -> "Row | Unit | None":
        folded = fold_name(written)
        if folded == fold_name(row.values["name"]) and len(self._named[folded]) == 1:
            row.hold("parent", "unit_cycle")
            return None
        called = self._named.get(folded) or self._short.get(folded) or []
        here = [each for each in called if each is not row]
        if len(here) == 1:
            return here[0]
        units = self._directory.units.find(written).items
        if not here and len(units) == 1:
            return units[0]
        if here or units:
            row.hold("parent", "parent_ambiguous", count=len(here) or len(units))
        else:
            row.hold("parent", "parent_unknown", suggestions=self._directory.units.nearest(written))
        return None

    def _stored_chain(self, unit: Unit) -> list[str]:
        return [fold_name(each.name) for each in (*reversed(self._directory.ancestors(unit)), unit)]


def positions_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The titles of positions; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="positions",
        label=_("Positions"),
        description=_("The positions (jabatan): name, kind (JENIS), level (JENJANG)."),
        may=lambda actor: can(actor, Verb.CHANGE_ORGANISATION),
        fields=(
            Field(
                "title",
                _("Position"),
                synonyms=("NAMA", "NAMA JABATAN", "JABATAN NAMA", "JABATAN"),
                required=True,
                compare=False,
            ),
            Field(
                "kind", _("Kind of position"), synonyms=("JENIS", "JENIS JABATAN", "JENIS JABATAN NAMA"),
                empty_keeps=True,
            ),
            Field("level", _("Level"), synonyms=("JENJANG", "JENJANG JABATAN"), empty_keeps=True),
        ),
        key_of=lambda values: digest([fold_name(values["title"])]),
        stored=lambda actor, on: positions_stored(actor.agency_id) if actor.agency_id is not None else {},
        check_rows=check_positions,
        apply=apply,
        title_of=titled("title"),
        messages={
            "position_kind_unknown": Message(
                _("“%(value)s” is no known kind of position; it was stored without its kind."),
                _("Write JPT, Administrator, Pengawas, Fungsional or Pelaksana."),
            ),
            "position_level_unknown": Message(
                _("“%(value)s” is no known level of a functional position; it was stored without its level."),
                _("Write it as in the decree, such as Ahli Muda or Terampil."),
            ),
        },
    )  # fmt: skip


def check_positions(rows: Sequence[Row], context: ImportContext) -> None:
    """Words of JENIS and JENJANG become our few values. May run again over its own results."""
    levels = {level.value for level in PositionClass} | {"executive", "supervisor"}
    for row in rows:
        word, level = row.values.get("kind"), row.values.get("level")
        known = position_kind_of(word, row.values.get("title") or "") if word else None
        if word and known is None:
            row.warn("kind", "position_kind_unknown")
            row.values["kind"] = None
        if level and level not in levels:
            row.values["level"] = position_level_of(level) or None
            if row.values["level"] is None:
                row.problems.append(Problem("level", "position_level_unknown", level, "warning"))
        if known is None:
            continue
        row.values["kind"] = known[0]
        if known[0] == "functional":
            row.values["level"] = row.values.get("level") or position_level_of(row.values.get("title") or "") or None
        elif known[1]:
            row.values["level"] = row.values.get("level") or known[1]
