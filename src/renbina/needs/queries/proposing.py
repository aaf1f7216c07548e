"""What units propose."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from renbina.catalogue.models import Effect
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.needs.access import own_proposals, readable_proposals, visible_proposals
from renbina.needs.enums import ProposalOrigin, ProposalStatus
from renbina.needs.models import Proposal
from renbina.organisation.access import own_agency, visible_units
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement, Unit


def proposals(actor: Actor, *, year: int | None = None, status: str = "") -> QuerySet[Proposal]:
    """What units asked for, as far as the actor may see; for a table that pages in the database."""
    found = visible_proposals(actor).select_related("unit", "programme")
    chosen = {"year": year, "status": status}
    return found.filter(**{name: value for name, value in chosen.items() if value})


def proposal_years(actor: Actor) -> list[int]:
    """Years with proposals, the newest first."""
    return list(visible_proposals(actor).order_by("-year").values_list("year", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class ProposalCount:
    """How many proposals ask for it, each wish once, and for how many people."""

    proposals: int
    people: int


def proposals_by_need(actor: Actor, year: int) -> dict[tuple[str, int], ProposalCount]:
    """(unit path, competency key) -> what the unit and those below it ask for; two queries.

    The competency is the one named, or those that the programme raises. Declined wishes do not count. A merged one
    and the one it is merged into are one wish, in every unit that asks for it, with the largest number of people that
    one of them names there. Each counts for its unit and for every unit above it: levels are looked up, never added.
    Raises Forbidden.
    """
    raised: dict[int, list[int]] = defaultdict(list)
    agency = own_agency(actor)
    for programme, competency in Effect.objects.filter(programme__agency_id=agency).values_list(
        "programme_id", "competency_id"
    ):
        raised[programme].append(competency)
    wishes: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)  # (path, competency) -> wish -> people
    rows = visible_proposals(actor).filter(year=year).exclude(status=ProposalStatus.DECLINED)
    fields = ("pk", "merged_into_id", "unit__path", "competency_id", "programme_id", "people")
    for key, into, path, named, programme, people in rows.values_list(*fields):
        wish = into or key
        for competency in [named] if named else raised.get(programme, ()):
            for end in range(Unit.steplen, len(path) + 1, Unit.steplen):
                held = wishes[path[:end], competency]
                held[wish] = max(held.get(wish, 0), people)
    return {key: ProposalCount(len(held), sum(held.values())) for key, held in wishes.items()}


def proposal_for(actor: Actor, public_id: str) -> Proposal:
    """One proposal on the actor's list or the actor's own, with those merged into it. Raises NotFound."""
    merged = Proposal.objects.select_related("unit").order_by("unit__path", "pk")
    found = (
        readable_proposals(actor).filter(public_id=public_id)
        .select_related("unit", "programme", "competency", "merged_into__unit", "proposer")
        .prefetch_related(Prefetch("merged", queryset=merged)).first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def my_proposals(actor: Actor) -> QuerySet[Proposal]:
    """What the actor asked for, the newest first. Raises NotFound for a login without an employee."""
    rows = own_proposals(actor).select_related("unit", "programme", "merged_into")
    return rows.order_by("-year", "-proposed_on", "-pk")


def chosen_proposals(actor: Actor, public_ids: Sequence[str]) -> list[Proposal]:
    """Those among the actor's that are named; unknown ones are left out. Raises Forbidden."""
    return list(visible_proposals(actor).filter(public_id__in=public_ids).select_related("unit"))


@dataclass(frozen=True, slots=True)
class ProposalTotals:
    """Proposals of a year by what became of them. Those of units are counted apart from employees' own wishes."""

    by_status: dict[str, int]
    units: int
    merged: int  # of those of units
    own: int

    @property
    def left(self) -> int:
        """Wishes of units, each once."""
        return self.units - self.merged


def proposal_totals(actor: Actor, year: int) -> ProposalTotals:
    """One query. Raises Forbidden."""
    rows = visible_proposals(actor).filter(year=year).order_by().values_list("origin", "status").annotate(Count("pk"))
    by_status, own, units = dict.fromkeys(ProposalStatus.values, 0), 0, dict.fromkeys(ProposalStatus.values, 0)
    for origin, status, number in rows:
        by_status[status] += number
        if origin == ProposalOrigin.EMPLOYEE:
            own += number
        else:
            units[status] += number
    return ProposalTotals(by_status, sum(units.values()), units[ProposalStatus.MERGED], own)


def silent_units(actor: Actor, year: int) -> list[str]:
    """Short names of parts of the agency from which nothing was asked for; one query. Raises Forbidden."""
    asked = visible_proposals(actor).filter(year=year, unit__path__startswith=OuterRef("path"))
    parts = visible_units(actor).filter(~Exists(asked), depth=1)
    return list(parts.values_list("short_name", flat=True))


def holding_words(actor: Actor, year: int, words: str) -> QuerySet[Proposal]:
    """Proposals of a year that are not merged and whose title or unit holds every word. Raises Forbidden."""
    rows = visible_proposals(actor).filter(year=year).exclude(status=ProposalStatus.MERGED).select_related("unit")
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(unit__name__icontains=word))
    return rows.order_by("unit__path", "pk")


def lately_merged(actor: Actor, year: int) -> QuerySet[Proposal]:
    """Merged proposals, the newest first. Raises Forbidden."""
    rows = visible_proposals(actor).filter(year=year, status=ProposalStatus.MERGED)
    return rows.select_related("unit", "merged_into__unit").order_by("-decided_on", "-pk")


def own_unit(actor: Actor, on: date) -> Unit:
    """Where the actor works on a day; one query. Raises NotFound for a login without an employee or without a post."""
    if actor.employee_id is None:
        raise NotFound
    placed = Placement.objects.filter(holds_on(on), employee_id=actor.employee_id, unit__agency_id=own_agency(actor))
    found = placed.filter(kind=PlacementKind.DEFINITIVE).select_related("unit").first()
    if found is None:
        raise NotFound
    return found.unit
