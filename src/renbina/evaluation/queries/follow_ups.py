"""Findings and what is done about them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from renbina.evaluation.access import FOLLOW, VIEW, can, finishes, require, visible_follow_ups
from renbina.evaluation.models import Finding, FollowUp
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A line of the list. `finding` is empty for whoever may not open the finding."""

    public_id: str
    text: str
    finding_text: str
    finding: str
    programme: str
    year: int
    unit: str
    due_on: date
    done_on: date | None
    proof: str
    late: bool
    days: int  # until the day; negative: past it
    may_finish: bool


@dataclass(frozen=True, slots=True)
class FollowUpCounts:
    overdue: int
    open: int
    done: int


def follow_up_rows(actor: Actor, on: date, state: str = "") -> list[FollowUpRow]:
    """What the actor's units have to do, the oldest day first and what is done last. At most three queries."""
    rows = _rows(actor, on)
    if state == "overdue":
        rows = rows.filter(done_on__isnull=True, due_on__lt=on)
    elif state == "open":
        rows = rows.filter(done_on__isnull=True)
    elif state == "done":
        rows = rows.filter(done_on__isnull=False)
    opens = can(actor, VIEW)
    may = finishes(actor, on)
    return [_row(each, on, opens, may(each.unit)) for each in rows]


def follow_up_counts(actor: Actor, on: date) -> FollowUpCounts:
    """One query."""
    rows = list(visible_follow_ups(actor, on).order_by().values_list("due_on", "done_on"))
    late = sum(done is None and due < on for due, done in rows)
    waiting = sum(done is None for _, done in rows)
    return FollowUpCounts(late, waiting, len(rows) - waiting)


def overdue_follow_ups(actor: Actor, on: date) -> QuerySet[FollowUp]:
    """Follow-ups of the actor's units past their day, for the home page; none for whoever sees none."""
    if not can(actor, FOLLOW):
        return FollowUp.objects.none()
    return visible_follow_ups(actor, on).filter(done_on__isnull=True, due_on__lt=on)


def follow_up_row(actor: Actor, public_id: str, on: date) -> FollowUpRow | None:
    """One line of the list; None where the actor sees no such line."""
    found = _rows(actor, on).filter(public_id=public_id).first()
    return _row(found, on, can(actor, VIEW), finishes(actor, on)(found.unit)) if found else None


def follow_up_for(actor: Actor, public_id: str, on: date) -> FollowUp:
    """One follow-up that the actor may see. Raises NotFound, Forbidden."""
    found = visible_follow_ups(actor, on).filter(public_id=public_id).select_related("unit", "finding").first()
    if found is None:
        raise NotFound
    return found


def findings_of(actor: Actor, programme_id: int, year: int) -> list[tuple[Finding, list[FollowUp]]]:
    """The findings of a programme in a year with their follow-ups, newest first; one query, as each has one."""
    require(actor, VIEW)
    rows = FollowUp.objects.filter(finding__agency_id=own_agency(actor), finding__programme_id=programme_id)
    found: dict[int, tuple[Finding, list[FollowUp]]] = {}
    todo = rows.filter(finding__year=year).select_related("finding", "unit")
    for each in todo.order_by("-finding__found_on", "-finding_id", "due_on", "pk"):
        found.setdefault(each.finding_id, (each.finding, []))[1].append(each)
    return list(found.values())


def finding_for(actor: Actor, public_id: str) -> Finding:
    """One finding with its follow-ups. Raises Forbidden, NotFound."""
    require(actor, VIEW)
    found = Finding.objects.filter(agency_id=own_agency(actor), public_id=public_id)
    finding = _with_follow_ups(found).first()
    if finding is None:
        raise NotFound
    return finding


def _with_follow_ups(found: QuerySet[Finding]) -> QuerySet[Finding]:
    todo = FollowUp.objects.select_related("unit").order_by("due_on", "pk")
    return found.select_related("programme", "competency", "unit", "agency").prefetch_related(
        Prefetch("follow_ups", queryset=todo)
    )


def _rows(actor: Actor, on: date) -> QuerySet[FollowUp]:
    rows = visible_follow_ups(actor, on).select_related("unit", "finding__programme")
    return rows.order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")


def _row(each: FollowUp, on: date, opens: bool, may: bool) -> FollowUpRow:
    return FollowUpRow(
        public_id=each.public_id,
        text=each.text,
        finding_text=each.finding.text,
        finding=each.finding.public_id if opens else "",
        programme=each.finding.programme.name,
        year=each.finding.year,
        unit=each.unit.short_name,
        due_on=each.due_on,
        done_on=each.done_on,
        proof=each.proof,
        late=each.done_on is None and each.due_on < on,
        days=(each.due_on - on).days,
        may_finish=each.done_on is None and may,
    )
