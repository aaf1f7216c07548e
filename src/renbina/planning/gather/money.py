"""Which fund pays for whom, and what is left of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from renbina.planning.gather.rows import Rows
from renbina.planning.gather.sessions import Begun, Session

UNPAID: Final = "unpaid"
"""Fund of programmes that no fund pays for in the year: it holds nothing, so only free ones can be opened."""


class Payers:
    """A fund with units pays for their people only. Where such a fund is tied to a programme it pays for its own people
    there; the programme's first fund pays for everybody else, and for the classes themselves."""

    def __init__(self, rows: Rows) -> None:
        self.keys = {fund.pk: fund.key for fund in rows.funds}
        self.paths = {fund.pk: tuple(unit.path for unit in fund.units.all()) for fund in rows.funds}
        self.funds_of = rows.funds_of

    def of_programme(self, programme: int) -> str:
        funds = self.funds_of.get(programme, ())
        return self.keys[funds[0]] if funds else UNPAID

    def of_seat(self, programme: int, unit_path: str) -> str | None:
        """The fund that pays for a person of that unit; None where no fund may."""
        funds = self.funds_of.get(programme, ())
        if not funds:
            return UNPAID
        own = [fund for fund in funds if self.paths[fund] and unit_path.startswith(self.paths[fund])]
        if own:
            return self.keys[own[0]]
        return None if self.paths[funds[0]] else self.keys[funds[0]]


def used_by_begun(
    payers: Payers, begun: Begun, sessions: Iterable[Session], unit_paths: Mapping[int, str]
) -> dict[str, int]:
    """Rupiah that finished seats and classes of the running year have taken, by fund key."""
    known = {session.pk: session for session in sessions}
    used: dict[str, int] = defaultdict(int)
    for employee, session in begun.finished:
        programme = known[session].programme
        payer = payers.of_seat(programme.pk, unit_paths.get(employee, "")) or payers.of_programme(programme.pk)
        used[payer] += programme.cost_per_person
    for session, count in begun.classes.items():
        programme = known[session].programme
        used[payers.of_programme(programme.pk)] += programme.cost_per_batch * count
    return used


def fund_budgets(rows: Rows, used: Mapping[str, int]) -> dict[str, int]:
    """Rupiah left for programmes by fund key. A plan whose budget is larger than its funds together (a proposal) has
    every fund raised in proportion."""
    total = sum(fund.amount for fund in rows.funds)
    budget = rows.plan.budget
    left = {}
    for fund in rows.funds:
        amount = fund.amount * budget // total if total and budget > total else fund.amount
        left[fund.key] = max(0, amount - rows.spent.get(fund.pk, 0) - used.get(fund.key, 0))
    return left | {UNPAID: 0}
