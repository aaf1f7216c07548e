"""Public pages that differ between visitors by one word only: drawn once per process, then filled in.

At a busy counter thousands open the same page; its template costs more than all queries together. A page is kept by
what it shows, so it can never be out of date: other words in it are another page.
"""

from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from renbina.foundation.base import new_public_id
from renbina.foundation.http import Request

_KEPT: Final = 400  # pages of some ten kilobytes in each process
_MARK: Final = f"slot-{new_public_id()}"  # stands in a page where the visitor's own word goes; nobody can guess it
_pages: dict[Hashable, tuple[str, str]] = {}


def drawn(
    request: Request, template: str, context: Callable[[], Mapping[str, Any]], *, shows: Hashable, slot: str, word: str
) -> HttpResponse:
    """The page of a template. `shows` is everything in which such pages differ, but for the `word` named `slot`."""
    dark = request.COOKIES.get("renbina_theme") == "dark"
    key = (template, shows, get_language(), dark, settings.RENBINA_MODE)
    page = _pages.get(key)
    if page is None or settings.DEBUG:  # whoever edits a template wants to see it
        before, _mark, after = render_to_string(template, {**context(), slot: _MARK}, request).partition(_MARK)
        page = (before, after)
        if len(_pages) >= _KEPT:
            _pages.clear()
        _pages[key] = page
    return HttpResponse(f"{page[0]}{escape(word)}{page[1]}")
