"""The written-down part of the city: programmes, effects, competencies, units and job families, as CSV beside this
file.
"""

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """Read `<name>.csv` of this folder; every value is text, in file order."""
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def pairs(text: str) -> list[tuple[str, int]]:
    """Parse "a:2;b:1" into [("a", 2), ("b", 1)]; empty text gives an empty list."""
    result = []
    for part in text.split(";"):
        if part:
            key, number = part.rsplit(":", 1)
            result.append((key, int(number)))
    return result


def words(text: str, separator: str = ";") -> tuple[str, ...]:
    """Split a list cell, dropping empty parts."""
    return tuple(part for part in text.split(separator) if part)
