"""Needs by rank: a need is the people of a unit group in one competency, with everything that its score is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from binacore.enough import Group
from binacore.need_score import NeedCounts, NeedMalformed, NeedScore, Part, score_of
from binacore.priority import PriorityLimits
from binacore.stability import Uncertain, stability
from renbina.competency.models import Competency
from renbina.competency.queries import need_rows
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import VIEW_PRIORITIES, require
from renbina.needs.queries.weights import STEP, EvidenceLine, Weights, evidence_lines, weights_from
from renbina.organisation.access import own_agency, visible_units
from renbina.ui.spoken import Spoken, spoken

TOP: Final = 20
"""The first places that the pages speak of."""
SEED: Final = 20
FIRM, LOOSE = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """A unit group: it stands for itself and everything below."""

    public_id: str
    path: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class CompetencyNamed:
    """A competency with its name in the reader's language."""

    pk: int
    public_id: str
    code: str
    name: Spoken


@dataclass(frozen=True, slots=True)
class Need:
    """One need. `rank` by points a person (1 first), `rank_total` by points of everybody in it.

    `stability`: share (0 to 1) of draws in which it stays among the first `TOP`; see `binacore.stability`.
    `doubt`: how far its weight could lie from what is counted (times), where evidence is unsure.
    """

    unit: UnitNamed
    competency: CompetencyNamed
    counts: NeedCounts
    score: NeedScore
    doubt: tuple[float, float]
    rank: int = 0
    rank_total: int = 0
    stability: float = 1.0

    @property
    def key(self) -> tuple[str, int]:
        return self.unit.path, self.competency.pk

    @property
    def unknown(self) -> int:
        return self.counts.people - self.counts.known

    @property
    def known_share(self) -> float:
        return self.counts.known / self.counts.people

    @property
    def weight(self) -> float:
        return self.score.weight

    @property
    def group(self) -> Group:
        """The need as a question of `binacore.enough`."""
        counts, score = self.counts, self.score
        return Group(counts.people, counts.known, counts.below, score.value, score.gap * score.weight * score.caution)


@dataclass(frozen=True, slots=True)
class Unasked:
    """People whose post asks for a competency and of whom nobody is assessed: no score, which is not a score of 0."""

    unit: UnitNamed
    competency: CompetencyNamed
    people: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """All needs of the visible units in order of rank, those nobody is assessed for, and the limits that held."""

    needs: tuple[Need, ...]
    unasked: tuple[Unasked, ...]
    year: int
    limits: PriorityLimits
    met: int = 0  # groups assessed of which nobody misses the standard

    @property
    def first(self) -> tuple[Need, ...]:
        return self.needs[:TOP]


@dataclass(slots=True)
class _Sums:
    people: int = 0
    known: int = 0
    below: int = 0
    missing: int = 0
    parts: dict[tuple[str, bool], int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Material:
    """What a ranking is made of, read once; ranked again under other limits without another query."""

    sums: Mapping[tuple[str, int], _Sums]
    units: Mapping[str, UnitNamed]
    competencies: Mapping[int, CompetencyNamed]
    weights: Weights
    lines: tuple[EvidenceLine, ...]
    year: int


def ranked_needs(
    actor: Actor, on: date, *, year: int | None = None, below: str = "", depth: int = 1,
    limits: PriorityLimits | None = None,
) -> Ranking:  # fmt: skip
    """Needs of the visible units, most points a person first; as of the day the gaps were computed. Seven queries.

    `year`: the plan year whose limits hold (next year); `limits`: others, to try them. `below`: path of a unit whose
    parts are shown; `depth`: level of the tree that the groups stand for (1: roots). Raises Forbidden, NotFound.
    """
    return ranking_of(material(actor, year or on.year + 1, below=below, depth=depth), limits)


def material(actor: Actor, year: int, *, below: str = "", depth: int = 1) -> Material:
    """The rows behind a ranking."""
    require(actor, VIEW_PRIORITIES)
    agency = own_agency(actor)
    units = {
        path: UnitNamed(public_id, path, name, short)
        for public_id, path, name, short in visible_units(actor)
        .filter(path__startswith=below)
        .values_list("public_id", "path", "name", "short_name")
    }
    sums: dict[tuple[str, int], _Sums] = defaultdict(_Sums)
    for path, competency, people, known, under, missing, critical in need_rows(actor, below=below):
        entry = sums[_group(path, depth, units), competency]
        entry.people += people
        entry.known += known
        entry.below += under
        entry.missing += missing
        if missing > critical:
            entry.parts[path, False] += missing - critical
        if critical:
            entry.parts[path, True] += critical
    competencies = {
        row[0]: _spoken_of(*row)
        for row in Competency.objects.filter(agency_id=agency).order_by("pk").values_list(*_NAMED)
    }
    lines = tuple(evidence_lines(agency))
    return Material(sums, units, competencies, weights_from(lines, agency, year), lines, year)


def named(actor: Actor, unit_id: str, competency_id: str) -> tuple[UnitNamed, CompetencyNamed]:
    """A visible unit and a competency by their public ids; two queries. Raises NotFound."""
    unit = unit_named(actor, unit_id)
    found = Competency.objects.filter(agency_id=own_agency(actor), public_id=competency_id)
    competency = found.values_list(*_NAMED).first()
    if competency is None:
        raise NotFound
    return unit, _spoken_of(*competency)


def unit_named(actor: Actor, public_id: str) -> UnitNamed:
    """A visible unit by its public id. Raises NotFound."""
    row = (
        visible_units(actor).filter(public_id=public_id).values_list("public_id", "path", "name", "short_name").first()
    )
    if row is None:
        raise NotFound
    return UnitNamed(*row)


_NAMED: Final = ("pk", "public_id", "code", "name", "name_en")


def _spoken_of(pk: int, public_id: str, code: str, name: str, english: str) -> CompetencyNamed:
    return CompetencyNamed(pk, public_id, code, spoken(name, english))


def _group(path: str, depth: int, units: Mapping[str, UnitNamed]) -> str:
    """The visible unit of this level that a unit belongs to; the highest visible one where it lies deeper."""
    for end in range(depth * STEP, len(path), STEP):
        if path[:end] in units:
            return path[:end]
    return path


def ranking_of(
    found: Material, limits: PriorityLimits | None = None, *, weights: Weights | None = None
) -> Ranking:  # fmt: skip
    """The ranking under these limits; None: those in force. `weights`: others than those of the stored evidence."""
    weights = weights or (found.weights.under(limits) if limits else found.weights)
    needs: list[Need] = []
    unasked: list[Unasked] = []
    met = 0
    for (path, competency), sums in found.sums.items():
        unit, named = found.units[path], found.competencies[competency]
        if sums.known == 0:
            unasked.append(Unasked(unit, named, sums.people))
        elif sums.missing == 0:
            met += 1
        else:
            needs.append(_need(unit, named, sums, weights))
    unasked.sort(key=lambda each: (-each.people, each.unit.path, each.competency.code))
    return Ranking(_placed(needs), tuple(unasked), found.year, weights.limits, met)


def _need(unit: UnitNamed, competency: CompetencyNamed, sums: _Sums, weights: Weights) -> Need:
    parts, low, high = [], 0.0, 0.0
    for (path, critical), missing in sums.parts.items():
        weighed = weights.weighed(competency.pk, path, critical=critical)
        parts.append(Part(missing, weighed.priority))
        points = missing * weighed.priority.weight
        low += points * weighed.doubt[0]
        high += points * weighed.doubt[1]
    total = sum(part.missing * part.priority.weight for part in parts)
    doubt = (low / total, high / total)
    counts = NeedCounts(sums.people, sums.known, sums.below, sums.missing)
    score = score_of(counts, parts, doubt)
    if score is None:
        raise NeedMalformed(f"{unit.path} in {competency.code}: levels are missing, but nobody is assessed")
    return Need(unit, competency, counts, score, doubt)


def _placed(needs: Iterable[Need]) -> tuple[Need, ...]:
    """In order, with both ranks and how firmly they stand."""
    ordered = sorted(needs, key=_order)
    by_total = sorted(ordered, key=lambda need: -need.score.total)
    total_of = {need.key: place for place, need in enumerate(by_total, start=1)}
    firm = stability([_uncertain(need) for need in ordered], TOP, seed=SEED)
    return tuple(
        replace(need, rank=place, rank_total=total_of[need.key], stability=share)
        for place, (need, share) in enumerate(zip(ordered, firm, strict=True), start=1)
    )


def _order(need: Need) -> tuple[float, float, str, str]:
    return -need.score.value, -need.score.total, need.unit.path, need.competency.code


def _uncertain(need: Need) -> Uncertain:
    counts = need.counts
    return Uncertain(need.score.value, counts.people, counts.known, counts.below, need.doubt)


def moved(before: Sequence[Need], after: Sequence[Need]) -> dict[tuple[str, int], tuple[int, int]]:
    """Rank before and after of every need whose rank differs."""
    then = {need.key: need.rank for need in after}
    return {need.key: (need.rank, then[need.key]) for need in before if then[need.key] != need.rank}
