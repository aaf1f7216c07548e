"""Finds the header of a sheet and which column holds which field; never shifts, never guesses.

A header may stand under logos and titles and may be two rows deep: a group (`JABATAN`) over its parts (`NAMA`, `TMT`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.declare import Field, ImportKind
from renbina.foundation.imports.guard import FileRefused
from renbina.foundation.imports.reading import Calculated, Sheet

_LEAST_MATCHES: Final = 2
_LONGEST: Final = 100
_COMPARED: Final = 200  # headings for which a likeness is looked for
_REMARK: Final = re.compile(r"\([^()]*\)")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# A part such as `NIP` under one of these is somebody or something else's than the row's.
_FOREIGN: Final = frozenset(
    {"atasan", "penilai", "pimpinan", "pasangan", "suami", "istri", "isteri", "anak", "lama", "kontak", "ayah", "ibu"}
)

Chosen = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one sheet.

    row: index (from 0) of its last row; the body begins below. columns: column index by field. headings: the heading
    of each field as it stands. width: columns up to the last heading; cells: with what is empty behind it.
    dropped, ignored: headings not taken over.
    """

    row: int
    columns: dict[str, int]
    headings: dict[str, str]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]
    width: int = 0
    cells: int = 0
    first_row: int = 0


@dataclass(frozen=True, slots=True)
class _Column:
    """One column's heading: its spellings, best first; `grouped`: only a part below a group gives the name."""

    place: int
    text: str
    spellings: tuple[str, ...]
    grouped: bool = False


def fold_heading(text: str) -> str:
    """`JENIS_JABATAN  Nama` and `Jenis Jabatan Nama` are one heading."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def find_header(sheet: Sheet, kind: ImportKind, mapping: Chosen | None = None) -> Header | None:
    """The row (or two) that names most fields, or None where none does.

    mapping: field -> heading chosen by a person; "" says that the file has no such column.
    Raises FileRefused when a heading that counts stands there twice.
    """
    names = _names(kind, mapping or {})
    top = list(sheet.rows[: limits.HEADER_WITHIN_ROWS])
    single = [_columns_of(row) for row in top]
    found = [_matches(columns, names) for columns in single]
    best, columns, first, last = 0, single[0] if single else [], 0, 0
    for index, matches in enumerate(found):
        if matches > best:
            best, columns, first, last = matches, single[index], index, index
        if index + 1 == len(top) or sheet.number_of(index + 1) != sheet.number_of(index) + 1:
            continue
        pair = _columns_of_two(top[index], top[index + 1], index, sheet)
        together = _matches(pair, names)
        deeper = together > max(matches, found[index + 1]) or (together == matches and _spans_both(index, sheet))
        if together and deeper and together >= best:
            best, columns, first, last = together, pair, index, index + 1
    if best < min(_LEAST_MATCHES, len(kind.fields)):
        return None
    return _read_header(sheet, (first, last), columns, kind, names)


def require_columns(header: Header, sheet: Sheet, kind: ImportKind) -> None:
    """Raises FileRefused when a needed column is not there."""
    missing = [
        field for field in kind.fields if (field.required or field.column_required) and field.name not in header.columns
    ]
    if missing:
        raise FileRefused(
            "columns_missing",
            question=question_of([(sheet, header)], kind, missing),
            columns=", ".join(str(field.label) for field in missing),
            sheet=sheet.name,
            row=sheet.number_of(header.row),
        )


def question_of(
    found: Iterable[tuple[Sheet, Header | None]], kind: ImportKind, missing: Sequence[Field] = ()
) -> dict[str, Any]:
    """What a person is asked where the file does not say it: the headings of each sheet, and which fields lack one.

    {"sheets": [{"name", "hidden", "header_row", "rows", "headings"}], "missing": [{"field", "label", "suggestions"}]}
    """
    sheets, free = [], []
    for sheet, header in found:
        headings = [*header.headings.values(), *header.ignored] if header else _likely_headings(sheet)
        free += [text for text in (header.ignored if header else headings) if text not in free]
        row = None if header is None else sheet.number_of(header.row)
        rows = len(sheet.rows) - (0 if header is None else header.row + 1)
        about = {"name": sheet.name, "hidden": sheet.hidden, "header_row": row, "rows": rows, "headings": headings}
        sheets.append(about)
    lacking = [{"field": field.name, "label": str(field.label), "suggestions": _near(field, free)} for field in missing]
    return {"sheets": sheets, "missing": lacking}


def known_headings(kind: ImportKind) -> frozenset[str]:
    """Every folded heading that the kind knows, dropped ones too: a row of these is a header, not a person."""
    return frozenset(_names(kind, {})) | {fold_heading(text) for text in kind.dropped}


def _near(field: Field, headings: Sequence[str]) -> list[str]:
    folded = {fold_heading(text): text for text in headings[:_COMPARED]}
    close: list[str] = []
    for spelling in _spellings(field):
        asked = fold_heading(spelling)
        close += [folded[each] for each in get_close_matches(asked, folded, n=3, cutoff=0.6)]
        close += [text for each, text in folded.items() if asked and each and (asked in each or each in asked)]
    return list(dict.fromkeys(close))[:5]


def _likely_headings(sheet: Sheet) -> list[str]:
    """The texts of the row that looks most like a header: many short texts without digits."""
    best: list[str] = []
    for row in sheet.rows[: limits.HEADER_WITHIN_ROWS]:
        texts = [text[:60] for text in _texts(row).values() if not any(mark.isdigit() for mark in text)]
        if len(texts) > len(best):
            best = texts
    return best


def _read_header(
    sheet: Sheet, rows: tuple[int, int], found: list[_Column], kind: ImportKind, names: dict[str, str]
) -> Header:
    personal = {fold_heading(heading) for heading in kind.dropped}
    rank: dict[str, int] = {}
    for field in kind.fields:
        for place, text in enumerate(_spellings(field)):
            rank.setdefault(fold_heading(text), place)  # its label, in the reader's language, may be a spelling again
    taken: dict[str, tuple[_Column, tuple[bool, int]]] = {}
    dropped, ignored = [], []
    for column in found:
        known = next((each for each in column.spellings if each in names or is_personal(each, personal)), None)
        if known is None:
            ignored.append(column.text)
            continue
        if known not in names:
            dropped.append(column.text)
            continue
        name, worth = names[known], (column.grouped, rank.get(known, -1))
        if name not in taken or worth < taken[name][1]:
            if name in taken:
                ignored.append(taken[name][0].text)
            taken[name] = (column, worth)
        elif worth == taken[name][1]:
            raise FileRefused(
                "column_twice",
                question=question_of([(sheet, None)], kind, [field for field in kind.fields if field.name == name]),
                column=column.text,
                sheet=sheet.name,
            )
        else:
            ignored.append(column.text)
    return Header(
        row=rows[1],
        columns={name: column.place for name, (column, _) in taken.items()},
        headings={name: column.text for name, (column, _) in taken.items()},
        dropped=tuple(dropped),
        ignored=tuple(text[:60] for text in ignored),
        width=max(column.place for column in found) + 1,
        cells=len(sheet.rows[rows[1]]),
        first_row=rows[0],
    )


def is_personal(folded: str, personal: set[str]) -> bool:
    """`AGAMA` among the dropped headings stands for `AGAMA ID` and `AGAMA NAMA` as well."""
    return folded in personal or folded.removesuffix(" id").removesuffix(" nama") in personal


def _matches(columns: Iterable[_Column], names: Mapping[str, str]) -> int:
    return len({names[known] for column in columns if (known := next((s for s in column.spellings if s in names), ""))})


def _columns_of(row: Sequence[Any]) -> list[_Column]:
    return [_Column(place, text, _alone(text)) for place, text in _texts(row).items()]


def _alone(text: str) -> tuple[str, ...]:
    """A heading as it stands, and without a remark in brackets: `TMT JABATAN (dd/mm/yyyy)`, but not `NIP (LAMA)`."""
    whole, bare = fold_heading(text), fold_heading(_REMARK.sub("", text))
    remark = set(whole.split()) - set(bare.split())
    return (whole,) if not bare or bare == whole or _FOREIGN & remark else (whole, bare)


def _columns_of_two(upper: Sequence[Any], lower: Sequence[Any], index: int, sheet: Sheet) -> list[_Column]:
    """Both rows as one header: `JABATAN` over `NAMA` is `JABATAN NAMA` or `NAMA JABATAN`, never a person's name."""
    above, below = _texts(upper), _texts(lower)
    groups = _groups(above, below, index, sheet)
    columns = []
    for place in sorted(set(above) | set(below)):
        part, group = below.get(place), groups.get(place, "")
        if part is None:
            columns.append(_Column(place, above[place], _alone(above[place])))
            continue
        if not group:
            columns.append(_Column(place, part, _alone(part)))
            continue
        joined = (fold_heading(f"{group} {part}"), fold_heading(f"{part} {group}"))
        alone = () if _FOREIGN & set(fold_heading(group).split()) else (fold_heading(part),)
        columns.append(_Column(place, f"{group} {part}"[:100], (*joined, *alone), grouped=True))
    return columns


def _groups(above: Mapping[int, str], below: Mapping[int, str], index: int, sheet: Sheet) -> dict[int, str]:
    """Which group stands over a column: by merged cells where the file has them, else up to the next filled cell."""
    groups = {place: text for place, text in above.items() if place in below}
    index = sheet.number_of(index) - 1
    spans = {(top, left): right for top, left, _, right in sheet.merges if top == index}
    ordered = sorted(above)
    for place, following in zip(ordered, [*ordered[1:], max(below, default=0) + 1], strict=False):
        until = spans.get((index, place), place) + 1 if sheet.merges else following
        for column in range(place + 1, min(until, following)):
            if column in below and (sheet.merges or place in below):
                groups.setdefault(column, above[place])
    return groups


def _spans_both(index: int, sheet: Sheet) -> bool:
    """Whether a merged cell of the header reaches from this row into the next."""
    upper = sheet.number_of(index) - 1
    return any(top == upper and bottom == upper + 1 for top, _, bottom, _ in sheet.merges)


def _texts(row: Sequence[Any]) -> dict[int, str]:
    """Column -> heading, without what cannot be seen; line breaks within a heading are blanks."""
    texts = {}
    for place, each in enumerate(row):
        cell = each.value if isinstance(each, Calculated) else each
        if isinstance(cell, str) and len(cell) <= _LONGEST:
            text = " ".join(_UNSEEN.sub("", cell).split())
            if fold_heading(text):
                texts[place] = text
    return texts


def _spellings(field: Field) -> tuple[str, ...]:
    """What a heading may say, best first: the synonyms as declared, the name, the label."""
    return (*field.synonyms, field.name, str(field.label))


def _names(kind: ImportKind, mapping: Chosen) -> dict[str, str]:
    """Folded heading -> field name. What a person chose goes before what the kind knows."""
    personal = {fold_heading(heading) for heading in kind.dropped}
    chosen = {fold_heading(heading): name for name, heading in mapping.items() if kind.field_named(name)}
    names = {heading: name for heading, name in chosen.items() if heading and not is_personal(heading, personal)}
    for field in kind.fields:
        if field.name not in mapping:
            for text in _spellings(field):
                names.setdefault(fold_heading(text), field.name)
    return names
