"""Names of people as staff lists write them: titles before and after, and whether two spellings can be one person.

Likeness never says that two people are one; here it is only used the other way round: a NIP already says who it is,
and a name that is quite another one says that the NIP is probably wrong.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

# Titles of study, profession and rank that stand before a name. "H." and "Hj." may also be an initial, so they are
# taken for a title only beside one of these.
_FRONT: Final = frozenset({"prof", "dr", "drs", "dra", "drg", "drh", "ir", "apt", "ns", "bdn", "kh"})
_FRONT_BESIDE: Final = frozenset({"h", "hj"})
_BACK: Final = re.compile(r"[A-Za-z]{1,6}(?:\.\s?[A-Za-z()]{0,8})+\.?|[A-Z]{2,5}|S[1-3]|[A-Z][a-z]{0,4}\.")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SAME: Final = {
    "muh": "muhammad", "moh": "muhammad", "mohd": "muhammad", "muhd": "muhammad", "mochamad": "muhammad",
    "mohamad": "muhammad", "mohammad": "muhammad", "muhamad": "muhammad", "mochammad": "muhammad", "moch": "muhammad",
    "abd": "abdul", "abdl": "abdul", "st": "siti", "sitti": "siti", "rr": "raden", "rd": "raden",
}  # fmt: skip
_ALIKE_WORD: Final = 0.72
_ALIKE_WHOLE: Final = 0.85


def split_titles(written: str) -> tuple[str, str, str]:
    """`"Dr. Sari Utami, M.Kes."` -> ("Dr.", "Sari Utami", "M.Kes."). What is not surely a title stays in the name."""
    bare, comma, rest = written.partition(",")
    back = rest.strip() if comma and _all_titles(rest) else ""
    words = (bare if back else written).split()
    front: list[str] = []
    while len(words) > 1 and _is_front(words[0], front, words[1]):
        front.append(words.pop(0))
    name = " ".join(words)
    return (" ".join(front), name, back) if name else ("", written, "")


def _is_front(word: str, before: list[str], after: str) -> bool:
    bare = word.rstrip(".").casefold()
    if bare in _FRONT:
        return word.endswith(".")
    return bare in _FRONT_BESIDE and (bool(before) or after.rstrip(".").casefold() in _FRONT)


def _all_titles(text: str) -> bool:
    parts = [part.strip() for part in text.split(",")]
    return all(part and all(_BACK.fullmatch(word) for word in _title_words(part)) for part in parts)


def _title_words(part: str) -> list[str]:
    """`"S. Kom"` is one title, `"S.Pd M.Pd"` are two."""
    return re.sub(r"\.\s+(?=[A-Za-z]{1,8}\.?$)", ".", part).split()


def quite_different(one: str, other: str) -> bool:
    """True when two spellings cannot well be the same person.

    Titles, capitals, marks, short forms and small misspellings are no difference, nor is a name written shorter.
    """
    if one == other:
        return False
    left, right = _words(one), _words(other)
    if not left or not right:
        return bool(left) is not bool(right)
    if SequenceMatcher(None, "".join(left), "".join(right), autojunk=False).ratio() >= _ALIKE_WHOLE:
        return False
    short, long = sorted((left, right), key=len)
    return not _each_found(short, list(long))


def _words(written: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", split_titles(written)[1]).casefold()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    words = _LETTERS.findall(re.sub("['`\u2018\u2019]", "", plain))
    return [_SAME.get(word, word) for word in words if word not in _FRONT_BESIDE or len(words) == 1]


def _each_found(short: list[str], long: list[str]) -> bool:
    """Every word of the shorter name has a partner of its own in the longer one, and a whole word is among them."""
    whole = False
    for word in short:
        partner = max(long, key=lambda candidate: _likeness(word, candidate), default="")
        if not partner or _likeness(word, partner) < _ALIKE_WORD:
            return False
        whole = whole or (len(word) > 1 and len(partner) > 1)
        long.remove(partner)
    return whole


def _likeness(one: str, other: str) -> float:
    if len(one) == 1 or len(other) == 1:
        return 0.9 if one[0] == other[0] else 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
