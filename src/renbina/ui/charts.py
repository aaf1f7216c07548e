"""Charts as server-rendered SVG: pure functions from numbers to a `Chart`, shown with `{% chart chart %}`.

Every chart carries its title, a sentence that says what it shows, and the table of its numbers; it works without
scripts, in print and in dark mode (classes of `charts.css`, never style attributes). Values arrive with the words that
show them (`Bar.text`), so that money and shares read the same here as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import floor, log10
from operator import itemgetter

from django.utils.safestring import SafeString

from renbina.ui.labels import above_bars, short
from renbina.ui.shapes import drawn

NARROW, WIDE = 360, 720
Format = Callable[[float], str]
# Class names are spelled out: the style sheet keeps only names that occur in the sources.
SHADES = (("q0", "on0"), ("q1", "on"), ("q2", "on"), ("q3", "on"), ("q4", "on"), ("q5", "on5"))
# From one end of a scale of agreement to the other; the middle is neither.
AGREEMENT = (("q5", "on5"), ("q4", "on"), ("q0", "on0"), ("q2", "on"), ("s1", "on5"))
TONES = (
    "s1",
    "s2",
    "s3",
    "s4",
    "s5",
    "s6",
    "s7",
)  # teal, amber (planned), terracotta (attention), grey, pale, plum, blue
CELL = 27  # least width of a cell of a heat map: three figures
DOTS = 3  # of a cell of a heat map: how sure it is


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend."""

    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The table behind the drawing; the first cell of a row names it. `links`: where cells lead, row by row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[Sequence[str | None], ...] = ()

    @property
    def body(self) -> SafeString:
        """The rows as HTML: written here, for a template would take longer for a grid than all of its drawing."""
        if self.links:
            return drawn("".join(map(_linked_row, self.rows, self.links)))
        return drawn(
            "".join(
                f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
                for name, *cells in self.rows
            )
        )


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished drawing. `shape` is "narrow" (fits a third of the page and a phone) or "wide"; `phone`: the same of a
    wide one, drawn for a phone; None where the wide one scrolls there."""

    title: str
    description: str
    svg: SafeString
    table: Numbers
    shape: str = "narrow"
    key: tuple[Key, ...] = ()
    note: str = ""
    phone: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its value, the words that show it, and its tone."""

    label: str
    value: float
    text: str
    tone: str = "s1"


@dataclass(frozen=True, slots=True)
class Stack:
    """One stacked bar: a value per series, and the words for the whole."""

    label: str
    values: Sequence[float]
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One curve of (x, y) points. tone: l1 teal, l2 grey, l3 amber, l4 terracotta; `label_at` 0..1 places its name."""

    label: str
    points: Sequence[tuple[float, float]]
    tone: str = "l1"
    dashed: bool = False
    label_at: float = 0.8


@dataclass(frozen=True, slots=True)
class Marker:
    """A point that matters, with a line down to the axis: where we stand."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a line chart draws, in SVG units, and what its axes span."""

    x_low: float
    x_high: float
    y_low: float
    y_high: float
    left: float = 40
    right: float = NARROW - 10
    top: float = 18
    bottom: float = 160

    def x(self, value: float) -> float:
        return self.left + (value - self.x_low) / ((self.x_high - self.x_low) or 1) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.y_low) / ((self.y_high - self.y_low) or 1) * (self.bottom - self.top)


def bar_chart(
    title: str, description: str, bars: Sequence[Bar], *, head: tuple[str, str], maximum: float = 0, note: str = "",
    shape: str = "narrow",
) -> Chart:  # fmt: skip
    """Horizontal bars with label and value above each, so that long names fit a phone. `maximum` 0: the largest."""
    width = _width(shape)
    top = maximum or max((bar.value for bar in bars), default=0) or 1
    parts, tops, height = above_bars([(bar.label, bar.text) for bar in bars], width)
    for y, bar in zip(tops, bars, strict=True):
        parts.append(_rect("track", 0, y, width, 9))
        parts.append(_rect(bar.tone, 0, y, max(0.0, min(1.0, bar.value / top)) * width, 9))
    table = Numbers(head, tuple((bar.label, bar.text) for bar in bars))
    return Chart(title, description, _svg(title, description, width, height, parts), table, shape, (), note)


def stacked_bar_chart(
    title: str, description: str, series: Sequence[str], stacks: Sequence[Stack], *, head: str, show: Format,
    total_head: str = "", note: str = "", shape: str = "narrow", tones: Sequence[str] = TONES,
) -> Chart:  # fmt: skip
    """Horizontal bars of parts, all on one scale. `show` puts one part into words for the table."""

    def drawn_at(width: int) -> SafeString:
        return _svg(title, description, width, *_stacked(stacks, tones, width))

    total = (total_head,) if total_head else ()
    rows = tuple(
        (stack.label, *(show(value) for value in stack.values), *((stack.text,) if total_head else ()))
        for stack in stacks
    )
    key = tuple(Key(name, tone) for name, tone in zip(series, tones, strict=False))
    numbers = Numbers((head, *series, *total), rows)
    phone = drawn_at(NARROW) if shape == "wide" else None
    return Chart(title, description, drawn_at(_width(shape)), numbers, shape, key, note, phone)


def _stacked(stacks: Sequence[Stack], tones: Sequence[str], width: int) -> tuple[int, list[str]]:
    top = max((sum(stack.values) for stack in stacks), default=0) or 1
    parts, tops, height = above_bars([(stack.label, stack.text) for stack in stacks], width)
    for y, stack in zip(tops, stacks, strict=True):
        parts.append(_rect("track", 0, y, width, 9))
        start = 0.0
        for tone, value in zip(tones, stack.values, strict=False):
            length = max(0.0, value) / top * width
            parts.append(_rect(tone, start, y, length, 9, rounded=False))
            start += length
    return height, parts


def scale_bar(
    title: str, description: str, bars: Sequence[Bar], *, head: tuple[str, str], ends: tuple[str, str] = ("", "")
) -> Chart:
    """One line for all answers on a scale, lowest first, as wide as their shares; `ends` name the scale's two ends."""
    whole = sum(bar.value for bar in bars) or 1
    parts, start = [_rect("track", 0, 0, NARROW, 22, rounded=False)], 0.0
    for place, bar in enumerate(bars):
        length = bar.value / whole * NARROW
        fill, ink = AGREEMENT[round(place / max(1, len(bars) - 1) * (len(AGREEMENT) - 1))]
        parts.append(_rect(fill, start, 0, length, 22, rounded=False))
        if length >= 24:
            parts.append(f'<text class="mid {ink}" x="{start + length / 2:.1f}" y="15.5">{escape(bar.label)}</text>')
        start += length
    if any(ends):
        parts.append(f'<text x="0" y="38">{escape(short(ends[0], 28))}</text>')
        parts.append(f'<text class="end" x="{NARROW}" y="38">{escape(short(ends[1], 28))}</text>')
    table = Numbers(head, tuple((bar.label, bar.text) for bar in bars))
    return Chart(title, description, _svg(title, description, NARROW, 44 if any(ends) else 22, parts), table)


def line_chart(
    title: str, description: str, lines: Sequence[Line], *, x_head: str, show_x: Format, show_y: Format,
    marker: Marker | None = None, y_high: float = 0, note: str = "",
) -> Chart:  # fmt: skip
    """Curves over one x axis from zero, for example the value of a plan over its budget."""
    points = [point for line in lines for point in line.points] or [(0.0, 0.0)]
    step = _nice_step((y_high or max(map(itemgetter(1), points))) or 1)
    top = y_high or step * -(-max(map(itemgetter(1), points)) // step)
    frame = Frame(min(map(itemgetter(0), points)), max(map(itemgetter(0), points)), 0, top or 1)
    parts = _axes(frame, step, show_x, show_y, marker)
    for line in lines:
        parts.extend(_curve(frame, line))
    if marker:
        parts.extend(_marker(frame, marker))
    return Chart(
        title, description, _svg(title, description, NARROW, 186, parts),
        _line_numbers(lines, x_head, show_x, show_y), "narrow", (), note,
    )  # fmt: skip


def heat_map(
    title: str, description: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]],
    *, head: str, show: Format, maximum: float = 0, note: str = "",
    sure: Sequence[Sequence[int]] = (), links: Sequence[Sequence[str | None]] = (),
    best: bool = False, least: float = 0,
) -> Chart:  # fmt: skip
    """A grid of rows by columns: pale is little, dark is much (with `best`: dark is what lies near `least`), with the
    number in each cell; None is left empty. The key above it says which shade stands for how much.

    `sure`: 0 to 3 dots below each number, for how sure it is; an empty cell with dots would say nothing, so it has
    none. `links`: where each cell leads, from the drawing by pointer and from the table by any way.
    """
    top = maximum or max((value for row in values for value in row if value is not None), default=0) or 1
    pale, dark = (top, least) if best else (0, top)
    left = max(70, min(190, 10 + 6 * max(map(len, rows), default=0)))
    roof, height, slope = 104, 26, 84  # slope: room at the right for the last name, which leans over
    width = max(WIDE, left + slope + CELL * len(columns))
    cell = (width - left - slope) / max(1, len(columns))
    parts = []
    for place, name in enumerate(columns):
        x = left + (place + 0.5) * cell
        known = short(name, min(26, int((width - x) / 4.8)))
        parts.append(f'<text transform="translate({x:.1f} {roof - 6}) rotate(-38)">{escape(known)}</text>')
    words = [[None if value is None else show(value) for value in row] for row in values]
    for line, (name, row, texts) in enumerate(zip(rows, values, words, strict=True)):
        y = roof + line * height
        parts.append(f'<text class="ink" x="0" y="{y + 17}">{escape(short(name, 32))}</text>')
        dots = sure[line] if sure else ()
        leads = links[line] if links else ()
        for place, (value, text) in enumerate(zip(row, texts, strict=True)):
            if value is not None and text is not None:
                share = (value - pale) / (dark - pale)
                drawn_cell = _heat_cell(left + place * cell, y, cell, height, share, text, dots[place] if dots else 0)
                lead = leads[place] if leads else None
                parts.append(f'<a href="{escape(lead)}" tabindex="-1">{drawn_cell}</a>' if lead else drawn_cell)
    table = Numbers(
        (head, *columns),
        tuple((name, *("–" if text is None else text for text in texts))
              for name, texts in zip(rows, _with_dots(words, sure), strict=True)),
        tuple(links),
    )  # fmt: skip
    if links:  # a picture has no parts for who hears the page: the table below leads there
        parts = [f'<g aria-hidden="true">{"".join(parts)}</g>']
    drawing = _svg(
        title, description, width, roof + len(rows) * height, parts, role="group" if links else "img", kind="heat"
    )
    return Chart(title, description, drawing, table, "wide", _shades(pale, dark, show), note)


# --- parts -------------------------------------------------------------------------------------------------------


def _width(shape: str) -> int:
    return {"narrow": NARROW, "wide": WIDE}[shape]


def _linked_row(cells: tuple[str, ...], links: Sequence[str | None]) -> str:
    name, *texts = cells
    told = "".join(
        f'<td><a href="{escape(link)}">{escape(text)}</a></td>' if link else f"<td>{escape(text)}</td>"
        for text, link in zip(texts, links, strict=True)
    )
    return f'<tr><th scope="row">{escape(name)}</th>{told}</tr>'


def _with_dots(words: list[list[str | None]], sure: Sequence[Sequence[int]]) -> list[list[str | None]]:
    if not sure:
        return words
    shown = ["", *(f" {'●' * dots}{'○' * (DOTS - dots)}" for dots in range(1, DOTS + 1))]
    return [
        [text if text is None else text + shown[dots] for text, dots in zip(texts, row, strict=True)]
        for texts, row in zip(words, sure, strict=True)
    ]


def _svg(
    title: str, description: str, width: float, height: float, parts: Sequence[str], *, role: str = "img",
    kind: str = "plain",
) -> SafeString:  # fmt: skip
    return drawn(
        f'<svg class="{kind}" viewBox="0 0 {width:g} {max(1, height):g}" role="{role}" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )


def _rect(tone: str, x: float, y: float, width: float, height: float, *, rounded: bool = True) -> str:
    if width <= 0:
        return ""
    corner = f' rx="{min(4.5, width / 2):.1f}"' if rounded else ""
    return f'<rect class="{escape(tone)}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:g}"{corner}/>'


def _nice_step(top: float) -> float:
    """A round distance between grid lines that gives two to five of them."""
    power = 10.0 ** floor(log10(top))
    return next(power * part for part in (0.2, 0.25, 0.5, 1, 2) if top / (power * part) <= 5)


def _axes(frame: Frame, step: float, show_x: Format, show_y: Format, marker: Marker | None) -> list[str]:
    parts = []
    for turn in range(1, int(frame.y_high / step + 1e-9) + 1):
        y = frame.y(turn * step)
        parts.append(f'<path class="grid" d="M{frame.left:g} {y:.1f}H{frame.right:g}"/>')
        parts.append(f'<text class="end" x="{frame.left - 6:g}" y="{y + 4:.1f}">{escape(show_y(turn * step))}</text>')
    parts.append(f'<path class="grid" d="M{frame.left:g} {frame.bottom:g}H{frame.right:g}"/>')
    # The marker's own label stands on the axis too: an end label that it would cover is left out.
    at = frame.x(marker.x) if marker else -1000.0
    for value, side, x in ((frame.x_low, "", frame.left), (frame.x_high, "end", frame.right)):
        if abs(x - at) > 70:
            parts.append(f'<text class="{side}" x="{x:g}" y="{frame.bottom + 18:g}">{escape(show_x(value))}</text>')
    return parts


def _curve(frame: Frame, line: Line) -> list[str]:
    if not line.points:
        return []
    path = "L".join(f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in line.points)
    dash = " dash" if line.dashed else ""
    x, y = line.points[min(len(line.points) - 1, round(line.label_at * (len(line.points) - 1)))]
    at_axis = frame.y(y) + 18 > frame.bottom - 4  # there the words of the axis stand
    above = -9 if line.tone == "l1" or at_axis else 18
    tone = {"l1": "t1", "l4": "t4"}.get(line.tone, "")
    at_x, at_y = min(frame.x(x), frame.right - len(line.label) * 3.2), max(10.0, frame.y(y) + above)
    return [
        f'<path class="{line.tone}{dash}" d="M{path}" stroke-linejoin="round"/>',
        f'<text class="mid strong {tone}" x="{at_x:.1f}" y="{at_y:.1f}">{escape(line.label)}</text>',
    ]


def _marker(frame: Frame, marker: Marker) -> list[str]:
    x, y = frame.x(marker.x), frame.y(marker.y)
    word_x = min(max(x, frame.left + 20), frame.right - 20)
    return [
        f'<path class="markline" d="M{x:.1f} {y + 6:.1f}V{frame.bottom:g}"/>',
        f'<circle class="marker" cx="{x:.1f}" cy="{y:.1f}" r="6"/>',
        f'<text class="mid strong tm" x="{word_x:.1f}" y="{frame.bottom + 18:g}">{escape(marker.text)}</text>',
    ]


def _line_numbers(lines: Sequence[Line], x_head: str, show_x: Format, show_y: Format) -> Numbers:
    places = sorted({x for line in lines for x, _ in line.points})
    known = [dict(line.points) for line in lines]
    rows = tuple((show_x(x), *(show_y(each[x]) if x in each else "–" for each in known)) for x in places)
    return Numbers((x_head, *(line.label for line in lines)), rows)


def _shades(first: float, last: float, show: Format) -> tuple[Key, ...]:
    """What each shade stands for, palest first: the first value itself, four equal bands, and all beyond."""
    ends = [show(first + (last - first) * step / (len(SHADES) - 1)) for step in range(len(SHADES))]
    bands = [f"{one}–{other}" if first < last else f"{other}–{one}" for one, other in pairwise(ends[:-1])]
    names = (ends[0], *bands, f"{'≥' if first < last else '≤'} {ends[-2]}")
    return tuple(Key(name, tone) for name, (tone, _ink) in zip(names, SHADES, strict=True))


def _heat_cell(x: float, y: float, width: float, height: float, share: float, text: str, dots: int = 0) -> str:
    shade = 0 if share <= 0 else min(5, 1 + int(share * 4.999))
    fill, ink = SHADES[shade]
    box = f'<rect class="{fill}" x="{x + 1:.1f}" y="{y + 1:g}" width="{width - 2:.1f}" height="{height - 2:g}" rx="3"/>'
    middle = x + width / 2
    if not dots:
        return f'{box}<text class="mid {ink}" x="{middle:.1f}" y="{y + 17:g}">{escape(text)}</text>'
    begin = middle - (dots - 1) * 2.5
    return (
        f'{box}<text class="mid {ink}" x="{middle:.1f}" y="{y + 14:g}">{escape(text)}</text>'
        f'<path class="dots {ink}" d="M{begin:.1f} {y + 20:g}h.1{"m4.9 0h.1" * (dots - 1)}"/>'
    )
