"""Reads .xlsx in one pass and in little memory. Cells that hold nothing cost nothing, wherever they are."""

import posixpath
import re
import zipfile
from typing import Final

from renbina.foundation.imports import limits
from renbina.foundation.imports.formats.package import Handlers, check_other_parts, check_size, opened, parse
from renbina.foundation.imports.formats.stream import Refused, Writer, fitting
from renbina.foundation.imports.formats.xlsx_sheet import TRUE, SheetCells, read_sheet, unescaped, whole

# Built-in numbers of formats: days, and clock times without a day.
_DAYS: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_TIMES: Final = frozenset({18, 19, 20, 21, 45, 46, 47})


def read_xlsx(path: str, out: Writer) -> None:
    with opened(path) as package:
        check_size(package)
        book = _Workbook(package)
        texts = _SharedTexts()
        styles = _Styles()
        read = {book.part, book.relations}
        for part, handlers in ((book.target("sharedStrings"), texts), (book.target("styles"), styles)):
            if part:
                parse(package, part, handlers)
                read.add(part)
        check_other_parts(package, read | {part for _, part, _ in book.sheets})
        for name, part, hidden in book.sheets:
            out.begin(name, hidden=hidden)
            sheet = SheetCells(out, texts.texts, styles.kinds, base1904=book.base1904, stale=book.stale)
            read_sheet(package, part, sheet)
            out.close(**sheet.marks())


class _Workbook(Handlers):
    """Which parts are sheets, under which names, and from which day the workbook counts."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.base1904 = self.stale = False
        self.sheets: list[tuple[str, str, bool]] = []
        self._named: list[tuple[str, str, bool]] = []
        self._names = {name.replace("\\", "/").casefold(): name for name in package.namelist()}
        links = _Relations(package, self._names.get("_rels/.rels", ""), "")
        self.part = self._names.get((links.of_type("officeDocument") or "xl/workbook.xml").casefold(), "")
        if not self.part:
            raise Refused("damaged")
        folder, file = posixpath.split(self.part)
        self.relations = self._names.get(f"{folder}/_rels/{file}.rels".lstrip("/").casefold(), "")
        self._links = _Relations(package, self.relations, folder)
        parse(package, self.part, self)
        for name, key, hidden in self._named:
            target, kind = self._links.targets.get(key, ("", ""))
            if kind.casefold().endswith("macrosheet"):
                raise Refused("macros")
            if kind == "worksheet":
                part = self._names.get(target.casefold())
                if part is None:
                    raise Refused("damaged")
                self.sheets.append((name, part, hidden))

    def target(self, kind: str) -> str:
        return self._names.get(self._links.of_type(kind).casefold(), "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for label, value in attributes.items() if label.rpartition(":")[2] == "id"), "")
            self._named.append((attributes.get("name", "")[:100], key, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.base1904 = attributes.get("date1904", "0") in TRUE
        elif name == "calcPr":
            self.stale = attributes.get("fullCalcOnLoad", "0") in TRUE


class _Relations(Handlers):
    """Id -> (part, kind) of one part's relations."""

    def __init__(self, package: zipfile.ZipFile, part: str, folder: str) -> None:
        self.targets: dict[str, tuple[str, str]] = {}
        self._folder = folder
        if part:
            parse(package, part, self)

    def of_type(self, kind: str) -> str:
        return next((target for target, each in self.targets.values() if each == kind), "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            target = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = (posixpath.normpath(target), kind)


class _SharedTexts(Handlers):
    """The texts that cells point at. Readings (`rPh`) are pronunciation, not text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._takes = False
        self._reading = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._takes = not self._reading
        elif name == "rPh":
            self._reading += 1
        elif name == "sst":
            if whole(attributes.get("uniqueCount"), 0) > limits.SHARED_TEXTS:
                raise Refused("too_many_cells")
        elif name != "si":
            self.pass_over()

    def text(self, data: str) -> None:
        if self._takes:
            self._parts.append(data)

    def end(self, name: str) -> None:
        if name == "t":
            self._takes = False
        elif name == "rPh":
            self._reading -= 1
        elif name == "si":
            text = unescaped(fitting("".join(self._parts)))
            self.texts.append("" if text.isspace() else text)
            self._parts = []
            if len(self.texts) > limits.SHARED_TEXTS:
                raise Refused("too_many_cells")


class _Styles(Handlers):
    """kinds[style]: "d" where the style shows a number as a day, "t" as another time, "" otherwise."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._formats: dict[str, str] = {}
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = format_kind(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            number = attributes.get("numFmtId", "0")
            self.kinds.append(self._formats[number] if number in self._formats else builtin_kind(number))
        else:
            self.pass_over()

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False


def builtin_kind(number: str) -> str:
    if not number.isdecimal() or len(number) > 5:
        return ""
    return "d" if int(number) in _DAYS else "t" if int(number) in _TIMES else ""


def format_kind(code: str) -> str:
    """What a format shows: `[$-421]dd mmmm yyyy` a day, `[h]:mm` a time, `0.00` and `"hari"0` neither."""
    first = code.split(";")[0]
    elapsed = re.search(r"\[[hms]+\]", first, re.IGNORECASE)
    marks = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|general', "", first.casefold())
    if elapsed:
        return "t"
    if "d" in marks or "y" in marks:
        return "d"
    if "h" in marks or "s" in marks:
        return "t"
    return "d" if "m" in marks else ""
