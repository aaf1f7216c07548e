"""The import of the dictionary: a row for each level of a competency, Indonesian and English side by side.

What is said of the competency itself (name, kind, definition) may stand in any of its rows, and must not differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from renbina.competency.access import can
from renbina.competency.enums import CompetencyKind
from renbina.competency.imports.messages import MESSAGES
from renbina.competency.imports.names import TOP_LEVEL
from renbina.competency.models import Assessment, Competency
from renbina.competency.queries.dictionary import LevelWords, Words, words_of
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Field, ImportContext, ImportKind, Row
from renbina.foundation.imports.cells import as_read
from renbina.foundation.imports.declare import key_text
from renbina.organisation.access import own_agency

CHANGED: Final = "competency.changed"
MOST_SIGNS: Final = 9
SIGNS: Final = tuple(range(1, MOST_SIGNS + 1))
ENTRY: Final = (
    "kind", "family", "family_en", "name", "name_en", "definition", "definition_en", "by_class", "origin", "origin_en",
)  # fmt: skip
ASSESSED_AGAINST: Final = ("name", "definition", "text", *(f"sign_{place}" for place in SIGNS))
_TEXTS: Final = ("text", *(f"sign_{place}" for place in SIGNS))


def _said(name: str, label: Any, *synonyms: str, most: int = 200) -> Field:
    return Field(name, label, synonyms=synonyms, max_length=most, empty_keeps=True)


DICTIONARY_FIELDS: Final = (
    Field("code", _("Code"), synonyms=("KODE", "KODE KOMPETENSI", "KEY"), required=True, max_length=20),
    Field("kind", _("Kind"), "choice", ("JENIS", "JENIS KOMPETENSI", "KIND"), empty_keeps=True, choices={
        "Manajerial": "managerial", "Sosial kultural": "sociocultural", "Sosio kultural": "sociocultural",
        "Sosiokultural": "sociocultural", "Teknis": "technical", "Pemerintahan": "governance",
        **{each.value: each.value for each in CompetencyKind},
    }),
    _said("family", _("Family"), "RUMPUN", "FAMILY", most=120),
    _said("family_en", _("Family in English"), "RUMPUN (INGGRIS)", "FAMILY (ENGLISH)", most=120),
    _said("name", _("Name"), "NAMA", "NAMA KOMPETENSI", "KOMPETENSI", "NAME"),
    _said("name_en", _("Name in English"), "NAMA (INGGRIS)", "NAME (ENGLISH)"),
    _said("definition", _("What it is"), "DEFINISI", "DEFINITION", most=1000),
    _said("definition_en", _("What it is, in English"), "DEFINISI (INGGRIS)", "DEFINITION (ENGLISH)", most=1000),
    Field("by_class", _("Follows the class of a position"), "bool", ("MENGIKUTI KELAS", "BY CLASS"), empty_keeps=True),
    Field("level", _("Level"), "int", ("LEVEL", "TINGKAT"), minimum=1, maximum=TOP_LEVEL,
          help=_("A row for each of the five levels; empty only for a competency without words.")),
    _said("text", _("What the level looks like"), "URAIAN LEVEL", "URAIAN", "DESKRIPSI LEVEL", "TEXT", most=500),
    _said("text_en", _("What the level looks like, in English"), "URAIAN LEVEL (INGGRIS)", "TEXT (ENGLISH)", most=500),
    *(
        field
        for place in SIGNS
        for field in (
            _said(f"sign_{place}", _("Behaviour"), f"PERILAKU {place}", f"BEHAVIOUR {place}", most=500),
            _said(f"sign_{place}_en", _("Behaviour in English"), f"PERILAKU {place} (INGGRIS)",
                  f"BEHAVIOUR {place} (ENGLISH)", most=500),
        )
    ),
    _said("origin", _("Where the words come from"), "ASAL RUMUSAN", "ORIGIN"),
    _said("origin_en", _("Where the words come from, in English"), "ASAL RUMUSAN (INGGRIS)", "ORIGIN (ENGLISH)"),
    Field("reason", _("Why the words change"), synonyms=("ALASAN PERUBAHAN", "ALASAN", "REASON"), max_length=300,
          compare=False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A competency of the agency with its newest words, if it has any. `last_used`: the last assessment of it."""

    competency: Competency
    words: Words | None
    last_used: date | None

    @property
    def in_use(self) -> bool:
        """Whether somebody was assessed against these words."""
        if self.words is None or self.last_used is None:
            return False
        return self.words.number == 1 or self.last_used >= self.words.since

    def changes_too_late(self, on: date) -> bool:
        """Whether other words could not hold from the day on."""
        if self.words is None or not self.in_use or self.last_used is None:
            return False
        return self.words.since >= on or self.last_used >= on


def dictionary_import(apply: Callable[..., Mapping[str, int]]) -> ImportKind:
    """The declaration; `config.imports` gives it the action that stores."""
    return ImportKind(
        key="dictionary",
        label=_("Dictionary of competencies"),
        description=_("Competencies with five levels and behaviours, in Indonesian and English: a row for each level."),
        may=lambda actor: can(actor, "load_dictionary"),
        fields=DICTIONARY_FIELDS,
        key_of=level_key,
        stored=stored_dictionary,
        check_rows=check_dictionary,
        apply=apply,
        report_missing=False,
        announces=CHANGED,
        title_of=lambda values: " · ".join(str(values[name]) for name in ("code", "name") if values.get(name)),
        messages=MESSAGES,
    )


def level_key(values: Mapping[str, Any]) -> str:
    """Code and level; without words the code alone."""
    return key_text(values["code"], values.get("level") or "") if values.get("code") else ""


def entries_of(agency_id: int) -> dict[str, Entry]:
    """Folded code -> entry, in the order in which they came; five queries."""
    rows = list(Competency.objects.filter(agency_id=agency_id).order_by("pk"))
    words = words_of([each.pk for each in rows])
    tried = Assessment.objects.filter(competency__agency_id=agency_id).order_by()
    used = dict(tried.values_list("competency_id").annotate(last=Max("assessed_on")))
    return {
        key_text(each.code): Entry(each, next(iter(words.get(each.pk, ())), None), used.get(each.pk)) for each in rows
    }


def stored_dictionary(actor: Actor, on: date) -> dict[str, dict[str, Any]]:
    """Every level of every competency in its newest words; five queries."""
    found = {}
    for entry in entries_of(own_agency(actor)).values():
        for values in rows_of_entry(entry):
            found[level_key(values)] = values
    return found


def rows_of_entry(entry: Entry) -> list[dict[str, Any]]:
    """A row for each level, or one without a level where there are no words."""
    competency, words = entry.competency, entry.words
    shared = {name: getattr(competency, name) for name in ENTRY if not name.startswith("definition")}
    shared |= {"code": competency.code}
    if words is None:
        return [shared]
    shared |= {
        "name": words.name, "name_en": words.name_en, "definition": words.definition,
        "definition_en": words.definition_en,
    }  # fmt: skip
    return [shared | level_values(each) for each in words.levels] or [shared]


def level_values(level: LevelWords) -> dict[str, Any]:
    """The cells of one level."""
    (text, english), *signs = level.texts
    values: dict[str, Any] = {"level": level.level, "text": text, "text_en": english}
    for place, (said, other) in enumerate(signs, start=1):
        values |= {f"sign_{place}": said, f"sign_{place}_en": other}
    return values


def check_dictionary(rows: Sequence[Row], context: ImportContext) -> None:
    """Half a competency, rows that contradict each other, and words that people were assessed against today."""
    known = entries_of(own_agency(context.actor))
    together: dict[str, list[Row]] = {}
    for row in rows:
        if row.values.get("code"):
            together.setdefault(key_text(row.values["code"]), []).append(row)
    for code, group in together.items():
        entry = known.get(code)
        stored = {values.get("level"): values for values in rows_of_entry(entry)} if entry else {}
        _check_entry(group, next(iter(stored.values()), None))
        for row in group:
            _check_level(row, group, stored)
        if entry is not None and entry.changes_too_late(context.on):
            _hold_what_is_used(group, stored)
        _check_complete(group, stored)


def _check_entry(group: Sequence[Row], before: Mapping[str, Any] | None) -> None:
    for name in ENTRY:
        said = {as_read(row.values.get(name)) for row in group} - {None}
        if len(said) > 1:
            for row in group:
                if row.values.get(name) is not None:
                    row.hold(name, "entry_differs", entry=row.values["code"])
        if before is None and name in ("name", "kind") and not said:
            for row in group:
                row.hold(name, "entry_new", entry=row.values["code"])
        base = name.removesuffix("_en")
        alone = base != name and not (before or {}).get(base) and all(row.values.get(base) is None for row in group)
        for row in group if said and alone else ():
            if row.values.get(name) is not None:
                row.hold(name, "english_alone")


def _check_level(row: Row, group: Sequence[Row], stored: Mapping[Any, Mapping[str, Any]]) -> None:
    level, values = row.values.get("level"), row.values
    if level is None and (len(group) > 1 or any(each is not None for each in stored)):
        row.hold("level", "level_needed")
        return
    before = stored.get(level, {})
    if level is not None and not (values.get("text") or before.get("text")):
        row.hold("text", "level_without_words")
    for name in _TEXTS:
        english = f"{name}_en"
        if values.get(english) and not (values.get(name) or before.get(name)):
            row.hold(english, "english_alone")
    signs = [bool(values.get(f"sign_{place}") or before.get(f"sign_{place}")) for place in SIGNS]
    if sorted(signs, reverse=True) != signs:
        row.hold(f"sign_{signs.index(False) + 1}", "behaviour_skipped")


def _hold_what_is_used(group: Sequence[Row], stored: Mapping[Any, Mapping[str, Any]]) -> None:
    for row in group:
        before = stored.get(row.values.get("level"), {})
        for name in ASSESSED_AGAINST:
            new = as_read(row.values.get(name))
            if new is not None and new != as_read(before.get(name)):
                row.hold(name, "words_used_today")
                break


def _check_complete(group: Sequence[Row], stored: Mapping[Any, Mapping[str, Any]]) -> None:
    """A competency has all five levels or none: a level that is held keeps the other new ones out."""
    there = {level for level in stored if level is not None}
    given = {row.values["level"] for row in group if row.values.get("level") is not None and not row.held}
    missing = set(range(1, TOP_LEVEL + 1)) - there - given
    if not missing or not given - there:
        return
    for row in group:
        if row.values.get("level") in given - there:
            row.hold("level", "levels_missing", levels=", ".join(str(level) for level in sorted(missing)))
