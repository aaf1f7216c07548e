"""The sessions on offer as the problem sees them: when they begin and end, and what has begun already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from renbina.catalogue.models import Programme
from renbina.planning.gather.keys import session_keys
from renbina.planning.gather.parameters import PlanningParameters
from renbina.planning.gather.rows import Rows


@dataclass(frozen=True, slots=True)
class Session:
    """One offer. Months `first`..`last` (0, 0: self-paced); `closed`: begun or past on the day of planning."""

    pk: int
    key: str
    programme: Programme
    first: int
    last: int
    batches_max: int
    own_class: bool
    closed: bool
    over: bool

    @property
    def months(self) -> frozenset[int]:
        return frozenset(range(self.first, self.last + 1)) - {0}


@dataclass(frozen=True, slots=True)
class Begun:
    """What the plan that is being carried out has used by the day, for a plan made during its year.

    finished, going: (employee, session) by primary keys; classes: how many a session that is over has held.
    """

    finished: Sequence[tuple[int, int]] = ()
    going: Sequence[tuple[int, int]] = ()
    classes: Mapping[int, int] = field(default_factory=dict)


def sessions_of(rows: Rows, parameters: PlanningParameters) -> list[Session]:
    """A class that keeps people away from work needs a month; an offer without one cannot be planned.

    Long classes end with the year at the latest: what reaches beyond it is the next plan's.
    """
    programmes = {programme.pk: programme for programme in rows.programmes}
    keys = session_keys(rows.offers, {pk: programme.code for pk, programme in programmes.items()})
    today = rows.on.month if rows.on.year == rows.plan.year else 12 if rows.on.year > rows.plan.year else 0
    found = []
    for offer in rows.offers:
        programme = programmes[offer.programme_id]
        if offer.month is None and programme.synchronous:
            continue
        first = offer.month or 0
        last = min(12, first + parameters.periods_of(programme.days) - 1) if first else 0
        found.append(
            Session(
                pk=offer.pk,
                key=keys[offer.pk],
                programme=programme,
                first=first,
                last=last,
                batches_max=offer.batches_max,
                own_class=offer.own_class,
                closed=0 < first <= today,
                over=0 < last < today,
            )
        )
    return found


def begun_of(rows: Rows, sessions: Sequence[Session], planned: frozenset[int]) -> Begun:
    """Seats of the current run in sessions that have begun. Who is not planned for any more has used the seat up."""
    known = {session.pk: session for session in sessions}
    finished: list[tuple[int, int]] = []
    going: list[tuple[int, int]] = []
    for row in rows.seats:
        session = known.get(row["offer_id"])
        if session is None or not session.closed:
            continue
        over = session.over or row["employee_id"] not in planned
        (finished if over else going).append((row["employee_id"], session.pk))
    classes: dict[int, int] = defaultdict(int)
    for row in rows.opened:
        session = known.get(row["offer_id"])
        if session is not None and session.over:
            classes[session.pk] += row["batches"]
    return Begun(finished, going, classes)
