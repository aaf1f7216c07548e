"""How files name positions and competencies: by folded names, short forms and codes.

What is not found is held with the nearest names.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from binacore.names import NameIndex, fold_name
from renbina.competency.models import Competency, CompetencyAlias
from renbina.foundation.imports import Field, Row
from renbina.organisation.models import Position, PositionAlias

TOP_LEVEL: Final = 5
LOADED: Final = "competency.loaded"
NOT_COMPETENCIES: Final = (
    "NO", "NOMOR", "NO URUT", "NAMA", "NAMA PEGAWAI", "NAMA LENGKAP", "UNIT", "UNIT KERJA", "UNOR NAMA",
    "UNIT ORGANISASI", "OPD", "PERANGKAT DAERAH", "GOLONGAN", "GOL AKHIR NAMA", "PANGKAT", "JENIS JABATAN",
    "KELAS JABATAN", "ESELON", "JENJANG", "RUMPUN", "KETERANGAN", "CATATAN", "TOTAL", "JUMLAH", "RATA RATA", "JPM",
    "JPM %", "POTENSI DIRI", "SARAN", "SARAN PENGEMBANGAN", "REKOMENDASI", "KATEGORI", "TAHUN",
)  # fmt: skip
COMPETENCY: Final = Field(
    "competency", _("Competency"), synonyms=("KOMPETENSI", "NAMA KOMPETENSI", "KODE KOMPETENSI", "UNIT KOMPETENSI"),
    required=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The agency's positions and competencies, by what files call them, and what rows call a competency."""

    positions: NameIndex[Position] = field(default_factory=NameIndex)
    competencies: NameIndex[Competency] = field(default_factory=NameIndex)
    shown: dict[int, str] = field(default_factory=dict)


def names_of(agency_id: int, *, positions: bool = True) -> Names:
    """Two queries, or four with the positions. A competency is called by its name, or its code where two share one."""
    competencies = list(Competency.objects.filter(agency_id=agency_id).order_by("pk"))
    times = Counter(fold_name(each.name) for each in competencies)
    spellings: dict[int, list[str]] = {}
    for key, spelling in CompetencyAlias.objects.filter(agency_id=agency_id).values_list("competency_id", "name_key"):
        spellings.setdefault(key, []).append(spelling)
    found = Names()
    for competency in competencies:
        others = {fold_name(competency.code), *spellings.get(competency.pk, ())} - {fold_name(competency.name)}
        found.competencies.add(competency, competency.name, folded_aliases=others)
        alone = times[fold_name(competency.name)] == 1
        found.shown[competency.pk] = competency.name if alone else competency.code
    if not positions:
        return found
    aliases: dict[int, list[str]] = {}
    for key, spelling in PositionAlias.objects.filter(agency_id=agency_id).values_list("position_id", "title_key"):
        aliases.setdefault(key, []).append(spelling)
    for position in Position.objects.filter(agency_id=agency_id).order_by("pk"):
        found.positions.add(position, position.title, folded_aliases=aliases.get(position.pk, ()))
    return found


def match_competency(row: Row, names: Names) -> Competency | None:
    """The one competency that the cell names, under whose stored name the row goes on; held where there is none."""
    written = row.values.get("competency")
    if not written:
        return None
    match = names.competencies.find(written)
    if match.one is not None:
        by_code = fold_name(written) == fold_name(match.one.code)
        _taken_for(row, "competency", names.shown[match.one.pk], other_name=match.by_alias and not by_code)
    elif match.items:
        suggestions = [each.code for each in match.items]
        row.hold("competency", "competency_ambiguous", count=len(match.items), suggestions=suggestions)
    else:
        row.hold("competency", "competency_unknown", suggestions=names.competencies.nearest(written))
    return match.one


def match_position(row: Row, names: Names) -> Position | None:
    written = row.values.get("position")
    if not written:
        return None
    match = names.positions.find(written)
    if match.one is not None:
        _taken_for(row, "position", match.one.title, other_name=match.by_alias)
    else:
        row.hold("position", "position_unknown", suggestions=names.positions.nearest(written))
    return match.one


def _taken_for(row: Row, field: str, name: str, *, other_name: bool) -> None:
    """Put the stored name in the row; say so when the file wrote another one, also when the check runs again."""
    written, taken = f"{field}_written", f"{field}_taken"
    if other_name:
        row.values |= {written: row.values[field], taken: name}
    elif row.values.get(taken) != name:  # somebody has chosen another one since
        row.values.pop(written, None)
    row.values[field] = name
    if written in row.values:
        row.warn(field, "other_name", written=row.values[written])
