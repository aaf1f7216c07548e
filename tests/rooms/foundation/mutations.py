"""Good files, spoilt at random: bits and pieces of the file, or of the parts and marks inside."""

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.rooms.foundation import biff, files
from tests.rooms.foundation.corpus_made import GOOD, HEADER, SHARED, in_text, page, person, text

GOODS: dict[str, bytes] = {
    "pegawai.xlsx": GOOD,
    "bersama.xlsx": SHARED,
    "pegawai.ods": files.ods([HEADER, in_text(1), in_text(2)]),
    "pegawai.xls": biff.xls({"PNS": [HEADER, person(1), person(2)]}),
    "pegawai.csv": text(in_text(1, name="Jos\u00e9"), in_text(2, name='"Orang ""2"""')),
    "halaman.xls": page(in_text(1), in_text(2)),
}
_ATTRIBUTE = re.compile(rb'[A-Za-z:0-9-]+="[^"]*"')
_TAG = re.compile(rb"</?[A-Za-z][^<>]*>")
_NUMBER = re.compile(rb"\d+")
_ODD = (
    b"0", b"-1", b"99999999999999999999", b"1048577", b"XFD1048576", b"nan", b"1e999", b"&amp;#0;", b"", b"true",
    b"\xff", b"_x0000_", b"_xD800_", b"<f>1+1</f>", b"<!DOCTYPE a>", b"<!--", b"]]>", b"&x;", b"&#55296;", b"A0",
    b't="n"', b't="s"', b't="str"', b't="inlineStr"', b't="d"', b't="e"', b't="b"', b"\x00", b"\xe2\x80\xae", b"'",
)  # fmt: skip


def spoilt(name: str, seed: int) -> bytes:
    """One of the good files with one to four changes; the same seed gives the same file."""
    dice = random.Random(f"{name} {seed}")
    content = GOODS[name]
    if zipfile.is_zipfile(io.BytesIO(content)) and dice.random() < 0.7:
        return _repacked(content, dice)
    return _changed(content, dice)


def _repacked(content: bytes, dice: random.Random) -> bytes:
    """A sound package again, with a spoilt part in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
    important = [each for each in names if "sheet" in each or "shared" in each or "content" in each] or names
    name = dice.choice(important if dice.random() < 0.7 else names)
    return files.repacked(content, {name: _changed(files.member(content, name), dice)})


def _changed(content: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        content = dice.choice(_CHANGES)(content, dice)
    return content


def _flip(content: bytes, dice: random.Random) -> bytes:
    spoilt_ = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        if spoilt_:
            spoilt_[dice.randrange(len(spoilt_))] ^= 1 << dice.randrange(8)
    return bytes(spoilt_)


def _cut(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + content[start + dice.choice((1, 4, 40, 400, len(content))) :]


def _double(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + content[max(start - dice.choice((1, 20, 200, 2000)), 0) :]


def _insert(content: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(content) + 1)
    return content[:start] + dice.choice(_ODD) * dice.choice((1, 1, 1, 50)) + content[start:]


def _replace(pattern: re.Pattern[bytes]) -> Callable[[bytes, random.Random], bytes]:
    """Puts something odd, or another match, in the place of a match."""

    def change(content: bytes, dice: random.Random) -> bytes:
        found = list(pattern.finditer(content))
        if not found:
            return _flip(content, dice)
        match, other = dice.choice(found), dice.choice(found)
        return content[: match.start()] + dice.choice((*_ODD, other[0], other[0])) + content[match.end() :]

    return change


_CHANGES = (_flip, _flip, _cut, _double, _insert, _replace(_ATTRIBUTE), _replace(_TAG), _replace(_NUMBER))
