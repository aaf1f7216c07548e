"""What families of positions are called."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from renbina.organisation.models import Position

_CLASS: Final = re.compile(r" (Ahli (Utama|Madya|Muda|Pertama)|Penyelia|Mahir|Terampil|Pemula)$")
_FIELD: Final = re.compile(r"\(([^()]+)\)$")


def family_names(agency_id: int, family: str = "") -> dict[str, str]:
    """Family (or the one asked for) -> what the titles of its positions share, by that name; one query."""
    rows = Position.objects.filter(agency_id=agency_id).exclude(family="").order_by("pk")
    return named_families((rows.filter(family=family) if family else rows).values_list("family", "title"))


def named_families(posts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The same from (family, title) of positions."""
    titles: dict[str, list[str]] = defaultdict(list)
    for key, title in posts:
        titles[key].append(title)
    names = {key: family_name(key, some) for key, some in titles.items()}
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


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
