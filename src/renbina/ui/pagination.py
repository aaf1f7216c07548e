"""Links of a paged list: which page numbers to show and the address of each, keeping the other parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry: a page number with its address, the current page (no address), or a gap (no number)."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    entries: tuple[PageLink, ...]
    previous: str
    following: str


def address(params: Mapping[str, str], **changes: str | int | None) -> str:
    """The query string with some parameters changed; None removes one. Always starts with "?"."""
    query = params.copy() if isinstance(params, QueryDict) else QueryDict(mutable=True)
    if not isinstance(params, QueryDict):
        query.update(dict(params))
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}"


def page_links(params: Mapping[str, str], number: int, total: int, key: str = "page") -> PageLinks:
    """First, last and the neighbours of page `number` of `total` (both from 1)."""
    shown = sorted({1, total, *range(max(1, number - 1), min(total, number + 1) + 1)})
    entries: list[PageLink] = []
    for page in shown:
        if entries and entries[-1].number is not None and page - entries[-1].number > 1:
            entries.append(PageLink(None))
        entries.append(PageLink(page, "" if page == number else address(params, **{key: page}), page == number))
    return PageLinks(
        tuple(entries),
        address(params, **{key: number - 1}) if number > 1 else "",
        address(params, **{key: number + 1}) if number < total else "",
    )
