"""Proposals of a year that are likely the same, in groups for the desk."""

from dataclasses import dataclass

from django.db.models import QuerySet

from binacore.alike import Pair, Wish, groups, likely_same
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import RUN_NEEDS, require, visible_proposals
from renbina.needs.enums import ProposalStatus
from renbina.needs.models import Proposal, ProposalsApart
from renbina.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Proposals that hang together, the one to keep proposed first, and for each other by what it looks the same."""

    keep: Proposal
    others: tuple[tuple[Proposal, Pair], ...]


def alike_groups(actor: Actor, year: int) -> list[AlikeGroup]:
    """Groups of undecided or accepted proposals, the most alike first; two queries. Raises Forbidden.

    Pairs that somebody looked at and said are not the same hold no group together.

    Proposed to be kept is an accepted one, else that of a unit, else the one for most people.
    """
    require(actor, RUN_NEEDS)
    rows = {
        row.public_id: row
        for row in visible_proposals(actor).filter(year=year, status__in=(ProposalStatus.NEW, ProposalStatus.ACCEPTED))
        .select_related("unit", "programme").defer("reason")
    }  # fmt: skip
    wishes = [
        Wish(row.public_id, row.title, str(row.programme_id or ""), row.unit.path[: Unit.steplen], row.people)
        for row in rows.values()
    ]
    apart = {frozenset(pair) for pair in pairs_apart(actor, year).values_list("first__public_id", "second__public_id")}
    pairs = tuple(pair for pair in likely_same(wishes) if frozenset((pair.first, pair.second)) not in apart)
    found = [_group([rows[key] for key in keys], pairs) for keys in groups(pairs)]
    return sorted(found, key=lambda group: (-max(pair.likeness for _row, pair in group.others), group.keep.pk))


def pairs_apart(actor: Actor, year: int) -> QuerySet[ProposalsApart]:
    """Pairs of a year that are not the same, the newest first. Raises Forbidden."""
    found = ProposalsApart.objects.filter(first__in=visible_proposals(actor), first__year=year)
    return found.select_related("first__unit", "second__unit").order_by("-said_on", "-pk")


def pair_apart(actor: Actor, public_id: str) -> ProposalsApart:
    """Raises NotFound, Forbidden."""
    found = ProposalsApart.objects.filter(first__in=visible_proposals(actor), public_id=public_id)
    pair = found.select_related("first", "second").first()
    if pair is None:
        raise NotFound
    return pair


def _group(rows: list[Proposal], pairs: tuple[Pair, ...]) -> AlikeGroup:
    keep = min(rows, key=lambda row: (row.status != "accepted", row.origin == "employee", -row.people, row.pk))
    others = []
    for row in sorted((row for row in rows if row.pk != keep.pk), key=lambda row: row.pk):
        touching = [pair for pair in pairs if row.public_id in (pair.first, pair.second)]
        with_keep = [pair for pair in touching if keep.public_id in (pair.first, pair.second)]
        others.append((row, (with_keep or touching)[0]))
    return AlikeGroup(keep, tuple(others))
