"""Proposals that may be the same wish in other words. A person decides; here is only said which pairs to look at.

Two proposals of one year are compared by the words that carry meaning (what every title says - training, workshop,
for, about - is left out), the programme they name and the part of the agency they come from:

    likeness = 0.5 x words in common / words of both + 0.35 if the same programme + 0.15 if the same part of the agency

From 0.5 on they are shown as likely the same. So the same words are enough, the same programme within one part of the
agency is enough, and the same programme of two parts needs a third of the words in common.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from binacore.names import fold_name

WORDS: Final = 0.5
PROGRAMME: Final = 0.35
FAMILY: Final = 0.15
LIKELY: Final = 0.5
_SHARED_AT_MOST: Final = 200
"""A word or programme of more proposals than this tells nothing; without it 5,000 rows stay a matter of moments."""
EMPTY_WORDS: Final = frozenset(
    {
        "pelatihan", "bimtek", "bimbingan", "teknis", "diklat", "workshop", "lokakarya", "kursus", "seminar",
        "sosialisasi", "kegiatan", "usulan", "kelas", "training", "untuk", "bagi", "dan", "di", "dalam", "tentang",
        "dengan", "oleh", "pada", "ke", "dari", "yang", "pegawai", "petugas", "asn", "pns", "staf",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """`key`: the caller's; `programme` and `family` (the part of the agency) empty where not known."""

    key: str
    title: str
    programme: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wishes that are likely the same, and by what: `words` 0 to 1 in common."""

    first: str
    second: str
    likeness: float
    words: float
    same_programme: bool
    same_family: bool


def words_of(title: str) -> frozenset[str]:
    """The words of a title that carry meaning, folded; all of them where nothing else is left."""
    every = frozenset(fold_name(title).split())
    return every - EMPTY_WORDS or every


def likely_same(wishes: Sequence[Wish]) -> tuple[Pair, ...]:
    """Pairs from 0.5 on, the most alike first; only pairs that share a word or a programme are compared."""
    words = {wish.key: words_of(wish.title) for wish in wishes}
    by_key = {wish.key: wish for wish in wishes}
    found = [_compare(by_key[a], by_key[b], words) for a, b in sorted(_candidates(wishes, words))]
    likely = [pair for pair in found if pair.likeness >= LIKELY - 1e-9]
    return tuple(sorted(likely, key=lambda pair: (-pair.likeness, pair.first, pair.second)))


def groups(pairs: Iterable[Pair]) -> tuple[tuple[str, ...], ...]:
    """Keys that hang together through pairs, each group sorted, the groups by their first key."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for pair in pairs:
        first, second = sorted((root(pair.first), root(pair.second)))
        parent[second] = first
    members: dict[str, list[str]] = defaultdict(list)
    for key in parent:
        members[root(key)].append(key)
    return tuple(sorted(tuple(sorted(keys)) for keys in members.values()))


def _candidates(wishes: Sequence[Wish], words: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    sharing: dict[tuple[str, str], list[str]] = defaultdict(list)
    for wish in wishes:
        for word in words[wish.key]:
            sharing["word", word].append(wish.key)
        if wish.programme:
            sharing["programme", wish.programme].append(wish.key)
    pairs: set[tuple[str, str]] = set()
    for keys in sharing.values():
        if len(keys) <= _SHARED_AT_MOST:
            pairs.update(combinations(sorted(keys), 2))
    return pairs


def _compare(a: Wish, b: Wish, words: dict[str, frozenset[str]]) -> Pair:
    both = words[a.key] | words[b.key]
    common = len(words[a.key] & words[b.key]) / len(both) if both else 0.0
    programme = bool(a.programme) and a.programme == b.programme
    family = bool(a.family) and a.family == b.family
    likeness = WORDS * common + PROGRAMME * programme + FAMILY * family
    return Pair(a.key, b.key, likeness, common, programme, family)
