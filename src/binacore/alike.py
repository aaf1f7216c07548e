"""Proposals that may be the same wish in other words. A person decides; here is only said which pairs to look at.

Two proposals of one year are compared by the words that carry meaning (what every title says - training, workshop,
for, about - is left out), the programme they name, the part of the agency they come from, and the number of people.

Within one part of the agency they are likely the same when they name the same programme, or have most words (0.6 of
all words of both) in common. Ten parts that ask for the same programme are ten wishes, not one: of two parts they are
likely the same only when they have half of their words in common, name no different programmes, and are for exactly
the same number of people, as when one wish was sent in twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from binacore.names import fold_name

WITHIN: Final = 0.6
ACROSS: Final = 0.5
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
    """`key`: the caller's; `programme` and `family` (the part of the agency) empty, `people` 0 where not known."""

    key: str
    title: str
    programme: str = ""
    family: str = ""
    people: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wishes that are likely the same, and by what: `words` 0 to 1 in common. `likeness` orders them."""

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
    """Likely pairs, the most alike first; only pairs that share a word or a programme are compared."""
    words = {wish.key: words_of(wish.title) for wish in wishes}
    by_key = {wish.key: wish for wish in wishes}
    found = [_compare(by_key[a], by_key[b], words) for a, b in sorted(_candidates(wishes, words))]
    likely = [pair for pair in found if _likely(pair, by_key[pair.first], by_key[pair.second])]
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
    likeness = 0.5 * common + 0.3 * programme + 0.2 * family
    return Pair(a.key, b.key, likeness, common, programme, family)


def _likely(pair: Pair, a: Wish, b: Wish) -> bool:
    if pair.same_family:
        return pair.same_programme or pair.words >= WITHIN
    if a.people != b.people or (a.programme and b.programme and not pair.same_programme):
        return False
    return pair.words >= ACROSS
