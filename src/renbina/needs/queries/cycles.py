"""The stages of a year's analysis on a day: when each begins and ends, what is done, what is late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from binacore.holidays import holidays_of
from binacore.rules import Confidence, Rulebook, RuleNotInForce
from binacore.workdays import schedule, workdays_until
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import VIEW_NEEDS, answers_for, can, may_finish_stage, visible_cycles
from renbina.needs.enums import Stage, StageOwner
from renbina.needs.models import CycleStage, NeedsCycle
from renbina.organisation.access import own_agency
from renbina.organisation.models import Agency
from renbina.rulebook.queries import rulebook_for

HOLIDAYS: Final = "holidays.national"


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage. `state`: done, late, current or next. `left`: working days until its last day, negative past it."""

    public_id: str
    stage: Stage
    position: int
    days: int
    owner: str
    row: CycleStage
    first: date
    last: date
    done_on: date | None
    note: str
    state: str
    left: int


@dataclass(frozen=True, slots=True)
class CyclePage:
    """A cycle with its stages; `unsure` are the years whose public holidays are not decided or not known."""

    cycle: NeedsCycle
    stages: tuple[StageLine, ...]
    unsure: tuple[int, ...]

    @property
    def current(self) -> StageLine | None:
        """The stage whose turn it is; None when all are done."""
        return next((line for line in self.stages if line.done_on is None), None)

    @property
    def done(self) -> int:
        return sum(line.done_on is not None for line in self.stages)


def cycle_years(actor: Actor) -> list[int]:
    """Plan years with an analysis, the newest first. Raises Forbidden."""
    return list(visible_cycles(actor).order_by("-year").values_list("year", flat=True))


def cycle_page(actor: Actor, year: int, on: date) -> CyclePage | None:
    """The analysis for the plan of a year; None where none is planned. Two queries. Raises Forbidden."""
    return pages_from(_stages(visible_cycles(actor)).filter(cycle__year=year), on).get(year)


def cycle_stages(actor: Actor) -> list[CycleStage]:
    """The stages of every analysis, for a page that shows one and names the others; one query. Raises Forbidden."""
    return list(_stages(visible_cycles(actor)))


def pages_from(stages: Iterable[CycleStage], on: date, rulebook: Rulebook | None = None) -> dict[int, CyclePage]:
    """Plan year -> its analysis, from stages in their order; a query of the rules for each where none are given."""
    found: dict[int, list[CycleStage]] = {}
    for stage in stages:
        found.setdefault(stage.cycle.year, []).append(stage)
    return {year: _page(rows[0].cycle, rows, on, rulebook) for year, rows in found.items()}


def _stages(cycles: QuerySet[NeedsCycle]) -> QuerySet[CycleStage]:
    rows = CycleStage.objects.filter(cycle__in=cycles).select_related("cycle__agency", "owner_unit")
    return rows.order_by("-cycle__year", "position")


def _page(cycle: NeedsCycle, rows: Sequence[CycleStage], on: date, rulebook: Rulebook | None) -> CyclePage:
    holidays, unsure = working_calendar(cycle.agency, cycle.starts_on, on, rulebook)
    spans = schedule(cycle.starts_on, [row.days for row in rows], holidays)
    turn = next((row.position for row in rows if row.done_on is None), 0)
    lines = []
    for row, span in zip(rows, spans, strict=True):
        late = row.done_on is None and span.last < on
        state = "done" if row.done_on else "late" if late else "current" if row.position == turn else "next"
        lines.append(
            StageLine(
                row.public_id, Stage(row.stage), row.position, row.days, owner_name(row), row, span.first, span.last,
                row.done_on, row.note, state, workdays_until(on, span.last, holidays),
            )
        )  # fmt: skip
    years = {each for span in spans for each in (span.first.year, span.last.year)}
    return CyclePage(cycle, tuple(lines), tuple(sorted(years & unsure)))


def stage_for(actor: Actor, public_id: str) -> CycleStage:
    """Raises NotFound, Forbidden."""
    found = CycleStage.objects.filter(cycle__in=visible_cycles(actor), public_id=public_id)
    stage = found.select_related("cycle__agency", "owner_unit").first()
    if stage is None:
        raise NotFound
    return stage


def owner_name(stage: CycleStage) -> str:
    """Who answers for a stage, in words."""
    return stage.owner_unit.name if stage.owner_unit is not None else str(StageOwner(stage.owner_role).label)


def own_stages(actor: Actor, page: CyclePage) -> list[tuple[StageLine, bool]]:
    """Stages of an analysis for which the actor answers, and whether the actor can say that one is done. No query."""
    own = ((line, line.row) for line in page.stages)
    return [(line, may_finish_stage(actor, row)) for line, row in own if answers_for(actor, row)]


def stages_waiting(actor: Actor, on: date, rulebook: Rulebook | None = None) -> list[tuple[int, StageLine]]:
    """Plan year and stage of each running analysis whose turn it is and for which the actor answers.

    One query, and one of the rules for each such stage where none are given. An analysis whose year is over waits
    for nobody.
    """
    if not can(actor, VIEW_NEEDS):
        return []
    turn: dict[int, CycleStage] = {}
    rows = list(_stages(visible_cycles(actor)).filter(cycle__year__gte=on.year))
    for row in rows:
        if row.done_on is None:
            turn.setdefault(row.cycle.year, row)
    own = {year for year, row in turn.items() if answers_for(actor, row)}
    pages = pages_from((row for row in rows if row.cycle.year in own), on, rulebook)
    return [(year, page.current) for year, page in pages.items() if page.current is not None]


def working_calendar(
    agency: Agency, first: date, last: date, rulebook: Rulebook | None = None
) -> tuple[Mapping[date, str], set[int]]:
    """Public holidays from the year of `first` to two years after `last`, and the years whose list is not sure."""
    book = rulebook or rulebook_for(agency)
    found: dict[date, str] = {}
    unsure: set[int] = set()
    for year in range(first.year, last.year + 3):
        try:
            value = book.value(HOLIDAYS, date(year, 12, 31))
        except RuleNotInForce:
            unsure.add(year)
            continue
        own = {day: name for day, name in holidays_of(value.value).items() if day.year == year}
        found |= own
        if not own or value.confidence not in (Confidence.CONFIRMED, Confidence.AGENCY_DECISION):
            unsure.add(year)
    return found, unsure


def year_of(actor: Actor, asked: str, on: date) -> int:
    """The plan year that a page asks for, else that of the newest analysis, else next year."""
    if asked.isdigit() and 2000 <= int(asked) <= 2200:
        return int(asked)
    newest = NeedsCycle.objects.filter(agency_id=own_agency(actor)).order_by("-year").values_list("year", flat=True)
    return newest.first() or on.year + 1
