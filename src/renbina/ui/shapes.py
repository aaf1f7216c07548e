"""Small drawn parts that HTML pages, tables and charts share: the five-segment level strip, icons and badges.

Pure functions from values to safe HTML. No style attributes: everything is a class of the style sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from renbina.ui import formats
from renbina.ui.spoken import tagged

TOP_LEVEL = 5
TONES = frozenset({"", "good", "amber", "warn"})


def drawn(markup: str) -> SafeString:
    """The one door through which our own drawings become safe HTML; every value in `markup` is escaped already."""
    return SafeString(markup)


@dataclass(frozen=True, slots=True)
class Level:
    """Competency levels of one person on one competency, each 0 (none) to 5; `planned` is the level after the plan."""

    held: int | None
    required: int | None = None
    planned: int | None = None

    @property
    def has_plan(self) -> bool:
        return self.planned is not None and self.planned > (self.held or 0)

    @property
    def sentence(self) -> str:
        """What the strip says in words: "1 → 3 after the plan", "2 of 3"."""
        if self.held is None and not self.has_plan:
            return _("Not assessed yet")
        if self.has_plan:
            return _("%(held)s → %(planned)s after the plan") % {"held": self.held or 0, "planned": self.planned}
        if self.required and (self.held or 0) > self.required:
            return _("%(held)s, required %(required)s") % {"held": self.held, "required": self.required}
        if self.required:
            return _("%(held)s of %(required)s") % {"held": self.held, "required": self.required}
        return _("Level %(held)s") % {"held": self.held}

    @property
    def spoken(self) -> str:
        """The sentence with the requirement, for people who do not see the strip."""
        if self.required and (self.has_plan or self.held is None):
            return _("%(sentence)s, required %(required)s") % {"sentence": self.sentence, "required": self.required}
        return self.sentence


def level_strip(level: Level) -> SafeString:
    """Five segments: solid = held, hatched amber = after the plan, outlined = required."""
    held, planned = level.held or 0, level.planned or 0
    parts = []
    for step in range(1, TOP_LEVEL + 1):
        names = "h" if step <= held else "p" if step <= planned else ""
        if step == level.required:
            names = f"{names} r".strip()
        parts.append(f'<i class="{names}"></i>' if names else "<i></i>")
    return drawn(f'<span class="rb-strip" role="img" aria-label="{escape(level.spoken)}">{"".join(parts)}</span>')


def level_line(name: str, level: Level, href: str = "") -> SafeString:
    """A competency by name with its sentence and strip; a page shows a dozen of them, so no template is asked."""
    said = tagged(name)
    label = f'<a class="text-reset" href="{escape(href)}">{said}</a>' if href else said
    line = f'<b class="fw-semibold">{label}</b><span>{escape(level.sentence)}</span>'
    return drawn(f'<div class="rb-level"><div class="line">{line}</div>{level_strip(level)}</div>')


def asset_url(path: str) -> str:
    """The address of a built file; the plain one when the manifest does not know it, so an error page still renders."""
    return _found_asset(path) if settings.DEBUG else _known_asset(path)


def _found_asset(path: str) -> str:
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


# Outside development the files of a process never change, and a page names the same ones dozens of times.
_known_asset = lru_cache(maxsize=64)(_found_asset)


def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite (`frontend/icons.txt`); without a label it is decoration and hidden from readers."""
    sprite = asset_url("ui/build/icons.svg")
    access = f'role="img" aria-label="{escape(str(label))}"' if label else 'aria-hidden="true"'
    return drawn(
        '<svg class="icon" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.75" '
        f'stroke-linecap="round" stroke-linejoin="round" {access}><use href="{escape(sprite)}#{escape(name)}"/></svg>'
    )


def badge(text: object, tone: str = "") -> SafeString:
    """A short state word; tone: "" (neutral), "good", "amber" (planned, in progress), "warn" (needs attention)."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}: one of {sorted(TONES)}")
    return drawn(f'<span class="{f"rb-badge {tone}".strip()}">{escape(str(text))}</span>')


def money(value: int | None) -> SafeString:
    """Short rupiah with the exact amount on hover and for screen readers."""
    if value is None:
        return drawn(f'<span class="text-secondary">{formats.NONE}</span>')
    exact, short = escape(formats.rupiah(value)), escape(formats.rupiah_short(value))
    return drawn(f'<abbr class="rb-money rb-num rb-nowrap" title="{exact}">{short}</abbr>')


def menu_item(label: str, url: str, *, current: bool) -> SafeString:
    """One place of the menu; a page has seventy of them, so no template is asked."""
    here = ' aria-current="page"' if current else ""
    return drawn(f'<a class="item" href="{escape(url)}"{here}>{escape(label)}</a>')
