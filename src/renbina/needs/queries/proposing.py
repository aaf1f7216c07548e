"""What units propose."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from renbina.catalogue.models import Effect
from renbina.foundation.actor import Actor
from renbina.needs.access import visible_proposals
from renbina.needs.enums import ProposalStatus
from renbina.needs.models import Proposal
from renbina.organisation.access import own_agency
from renbina.organisation.models import Unit


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
