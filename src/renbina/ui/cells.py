"""One value of a table: how it reads on the page and what it is in an export.

A cell is made once, in Python, because a template loop over 350 cells costs several times as much.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from html import escape
from typing import Any

from django.utils.timezone import is_aware, localtime

from renbina.ui import formats, shapes
from renbina.ui.spoken import Spoken, tagged

EMPTY = '<span class="none">–</span>'


def _text(value: Any) -> str:
    return tagged(value) if isinstance(value, Spoken) else escape(str(value))


def _money(value: Any) -> str:
    return str(shapes.money(value))


def _level(value: shapes.Level) -> str:
    return f"{shapes.level_strip(value)}<small>{escape(value.sentence)}</small>"


def _day(value: Any) -> str:
    return escape(formats.day(value, short=True))


def _badge(value: Any) -> str:
    text, tone = value if isinstance(value, tuple) else (value, "")
    return str(shapes.badge(text, tone))


def _progress(value: tuple[float, float, str]) -> str:
    done, total, text = value
    label = escape(text)
    bar = f'<progress class="rb-bar" value="{done:g}" max="{total or 1:g}" aria-label="{label}"></progress>'
    return f"{bar}<small>{label}</small>"


# kind -> how it is drawn. Values are never None here.
DRAW: dict[str, Callable[[Any], str]] = {
    "text": _text,
    "link": _text,
    "number": formats.number,
    "decimal": lambda value: formats.number(value, 1),
    "percent": formats.percent,
    "hours": formats.hours,
    "money": _money,
    "date": _day,
    "moment": lambda value: escape(formats.moment(localtime(value) if is_aware(value) else value, short=True)),
    "level": _level,
    "badge": _badge,
    "progress": _progress,
}
# kind -> the same, for a reader's language that is already known: asked once a table and not once a cell.
_SPOKEN: dict[str, Callable[..., str]] = {
    "number": formats.number,
    "decimal": partial(formats.number, digits=1),
    "percent": formats.percent,
    "hours": formats.hours,
}


def drawer(kind: str, language: str) -> Callable[[Any], str]:
    """How a value of this kind is drawn for readers of "id" or "en"; the language is the active one of the page."""
    spoken = _SPOKEN.get(kind)
    return DRAW[kind] if spoken is None else partial(spoken, language=language)


RIGHT = frozenset({"number", "decimal", "percent", "hours", "money", "date"})
# kind -> number format of the exported cell.
SHEET_FORMAT = {
    "number": "#,##0",
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "hours": "0.0",
    "money": '"Rp"#,##0',
    "date": "d mmm yyyy",
    "moment": "d mmm yyyy hh:mm",
}

Exported = str | int | float | date | datetime | None


def exported(kind: str, value: Any) -> Exported:
    """The value for a sheet: full numbers, whole rupiah, real dates; drawings become their sentence."""
    if value is None:
        return None
    if isinstance(value, shapes.Level):
        return value.spoken
    if kind == "badge" and isinstance(value, tuple):
        return str(value[0])
    if kind == "progress" and isinstance(value, tuple):
        return str(value[2])
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bool):
        return str(value)
    return value if isinstance(value, int | float | date | datetime) else str(value)
