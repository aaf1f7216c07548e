"""Reads the situation files: `given` and `expect` (or `refused`), written for a lawyer.

Each topic has one small runner in its test module.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "situations"


def situations(topic: str, table: str = "case") -> list[Any]:
    """The cases of `situations/<topic>.toml`, each a pytest parameter named by its sentence."""
    content = tomllib.loads((FOLDER / f"{topic}.toml").read_text(encoding="utf-8"))
    cases = content[table]
    names = [case["name"] for case in cases]
    assert len(names) == len(set(names)), f"{topic}: two cases share a name"
    return [pytest.param(case, id=case["name"]) for case in cases]
