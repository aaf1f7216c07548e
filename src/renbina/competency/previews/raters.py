"""One rater's values beside other proof of the same: as given, and less the rater's lean. Nothing here is stored."""

from dataclasses import dataclass
from datetime import date

from binacore.severity import Adjusted, Lean, adjusted
from renbina.competency.access import visible_leans
from renbina.competency.enums import Method
from renbina.competency.models import Assessment, RaterLean
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound

MOST = 200


@dataclass(frozen=True, slots=True)
class Compared:
    """A value of the rater, what it would be without the lean, and the newest other proof."""

    person: str
    person_id: str
    competency: str
    level: int
    given_on: date
    without: Adjusted
    other: int
    other_method: str
    other_on: date

    @property
    def apart(self) -> int:
        return self.level - self.other


@dataclass(frozen=True, slots=True)
class RaterPage:
    lean: RaterLean
    rows: tuple[Compared, ...]  # furthest apart first
    left_out: int


def rater_page(actor: Actor, public_id: str) -> RaterPage:
    """A superior's values that others found too. Raises Forbidden, NotFound. Three queries."""
    found = visible_leans(actor).filter(public_id=public_id, rater__isnull=False).select_related("rater").first()
    if found is None:
        raise NotFound
    mine = (
        Assessment.objects.filter(rater_id=found.rater_id, method=Method.SUPERIOR, assessed_on__lte=found.computed_on)
        .select_related("employee", "competency")
        .order_by("assessed_on", "pk")
    )
    given = {(each.employee_id, each.competency_id): each for each in mine}
    others = Assessment.objects.filter(
        employee_id__in={employee for employee, _competency in given}, assessed_on__lte=found.computed_on
    ).exclude(rater_id=found.rater_id, method=Method.SUPERIOR)
    newest: dict[tuple[int, int], Assessment] = {}
    for each in others.order_by("assessed_on", "pk"):
        pair = each.employee_id, each.competency_id
        if pair in given and (pair not in newest or newest[pair].method == Method.SELF or each.method != Method.SELF):
            newest[pair] = each
    lean = _core(found)
    rows = sorted(
        (_compared(given[pair], other, lean) for pair, other in newest.items()),
        key=lambda row: (-abs(row.apart), row.person, row.competency),
    )
    return RaterPage(found, tuple(rows[:MOST]), max(0, len(rows) - MOST))


def _core(row: RaterLean) -> Lean:
    return Lean(
        str(row.rater_id), row.ratings, row.shared, row.raw, row.lean, row.low, row.high, anchored=row.is_anchored
    )


def _compared(given: Assessment, other: Assessment, lean: Lean) -> Compared:
    return Compared(
        person=given.employee.full_name,
        person_id=given.employee.public_id,
        competency=given.competency.said_name,
        level=given.level,
        given_on=given.assessed_on,
        without=adjusted(given.level, lean),
        other=other.level,
        other_method=str(Method(other.method).label),
        other_on=other.assessed_on,
    )
