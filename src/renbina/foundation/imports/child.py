"""Runs in a process of its own, with little memory and time: reads one file and prints its cells as JSON lines.

Called as `python -I child.py KIND PATH`. Imports nothing of ours but the limits beside it. Output: one JSON line per
sheet `{"sheet", "hidden", "rows"}` with rows of cells, then `{"end": true}`; or one line `{"refused": code}`.
A cell is text, null (empty), true or false, or `[tag, text]` with tag n (number), d (date), t (other time),
f (a formula whose value the file lacks) or e (an error such as #REF!).
"""

import csv
import datetime as dt
import importlib.util
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def _load_limits() -> Any:
    """An isolated interpreter does not look beside the script, so the file is named."""
    spec = importlib.util.spec_from_file_location("limits", Path(__file__).with_name("limits.py"))
    if spec is None or spec.loader is None:
        raise ImportError("limits.py is not beside child.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


limits = _load_limits()
Rows = list[list[Any]]
Marks = dict[tuple[int, int], list[str]]

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00[DE]|\x00<\x00!\x00[DE]", re.IGNORECASE)  # also as UTF-16
# The workbook reader shows both as empty cells; an empty cell would be a wrong answer.
_UNCACHED = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*? t="e"[^>]*>\s*(?:<f(?:[^>]*/>|[^>]*>[^<]*</f>))?\s*<v>([^<]{1,20})</v>'
)
_SHEET = re.compile(rb'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship [^>]*>")
_ATTRIBUTE = re.compile(rb'(Id|Target)="([^"]*)"')


class Refused(Exception):
    """The file is refused with this code."""


def main(kind: str, path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES, limits.CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        read = read_csv if kind == "csv" else read_workbook
        for sheet in read(kind, path):
            write(sheet)
        write({"end": True})
    except Refused as error:
        write({"refused": str(error)})
    except MemoryError:
        write({"refused": "too_many_cells"})


def write(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


# --- workbooks


def read_workbook(kind: str, path: str) -> Iterator[dict[str, Any]]:
    import python_calamine  # noqa: PLC0415,RUF100 - a CSV file needs none of it

    marks = scan_package(path) if kind in ("xlsx", "ods") else {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(path)
        for about in workbook.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.total_height > limits.ROWS:
                raise Refused("too_many_rows")
            rows = [[plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            for (row, column), mark in marks.get(about.name, {}).items():
                if row < len(rows) and column < len(rows[row]) and rows[row][column] is None:
                    rows[row][column] = mark
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            yield {"sheet": about.name, "hidden": hidden, "rows": trimmed(rows)}
    except python_calamine.PasswordError as error:
        raise Refused("password") from error
    except python_calamine.CalamineError as error:
        raise Refused("password" if "password" in str(error).casefold() else "damaged") from error


def scan_package(path: str) -> dict[str, Marks]:
    """Unpacks every part once in small pieces: real sizes, checksums, DTDs; finds error cells and unvalued formulas."""
    total = 0
    found: dict[str, Marks] = {}
    try:
        with zipfile.ZipFile(path) as package:
            parts = sheet_parts(package)
            for member in package.infolist():
                carried = b""
                with package.open(member) as stream:
                    while piece := stream.read(1 << 20):
                        total += len(piece)
                        text = carried + piece
                        check_piece(member.filename, text, total)
                        if member.filename in parts:
                            mark_cells(text, found.setdefault(parts[member.filename], {}))
                        carried = text[-4096:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Refused("damaged") from error
    return found


def check_piece(name: str, text: bytes, total: int) -> None:
    if total > limits.UNPACKED_BYTES:
        raise Refused("bomb")
    if name.endswith((".xml", ".rels")) and _DOCTYPE.search(text):
        raise Refused("dtd")


def mark_cells(text: bytes, marks: Marks) -> None:
    if b"<f" in text:
        marks.update((place(match.group(1)), ["f", ""]) for match in _UNCACHED.finditer(text))
    if b't="e"' in text:
        marks.update((place(match.group(1)), ["e", match.group(2).decode()]) for match in _ERROR.finditer(text))


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Member name -> sheet name of an xlsx package."""
    try:
        workbook = package.read("xl/workbook.xml")
        relations = package.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    targets = {}
    for relation in _RELATION.findall(relations):
        values = dict(_ATTRIBUTE.findall(relation))
        target = values.get(b"Target", b"").decode()
        targets[values.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    from xml.sax.saxutils import unescape  # noqa: PLC0415,S406,RUF100 - undoes &amp; in names, parses nothing

    named = ((name.decode(), targets.get(key, "")) for name, key in _SHEET.findall(workbook))
    return {target: unescape(name, {"&quot;": '"', "&apos;": "'"}) for name, target in named if target}


def place(reference: bytes) -> tuple[int, int]:
    """`C12` -> (11, 2)."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]) - 1, column - 1


def plain(cell: Any) -> Any:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int | float):
        return ["n", repr(cell)]
    if isinstance(cell, dt.datetime | dt.date):
        return ["d", cell.isoformat()]
    return ["t", str(cell)]


def trimmed(rows: Rows) -> Rows:
    """Without the empty end of each row and of the sheet; row numbers stay as the spreadsheet shows them."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


# --- comma separated text


def read_csv(_kind: str, path: str) -> Iterator[dict[str, Any]]:
    text = decoded(Path(path).read_bytes())
    if "\x00" in text:
        raise Refused("not_what_it_says")
    if any(len(line) > limits.CSV_LINE_CHARACTERS for line in text.splitlines()):
        raise Refused("line_too_long")
    csv.field_size_limit(limits.CSV_LINE_CHARACTERS)
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True):
            if len(rows) >= limits.ROWS:
                raise Refused("too_many_rows")
            rows.append([cell if cell.strip() else None for cell in row])
    except csv.Error as error:
        raise Refused("csv_quotes") from error
    yield {"sheet": "", "hidden": False, "rows": trimmed(rows)}


def decoded(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def separator(text: str) -> str:
    """The mark that splits the first lines most often and alike."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    return max(";\t,|", key=lambda mark: max((line.count(mark) for line in lines), default=0))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
