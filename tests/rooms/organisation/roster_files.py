"""Small rosters as files, and what the import command answers to them, in this process and on this database."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from django.utils import translation
from tests.rooms.organisation.conftest import AT, DAY

from renbina.organisation.management.command import Asked, answer_to

HEADER = ("NIP BARU", "NAMA", "UNOR NAMA")
GOOD = ("198505172010011901", "Tegar Wirabuana", "Dinas Satu")
OTHER = ("199003022015012902", "Sari Utami", "Dinas Satu")
PPPK = ("199001012022211903", "Bayu Laksana", "Dinas Satu")


def csv(*rows: Sequence[str], header: Sequence[str] = HEADER, separator: str = ";") -> bytes:
    """Cells as they are given: who wants quotation marks writes them."""
    return "\n".join(separator.join(row) for row in (header, *rows)).encode()


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class Desk:
    """Puts a file down and asks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(
        self,
        content: bytes,
        name: str = "roster.csv",
        *,
        kind: str = "employees",
        apply: bool = False,
        token: str = "",
        sheets: tuple[str, ...] = (),
        agency: str = "",
        on: date = DAY,
    ) -> dict[str, Any]:
        path = self._folder / name
        path.write_bytes(content)
        asked = Asked(kind=kind, path=path, apply=apply, token=token, sheets=sheets, agency=agency, on=on, at=AT)
        with translation.override("id"):
            return answer_to(asked)

    def store(self, content: bytes, name: str = "roster.csv", **options: Any) -> dict[str, Any]:
        """A dry run, then an import with its token."""
        token = self.ask(content, name, **options)["file"]["token"]
        return self.ask(content, name, apply=True, token=token, **options)


def codes(answer: Mapping[str, Any]) -> set[tuple[int | None, str, str]]:
    """(row, code, severity) of every problem."""
    return {(each["row"], each["code"], each["severity"]) for each in answer["problems"]}
