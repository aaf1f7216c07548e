"""Comparing names of units and positions as people write them: capitals, blanks, dots and usual short forms fold away.

Folding makes two spellings equal; it never decides that two different words mean the same unit. What does not match
after folding is shown to a person with the nearest names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_MOST_ASKED: Final = 300
_WORDS: Final = re.compile(r"[^\W_]+")

# Short forms of one word, as found in letters and staff lists.
_SHORT: Final[Mapping[str, str]] = {
    "ka": "kepala",
    "kadis": "kepala dinas",
    "kadin": "kepala dinas",
    "kaban": "kepala badan",
    "kabag": "kepala bagian",
    "kabid": "kepala bidang",
    "kasi": "kepala seksi",
    "kasie": "kepala seksi",
    "kasubag": "kepala subbagian",
    "kasubbag": "kepala subbagian",
    "kasubid": "kepala subbidang",
    "kasubbid": "kepala subbidang",
    "kasek": "kepala sekolah",
    "kepsek": "kepala sekolah",
    "sekdis": "sekretaris dinas",
    "sekcam": "sekretaris kecamatan",
    "seklur": "sekretaris kelurahan",
    "sek": "sekretaris",
    "dn": "dinas",
    "din": "dinas",
    "bdn": "badan",
    "bag": "bagian",
    "bid": "bidang",
    "sie": "seksi",
    "subag": "subbagian",
    "subbag": "subbagian",
    "subid": "subbidang",
    "subbid": "subbidang",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "pusk": "puskesmas",
    "pkm": "puskesmas",
    "sdn": "sd negeri",
    "smpn": "smp negeri",
    "tkn": "tk negeri",
    "yankes": "pelayanan kesehatan",
    "kepeg": "kepegawaian",
    "keu": "keuangan",
    "um": "umum",
    "adm": "administrasi",
    "pemb": "pembangunan",
}
_JOINED: Final[Mapping[tuple[str, str], str]] = {
    ("sub", "bagian"): "subbagian",
    ("sub", "bag"): "subbagian",
    ("sub", "bidang"): "subbidang",
    ("sub", "bid"): "subbidang",
    ("sub", "seksi"): "subseksi",
}


@lru_cache(maxsize=10_000)  # a roster names few units and positions many thousand times
def fold_name(text: str) -> str:
    """One spelling for many: `"Ka. UPTD  Pasar"` and `"KEPALA UPTD PASAR"` both give `kepala uptd pasar`.

    Only for comparing; what is shown and stored stays as it was given.
    """
    plain = unicodedata.normalize("NFKD", text).replace("&", " dan ").casefold()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    words = _joined(_WORDS.findall(plain.replace("'", "").replace("’", "")))
    return " ".join(_SHORT.get(word, word) for word in words)


def _joined(words: list[str]) -> list[str]:
    merged: list[str] = []
    for word in words:
        pair = _JOINED.get((merged[-1], word)) if merged else None
        if pair:
            merged[-1] = pair
        else:
            merged.append(str(int(word)) if word.isdecimal() else word)
    return merged


def nearest_names(text: str, known: Iterable[str], *, count: int = 3, least: float = 0.3) -> tuple[str, ...]:
    """The names most like `text`, best first, compared after folding; fewer than `count` where nothing is close.

    Likeness is the larger of shared letters in order (0..1) and shared words (0..1); `least` is the smallest shown.
    """
    wanted = fold_name(text)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored: list[tuple[float, str]] = []
    for name in known:
        folded = fold_name(name)
        shared = _shared_words(wanted, folded)
        matcher.set_seq1(folded)
        if shared < least and matcher.quick_ratio() < least:
            continue
        likeness = max(shared, matcher.ratio())
        if likeness >= least:
            scored.append((likeness, name))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(name for _, name in scored[:count])


def _shared_words(one: str, other: str) -> float:
    left, right = set(one.split()), set(other.split())
    return len(left & right) / max(len(left | right), 1)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """What a written name may mean: nothing, one thing, or several. `by_alias`: only another spelling matched."""

    items: tuple[T, ...] = ()
    by_alias: bool = False

    @property
    def one(self) -> T | None:
        """The thing meant, when it is only one."""
        return self.items[0] if len(self.items) == 1 else None


class NameIndex(Generic[T]):
    """Names of things, to look up what people wrote. Several things may share a name; then all of them are found."""

    def __init__(self) -> None:
        self._named: dict[str, list[T]] = {}
        self._aliased: dict[str, list[T]] = {}
        self._shown: list[str] = []
        self._plain: set[str] = set()
        self._near: dict[str, tuple[str, ...]] = {}

    def add(self, item: T, *names: str, shown: str = "", folded_aliases: Iterable[str] = ()) -> None:
        """`names` as they stand; `shown` is the one to suggest (default: the first); aliases come folded."""
        for name in {fold_name(name) for name in names if name}:
            self._named.setdefault(name, []).append(item)
        self._plain |= {_plain(name) for name in names}
        for alias in folded_aliases:
            self._aliased.setdefault(alias, []).append(item)
        self._shown.append(shown or names[0])

    def find(self, text: str) -> Match[T]:
        """A name beats an alias. Capitals and blanks are no other spelling; short forms are."""
        folded = fold_name(text)
        if folded in self._named:
            return Match(tuple(self._named[folded]), by_alias=_plain(text) not in self._plain)
        return Match(tuple(self._aliased.get(folded, ())), by_alias=True)

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three names to suggest, best first. What is asked again is not worked out again.

        Nothing after many different questions: a file in which every name is wrong has another problem than spelling,
        and looking for each would take hours.
        """
        folded = fold_name(text)
        if folded not in self._near:
            if len(self._near) >= _MOST_ASKED:
                return ()
            self._near[folded] = nearest_names(folded, self._shown)
        return self._near[folded]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
