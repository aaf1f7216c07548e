"""Whom a programme is for, in the words of the agency's own position titles."""

import re
from collections.abc import Iterable
from typing import Final

from renbina.organisation.enums import POSITION_LEVELS

_CLASS: Final = re.compile(r" (Ahli (Utama|Madya|Muda|Pertama)|Penyelia|Mahir|Terampil|Pemula)$")
_FIELD: Final = re.compile(r"\(([^()]+)\)$")


def level_names(levels: Iterable[str]) -> tuple[str, ...]:
    """Official names of classes of positions; an unknown one as it is written."""
    return tuple(POSITION_LEVELS.get(level, level) for level in levels)


def family_name(family: str, titles: Iterable[str]) -> str:
    """What the titles of a family share, such as "Pranata Komputer"; without that the family's own short word."""
    own = family.replace("_", " ")
    words = [_kernel(title).split() for title in titles]
    shared = []
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    found = " ".join(shared).rstrip(",")
    # "Kepala" says less than "kepala uptd".
    return found if found and not own.casefold().startswith(f"{found.casefold()} ") else own


def _kernel(title: str) -> str:
    """A title without its class, or the field of work that it names in brackets."""
    field = _FIELD.search(title)
    return field[1] if field else _CLASS.sub("", title)
