"""Loads the city's dictionary, with the behaviours of the ready one, and what its positions and classes ask."""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from binacity.records import City, CompetencyRecord
from binacity.standards import REWORDED, SECURITY, SECURITY_LEVEL, EnglishWords, in_english
from binacore.dictionary import ready_entries
from renbina.competency.actions import (
    ClassKey,
    CompetencyRow,
    EnglishRow,
    NewStandard,
    NewWords,
    StandardRow,
    load_dictionary,
    load_standards,
    reword,
    set_class_standards,
)
from renbina.competency.models import Competency
from renbina.competency.queries import versions_of
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor

DECREE: Final = "Peraturan Wali Kota tentang standar kompetensi jabatan (rekaan)"
CIRCULAR: Final = "Surat edaran keamanan informasi bagi seluruh pegawai (rekaan)"


def load_dictionary_and_standards(city: City, keys: Keys, *, since: date, by: Actor, at: datetime) -> None:
    """Every position of the city asks its levels itself, so that nothing it asks depends on a general rule."""
    english = in_english()
    load_dictionary(rows=[_row(each, english[each.key]) for each in city.competencies], since=since, by=by, at=at)
    keys.competencies = {c.code: c for c in Competency.objects.filter(agency=keys.agency)}
    load_standards(
        rows=[
            StandardRow(keys.positions[s.position].pk, s.competency, s.level, s.is_critical, since, DECREE)
            for s in city.standards
        ],
        by=by,
        at=at,
    )
    classes = [ClassKey(level) for level in sorted({each.level for each in city.positions})]
    asked = NewStandard(SECURITY_LEVEL, False, since, reason=CIRCULAR)
    set_class_standards(keys=classes, competency=keys.competencies[SECURITY], asked=asked, by=by, at=at)
    _reword(keys, by=by, at=at)


def _row(each: CompetencyRecord, said: EnglishWords) -> CompetencyRow:
    """The city's own words, with the definition and behaviours of the ready entry of that name."""
    ready = ready_entries().get(each.key)
    english = EnglishRow(name=said.name, family=said.family, levels=said.levels)
    if ready is None or ready.name != each.name:
        return CompetencyRow(each.key, each.name, each.kind, each.family, each.levels, english=english)
    return CompetencyRow(
        code=each.key,
        name=each.name,
        kind=each.kind,
        family=each.family,
        levels=each.levels,
        definition=ready.definition,
        indicators=tuple(level.signs for level in ready.levels),
        by_class=ready.by_class,
        origin=ready.origin,
        english=replace(
            english,
            definition=ready.definition_en,
            origin=ready.origin_en,
            indicators=tuple(level.signs_en for level in ready.levels),
        ),
    )


def _reword(keys: Keys, *, by: Actor, at: datetime) -> None:
    """New words from next year on: who was assessed until then keeps the old ones."""
    competency = keys.competencies[REWORDED.competency]
    now = versions_of(competency)[0]
    levels = tuple(
        replace(
            each,
            description=REWORDED.levels.get(each.level, each.description),
            description_en=REWORDED.english.get(each.level, each.description_en),
        )
        for each in now.levels
    )
    words = NewWords(now.name, now.definition, levels, now.name_en, now.definition_en)
    reword(competency=competency, words=words, since=REWORDED.since, reason=REWORDED.reason, by=by, at=at)
