"""What a problem consists of: columns of numbers with the identifiers beside them, frozen after it was built.

Rows are in the order of their keys, so that the order in which a caller lists them can never change a plan. Values are
effective: an optional part of the format that is absent or empty is here already replaced by what it then means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Int16s = NDArray[np.int16]
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
class ProblemData:
    """One annual planning problem (sections 1 to 7 of the format).

    Index arrays hold positions into the `*_ids` tuples; -1 means none. `*_ptr` arrays of length n+1 delimit the rows of
    each owner: the gaps of person p are rows gap_ptr[p]:gap_ptr[p+1]. A self-paced session has period 0 and duration 1.
    Money is whole rupiah, hours are JP, empty limits are NO_LIMIT. `candidate_fund` pays the participant cost of the
    row. `fixed_*`, `unit_period_*` and `organiser_period_*` are rows of those tables, in key order.
    """

    header: Header
    unit_ids: tuple[str, ...]
    unit_budget: Ints
    unit_away_max: Ints
    unit_fairness: Floats
    person_ids: tuple[str, ...]
    person_unit: Int32s
    person_hours_max: Floats
    person_hours_target: Floats
    person_hours_done: Floats
    person_entitled: Bools
    competency_ids: tuple[str, ...]
    gap_ptr: Ints
    gap_competency: Int32s
    gap_held: Int16s
    gap_size: Int16s
    gap_weight: Floats
    programme_ids: tuple[str, ...]
    programme_hours: Floats
    programme_cost_person: Ints
    programme_cost_batch: Ints
    programme_capacity: Ints
    programme_batch_min: Ints
    programme_synchronous: Bools
    programme_fund: Int32s
    programme_prerequisite: Int32s
    programme_away_load: Floats
    programme_organiser: Int32s
    effect_ptr: Ints
    effect_competency: Int32s
    effect_lift: Int16s
    effect_ceiling: Int16s
    session_ids: tuple[str, ...]
    session_programme: Int32s
    session_period: Int32s
    session_duration: Int32s
    session_closed: Bools
    session_batches_max: Ints
    candidate_ptr: Ints
    candidate_programme: Int32s
    candidate_mandatory: Bools
    candidate_needs: Bools
    candidate_fund: Int32s
    fund_ids: tuple[str, ...]
    fund_budget: Ints
    organiser_ids: tuple[str, ...]
    organiser_batches_max: Ints
    organiser_period_organiser: Int32s
    organiser_period_period: Int32s
    organiser_period_batches_max: Ints
    unit_period_unit: Int32s
    unit_period_period: Int32s
    unit_period_away_max: Ints
    fixed_person: Int32s
    fixed_session: Int32s
    folder_sha256: str = field(default="", kw_only=True)
    """Digest of the folder it was read from; empty for a problem built in memory."""

    @classmethod
    def from_arrays(cls, header: Header, **arrays: Any) -> Self:
        """Build from effective values, for generators. NOT validated: rows must be in key order and consistent.

        Arrays are brought to the types of the fields and seen read-only; absent optional fields get their defaults.
        """
        for name, default in _defaults(header, arrays).items():
            arrays.setdefault(name, default)
        fields: dict[str, Any] = {name: _frozen(arrays.pop(name), dtype) for name, dtype in DTYPES.items()}
        fields |= {name: tuple(arrays.pop(name)) for name in IDS}
        return cls(header, **fields, **arrays)

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


IDS = ("unit_ids", "person_ids", "competency_ids", "programme_ids", "session_ids", "fund_ids", "organiser_ids")

DTYPES: dict[str, type[np.generic]] = {
    **dict.fromkeys(("gap_ptr", "effect_ptr", "candidate_ptr"), np.int64),
    **dict.fromkeys(("person_unit", "gap_competency", "effect_competency", "candidate_programme"), np.int32),
    **dict.fromkeys(("programme_fund", "programme_prerequisite", "programme_organiser", "candidate_fund"), np.int32),
    **dict.fromkeys(("session_programme", "session_period", "session_duration"), np.int32),
    **dict.fromkeys(("organiser_period_organiser", "organiser_period_period"), np.int32),
    **dict.fromkeys(("unit_period_unit", "unit_period_period", "fixed_person", "fixed_session"), np.int32),
    **dict.fromkeys(("gap_held", "gap_size", "effect_lift", "effect_ceiling"), np.int16),
    **dict.fromkeys(("unit_budget", "unit_away_max", "fund_budget", "session_batches_max"), np.int64),
    **dict.fromkeys(("programme_cost_person", "programme_cost_batch"), np.int64),
    **dict.fromkeys(("programme_capacity", "programme_batch_min"), np.int64),
    **dict.fromkeys(("organiser_batches_max", "organiser_period_batches_max", "unit_period_away_max"), np.int64),
    **dict.fromkeys(("unit_fairness", "person_hours_max", "person_hours_target", "person_hours_done"), np.float64),
    **dict.fromkeys(("gap_weight", "programme_hours", "programme_away_load"), np.float64),
    **dict.fromkeys(("person_entitled", "programme_synchronous", "session_closed"), np.bool_),
    **dict.fromkeys(("candidate_mandatory", "candidate_needs"), np.bool_),
}
"""The type of every array field."""

_ROW_FIELDS = tuple(name for name in DTYPES if name.startswith(("organiser_", "unit_period_", "fixed_")))


def _defaults(header: Header, arrays: Mapping[str, Any]) -> dict[str, Any]:
    """What the optional fields are when nothing is said of them."""
    units, persons = len(arrays["unit_ids"]), len(arrays["person_ids"])
    programmes, sessions = len(arrays["programme_ids"]), len(arrays["session_ids"])
    defaults: dict[str, Any] = {
        "unit_fairness": np.full(units, header.fairness_share),
        "person_hours_max": np.full(persons, header.hours_max),
        "person_hours_target": np.full(persons, header.hours_target),
        "person_hours_done": np.zeros(persons),
        "person_entitled": np.ones(persons, np.bool_),
        "programme_away_load": np.ones(programmes),
        "programme_organiser": np.full(programmes, -1, np.int32),
        "session_duration": np.ones(sessions, np.int32),
        "session_closed": np.zeros(sessions, np.bool_),
        "organiser_ids": (),
    }
    if "candidate_fund" not in arrays:
        defaults["candidate_fund"] = np.asarray(arrays["programme_fund"], np.int32)[
            np.asarray(arrays["candidate_programme"], np.int64)
        ]
    organisers = len(arrays.get("organiser_ids", ()))
    if organisers:
        defaults["organiser_batches_max"] = np.full(organisers, NO_LIMIT)
    return {name: np.zeros(0) for name in _ROW_FIELDS} | defaults


def _frozen(values: Any, dtype: type[np.generic]) -> NDArray[Any]:
    view = np.ascontiguousarray(values, dtype).view()
    view.setflags(write=False)
    return view
