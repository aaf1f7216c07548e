"""Who rates whom (*pejabat penilai kinerja*), derived from the tree of units and who holds which post.

The rule (PP 30/2019 art. 1; PermenPANRB 6/2022): the direct superior rates. In a tree that is the head of one's unit; a
head is rated by the head of the unit above; heads of perangkat daerah by the regional secretary, whom no employee
rates. Functional and executive staff go to the lowest head above them. An acting head (Plt) counts as a head.

Nobody ends in a circle: a person who heads several units is rated as the head of the highest of them, so that every
step leads to a strictly higher unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from binacore.names import fold_name

_LEADING: Final = ("camat", "lurah", "direktur", "inspektur", "kepala sekolah", "kepala puskesmas")
_SECRETARY: Final = "sekretaris"
_PARTS: Final = ("kepala seksi", "kepala subbagian", "kepala subbidang", "kepala subseksi", "kepala urusan")


class Why(StrEnum):
    """The rule that gave the superior."""

    UNIT_HEAD = "unit_head"  # of one's own unit
    HEAD_ABOVE = "head_above"  # one heads the unit: the head of the nearest unit above that has one
    NO_HEAD_HERE = "no_head_here"  # one's own unit has no head: the nearest above
    TOP_OFFICIAL = "top_official"  # no head up to the top of the tree: the regional secretary
    IS_TOP = "is_top"  # rated by the mayor, regent or governor, who is no employee
    NOBODY = "nobody"  # no head anywhere above


class Lead(StrEnum):
    """What a post is in its unit, read from its title."""

    HEAD = "head"
    PART = "part"  # heads a part (seksi, subbagian) that is no unit of its own
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's post in a unit. `rank`: 3 JPT, 2 administrator, 1 supervisor, 0 functional and executive staff."""

    person: str
    unit: str
    rank: int
    lead: Lead = Lead.OTHER
    acting: bool = False
    is_top: bool = False  # the post of the regional secretary


@dataclass(frozen=True, slots=True)
class Derived:
    """The superior of a person (None: nobody) and why; `unit` is the one whose head it is, "" for the top official."""

    person: str
    superior: str | None
    why: Why
    unit: str = ""


def lead_of(title: str, unit_name: str, *, is_section: bool = False) -> Lead:
    """Whether a title names the head of the unit: `Kepala Bidang Mutasi` of `Bidang Mutasi`, `Lurah Batu Lintang`.

    is_section: the unit itself is a seksi or subbagian, so its `Kepala Seksi` is its head.
    """
    post, unit = fold_name(title), fold_name(unit_name)
    if post == f"kepala {unit}" or post.startswith(_LEADING):
        return Lead.HEAD
    if post.startswith(_SECRETARY) and unit.startswith("sekretariat"):
        return Lead.HEAD
    if post.startswith(_PARTS):
        return Lead.HEAD if is_section else Lead.PART
    return Lead.OTHER


def is_top_title(title: str) -> bool:
    """The regional secretary: `Sekretaris Daerah`, with or without the name of the region."""
    return fold_name(title).startswith("sekretaris daerah")


def heads_of(posts: Iterable[Post]) -> dict[str, str]:
    """Unit -> its head. A definitive head goes before an acting one; two of one rank without a telling title: none."""
    best: dict[str, tuple[tuple[bool, int, bool], list[str]]] = {}
    for post in posts:
        if post.lead is not Lead.HEAD and (post.lead is Lead.PART or post.rank == 0):
            continue
        worth = (post.lead is Lead.HEAD, post.rank, not post.acting)
        known = best.get(post.unit)
        if known is None or worth > known[0]:
            best[post.unit] = (worth, [post.person])
        elif worth == known[0] and post.person not in known[1]:
            known[1].append(post.person)
    told = {unit: (worth, sorted(people)) for unit, (worth, people) in best.items()}
    return {unit: people[0] for unit, (worth, people) in told.items() if worth[0] or len(people) == 1}


def derive(parents: Mapping[str, str | None], posts: Iterable[Post]) -> dict[str, Derived]:
    """The superior of everybody who holds a post. `parents`: unit -> the unit above, None at the top.

    A person with several posts is seen at the highest unit that they head, else at their definitive post.
    """
    rows = sorted(posts, key=lambda post: (post.person, post.acting, post.unit))
    chart = _Chart(parents, heads_of(rows), next((row.person for row in rows if row.is_top), None))
    return {person: chart.above(person, unit) for person, unit in _places(rows, chart).items()}


@dataclass(frozen=True, slots=True)
class _Chart:
    parents: Mapping[str, str | None]
    heads: Mapping[str, str]
    top: str | None

    def way_up(self, unit: str) -> list[str]:
        """The unit and those above it, the nearest first; each once, whatever the tree says."""
        seen: dict[str, None] = {}
        step: str | None = unit
        while step is not None and step not in seen:
            seen[step] = None
            step = self.parents.get(step)
        return list(seen)

    def above(self, person: str, unit: str) -> Derived:
        if person == self.top:
            return Derived(person, None, Why.IS_TOP)
        leads = self.heads.get(unit) == person
        for step in self.way_up(unit)[1 if leads else 0 :]:
            head = self.heads.get(step)
            if head is not None and head != person:
                near = Why.UNIT_HEAD if step == unit else Why.NO_HEAD_HERE
                return Derived(person, head, Why.HEAD_ABOVE if leads else near, step)
        if self.top is not None:
            return Derived(person, self.top, Why.TOP_OFFICIAL)
        return Derived(person, None, Why.NOBODY)


def _places(rows: Iterable[Post], chart: _Chart) -> dict[str, str]:
    """Person -> the unit from which the way up begins."""
    found: dict[str, tuple[tuple[bool, int, bool, str], str]] = {}
    for row in rows:
        leads = chart.heads.get(row.unit) == row.person
        depth = len(chart.way_up(row.unit)) if leads else 0
        order = (not leads, depth, row.acting, row.unit)
        if row.person not in found or order < found[row.person][0]:
            found[row.person] = (order, row.unit)
    return {person: unit for person, (_order, unit) in found.items()}
