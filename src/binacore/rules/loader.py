"""Reads the rule files that are part of this package. The only input besides arguments the core has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from binacore.frozen import freeze
from binacore.rules.records import Confidence, DatedValue, Rule, Topic
from binacore.rules.rulebook import Rules

_VALUE_KEYS = {"from", "value", "citation", "citation_id", "confidence", "note", "note_id"}


class RuleFileMalformed(ValueError):
    """A rule file breaks the form; the message names file, rule and what is missing."""


@cache
def load_rules() -> Rules:
    """All `binacore/rules/*.toml`, checked. The files ship with the package and never change while it runs."""
    folder = resources.files("binacore.rules")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return rules_from_texts({entry.name: entry.read_text(encoding="utf-8") for entry in files})


def rules_from_texts(texts: Mapping[str, str]) -> Rules:
    """Rules from file name -> TOML text. Raises RuleFileMalformed."""
    topics = tuple(_topic(name, text) for name, text in texts.items())
    seen: dict[str, str] = {}
    for topic in topics:
        for rule in topic.rules:
            if rule.rule_id in seen:
                raise RuleFileMalformed(f"{topic.topic}: {rule.rule_id} is already in {seen[rule.rule_id]}")
            seen[rule.rule_id] = topic.topic
    return Rules(topics)


def _topic(name: str, text: str) -> Topic:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleFileMalformed(f"{name}: {error}") from error
    for key in ("topic", "title", "from_note", "from_note_id", "rule"):
        if not content.get(key):
            raise RuleFileMalformed(f"{name}: {key} is missing")
    rules = tuple(_rule(name, content["topic"], rule) for rule in content["rule"])
    return Topic(content["topic"], content["title"], content["from_note"], rules, content["from_note_id"])


def _rule(name: str, topic: str, content: Mapping[str, Any]) -> Rule:
    rule_id = content.get("id", "a rule without id")
    for key in ("id", "title", "unit", "value"):
        if not content.get(key):
            raise RuleFileMalformed(f"{name}: {rule_id}: {key} is missing")
    values = tuple(_value(f"{name}: {rule_id}", value) for value in content["value"])
    days = [value.since for value in values]
    if days != sorted(set(days)):
        raise RuleFileMalformed(f"{name}: {rule_id}: values go from the oldest to the newest, one a day")
    return Rule(content["id"], topic, content["title"], content["unit"], values)


def _value(where: str, content: Mapping[str, Any]) -> DatedValue:
    unknown, missing = set(content) - _VALUE_KEYS, _VALUE_KEYS - set(content)
    if unknown or missing:
        raise RuleFileMalformed(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    since = content["from"]
    if not isinstance(since, date) or isinstance(since, datetime):
        raise RuleFileMalformed(f"{where}: from is a day such as 2017-04-07, not {since!r}")
    _require_wordings(where, content)
    confidence = content["confidence"]
    if confidence not in set(Confidence) - {Confidence.AGENCY_DECISION}:
        raise RuleFileMalformed(f"{where}: confidence {confidence!r} is unknown in a rule file")
    return DatedValue(
        since,
        freeze(content["value"]),
        content["citation"],
        Confidence(confidence),
        content["note"],
        citation_indonesian=content["citation_id"],
        note_indonesian=content["note_id"],
    )


def _require_wordings(where: str, content: Mapping[str, Any]) -> None:
    """Both languages say the same: a source in both, a note in both or in neither."""
    for key in ("citation", "citation_id"):
        if not str(content[key]).strip():
            raise RuleFileMalformed(f"{where}: {key} is empty; a value without a source does not exist")
    if bool(content["note"].strip()) != bool(content["note_id"].strip()):
        raise RuleFileMalformed(f"{where}: note and note_id are both written or both empty")
