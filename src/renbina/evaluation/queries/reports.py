"""Work-change reports: one's own, those of the people one leads, all of the agency, and their figures by programme."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from binacore.disclosure import LEAST
from renbina.catalogue.models import Programme
from renbina.delivery.queries.batches import unit_on
from renbina.evaluation.access import all_reports, led_reports, own_reports
from renbina.evaluation.enums import Obstacle, Outcome, ReportState
from renbina.evaluation.models import Hindrance, WorkReport
from renbina.foundation.actor import Actor, Role
from renbina.foundation.errors import NotFound

MOST: Final = 60  # settled reports on a superior's page; older ones stand in the analyst's list
NOT_TRAINING: Final = frozenset({Obstacle.TOOLS, Obstacle.PROCEDURE})
_CONFIRMED: Final = (Outcome.SEEN, Outcome.PARTLY)
_SENT: Final = (ReportState.SENT, ReportState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Reports:
    """Work-change reports of a programme in a year: due by now, written, and confirmed (at least in part)."""

    due: int = 0
    written: int = 0
    confirmed: int = 0

    @property
    def share(self) -> float | None:
        """Of those due; None while fewer than five are: what one superior said is nobody else's to read."""
        return self.confirmed / self.due if self.due >= LEAST else None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What became of a programme at work. Everything is None where fewer than five people were asked.

    `hindrances` counts superiors' answers and is empty while fewer than five have answered; `findings` are those of
    tools and procedure, which no training cures.
    """

    asked: int | None = None
    reported: int | None = None
    late: int | None = None
    overdue: int | None = None  # asked, past the day and nothing sent
    seen: int | None = None
    partly: int | None = None
    not_yet: int | None = None
    hindrances: Mapping[str, int] | None = None

    @property
    def confirmed(self) -> int | None:
        """Reports to which a superior has answered."""
        if self.seen is None or self.partly is None or self.not_yet is None:
            return None
        return self.seen + self.partly + self.not_yet

    @property
    def findings(self) -> Mapping[str, int]:
        return {kind: n for kind, n in (self.hindrances or {}).items() if kind in NOT_TRAINING}


def reports_of(agency_id: int, year: int, programmes: Collection[int], on: date) -> Mapping[int, Reports]:
    """Programme key -> its reports, of classes of the year's plan; one query."""
    rows = WorkReport.objects.filter(
        agency_id=agency_id, registration__batch__plan__year=year, registration__batch__programme_id__in=programmes
    )
    counted = (
        rows.order_by()
        .values_list("registration__batch__programme_id")
        .annotate(
            due=Count("pk", filter=Q(due_on__lte=on) | Q(state__in=_SENT)),
            written=Count("pk", filter=Q(state__in=_SENT)),
            confirmed=Count("pk", filter=Q(outcome__in=_CONFIRMED)),
        )
    )
    return {key: Reports(due, written, confirmed) for key, due, written, confirmed in counted}


def work_of(programme: Programme, year: int, on: date | None = None) -> tuple[Reports, Behaviour]:
    """Figures of one programme, classes of the year's plan; one query. `on`: the day by which something is overdue.

    Of Behaviour nobody is named and small groups are left out, so that everybody may read it.
    """
    rows = WorkReport.objects.filter(registration__batch__programme=programme, registration__batch__plan__year=year)
    late = Q(state=ReportState.ASKED, due_on__lt=on) if on is not None else Q(pk__in=[])
    due = Q(due_on__lte=on) if on is not None else Q(pk__in=[])

    def counted(where: Q | None = None) -> Count:
        return Count("pk", filter=where, distinct=True)  # a report stands once for each of its hindrances

    found = rows.aggregate(
        asked=counted(),
        due=counted(due | Q(state__in=_SENT)),
        reported=counted(Q(state__in=_SENT)),
        late=counted(Q(is_late=True)),
        overdue=counted(late),
        **{outcome.value: counted(Q(outcome=outcome)) for outcome in Outcome},
        **{
            f"by_{kind.value}": Count("hindrances", filter=Q(hindrances__kind=kind), distinct=True) for kind in Obstacle
        },
    )
    named = Counter({kind.value: found.pop(f"by_{kind.value}") for kind in Obstacle})
    reports = Reports(found.pop("due"), found["reported"], found["seen"] + found["partly"])
    if found["asked"] < LEAST:
        return reports, Behaviour()
    if found["seen"] + found["partly"] + found["not_yet"] < LEAST:
        found |= {"seen": None, "partly": None, "not_yet": None}
        return reports, Behaviour(**found, hindrances={})
    return reports, Behaviour(**found, hindrances={kind: n for kind, n in named.most_common() if n})


def behaviour_of(programme: Programme, year: int, on: date | None = None) -> Behaviour:
    """What became of one programme at work; one query."""
    return work_of(programme, year, on)[1]


def hindrances(actor: Actor, answered: int) -> tuple[tuple[str, int], ...]:
    """What superiors named, most often first, in the whole agency; one query.

    Empty while fewer than five have `answered`.
    """
    named = _counted(Hindrance.objects.filter(report__in=all_reports(actor)))
    return tuple(named.items()) if answered >= LEAST else ()


def _counted(rows: QuerySet[Hindrance]) -> dict[str, int]:
    return dict(Counter(dict(rows.order_by("kind").values_list("kind").annotate(n=Count("pk")))).most_common())


def my_reports(actor: Actor) -> tuple[WorkReport, ...]:
    """The actor's own, what waits first, then the newest; two queries."""
    rows = _whole(own_reports(actor)).order_by("due_on", "pk")
    waiting = [row for row in rows if row.state == ReportState.ASKED]
    return (*waiting, *[row for row in rows if row.state != ReportState.ASKED][::-1])


def my_report(actor: Actor, public_id: str) -> WorkReport:
    """Raises NotFound."""
    return _found(_whole(own_reports(actor)), public_id)


def led_lists(actor: Actor, on: date) -> tuple[tuple[WorkReport, ...], tuple[WorkReport, ...]]:
    """(to answer, answered), each with `unit_name`. Raises Forbidden for somebody who leads nobody."""
    rows = _whole(led_reports(actor, on)).annotate(unit_name=unit_on(on, "registration__employee"))
    waiting = rows.filter(state=ReportState.SENT).order_by("sent_at", "pk")
    answered = rows.filter(state=ReportState.CONFIRMED).order_by("-confirmed_at", "-pk")[:MOST]
    return tuple(waiting), tuple(answered)


def led_report(actor: Actor, public_id: str, on: date) -> WorkReport:
    """Raises NotFound for somebody the actor does not lead, Forbidden for somebody who leads nobody."""
    rows = _whole(led_reports(actor, on)).annotate(unit_name=unit_on(on, "registration__employee"))
    return _found(rows, public_id)


def report_rows(actor: Actor, on: date, state: str = "") -> QuerySet[WorkReport]:
    """Every report of the agency, each with `unit_name`. Raises Forbidden."""
    rows = _whole(all_reports(actor)).annotate(unit_name=unit_on(on, "registration__employee"))
    return rows.filter(state=state) if state in ReportState.values else rows


def report_for(actor: Actor, public_id: str, on: date) -> WorkReport:
    """One report for who reads all of them. Raises NotFound, Forbidden."""
    return _found(report_rows(actor, on), public_id)


def report_counts(actor: Actor, on: date) -> dict[str, int]:
    """asked, overdue, sent (waits for a superior), confirmed, late; one query. Raises Forbidden."""
    found: dict[str, int] = all_reports(actor).aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in ReportState},
        overdue=Count("pk", filter=Q(state=ReportState.ASKED, due_on__lt=on)),
        late=Count("pk", filter=Q(is_late=True)),
    )
    return found


def open_reports() -> Subquery:
    """How many reports wait for a person, to annotate employees with (None: none)."""
    return Subquery(_own_open().annotate(n=Count("pk")).values("n"))


def report_due() -> Subquery:
    """The earliest day by which a report of a person is due, to annotate employees with (None: none waits)."""
    return Subquery(_own_open().annotate(due=Min("due_on")).values("due"))


def _own_open() -> QuerySet[WorkReport, Any]:
    rows = WorkReport.objects.filter(registration__employee=OuterRef("pk"), state=ReportState.ASKED)
    return rows.order_by().values("registration__employee")


def reports_to_confirm(actor: Actor, on: date) -> QuerySet[WorkReport]:
    """Reports that wait for the actor as a superior; none for somebody who leads nobody."""
    if actor.employee_id is None or not actor.has(Role.SUPERIOR):
        return WorkReport.objects.none()
    return led_reports(actor, on).filter(state=ReportState.SENT)


def _whole(rows: QuerySet[WorkReport]) -> QuerySet[WorkReport]:
    return rows.select_related(
        "registration__batch__programme", "registration__batch__plan", "registration__employee",
        "registration__certificate", "story",
    ).prefetch_related("hindrances")  # fmt: skip


def _found(rows: QuerySet[WorkReport], public_id: str) -> WorkReport:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
