"""The page of one need: what speaks for it, source by source, and what is done about it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from binacore.enough import Asking, ask_next, cut_of
from binacore.priority import GATED, STORED, Component, Piece, PriorityLimits, share_of
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import VIEW_VOICES, can, visible_proposals
from renbina.needs.enums import EvidenceSource, ProposalStatus
from renbina.needs.gather.around import NeedAround, around
from renbina.needs.models import Proposal
from renbina.needs.queries.ranking import TOP, CompetencyNamed, Need, Ranking, UnitNamed, material, ranking_of
from renbina.needs.queries.speaking import ORDER
from renbina.needs.queries.voices import SaidLine, said
from renbina.needs.queries.weights import EvidenceLine

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Weighing:
    """A row of evidence as it weighs: its share, and after certainty and gate what is left of it. `counts`: it is the
    strongest of its component and holds alone."""

    line: EvidenceLine
    share: float
    left: float
    factor: float
    counts: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One source with its rows, the one that weighs most first."""

    source: EvidenceSource
    rows: tuple[Weighing, ...]


@dataclass(frozen=True, slots=True)
class NeedPage:
    """One need. `need` None: nobody is assessed, or nobody misses the standard. `of`: how many needs are ranked."""

    unit: UnitNamed
    competency: CompetencyNamed
    people: int
    known: int
    need: Need | None
    of: int
    year: int
    sources: tuple[Source, ...]
    training: float
    around: NeedAround
    asking: Asking | None


def need_page(actor: Actor, on: date, unit_id: str, competency_id: str) -> NeedPage:
    """Everything of one need; six queries and what rooms above add. Raises NotFound, Forbidden."""
    year = on.year + 1
    found = material(actor, year)
    unit = next((each for each in found.units.values() if each.public_id == unit_id), None)
    competency = next((each for each in found.competencies.values() if each.public_id == competency_id), None)
    if unit is None or competency is None:
        raise NotFound
    ranking = ranking_of(found)
    here = [sums for (path, key), sums in found.sums.items() if key == competency.pk and path == unit.path]
    need = next((each for each in ranking.needs if each.key == (unit.path, competency.pk)), None)
    beside = around().need(actor, unit.path, competency.pk, year, (unit.public_id, competency.public_id))
    training = found.weights.training(competency.pk, unit.path)
    lines = [each for each in found.lines if each.competency_id == competency.pk and _touches(each.path, unit.path)]
    return NeedPage(
        unit=unit,
        competency=competency,
        people=sum(each.people for each in here),
        known=sum(each.known for each in here),
        need=need,
        of=len(ranking.needs),
        year=year,
        sources=_sources(lines, training, found.weights.limits),
        training=training,
        around=beside,
        asking=ask_next(need.group, cut_for(ranking, beside.levels_closed)) if need is not None else None,
    )


def _touches(path: str, unit: str) -> bool:
    """Evidence of the unit, of what stands above it, and of its parts."""
    return unit.startswith(path) or path.startswith(unit)


def _sources(lines: list[EvidenceLine], training: float, limits: PriorityLimits) -> tuple[Source, ...]:
    weighed = [_weighing(line, training, limits) for line in lines if line.source in STORED]
    best: dict[Component, float] = {}
    for each in weighed:
        component = STORED[each.line.source]
        best[component] = max(best.get(component, 0.0), each.left)
    marked = [
        Weighing(each.line, each.share, each.left, each.factor, each.left == best[STORED[each.line.source]] > 0)
        for each in weighed
    ]
    return tuple(
        Source(source, tuple(sorted((each for each in marked if each.line.source == source), key=lambda e: -e.left)))
        for source in ORDER
    )


def _weighing(line: EvidenceLine, training: float, limits: PriorityLimits) -> Weighing:
    component = STORED[line.source]
    share = share_of(Piece(line.source, line.weight)) or 0.0
    left = share * line.confidence * (training if component in GATED else 1.0)
    limit: float = getattr(limits, component.value)
    return Weighing(line, share, left, 1.0 + left * (limit - 1.0), counts=False)


def voices(
    actor: Actor, year: int, unit: UnitNamed, competency: CompetencyNamed
) -> tuple[list[SaidLine], list[Proposal]]:
    """What was said in talks about the competency in the unit, and what it asks for, the most people first.

    Quotes only for who may read them. Three queries. Raises Forbidden.
    """
    heard = can(actor, VIEW_VOICES)
    quotes = said(actor, year, competency_id=competency.pk, path=unit.path) if heard else []
    named = Q(competency=competency.pk) | Q(competency=None, programme__effects__competency=competency.pk)
    found = visible_proposals(actor).filter(named, year=year, unit__path__startswith=unit.path, merged_into=None)
    rows = found.exclude(status=ProposalStatus.DECLINED).select_related("unit").distinct()
    return quotes, list(rows.order_by("-people", "pk")[:SHOWN])


def cut_for(ranking: Ranking, closed: int | None) -> float:
    """The score up to which the plan pays; without a plan, that of the last of the first needs."""
    if closed is None:
        return ranking.needs[min(TOP, len(ranking.needs)) - 1].score.value if ranking.needs else 0.0
    return cut_of([need.score.value for need in ranking.needs], [need.counts.missing for need in ranking.needs], closed)
