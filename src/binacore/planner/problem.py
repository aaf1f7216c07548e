"""`Problem`: what is true. Columns of numbers with the identifiers beside them, frozen after it was built.

Rows are put in the order of their keys, so that the order in which a caller lists them can never change a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binacore.planner import validate
from binacore.planner.schema import TABLES, ProblemInvalid

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NO_LIMIT = 4 * 10**18
"""Stands for "empty = no limit" in integer arrays; above every amount a valid problem can add up to in one sum."""


@dataclass(frozen=True, slots=True)
class Weights:
    mandatory: float
    entitlement: float
    cost: float
    fairness: float


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of `problem.json`; hours in JP, budget in rupiah."""

    name: str | None
    periods: int
    max_programmes: int
    hours_max: float
    hours_target: float
    step_weights: tuple[float, ...]
    weights: Weights
    fairness_share: float
    budget: int

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Header:
        """From validated fields."""
        return cls(
            name=fields.get("name"),
            periods=fields["periods"],
            max_programmes=fields["max_programmes"],
            hours_max=float(fields["hours_max"]),
            hours_target=float(fields["hours_target"]),
            step_weights=tuple(float(step) for step in fields["step_weights"]),
            weights=Weights(**{name: float(value) for name, value in fields["weights"].items()}),
            fairness_share=float(fields["fairness_share"]),
            budget=fields["budget"],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One annual planning problem (sections 1 to 6 of the format).

    Index arrays hold positions into the `*_ids` tuples; -1 means none. `*_ptr` arrays of length n+1 delimit the rows of
    each owner: the gaps of person p are rows gap_ptr[p]:gap_ptr[p+1]. A self-paced session has period 0. Money is whole
    rupiah, hours are JP, empty limits are NO_LIMIT.
    """

    header: Header
    unit_ids: tuple[str, ...]
    unit_budget: Ints
    unit_away_max: Ints
    person_ids: tuple[str, ...]
    person_unit: Ints
    competency_ids: tuple[str, ...]
    gap_ptr: Ints
    gap_competency: Ints
    gap_held: Ints
    gap_size: Ints
    gap_weight: Floats
    programme_ids: tuple[str, ...]
    programme_hours: Floats
    programme_cost_person: Ints
    programme_cost_batch: Ints
    programme_capacity: Ints
    programme_batch_min: Ints
    programme_synchronous: Bools
    programme_fund: Ints
    programme_prerequisite: Ints
    effect_ptr: Ints
    effect_competency: Ints
    effect_lift: Ints
    effect_ceiling: Ints
    session_ids: tuple[str, ...]
    session_programme: Ints
    session_period: Ints
    session_batches_max: Ints
    candidate_ptr: Ints
    candidate_programme: Ints
    candidate_mandatory: Bools
    candidate_needs: Bools
    fund_ids: tuple[str, ...]
    fund_budget: Ints
    folder_sha256: str = field(default="", kw_only=True)
    """Digest of the folder it was read from; empty for a problem built in memory."""

    @classmethod
    def from_columns(
        cls, header: Mapping[str, object], tables: Mapping[str, Mapping[str, Sequence[object]]]
    ) -> Problem:
        """Build from the fields of `problem.json` and the eight tables as columns of Python values (None = empty).

        Raises ProblemInvalid with every error found (codes of section 1.4).
        """
        errors = validate.errors_of_header(header) + validate.errors_of_shape(tables)
        if errors:
            raise ProblemInvalid(errors)
        fields: Mapping[str, Any] = header
        errors = validate.errors_of_values(tables, fields["periods"])
        errors = errors or validate.errors_of_relations(tables, len(fields["step_weights"]))
        if errors:
            raise ProblemInvalid(errors)
        return cls(Header.from_fields(fields), **_arrays(tables))

    @property
    def persons(self) -> int:
        return len(self.person_ids)

    def header_fields(self) -> dict[str, object]:
        """The fields of `problem.json` again."""
        h = self.header
        fields: dict[str, object] = {"format": "renbina-problem/1"}
        if h.name is not None:
            fields["name"] = h.name
        weights = {name: getattr(h.weights, name) for name in ("mandatory", "entitlement", "cost", "fairness")}
        return fields | {
            "periods": h.periods,
            "max_programmes": h.max_programmes,
            "hours_max": h.hours_max,
            "hours_target": h.hours_target,
            "step_weights": list(h.step_weights),
            "weights": weights,
            "fairness_share": h.fairness_share,
            "budget": h.budget,
        }

    def columns(self) -> dict[str, dict[str, list[Any]]]:
        """The eight tables again, rows in key order, None for empty: the inverse of `from_columns`."""
        owners = {
            "gaps": _named(_owners(self.gap_ptr), self.person_ids),
            "effects": _named(_owners(self.effect_ptr), self.programme_ids),
            "candidates": _named(_owners(self.candidate_ptr), self.person_ids),
        }
        values: dict[str, tuple[list[Any], ...]] = {
            "units": (list(self.unit_ids), _limits(self.unit_budget), _limits(self.unit_away_max)),
            "persons": (list(self.person_ids), _named(self.person_unit, self.unit_ids)),
            "gaps": (
                owners["gaps"],
                _named(self.gap_competency, self.competency_ids),
                self.gap_held.tolist(),
                self.gap_size.tolist(),
                self.gap_weight.tolist(),
            ),
            "programmes": self._programme_columns(),
            "effects": (
                owners["effects"],
                _named(self.effect_competency, self.competency_ids),
                self.effect_lift.tolist(),
                self.effect_ceiling.tolist(),
            ),
            "sessions": (
                list(self.session_ids),
                _named(self.session_programme, self.programme_ids),
                [period or None for period in self.session_period.tolist()],
                self.session_batches_max.tolist(),
            ),
            "candidates": (
                owners["candidates"],
                _named(self.candidate_programme, self.programme_ids),
                self.candidate_mandatory.tolist(),
                self.candidate_needs.tolist(),
            ),
            "funds": (list(self.fund_ids), _limits(self.fund_budget)),
        }
        names = {table: [column.name for column in columns] for table, columns in TABLES.items()}
        return {table: dict(zip(names[table], values[table], strict=True)) for table in TABLES}

    def _programme_columns(self) -> tuple[list[Any], ...]:
        return (
            list(self.programme_ids),
            self.programme_hours.tolist(),
            self.programme_cost_person.tolist(),
            self.programme_cost_batch.tolist(),
            self.programme_capacity.tolist(),
            self.programme_batch_min.tolist(),
            self.programme_synchronous.tolist(),
            _named(self.programme_fund, self.fund_ids),
            _named(self.programme_prerequisite, self.programme_ids),
        )


def _owners(ptr: Ints) -> Ints:
    return np.repeat(np.arange(len(ptr) - 1), np.diff(ptr))


def _named(index: Ints, ids: tuple[str, ...]) -> list[str | None]:
    return [ids[at] if at >= 0 else None for at in index.tolist()]


def _limits(values: Ints) -> list[int | None]:
    return [None if value == NO_LIMIT else value for value in values.tolist()]


def _arrays(tables: Mapping[str, Mapping[str, Sequence[Any]]]) -> dict[str, Any]:
    rows = {name: _sorted_columns(name, tables[name]) for name in TABLES}
    competencies = sorted(set(rows["gaps"]["competency_id"]) | set(rows["effects"]["competency_id"]))
    at = {name: _positions(rows[name][TABLES[name][0].name]) for name in ("units", "persons", "programmes", "funds")}
    competency_at = _positions(competencies)
    programmes, sessions = rows["programmes"], rows["sessions"]
    persons, gaps, effects, candidates = rows["persons"], rows["gaps"], rows["effects"], rows["candidates"]
    n_persons, n_programmes = len(persons["person_id"]), len(programmes["programme_id"])
    arrays: dict[str, Any] = {
        "unit_ids": tuple(rows["units"]["unit_id"]),
        "unit_budget": _limit_array(rows["units"]["budget"]),
        "unit_away_max": _limit_array(rows["units"]["away_max"]),
        "person_ids": tuple(persons["person_id"]),
        "person_unit": _index(persons["unit_id"], at["units"]),
        "competency_ids": tuple(competencies),
        "gap_ptr": _ptr(_index(gaps["person_id"], at["persons"]), n_persons),
        "gap_competency": _index(gaps["competency_id"], competency_at),
        "gap_held": _ints(gaps["held"]),
        "gap_size": _ints(gaps["gap"]),
        "gap_weight": _floats(gaps["weight"]),
        "effect_ptr": _ptr(_index(effects["programme_id"], at["programmes"]), n_programmes),
        "effect_competency": _index(effects["competency_id"], competency_at),
        "effect_lift": _ints(effects["lift"]),
        "effect_ceiling": _ints(effects["ceiling"]),
        "session_ids": tuple(sessions["session_id"]),
        "session_programme": _index(sessions["programme_id"], at["programmes"]),
        "session_period": _ints([period or 0 for period in sessions["period"]]),
        "session_batches_max": _ints(sessions["batches_max"]),
        "candidate_ptr": _ptr(_index(candidates["person_id"], at["persons"]), n_persons),
        "candidate_programme": _index(candidates["programme_id"], at["programmes"]),
        "candidate_mandatory": _bools(candidates["mandatory"]),
        "candidate_needs": _bools(candidates["needs_prerequisite"]),
        "fund_ids": tuple(rows["funds"]["fund_id"]),
        "fund_budget": _limit_array(rows["funds"]["budget"]),
    } | _programme_arrays(programmes, at)
    for array in arrays.values():
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    return arrays


def _programme_arrays(programmes: Mapping[str, Sequence[Any]], at: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    return {
        "programme_ids": tuple(programmes["programme_id"]),
        "programme_hours": _floats(programmes["hours"]),
        "programme_cost_person": _ints(programmes["cost_per_person"]),
        "programme_cost_batch": _ints(programmes["cost_per_batch"]),
        "programme_capacity": _ints(programmes["capacity"]),
        "programme_batch_min": _ints(programmes["batch_min"]),
        "programme_synchronous": _bools(programmes["synchronous"]),
        "programme_fund": _index(programmes["fund_id"], at["funds"]),
        "programme_prerequisite": _index(programmes["prerequisite_id"], at["programmes"]),
    }


def _sorted_columns(name: str, table: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    keys = [table[column.name] for column in TABLES[name] if column.key]
    rows = list(zip(*keys, strict=True))
    order = sorted(range(len(rows)), key=rows.__getitem__)
    return {column.name: [table[column.name][row] for row in order] for column in TABLES[name]}


def _positions(ids: Sequence[str]) -> dict[str, int]:
    return {identifier: position for position, identifier in enumerate(ids)}


def _index(values: Sequence[Any], at: Mapping[str, int]) -> Ints:
    return _ints([at[value] if value else -1 for value in values])


def _ptr(owners: Ints, count: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)


def _limit_array(values: Sequence[int | None]) -> Ints:
    return _ints([NO_LIMIT if value is None else value for value in values])


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)


def _bools(values: Sequence[bool]) -> Bools:
    return np.array(values, dtype=np.bool_)
