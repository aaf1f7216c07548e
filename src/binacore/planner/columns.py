"""A problem as tables of Python values again, optional parts only where they say something."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner.data import NO_LIMIT, Bools, Ints, ProblemData
from binacore.planner.schema import ALL_TABLES

Columns = dict[str, list[Any]]


def columns_of(problem: ProblemData, *, big: bool = True) -> dict[str, Columns]:
    """See `Problem.columns`. Without `big` the gaps and candidates are left out."""
    tables = {"units": _units(problem), "persons": _persons(problem)}
    if big:
        gaps, candidates = len(problem.gap_weight), len(problem.candidate_programme)
        tables["gaps"] = gap_rows(problem, 0, gaps)
        tables["candidates"] = candidate_rows(problem, 0, candidates)
    tables |= {
        "programmes": _programmes(problem),
        "effects": _table(
            "effects",
            names_at(owners_of(problem.effect_ptr), problem.programme_ids),
            names_at(problem.effect_competency, problem.competency_ids),
            problem.effect_lift.tolist(),
            problem.effect_ceiling.tolist(),
        ),
        "sessions": _sessions(problem),
        "funds": _table("funds", list(problem.fund_ids), _limits(problem.fund_budget)),
    }
    tables |= {name: columns for name, columns in _optional_tables(problem).items() if next(iter(columns.values()))}
    return {name: tables[name] for name in ALL_TABLES if name in tables}


def gap_rows(problem: ProblemData, start: int, stop: int) -> Columns:
    """Rows start to stop of the table gaps."""
    rows = slice(start, stop)
    return _table(
        "gaps",
        names_at(owners_of(problem.gap_ptr, start, stop), problem.person_ids),
        names_at(problem.gap_competency[rows], problem.competency_ids),
        problem.gap_held[rows].tolist(),
        problem.gap_size[rows].tolist(),
        problem.gap_weight[rows].tolist(),
    )


def candidate_rows(problem: ProblemData, start: int, stop: int) -> Columns:
    """Rows start to stop of the table candidates; `fund_id` is there if any row of the whole table needs it."""
    rows = slice(start, stop)
    columns = _table(
        "candidates",
        names_at(owners_of(problem.candidate_ptr, start, stop), problem.person_ids),
        names_at(problem.candidate_programme[rows], problem.programme_ids),
        problem.candidate_mandatory[rows].tolist(),
        problem.candidate_needs[rows].tolist(),
    )
    if has_own_funds(problem):
        usual = problem.programme_fund[problem.candidate_programme[rows]]
        payer = problem.candidate_fund[rows]
        columns["fund_id"] = names_at(np.where(payer == usual, -1, payer), problem.fund_ids)
    return columns


def has_own_funds(problem: ProblemData) -> bool:
    """Whether some candidate row is paid by another fund than its programme's."""
    step = 1_000_000
    return any(
        bool(np.any(problem.candidate_fund[at : at + step] != problem.programme_fund[programmes]))
        for at in range(0, len(problem.candidate_fund), step)
        for programmes in [problem.candidate_programme[at : at + step]]
    )


def owners_of(ptr: Ints, start: int = 0, stop: int | None = None) -> Ints:
    """The owner of each row start..stop."""
    stop = int(ptr[-1]) if stop is None else stop
    if stop <= start:
        return np.zeros(0, np.int64)
    first = int(np.searchsorted(ptr, start, side="right")) - 1
    last = int(np.searchsorted(ptr, stop, side="left"))
    edges = np.clip(ptr[first : last + 1], start, stop)
    return np.repeat(np.arange(first, last), np.diff(edges))


def names_at(index: NDArray[Any], ids: tuple[str, ...]) -> list[str | None]:
    return [ids[at] if at >= 0 else None for at in index.tolist()]


def _table(name: str, *values: list[Any]) -> Columns:
    """The columns of a table that are always there, in order."""
    columns = [column.name for column in ALL_TABLES[name] if not column.optional]
    return dict(zip(columns, values, strict=True))


def _limits(values: Ints) -> list[int | None]:
    return [None if value == NO_LIMIT else value for value in values.tolist()]


def _add(columns: Columns, name: str, values: NDArray[Any], usual: Bools) -> None:
    """Add an optional column, unless every row is as usual."""
    if not usual.all():
        columns[name] = [None if same else value for value, same in zip(values.tolist(), usual.tolist(), strict=True)]


def _units(problem: ProblemData) -> Columns:
    columns = _table("units", list(problem.unit_ids), _limits(problem.unit_budget), _limits(problem.unit_away_max))
    _add(columns, "fairness", problem.unit_fairness, problem.unit_fairness == problem.header.fairness_share)
    return columns


def _persons(problem: ProblemData) -> Columns:
    columns = _table("persons", list(problem.person_ids), names_at(problem.person_unit, problem.unit_ids))
    header = problem.header
    _add(columns, "hours_max", problem.person_hours_max, problem.person_hours_max == header.hours_max)
    _add(columns, "hours_target", problem.person_hours_target, problem.person_hours_target == header.hours_target)
    _add(columns, "hours_done", problem.person_hours_done, problem.person_hours_done == 0)
    _add(columns, "entitled", problem.person_entitled, problem.person_entitled)
    return columns


def _programmes(problem: ProblemData) -> Columns:
    columns = _table(
        "programmes",
        list(problem.programme_ids),
        problem.programme_hours.tolist(),
        problem.programme_cost_person.tolist(),
        problem.programme_cost_batch.tolist(),
        problem.programme_capacity.tolist(),
        problem.programme_batch_min.tolist(),
        problem.programme_synchronous.tolist(),
        names_at(problem.programme_fund, problem.fund_ids),
        names_at(problem.programme_prerequisite, problem.programme_ids),
    )
    _add(columns, "away_load", problem.programme_away_load, problem.programme_away_load == 1)
    if (problem.programme_organiser >= 0).any():
        columns["organiser_id"] = names_at(problem.programme_organiser, problem.organiser_ids)
    return columns


def _sessions(problem: ProblemData) -> Columns:
    columns = _table(
        "sessions",
        list(problem.session_ids),
        names_at(problem.session_programme, problem.programme_ids),
        [period or None for period in problem.session_period.tolist()],
        problem.session_batches_max.tolist(),
    )
    _add(columns, "duration", problem.session_duration, problem.session_duration == 1)
    _add(columns, "closed", problem.session_closed, ~problem.session_closed)
    return columns


def _optional_tables(problem: ProblemData) -> dict[str, Columns]:
    return {
        "fixed": _table(
            "fixed",
            names_at(problem.fixed_person, problem.person_ids),
            names_at(problem.fixed_session, problem.session_ids),
        ),
        "unit_periods": _table(
            "unit_periods",
            names_at(problem.unit_period_unit, problem.unit_ids),
            problem.unit_period_period.tolist(),
            _limits(problem.unit_period_away_max),
        ),
        "organisers": _table("organisers", list(problem.organiser_ids), _limits(problem.organiser_batches_max)),
        "organiser_periods": _table(
            "organiser_periods",
            names_at(problem.organiser_period_organiser, problem.organiser_ids),
            problem.organiser_period_period.tolist(),
            problem.organiser_period_batches_max.tolist(),
        ),
    }
