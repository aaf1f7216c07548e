"""Reads the files of the ready dictionary and refuses what would be half a competency, naming the place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

KINDS: Final = frozenset({"managerial", "sociocultural", "technical", "governance"})
LEVELS: Final = 5
ORDER: Final = ("nine.toml", "counters.toml", "digital.toml", "planning.toml", "finance.toml")
"""Files that come first; others follow by name."""


class DictionaryFileMalformed(ValueError):
    """A file of the dictionary breaks the form; the message names file, competency and what is missing."""


@dataclass(frozen=True, slots=True)
class ReadyLevel:
    """What a level looks like, and behaviours that can be seen and prove it."""

    words: str
    signs: tuple[str, ...]
    words_en: str
    signs_en: tuple[str, ...]  # in the same order


@dataclass(frozen=True, slots=True)
class ReadyCompetency:
    """A competency with exactly five levels, level 1 first. `by_class`: the class of a position says the level."""

    code: str
    name: str
    kind: str
    family: str
    definition: str
    by_class: bool
    origin: str
    levels: tuple[ReadyLevel, ...]
    name_en: str
    family_en: str
    definition_en: str
    origin_en: str

    @property
    def signs(self) -> int:
        """How many behaviours are described."""
        return sum(len(level.signs) for level in self.levels)


@dataclass(frozen=True, slots=True)
class ReadyGroup:
    """One file: competencies that are taken over together. Title and note in English and Indonesian."""

    key: str
    title: str
    title_id: str
    note: str
    note_id: str
    competencies: tuple[ReadyCompetency, ...]


@cache
def ready_dictionary() -> tuple[ReadyGroup, ...]:
    """All groups. The files ship with the package and never change while it runs."""
    folder = resources.files("binacore.dictionary")
    files = {each.name: each for each in folder.iterdir() if each.name.endswith(".toml")}
    names = [*ORDER, *sorted(set(files) - set(ORDER))]
    return groups_from_texts({name: files[name].read_text(encoding="utf-8") for name in names})


def ready_entries() -> dict[str, ReadyCompetency]:
    """Code -> competency, of all groups."""
    return {each.code: each for group in ready_dictionary() for each in group.competencies}


def groups_from_texts(texts: Mapping[str, str]) -> tuple[ReadyGroup, ...]:
    """Groups from file name -> TOML text. Raises DictionaryFileMalformed."""
    groups = tuple(_group(name, text) for name, text in texts.items())
    seen: dict[str, str] = {}
    for group in groups:
        for each in group.competencies:
            if each.code in seen:
                raise DictionaryFileMalformed(f"{group.key}: the code {each.code} is already in {seen[each.code]}")
            seen[each.code] = group.key
    return groups


def _group(name: str, text: str) -> ReadyGroup:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DictionaryFileMalformed(f"{name}: {error}") from error
    _require(name, content, ("key", "title", "title_id", "note", "note_id", "origin", "competency"))
    found = tuple(_competency(name, content, each) for each in content["competency"])
    return ReadyGroup(content["key"], content["title"], content["title_id"], content["note"], content["note_id"], found)


def _competency(name: str, group: Mapping[str, Any], content: Mapping[str, Any]) -> ReadyCompetency:
    place = f"{name}: {content.get('code', 'a competency without code')}"
    _require(place, content, ("code", "name", "kind", "definition", "level"))
    english = _english(group) | _english(content)
    family = content.get("family", group.get("family", ""))
    _require(f"{place}: translations.en", english, ("name", "definition", "origin", *(("family",) if family else ())))
    if content["kind"] not in KINDS:
        raise DictionaryFileMalformed(f"{place}: the kind {content['kind']} is none of {', '.join(sorted(KINDS))}")
    if len(content["level"]) != LEVELS:
        raise DictionaryFileMalformed(f"{place}: has {len(content['level'])} levels instead of {LEVELS}")
    levels = []
    for number, level in enumerate(content["level"], start=1):
        here, said = f"{place}: level {number}", _english(level)
        _require(here, level, ("words", "signs"))
        _require(f"{here}: translations.en", said, ("words", "signs"))
        if len(said["signs"]) != len(level["signs"]):
            counts = f"{len(said['signs'])} of {len(level['signs'])}"
            raise DictionaryFileMalformed(f"{here}: translations.en: {counts} behaviours are translated")
        levels.append(ReadyLevel(level["words"], tuple(level["signs"]), said["words"], tuple(said["signs"])))
    return ReadyCompetency(
        code=content["code"],
        name=content["name"],
        kind=content["kind"],
        family=family,
        definition=content["definition"],
        by_class=content.get("by_class", group.get("by_class", False)),
        origin=content.get("origin", group["origin"]),
        levels=tuple(levels),
        name_en=english["name"],
        family_en=english.get("family", ""),
        definition_en=english["definition"],
        origin_en=english["origin"],
    )


def _english(content: Mapping[str, Any]) -> dict[str, Any]:
    return dict(content.get("translations", {}).get("en", {}))


def _require(place: str, content: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if not content.get(key):
            raise DictionaryFileMalformed(f"{place}: {key} is missing")
