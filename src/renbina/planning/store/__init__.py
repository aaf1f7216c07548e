"""A solved plan -> rows, in the caller's transaction. Decides nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from binacore.planner import Result
from binacore.reasons import Reason
from renbina.planning.enums import ActivityKind, RunStatus
from renbina.planning.models import Assignment, CandidateReason, OpenedOffer, PlannedLevel, PlanRow, Run
from renbina.planning.store.counts import plain
from renbina.planning.store.figures import ManualPlan, figures, money_of
from renbina.planning.store.kept import keep_problem, kept_names, unpack_problem
from renbina.planning.store.material import Material
from renbina.planning.store.outcomes import Outcomes, outcomes

__all__ = [
    "ManualPlan",
    "Outcomes",
    "Reasons",
    "keep_problem",
    "kept_names",
    "money_of",
    "outcomes",
    "save_result",
    "unpack_problem",
]

Reasons = Mapping[tuple[str, str], Reason]
"""(person, programme) -> why so, for every candidate row."""

BATCH = 2000


def save_result(
    run: Run,
    gathered: Material,
    result: Result,
    found: Outcomes,
    manual: ManualPlan,
    reasons: Reasons,
    *,
    finished_at: datetime,
    seconds: float,
) -> None:
    """Write seats, classes, plan rows, reasons, levels and figures of a run, and its digests."""
    _assignments(run, gathered, result)
    spent = money_of(gathered.problem, result.assignments, result.batches)
    _opened(run, gathered, result, spent)
    _plan_rows(run, gathered, result, found, spent)
    _levels(run, gathered, found)
    _reasons(run, gathered, reasons)
    placed = _placed(gathered, result)
    refused = [(who, what, str(why.code)) for (who, what), why in reasons.items() if (who, what) not in placed]
    run.status = RunStatus.DONE
    run.finished_at = finished_at
    run.problem_sha256 = result.problem_sha256
    run.rulebook_sha256 = gathered.rulebook.digest()
    run.software_version = result.software_version
    run.objective = result.objective
    run.components = result.components.as_record()
    run.bound = result.bound
    run.gap = result.gap
    run.iterations = result.iterations
    run.seconds = seconds
    run.solver = result.solver
    run.mode = result.mode
    run.stages = plain(result.stages)
    run.trace = plain(result.trace)
    run.figures = figures(gathered, result, found, manual, refused)
    run.failure = ""
    run.save()


def _programme_of(gathered: Material) -> dict[str, str]:
    problem = gathered.problem
    codes = problem.programme_ids
    return {
        session: codes[at] for session, at in zip(problem.session_ids, problem.session_programme.tolist(), strict=True)
    }


def _placed(gathered: Material, result: Result) -> set[tuple[str, str]]:
    programme_of = _programme_of(gathered)
    return {(person, programme_of[session]) for person, session in result.assignments}


def _assignments(run: Run, gathered: Material, result: Result) -> None:
    programme_of = _programme_of(gathered)
    cost = {programme.code: programme.cost_per_person for programme in gathered.rows.programmes}
    columns = gathered.problem.columns()["candidates"]
    rows = zip(columns["person_id"], columns["programme_id"], columns["mandatory"], strict=True)
    mandatory = {(person, programme) for person, programme, owed in rows if owed}
    Assignment.objects.bulk_create(
        (
            Assignment(
                run=run,
                employee_id=gathered.people[person].pk,
                offer_id=gathered.offers[session],
                mandatory=(person, programme_of[session]) in mandatory,
                cost=cost[programme_of[session]],
            )
            for person, session in result.assignments
        ),
        batch_size=BATCH,
    )


def _opened(run: Run, gathered: Material, result: Result, spent: Mapping[str, int]) -> None:
    people: dict[str, int] = defaultdict(int)
    for _, session in result.assignments:
        people[session] += 1
    OpenedOffer.objects.bulk_create(
        OpenedOffer(
            run=run, offer_id=gathered.offers[session], batches=count, people=people[session], cost=spent[session]
        )
        for session, count in sorted(result.batches.items())
        if count
    )


def _plan_rows(run: Run, gathered: Material, result: Result, found: Outcomes, spent: Mapping[str, int]) -> None:
    programme_of = _programme_of(gathered)
    by_pk = {offer.pk: offer for offer in gathered.rows.offers}
    months = {session: by_pk[pk].month for session, pk in gathered.offers.items()}
    sessions = defaultdict(set)
    people: dict[str, int] = defaultdict(int)
    for _, session in result.assignments:
        sessions[programme_of[session]].add(session)
        people[programme_of[session]] += 1
    rows = []
    for programme in gathered.rows.programmes:
        held = sessions.get(programme.code)
        if not held:
            continue
        dated = sorted(month for month in (months[session] for session in held) if month)
        steps = found.steps[programme.code]
        rows.append(
            PlanRow(
                plan_id=run.plan_id,
                run=run,
                kind=ActivityKind.PROGRAMME,
                indicator_id=gathered.rows.indicator_of.get(programme.pk, gathered.rows.first_indicator),
                title=programme.name,
                programme=programme,
                month_from=dated[0] if dated else None,
                month_to=dated[-1] if dated else None,
                participants=people[programme.code],
                batches=sum(result.batches.get(session, 0) for session in held),
                amount=sum(spent[session] for session in held),
                fund_id=gathered.rows.fund_of.get(programme.pk),
                steps_wanted=steps.wanted,
                steps_closed=steps.closed,
            )
        )
    PlanRow.objects.bulk_create(rows)


def _levels(run: Run, gathered: Material, found: Outcomes) -> None:
    PlannedLevel.objects.bulk_create(
        (
            PlannedLevel(
                run=run,
                employee_id=gathered.people[person].pk,
                competency_id=gathered.competencies[competency],
                held=held,
                after=after,
            )
            for (person, competency), (held, after) in found.levels.items()
        ),
        batch_size=BATCH,
    )


def _reasons(run: Run, gathered: Material, reasons: Reasons) -> None:
    CandidateReason.objects.bulk_create(_reason_rows(run, gathered, reasons), batch_size=BATCH)


def _reason_rows(run: Run, gathered: Material, reasons: Reasons) -> Iterable[CandidateReason]:
    for (person, programme), why in reasons.items():
        yield CandidateReason(
            run=run,
            employee_id=gathered.people[person].pk,
            programme_id=gathered.programmes[programme],
            code=str(why.code),
            numbers=dict(why.numbers),
        )
