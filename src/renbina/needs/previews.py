"""What other limits would do to the ranking, before anything is saved."""

from dataclasses import dataclass
from datetime import date

from binacore.priority import PriorityLimits
from renbina.foundation.actor import Actor
from renbina.needs.queries.ranking import TOP, Need, material, moved, ranking_of
from renbina.needs.queries.weights import limits_in
from renbina.organisation.access import own_agency
from renbina.rulebook.queries import rulebook_for


@dataclass(frozen=True, slots=True)
class Moved:
    """A need with its rank and score now and then."""

    need: Need
    before: int
    after: int
    score_after: float

    @property
    def up(self) -> int:
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Effect:
    """What limits would change: of the first needs now and then, those that move; `moved` of `of` needs in all.

    `entered` and `left`: needs that come among the first, and that fall out.
    """

    limits: PriorityLimits
    first: tuple[Moved, ...]
    moved: int
    of: int
    entered: int
    left: int


def limits_now(actor: Actor, year: int) -> PriorityLimits:
    """The limits that hold for the plan of a year; one query."""
    return limits_in(rulebook_for(own_agency(actor)), year)


def effect_of(actor: Actor, on: date, year: int, limits: PriorityLimits) -> Effect:
    """The ranking under these limits beside the one that holds for the year; seven queries. Raises Forbidden."""
    found = material(actor, year)
    before, after = ranking_of(found).needs, ranking_of(found, limits).needs
    then = {need.key: need for need in after}
    shown = {need.key: need for need in (*before[:TOP], *after[:TOP])}
    first = [Moved(need, need.rank, then[key].rank, then[key].score.value) for key, need in _now(before, shown)]
    top_before, top_after = {need.key for need in before[:TOP]}, {need.key for need in after[:TOP]}
    return Effect(
        limits=limits,
        first=tuple(sorted(first, key=lambda each: each.after)),
        moved=len(moved(before, after)),
        of=len(before),
        entered=len(top_after - top_before),
        left=len(top_before - top_after),
    )


def _now(before: tuple[Need, ...], shown: dict[tuple[str, int], Need]) -> list[tuple[tuple[str, int], Need]]:
    return [(need.key, need) for need in before if need.key in shown]
