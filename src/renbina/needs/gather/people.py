"""The people behind a need: who misses the standard, who is not assessed, and whom to ask next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, OuterRef, QuerySet, Subquery

from binacore.enough import Asking, ask_next
from renbina.competency.models import Gap
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.needs.gather.around import around
from renbina.needs.gather.page import cut_for
from renbina.needs.queries.ranking import Need, Ranking, ranked_needs
from renbina.organisation.access import of_visible
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement

SHOWN: Final = ("below", "unknown", "met")


@dataclass(frozen=True, slots=True)
class Question:
    """A need with what asking more people about it could change."""

    need: Need
    asking: Asking


@dataclass(frozen=True, slots=True)
class Questions:
    """Where asking is worth it, the most worth first, and how many unassessed people of all needs are spared."""

    ask: tuple[Question, ...]
    enough: int  # needs whose evidence is enough
    asked: int  # assessments to ask for, of all needs; one person can be asked about several
    spared: int
    cut: float
    ranking: Ranking


def people_of(actor: Actor, path: str, competency_id: int, on: date, shown: str = "") -> QuerySet[Gap]:
    """Gaps of the visible people of a unit and below in one competency, for a table that pages in the database.

    Annotated with `unit_name` and `unit_path`. `shown`: one of `SHOWN`, or everybody.
    """
    held = Placement.objects.filter(
        holds_on(on), employee=OuterRef("employee"), kind=PlacementKind.DEFINITIVE
    ).order_by("-valid_from", "-pk")
    rows = Gap.objects.filter(of_visible(actor, on), competency_id=competency_id).annotate(
        unit_path=Subquery(held.values("unit__path")[:1]), unit_name=Subquery(held.values("unit__name")[:1])
    )
    rows = rows.filter(unit_path__startswith=path).select_related("employee")
    if shown == "below":
        return rows.filter(size__gt=0)
    if shown == "unknown":
        return rows.filter(held=None)
    return rows.filter(held__gte=F("required")) if shown == "met" else rows


def ask_first(rows: Iterable[Gap], number: int) -> list[Gap]:
    """So many of the unassessed: those whose post calls it critical first, in turn from every part of the unit."""
    found: list[Gap] = []
    for critical in (True, False):
        parts: dict[str, list[Gap]] = defaultdict(list)
        for row in rows:
            if row.is_critical is critical:
                parts[row.unit_path].append(row)  # type: ignore[attr-defined]  # annotated by people_of
        turns = [parts[path] for path in sorted(parts)]
        while any(turns):
            found += [turn.pop(0) for turn in turns if turn]
    return found[:number]


def questions(actor: Actor, on: date) -> Questions:
    """Of every need: ask, or is the evidence enough? Eight queries. Raises Forbidden, NotFound."""
    ranking = ranked_needs(actor, on)
    cut = cut_for(ranking, around().levels_closed(actor, ranking.year))
    found = [Question(need, ask_next(need.group, cut)) for need in ranking.needs]
    ask = sorted((each for each in found if each.asking.ask), key=lambda each: (-each.asking.worth, each.need.rank))
    return Questions(
        ask=tuple(ask),
        enough=len(found) - len(ask),
        asked=sum(each.asking.ask for each in ask),
        spared=sum(each.asking.skip for each in found),
        cut=cut,
        ranking=ranking,
    )
