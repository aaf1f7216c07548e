"""Counts over the seats of a plan: places that are owed or named, who paid, and duties that were not kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from binacore.planner import Problem, Result
from renbina.planning.enums import NAMED
from renbina.planning.store.material import Material

Refused = Sequence[tuple[str, str, str]]
"""(person, programme, code of the reason) of candidates who were not placed."""


def _rows(problem: Problem) -> list[int]:
    """The person of each candidate row."""
    owners: list[int] = np.repeat(np.arange(problem.persons), np.diff(problem.candidate_ptr)).tolist()
    return owners


def _seated(problem: Problem, result: Result) -> set[tuple[str, int]]:
    programme = dict(zip(problem.session_ids, problem.session_programme.tolist(), strict=True))
    return {(person, programme[session]) for person, session in result.assignments}


def mandatory_places(problem: Problem, result: Result, refused: Refused) -> dict[str, Any]:
    """Places that must be filled and those that are; where some stay empty, by programme with the commonest reason."""
    owners = _rows(problem)
    pairs = {
        (problem.person_ids[owners[row]], int(problem.candidate_programme[row]))
        for row in np.flatnonzero(problem.candidate_mandatory).tolist()
    }
    filled = pairs & _seated(problem, result)
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    missing = {(person, problem.programme_ids[at]) for person, at in pairs - filled}
    for person, programme, code in refused:
        if (person, programme) in missing:
            codes[programme][code] += 1
    places, held = Counter(at for _, at in pairs), Counter(at for _, at in filled)
    short = [
        {
            "programme": problem.programme_ids[at],
            "places": count,
            "filled": held[at],
            "code": min(codes[problem.programme_ids[at]].most_common(1), default=("", 0))[0],
        }
        for at, count in sorted(places.items())
        if held[at] < count
    ]
    return {"places": len(pairs), "filled": len(filled), "short": short}


def named_places(problem: Problem, result: Result) -> dict[str, int]:
    """People named for a programme that they need not attend, and how many of them get it."""
    at = {f"{NAMED}{code}": place for place, code in enumerate(problem.programme_ids)}
    owners = np.repeat(np.arange(problem.persons), np.diff(problem.gap_ptr)).tolist()
    named = {
        (problem.person_ids[owner], at[problem.competency_ids[competency]])
        for owner, competency in zip(owners, problem.gap_competency.tolist(), strict=True)
        if problem.competency_ids[competency] in at
    }
    return {"places": len(named), "filled": len(named & _seated(problem, result))}


def gaps_counted(problem: Problem) -> int:
    """Gaps of competencies; being named is none."""
    real = np.array([not each.startswith(NAMED) for each in problem.competency_ids], dtype=np.bool_)
    return int(real[problem.gap_competency].sum()) if len(real) else 0


def seat_payers(problem: Problem) -> dict[tuple[str, str], str]:
    """(person, programme) -> key of the fund that pays for the seat."""
    rows = zip(_rows(problem), problem.candidate_programme.tolist(), problem.candidate_fund.tolist(), strict=True)
    people, programmes, funds = problem.person_ids, problem.programme_ids, problem.fund_ids
    return {(people[person], programmes[programme]): funds[fund] for person, programme, fund in rows}


def fund_use(problem: Problem, result: Result) -> Mapping[str, int]:
    """Rupiah by fund: seats by who pays for the person, classes by who pays for the programme."""
    payers = seat_payers(problem)
    programme = dict(zip(problem.session_ids, problem.session_programme.tolist(), strict=True))
    per_person, per_batch = problem.programme_cost_person.tolist(), problem.programme_cost_batch.tolist()
    used: dict[str, int] = defaultdict(int)
    for person, session in result.assignments:
        at = programme[session]
        used[payers[person, problem.programme_ids[at]]] += per_person[at]
    for session, count in result.batches.items():
        at = programme[session]
        used[problem.fund_ids[int(problem.programme_fund[at])]] += count * per_batch[at]
    return used


def conflicts(gathered: Material, assignments: Iterable[tuple[str, str]]) -> int:
    """Seats in a month in which the person cannot leave, but for those that are owed; the problem rules them out."""
    problem = gathered.problem
    periods, durations = problem.session_period.tolist(), problem.session_duration.tolist()
    months = {
        session: frozenset(range(periods[at], periods[at] + durations[at]))
        for at, session in enumerate(problem.session_ids)
        if problem.programme_synchronous[problem.session_programme[at]]
    }
    programme = dict(zip(problem.session_ids, problem.session_programme.tolist(), strict=True))
    owners = _rows(problem)
    owed = {
        (problem.person_ids[owners[row]], int(problem.candidate_programme[row]))
        for row in np.flatnonzero(problem.candidate_mandatory).tolist()
    }
    return sum(
        session in months
        and bool(months[session] & gathered.people[person].closed_months)
        and (person, programme[session]) not in owed
        for person, session in assignments
    )


def plain(value: Any) -> Any:
    """Facts of a result as JSON can hold them."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "as_record"):
        return plain(value.as_record())
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
