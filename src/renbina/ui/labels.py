"""Names in charts: on one line where they fit, on two where they do not, cut only beyond that."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

ROW, LINE = 36, 15  # height of a bar with one line above it, and of one more line
INK, FIGURE = 6.0, 6.5  # what a letter of a name and of a value takes at most, on average


def short(text: str, room: int) -> str:
    """At most `room` letters of a text; the last says that there were more."""
    return text if len(text) <= room else text[: max(1, room - 1)].rstrip() + "…"


def broken(text: str, first: int, second: int) -> list[str]:
    """A text on one line of at most `first` letters, or on two, broken between words, the other of `second` letters."""
    if len(text) <= first:
        return [text]
    end = text.rfind(" ", 0, first + 1)
    end = end if end > 0 else max(1, first)
    return [text[:end].rstrip(), short(text[end:].lstrip(), second)]


def above_bars(rows: Iterable[tuple[str, str]], width: int) -> tuple[list[str], list[int], int]:
    """Names (left) and values (right) drawn above bars; where each bar begins, and how high all of them are."""
    parts, tops, y = [], [], 0
    for name, value in rows:
        lines = broken(name, int((width - len(value) * FIGURE) / INK), int(width / INK))
        for place, line in enumerate(lines):
            parts.append(f'<text class="ink" x="0" y="{y + 12 + place * LINE}">{escape(line)}</text>')
        parts.append(f'<text class="end" x="{width}" y="{y + 12}">{escape(value)}</text>')
        y += LINE * (len(lines) - 1)
        tops.append(y + 18)
        y += ROW
    return parts, tops, y
