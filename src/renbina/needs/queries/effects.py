"""What a change would do to the ranking, before anything is saved: other limits, or other evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from renbina.foundation.actor import Actor
from renbina.needs.queries.evidence import EvidenceRow
from renbina.needs.queries.ranking import TOP, Need, material, moved, ranking_of
from renbina.needs.queries.weights import EvidenceLine
from renbina.organisation.access import own_agency
from renbina.organisation.models import Unit


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
    """What a change would do: of the first needs now and then, those shown; `moved` of `of` needs in all.

    `entered` and `left`: needs that come among the first, and that fall out. `rescored`: needs whose score changes.
    """

    first: tuple[Moved, ...]
    moved: int
    of: int
    entered: int
    left: int
    rescored: int = 0


def effect_between(before: Sequence[Need], after: Sequence[Need], *, only_changed: bool = False) -> Effect:
    """Two rankings of the same needs side by side. `only_changed`: show those whose score changes, the first first."""
    then = {need.key: need for need in after}
    rescored = [need for need in before if abs(then[need.key].score.value - need.score.value) > 1e-9]
    shown = {need.key for need in (rescored[:TOP] if only_changed else (*before[:TOP], *after[:TOP]))}
    first = [
        Moved(need, need.rank, then[need.key].rank, then[need.key].score.value) for need in before if need.key in shown
    ]
    top_before, top_after = {need.key for need in before[:TOP]}, {need.key for need in after[:TOP]}
    return Effect(
        first=tuple(sorted(first, key=lambda each: each.after)),
        moved=len(moved(before, after)),
        of=len(before),
        entered=len(top_after - top_before),
        left=len(top_before - top_after),
        rescored=len(rescored),
    )


def effect_of_evidence(actor: Actor, year: int, prefix: str, rows: Sequence[EvidenceRow]) -> Effect:
    """The ranking if the evidence whose origin begins with `prefix` were these rows, beside the one of today.

    Seven queries, and one where a row names a unit. Raises Forbidden.
    """
    found = material(actor, year)
    keys = {row.unit_id for row in rows if row.unit_id is not None}
    units = Unit.objects.filter(agency_id=own_agency(actor), pk__in=keys)
    paths = dict(units.values_list("pk", "path")) if keys else {}
    lines = [line for line in found.lines if not line.origin.startswith(prefix)]
    lines += [
        EvidenceLine("", row.source, paths[row.unit_id] if row.unit_id else "", row.competency_id, row.weight,
                     row.confidence, row.people, row.reason, row.recorded_on, row.origin, row.facts)
        for row in rows
    ]  # fmt: skip
    weights = found.weights.with_pieces((line.competency_id, line.path, line.piece) for line in lines)
    after = ranking_of(found, weights=weights)
    return effect_between(ranking_of(found).needs, after.needs, only_changed=True)
