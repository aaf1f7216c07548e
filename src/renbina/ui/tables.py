"""Tables that sort, filter, page and export on the server.

Declare the columns once; give a queryset or a list; show the page with `{% table page %}`; answer an export with
`table.export(...)`. Sorting and searching accept only what the columns name, so a crafted address reads nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from html import escape
from operator import attrgetter, or_
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renbina.ui import cells, formats, sheets
from renbina.ui.pagination import PageLinks, address, page_links
from renbina.ui.shapes import drawn

PAGE_SIZES = (25, 50, 100)
EXPORTS = (
    ("xlsx", "XLSX", "file-spreadsheet"),
    ("csv", "CSV", "file-text"),
    ("csv-semicolon", "CSV (;)", "file-text"),
    ("json", "JSON", "file-text"),
)
_SOMEBODY = "00000000000000"  # shaped like a public id
_READ_AT_ONCE = 5_000  # rows of an export that are in memory together
Words = str | Promise
Rows = QuerySet[Any] | Sequence[Any]
Read = Callable[[Any], Any]
Prepare = Callable[[list[Any]], Sequence[Any]]


def _reader(path: str) -> Read:
    """Read `unit.name` from an object, or a key from a mapping."""
    fetch = attrgetter(path)
    return lambda row: row.get(path) if isinstance(row, Mapping) else fetch(row)


def linked(view: str, read: Read = attrgetter("public_id")) -> Callable[[Any], str]:
    """A column's `link` to the page of a row, whose address takes one public id: resolved once and not for each row."""
    before, after = reverse(view, args=[_SOMEBODY]).split(_SOMEBODY)
    return lambda row: f"{before}{read(row)}{after}"


def _streamed(source: Rows, prepare: Prepare | None) -> Iterable[Any]:
    """The rows of an export, a part after the other, so that a long list is never in memory whole."""
    if not isinstance(source, QuerySet):
        yield from prepare(list(source)) if prepare else source
        return
    part: list[Any] = []
    for row in source.iterator(chunk_size=_READ_AT_ONCE):
        part.append(row)
        if len(part) == _READ_AT_ONCE:
            yield from prepare(part) if prepare else part
            part = []
    yield from prepare(part) if prepare and part else part


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    key: attribute path of the row ("unit.name") and the name used in the address.
    kind: text, link, number, decimal, percent, hours, money, date, moment, level (shapes.Level), badge (text or
        (text, tone)), progress ((done, total, sentence)).
    sort: "" not sortable; for a queryset the ORM path; for a list any text: the value of `order`, else the cell.
    value, order, note, link: functions of the row: the cell, what to sort a list by, a second small line, an address.
    note_label: what the second line is called; in files it then is a column of its own.
    export: False leaves it out of files; a function gives the exported value.
    """

    key: str
    label: Words
    kind: str = "text"
    sort: str = ""
    value: Read | None = None
    order: Read | None = None
    note: Read | None = None
    note_label: Words = ""
    link: Callable[[Any], str | None] | None = None
    export: bool | Read = True
    align: str = ""
    heading: bool = False  # this cell names its row
    flow: bool = False  # in a card on a phone the second line is as wide as the card

    def __post_init__(self) -> None:
        if self.kind not in cells.DRAW:
            raise ValueError(f"column {self.key!r} has unknown kind {self.kind!r}: one of {sorted(cells.DRAW)}")

    @property
    def side(self) -> str:
        """The alignment class: "" start, "e" end, "c" centre."""
        return {"start": "", "end": "e", "center": "c"}.get(self.align, "e" if self.kind in cells.RIGHT else "")

    def reader(self) -> Read:
        return self.value or _reader(self.key)


@dataclass(frozen=True, slots=True)
class Head:
    """One column heading with the address that sorts by it."""

    label: Words
    side: str
    url: str
    aria_sort: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """What the table template shows. `rows` are finished HTML rows."""

    caption: Words
    heads: tuple[Head, ...]
    rows: tuple[SafeString, ...]
    count: str
    total: int
    links: PageLinks | None
    sizes: tuple[tuple[int, str, bool], ...]
    search: str
    search_key: str
    keep: tuple[tuple[str, str], ...]  # what the search form must carry along
    state: tuple[tuple[str, str], ...]  # search, sort and size: what a filter bar above must carry along
    searchable: bool
    exports: tuple[tuple[str, str, str], ...]  # address, words, icon
    empty_title: Words
    empty_text: Words
    filtered: bool
    clear_url: str

    @property
    def body(self) -> SafeString:
        """All rows in one piece: a template's loop takes as long for a hundred as drawing half of them."""
        return drawn("".join([f"{row}\n" for row in self.rows]))


@dataclass(frozen=True, slots=True)
class Known:
    """Primary keys of a queryset that somebody remembers, and the same rows without its filters to read them from."""

    keys: Callable[[Any], Sequence[int]]
    rows: QuerySet[Any]


def _length(rows: Any) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def _by_keys(source: Any, keys: Sequence[int]) -> list[Any]:
    """Rows in the order of their keys; who has gone meanwhile is left out."""
    found = {row.pk: row for row in source.filter(pk__in=list(keys)).order_by()}
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class Table:
    """A declaration. `search` are ORM paths (queryset) or attribute paths (list); `prefix` keeps two tables apart."""

    columns: Sequence[Column]
    caption: Words
    search: Sequence[str] = ()
    default_sort: str = ""
    prefix: str = ""
    per_page: int = 25
    empty_title: Words = ""
    empty_text: Words = ""
    count: Callable[[int], str] | None = None
    _by_key: dict[str, Column] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._by_key.update({column.key: column for column in self.columns})

    def page(
        self, params: Mapping[str, str], source: Rows, *, prepare: Prepare | None = None, known: Known | None = None
    ) -> TablePage:
        """Sort, filter and cut `source` by the request's parameters; two queries for a queryset (count and rows).

        known: who remembers the keys of a whole queryset in its order; the page is then read by its keys, and neither
            filters nor count nor the rows before the page are worked out again.

        prepare: turns the rows of this page into richer ones in one go, in the same order, so that what belongs to
        them is read once a page and not once a row.
        """
        wanted = self._ordered(params, self._searched(params, source))
        keys = known.keys(wanted) if known is not None else None
        total = _length(wanted if keys is None else keys)
        size = self._size(params)
        pages = max(1, -(-total // size))
        number = min(max(1, _whole(self._get(params, "page"), 1)), pages)
        place = slice((number - 1) * size, number * size)
        cut = list(wanted[place]) if known is None or keys is None else _by_keys(known.rows, keys[place])
        shown = prepare(cut) if prepare else cut
        search = self._get(params, "q")
        return TablePage(
            caption=self.caption,
            heads=tuple(self._head(params, column) for column in self.columns),
            rows=tuple(self._rows(shown)),
            count=self._count_words(total, number, size),
            total=total,
            links=page_links(params, number, pages, self._name("page")) if pages > 1 else None,
            sizes=tuple((each, self._address(params, per=each, page=None), each == size) for each in PAGE_SIZES),
            search=search,
            search_key=self._name("q"),
            keep=self._others(params, "q", "page", "export"),
            state=tuple((key, value) for key, value in self._own(params) if value),
            searchable=bool(self.search),
            exports=tuple(
                (self._address(params, export=each, page=None), words, icon) for each, words, icon in EXPORTS
            ),
            empty_title=self.empty_title or _("Nothing to show"),
            empty_text=self.empty_text,
            filtered=bool(search),
            clear_url=self._address(params, q=None, page=None),
        )

    def export(
        self, params: Mapping[str, str], source: Rows, *, filename: str, prepare: Prepare | None = None
    ) -> HttpResponse | None:
        """The file of everything that passes the filters, in the shown order; None when no export was asked for."""
        kind = self._get(params, "export")
        if kind not in sheets.FORMATS:
            return None
        ending, written = sheets.FORMATS[kind]
        return sheets.file_response(written(self.sheet(params, source, prepare=prepare)), f"{filename}.{ending}")

    def sheet(self, params: Mapping[str, str], source: Rows, *, prepare: Prepare | None = None) -> sheets.Sheet:
        """The same rows as a sheet, for a workbook with several."""
        told: list[tuple[str, str, Read]] = []  # heading, kind, what to read
        for column in self.columns:
            if column.export is not False:
                told.append(
                    (str(column.label), column.kind, column.export if callable(column.export) else column.reader())
                )
                if column.note and column.note_label:
                    told.append((str(column.note_label), "text", column.note))
        wanted = self._ordered(params, self._searched(params, source))
        return sheets.Sheet(
            title=str(self.caption),
            columns=tuple(sheets.SheetColumn(label, cells.SHEET_FORMAT.get(kind, "")) for label, kind, _read in told),
            rows=(
                tuple(cells.exported(kind, read(row)) for _label, kind, read in told)
                for row in _streamed(wanted, prepare)
            ),
        )

    # --- parameters

    def _name(self, key: str) -> str:
        return f"{self.prefix}{key}"

    def _get(self, params: Mapping[str, str], key: str) -> str:
        # PostgreSQL refuses the zero byte; nobody types it.
        return (params.get(self._name(key)) or "").replace("\0", "").strip()[:200]

    def _own(self, params: Mapping[str, str]) -> list[tuple[str, str]]:
        return [(self._name(key), self._get(params, key)) for key in ("q", "sort", "per")]

    def _others(self, params: Mapping[str, str], *without: str) -> tuple[tuple[str, str], ...]:
        left_out = {self._name(key) for key in without}
        lists = params.lists() if isinstance(params, QueryDict) else ((key, [value]) for key, value in params.items())
        return tuple((key, value) for key, values in lists if key not in left_out for value in values)

    def _address(self, params: Mapping[str, str], **changes: str | int | None) -> str:
        return address(params, **{self._name(key): value for key, value in changes.items()})

    def _size(self, params: Mapping[str, str]) -> int:
        size = _whole(self._get(params, "per"), self.per_page)
        return size if size in PAGE_SIZES else self.per_page

    # --- rows

    def _searched(self, params: Mapping[str, str], source: Rows) -> Rows:
        text = self._get(params, "q")
        if not text or not self.search:
            return source
        if isinstance(source, QuerySet):
            return source.filter(reduce(or_, (Q(**{f"{path}__icontains": text}) for path in self.search)))
        reads = [_reader(path) for path in self.search]
        folded = text.casefold()
        return [row for row in source if any(folded in str(read(row) or "").casefold() for read in reads)]

    def _sort(self, params: Mapping[str, str]) -> tuple[Column | None, bool]:
        for asked in (self._get(params, "sort"), self.default_sort):
            column = self._by_key.get(asked.removeprefix("-"))
            if column is not None and column.sort:
                return column, asked.startswith("-")
        return None, False

    def _ordered(self, params: Mapping[str, str], source: Rows) -> Rows:
        column, descending = self._sort(params)
        if column is None:
            return source.order_by("pk") if isinstance(source, QuerySet) and not source.ordered else source
        if isinstance(source, QuerySet):
            # The key ends every order, so that two pages never show the same row.
            # SQLite and PostgreSQL disagree where unknown values stand: here they come last.
            by = F(column.sort).desc(nulls_last=True) if descending else F(column.sort).asc(nulls_last=True)
            return source.order_by(by, "pk")
        read = column.order or column.reader()
        known = [row for row in source if read(row) is not None]
        unknown = [row for row in source if read(row) is None]
        return sorted(known, key=lambda row: _comparable(read(row)), reverse=descending) + unknown

    def _head(self, params: Mapping[str, str], column: Column) -> Head:
        active, descending = self._sort(params)
        if not column.sort:
            return Head(column.label, column.side, "", "")
        state = "" if column is not active else "descending" if descending else "ascending"
        asked = f"-{column.key}" if state == "ascending" else column.key
        return Head(column.label, column.side, self._address(params, sort=asked, page=None), state)

    def _rows(self, shown: Iterable[Any]) -> Iterable[SafeString]:
        language = formats.language_code()
        plans = [_CellPlan(column, language) for column in self.columns]
        for row in shown:
            # Every part is escaped where it is made (see cells.py and _CellPlan).
            yield drawn(f"<tr>{''.join([plan.html(row) for plan in plans])}</tr>")

    def _count_words(self, total: int, number: int, size: int) -> str:
        whole = (
            self.count(total)
            if self.count
            else ngettext("%(n)s row", "%(n)s rows", total) % {"n": formats.number(total)}
        )
        if total <= size:
            return whole
        first, last = (number - 1) * size + 1, min(number * size, total)
        return _("%(first)s–%(last)s of %(all)s") % {
            "first": formats.number(first), "last": formats.number(last), "all": whole,
        }  # fmt: skip


class _CellPlan:
    """What does not change from row to row, worked out once a page."""

    __slots__ = ("close", "column", "draw", "open", "read")

    def __init__(self, column: Column, language: str) -> None:
        tag = "th" if column.heading else "td"
        scope = ' scope="row"' if column.heading else ""
        classes = " ".join(name for name in (column.side, "flow" if column.flow else "") if name)
        side = f' class="{classes}"' if classes else ""
        label = "" if column.heading else f' data-label="{escape(str(column.label))}"'
        self.column = column
        self.read = column.reader()
        self.draw = cells.drawer(column.kind, language)
        self.open = f'<{tag}{scope}{side}{label}><span class="v">'
        self.close = f"</span></{tag}>"

    def html(self, row: Any) -> str:
        column = self.column
        value = self.read(row)
        text = cells.EMPTY if value is None or value == "" else self.draw(value)
        if column.link and (url := column.link(row)):
            text = f'<a href="{escape(url)}">{text}</a>'
        if column.note and (note := column.note(row)):
            text += f"<small>{escape(str(note))}</small>"
        return f"{self.open}{text}{self.close}"


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
