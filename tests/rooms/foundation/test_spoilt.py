"""Spoilt files by the thousand: each is read or refused; nothing breaks, and no NIP comes out that is not in there."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rooms.foundation import mutations
from tests.rooms.foundation.corpus import KIND

from renbina.foundation.imports import child
from renbina.foundation.imports.guard import FileRefused, inspect_file
from renbina.foundation.imports.reading import Sheet, sheets_from
from renbina.foundation.imports.rows import FileRows, plain_values, rows_of

COUNT = int(os.environ.get("RENBINA_SPOILT", "240"))  # `python -m benchmarks spoilt` asks for 2,000
_AT_ONCE = 100  # files of one child, which may use 60 seconds of processor for all of them
_MARKS = re.compile(r"[\s.\-_/'\"\u00a0\u00ad\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f]")


def spoilt_files() -> Iterator[tuple[str, bytes]]:
    names = list(mutations.GOODS)
    for seed in range(COUNT):
        name = names[seed % len(names)]
        yield name, mutations.spoilt(name, seed)


def read_all(folder: Path, asked: list[tuple[str, Path, bytes]]) -> Iterator[tuple[bytes, list[Sheet]]]:
    words = [word for kind, path, _ in asked for word in (kind, str(path))]
    command = [sys.executable, "-I", child.__file__, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={}, cwd="/") as process:
        for kind, path, content in asked:
            try:
                yield content, sheets_from(process.stdout, kind)
            except FileRefused:
                continue
            except Exception as error:
                raise AssertionError(f"{path}: {error!r} {process.stderr.read().decode()}") from error  # type: ignore[union-attr]  # a pipe


def texts_of(content: bytes) -> str:
    """Every text of a file, however it is packed or coded, without marks of writing."""
    parts = [content]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts += [package.read(name) for name in package.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, EOFError):
        pass
    decoded = [part.decode(coding, "ignore") for part in parts for coding in ("utf-8", "latin-1", "utf-16-le")]
    return _MARKS.sub("", re.sub(r"<[^>]*>", "", "".join(decoded)) + "".join(decoded))


def check(read: FileRows, content: bytes) -> None:
    texts = ""
    for row in read.rows:
        assert row.number >= 1
        kept = json.dumps([plain_values(row.values), [each.value for each in row.problems]], ensure_ascii=False)
        assert "\\u0000" not in kept
        kept.encode("utf-8")
        if row.values.get("nip"):
            texts = texts or texts_of(content)
            assert row.values["nip"] in texts
        else:
            assert row.held
    json.dumps(read.about, ensure_ascii=False).encode("utf-8")


@pytest.mark.slow  # some child processes for hundreds of files
def test_no_spoilt_file_breaks_the_reader_or_gives_a_nip_that_it_does_not_hold(tmp_path: Path) -> None:
    waiting: list[tuple[str, Path, bytes]] = []
    taken = refused = 0
    for number, (name, content) in enumerate(spoilt_files()):
        path = tmp_path / str(number)
        path.write_bytes(content)
        try:
            waiting.append((inspect_file(path, name), path, content))
        except FileRefused:
            refused += 1
    for start in range(0, len(waiting), _AT_ONCE):
        for content, sheets in read_all(tmp_path, waiting[start : start + _AT_ONCE]):
            try:
                check(rows_of(sheets, KIND), content)
                taken += 1
            except FileRefused:
                refused += 1
    assert taken > COUNT / 10  # else nothing but the guard was tried
    assert refused > COUNT / 10
