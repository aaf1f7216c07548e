"""The first look at a file, in milliseconds and without opening what is packed inside."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from renbina.foundation.imports import limits

EXTENSIONS: Final = ("xlsx", "xls", "ods", "csv")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
_SYMLINK: Final = 0o120000
_END: Final = struct.Struct("<4s4H2LH")
_LONG_END: Final = struct.Struct("<4sQ2H2L4Q")
_TAIL: Final = 65_535 + 22 + 76  # the longest comment and both end records
_IN_ZIP64: Final = 0xFFFFFFFF
_DIRECTORY_BYTES: Final = 512 * 1024
_SMALL_PART: Final = 1024 * 1024
_ODS_TYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"


class FileRefused(Exception):
    """The whole file is refused. `code` is worded by `wording.refusal_words`, `params` fill it.

    question: where a person's answer would do (which sheet, which column), what to ask; see `header.question_of`.
    """

    def __init__(self, code: str, *, question: Mapping[str, Any] | None = None, **params: object) -> None:
        super().__init__(code)
        self.code, self.params, self.question = code, params, question


def inspect_file(path: Path, name: str) -> str:
    """The kind of a file (xlsx, xls, ods, csv, or html named .xls) by name and content; raises FileRefused."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("file_empty")
    if size > limits.FILE_BYTES:
        raise FileRefused("file_too_big", megabytes=limits.FILE_BYTES // 2**20)
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").casefold()
    if extension in ("xlsm", "xltm", "xlam", "xlsb"):
        raise FileRefused("macros")
    if extension not in EXTENSIONS:
        raise FileRefused("extension", extension=extension[:10] or "-")
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(_OLE):
        _check_ole(path, extension)
        return extension
    if _is_page(start):
        if extension == "xls":
            return "html"
        raise FileRefused("html_inside")
    _check_magic(start, extension)
    if extension in ("xlsx", "ods"):
        _check_package(path, extension)
    return extension


def _is_page(start: bytes) -> bool:
    """A web page, also in UTF-16. What other XML there is under the name of a workbook is none we read."""
    text = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"").lower()
    if text.startswith(b"<?xml"):
        return b"<html" in text or b"<table" in text
    return text.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<body", b"<style", b"<div"))


def _check_magic(start: bytes, extension: str) -> None:
    if extension in ("xlsx", "ods") and start.startswith(_ZIP):
        return
    if extension == "csv" and not start.startswith((_ZIP, *_BINARY)):
        return
    raise FileRefused("not_what_it_says", extension=extension)


def _check_ole(path: Path, extension: str) -> None:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused("password")
    if extension != "xls":
        raise FileRefused("not_what_it_says", extension=extension)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileRefused("macros")


def _check_package(path: Path, extension: str) -> None:
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _check_sizes(members, path.stat().st_size)
            _check_names(members)
            names = {member.filename.replace("\\", "/") for member in members}  # some programs write them so
            if extension == "xlsx":
                _check_workbook(package, names)
            else:
                _check_ods(package, names)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        KeyError,
        struct.error,
    ) as error:
        raise FileRefused("damaged") from error


def _check_directory(path: Path) -> None:
    """The table of contents must be small before it is read: its own numbers may lie, its length cannot."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(size - _TAIL, 0))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < _END.size:
        raise FileRefused("damaged")
    length = _END.unpack_from(tail, end)[5]
    if length == _IN_ZIP64 and (wide := tail.rfind(b"PK\x06\x06", 0, end)) >= 0 and len(tail) - wide >= _LONG_END.size:
        length = _LONG_END.unpack_from(tail, wide)[8]
    if length > _DIRECTORY_BYTES:
        raise FileRefused("too_many_members", members=limits.MEMBERS)


def _check_sizes(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > limits.MEMBERS:
        raise FileRefused("too_many_members", members=limits.MEMBERS)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.UNPACKED_BYTES or unpacked > limits.RATIO * max(size, 1):
        raise FileRefused("bomb")
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:  # members that share bytes: a bomb that hides its size
            raise FileRefused("bomb")
        end = member.header_offset + member.compress_size


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        escaping = ".." in parts or member.filename.startswith(("/", "\\")) or ":" in member.filename
        symlink = (member.external_attr >> 16) & 0o170000 == _SYMLINK
        folded = member.filename.casefold()
        if escaping or symlink or folded in seen:
            raise FileRefused("odd_package")
        seen.add(folded)
        if member.flag_bits & 0x1:
            raise FileRefused("password")


def _check_workbook(package: zipfile.ZipFile, names: set[str]) -> None:
    if "[Content_Types].xml" not in names:
        raise FileRefused("not_what_it_says", extension="xlsx")
    types = _small(package, "[Content_Types].xml")
    if b"macroEnabled" in types or any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise FileRefused("macros")
    if any(name.casefold().startswith("xl/externallinks/") for name in names):
        raise FileRefused("external_links")
    if b"sheet.main" not in types:
        raise FileRefused("not_what_it_says", extension="xlsx")


def _check_ods(package: zipfile.ZipFile, names: set[str]) -> None:
    if "content.xml" not in names:
        raise FileRefused("not_what_it_says", extension="ods")
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise FileRefused("macros")
    if "mimetype" in names and not _small(package, "mimetype").strip().startswith(_ODS_TYPE):
        raise FileRefused("not_what_it_says", extension="ods")
    if "META-INF/manifest.xml" in names and b"encryption-data" in _small(package, "META-INF/manifest.xml"):
        raise FileRefused("password")


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    """A part that the guard itself reads; without the zero bytes of UTF-16."""
    if package.getinfo(name).file_size > _SMALL_PART:
        raise FileRefused("bomb")
    return package.read(name).replace(b"\x00", b"")
