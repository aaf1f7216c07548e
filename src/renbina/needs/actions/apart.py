"""Proposals that look alike and are not the same: said once with a reason, remembered, taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import combinations

from django.utils.translation import gettext as _

from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import RUN_NEEDS, require
from renbina.needs.actions.proposing import ProposalRefused
from renbina.needs.models import Proposal, ProposalsApart


@action
def keep_apart(*, proposals: Sequence[Proposal], reason: str, on: date, by: Actor, at: datetime) -> int:
    """Say that these are wishes of their own, each pair of them; returns how many pairs are new.

    Raises ProposalRefused for fewer than two, without a reason or the second time, NotFound for one of another agency.
    """
    require(by, RUN_NEEDS)
    if any(each.agency_id != by.agency_id for each in proposals):
        raise NotFound
    keys = sorted({each.pk for each in proposals})
    if len(keys) < 2:
        raise ProposalRefused(_("Choose at least two proposals."))
    if not reason.strip():
        raise ProposalRefused(_("Say why they are not the same."), "reason")
    known = set(ProposalsApart.objects.filter(first__in=keys, second__in=keys).values_list("first_id", "second_id"))
    new = [
        ProposalsApart(first_id=first, second_id=second, reason=reason.strip()[:255], said_on=on)
        for first, second in combinations(keys, 2)
        if (first, second) not in known
    ]
    if not new:
        raise ProposalRefused(_("That is noted already."))
    ProposalsApart.objects.bulk_create(new)
    first, *others = sorted(proposals, key=lambda each: each.pk)
    record(obj=first, old=None, new={"apart": [each.public_id for each in others]})
    return len(new)


@action
def take_back_apart(*, pair: ProposalsApart, by: Actor, at: datetime) -> None:
    """They may be the same after all; the desk asks again."""
    require(by, RUN_NEEDS, pair.first.agency_id)
    record(obj=pair, old={"first": pair.first_id, "second": pair.second_id}, new=None)
    pair.delete()
