"""Writes `docs/rules.md`: every regulation value with date, source and how well it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from binacore.rules.records import Confidence, DatedValue, Rule, Topic
from binacore.rules.rulebook import Rules

_HEAD = """# Rules

This page is generated from `src/binacore/rules/*.toml` by `python -m binacore.rules.document > docs/rules.md`.
Do not edit it.

Every regulation value that Renbina computes with stands here, with the day it holds from, its source and how well it
is known. Only *confirmed* values may be shown as law. An agency can replace any value from a day on by its own
decision; results then cite that decision and are marked *agency-decision*, never as law. Asking for a day before the
first date is an error, not a guess.
"""

_MEANING: Mapping[Confidence, str] = {
    Confidence.CONFIRMED: "read in the cited source",
    Confidence.FROM_IMPLEMENTATION: "read in systems that agencies run, not in the regulation itself",
    Confidence.GENERAL_KNOWLEDGE: "general knowledge or a proposal, not confirmed",
    Confidence.SOURCES_CONFLICT: "sources disagree; one was chosen and can be changed",
    Confidence.AGENCY_DECISION: "an agency's own dated decision (never in these files)",
}


def rules_markdown(rules: Rules) -> str:
    """The whole page as Markdown, ending in a newline. Same rules, same text."""
    marks = "\n".join(f"- **{confidence}**: {meaning}" for confidence, meaning in _MEANING.items())
    parts = [_HEAD, marks + "\n", _summary(rules)]
    parts.extend(_topic(topic) for topic in rules.topics)
    return "\n".join(parts)


def _summary(rules: Rules) -> str:
    counts = dict.fromkeys(Confidence, 0)
    for rule in rules:
        counts[rule.values[-1].confidence] += 1
    told = ", ".join(f"{number} {confidence}" for confidence, number in counts.items() if number)
    return f"{sum(counts.values())} rules: {told}.\n"


def _topic(topic: Topic) -> str:
    lines = [f"## {topic.title}", "", f"File `{topic.topic}.toml`. Dates: {topic.from_note}", ""]
    lines += ["| rule | what | unit | from | value | source | known | note |", "|---|---|---|---|---|---|---|---|"]
    lines += [_row(rule, dated) for rule in topic.rules for dated in rule.values]
    return "\n".join(lines) + "\n"


def _row(rule: Rule, dated: DatedValue) -> str:
    cells = [
        f"`{rule.rule_id}`",
        rule.title,
        rule.unit,
        dated.since.isoformat(),
        told(dated.value),
        dated.citation,
        str(dated.confidence),
        dated.note,
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def told(value: Any) -> str:
    """A value in one line, such as `basis per_day, jp 4` or `at_least 80: MS; at_least 68: MMS`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if "label" in value:
            edge = ", ".join(f"{key} {inner}" for key, inner in value.items() if key != "label")
            return f"{edge}: {value['label']}"
        nested = any(isinstance(inner, (Mapping, tuple)) for inner in value.values())
        glue, mark = ("; ", ": ") if nested else (", ", " ")
        return glue.join(f"{key}{mark}{told(inner)}" for key, inner in value.items())
    if isinstance(value, tuple):
        nested = any(isinstance(inner, Mapping) for inner in value)
        return ("; " if nested else ", ").join(told(inner) for inner in value)
    return str(value)


if __name__ == "__main__":
    import sys

    from binacore.rules.loader import load_rules

    sys.stdout.write(rules_markdown(load_rules()))
