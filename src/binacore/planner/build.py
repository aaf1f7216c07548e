"""From columns to a problem: values, then keys and references, then the fixed assignments; errors all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from binacore.planner.cells import Cells, cells_of, empty_cells, errors_from
from binacore.planner.data import NO_LIMIT, Header, Int32s, Ints, ProblemData
from binacore.planner.fixed import errors_of_fixed
from binacore.planner.relations import NOTHING, Links, linked
from binacore.planner.schema import ALL_TABLES, ProblemError, ProblemInvalid
from binacore.planner.validate import errors_of_header, errors_of_shape, high_of

Tables = Mapping[str, Mapping[str, Cells]]
Built = TypeVar("Built", bound=ProblemData)


def problem_from_columns(
    kind: type[Built], header: Mapping[str, object], tables: Mapping[str, Mapping[str, Sequence[object]]]
) -> Built:
    """See `Problem.from_columns`; `kind` is the class that is built."""
    errors = errors_of_header(header) + errors_of_shape(tables)
    if errors:
        raise ProblemInvalid(errors)
    fields: Mapping[str, Any] = header
    found: dict[str, dict[str, Cells]] = {}
    for name in ALL_TABLES:
        if name in tables:
            found[name], wrong = cells_of_table(name, tables[name], fields["periods"])
            errors += wrong
    if errors:
        raise ProblemInvalid(errors)
    return problem_from_cells(kind, header, found)


def cells_of_table(
    name: str, table: Mapping[str, Sequence[object]], periods: int
) -> tuple[dict[str, Cells], list[ProblemError]]:
    """The known columns of a table of Python values, and what is wrong in them."""
    cells: dict[str, Cells] = {}
    errors: list[ProblemError] = []
    for column in ALL_TABLES[name]:
        if column.name in table:
            cells[column.name], faults = cells_of(column, table[column.name], high_of(column, periods))
            errors += errors_from(name, column, faults)
    return cells, errors


def problem_from_cells(kind: type[Built], fields: Mapping[str, Any], found: Tables, folder_sha256: str = "") -> Built:
    """From a valid header and well-formed columns; raises ProblemInvalid for keys, references and specific rules."""
    tables = {name: _completed(name, found.get(name, {})) for name in ALL_TABLES}
    links, errors = linked(tables, fields["periods"], len(fields["step_weights"]))
    if errors:
        raise ProblemInvalid(errors)
    problem = kind.from_arrays(
        Header.from_fields(fields), **_arrays(_Rows(tables, links), fields), folder_sha256=folder_sha256
    )
    errors = errors_of_fixed(problem, links.order["fixed"])
    if errors:
        raise ProblemInvalid(errors)
    return problem


def _completed(name: str, table: Mapping[str, Cells]) -> dict[str, Cells]:
    """With an empty column for every optional one that is absent."""
    rows = len(next(iter(table.values()))) if table else 0
    return {column.name: table.get(column.name) or empty_cells(column, rows) for column in ALL_TABLES[name]}


class _Rows:
    """The tables in key order."""

    def __init__(self, tables: Tables, links: Links) -> None:
        self.tables, self.links = tables, links
        self.position = {name: _inverse(order) for name, order in links.order.items()}

    def ids(self, table: str) -> tuple[str, ...]:
        cells = self.tables[table][ALL_TABLES[table][0].name]
        names = cells.names
        return tuple(names[code] for code in cells.values[self.links.order[table]].tolist())

    def values(self, table: str, column: str, empty: float | None = None) -> NDArray[Any]:
        cells = self.tables[table][column]
        values = cells.values
        if empty is not None:
            values = np.where(cells.empty, np.array(empty, values.dtype), values)
        return values[self.links.order[table]]

    def index(self, table: str, column: str) -> Int32s:
        """Positions of the rows referred to, NOTHING where empty."""
        rows = self.links.target[table, column][self.links.order[table]]
        position = self.position[_REFERS_TO[table, column]]
        if not len(position):
            return np.full(len(rows), NOTHING, np.int32)
        return np.where(rows >= 0, position[rows], NOTHING).astype(np.int32)


_REFERS_TO = {(table, column.name): column.refers_to for table, columns in ALL_TABLES.items() for column in columns}


def _inverse(order: Int32s) -> Int32s:
    position = np.empty(len(order), np.int32)
    position[order] = np.arange(len(order), dtype=np.int32)
    return position


def _ptr(owners: Int32s, count: int) -> Ints:
    return np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=count))]).astype(np.int64)


def _arrays(rows: _Rows, fields: Mapping[str, Any]) -> dict[str, Any]:
    persons, programmes = len(rows.tables["persons"]["person_id"]), len(rows.tables["programmes"]["programme_id"])
    competencies, gap_competency, effect_competency = _competencies(rows)
    return {
        "unit_ids": rows.ids("units"),
        "unit_budget": rows.values("units", "budget", NO_LIMIT),
        "unit_away_max": rows.values("units", "away_max", NO_LIMIT),
        "unit_fairness": rows.values("units", "fairness", fields["fairness_share"]),
        "person_ids": rows.ids("persons"),
        "person_unit": rows.index("persons", "unit_id"),
        "person_hours_max": rows.values("persons", "hours_max", fields["hours_max"]),
        "person_hours_target": rows.values("persons", "hours_target", fields["hours_target"]),
        "person_hours_done": rows.values("persons", "hours_done", 0),
        "person_entitled": rows.values("persons", "entitled", True),
        "competency_ids": competencies,
        "gap_ptr": _ptr(rows.index("gaps", "person_id"), persons),
        "gap_competency": gap_competency,
        "gap_held": rows.values("gaps", "held"),
        "gap_size": rows.values("gaps", "gap"),
        "gap_weight": rows.values("gaps", "weight"),
        "effect_ptr": _ptr(rows.index("effects", "programme_id"), programmes),
        "effect_competency": effect_competency,
        "effect_lift": rows.values("effects", "lift"),
        "effect_ceiling": rows.values("effects", "ceiling"),
        "candidate_ptr": _ptr(rows.index("candidates", "person_id"), persons),
        "candidate_mandatory": rows.values("candidates", "mandatory"),
        "candidate_needs": rows.values("candidates", "needs_prerequisite"),
        "fund_ids": rows.ids("funds"),
        "fund_budget": rows.values("funds", "budget", NO_LIMIT),
    } | _offer(rows)


def _offer(rows: _Rows) -> dict[str, Any]:
    """Programmes, sessions, who pays, and the optional tables."""
    programme_fund = rows.index("programmes", "fund_id")
    candidate_programme = rows.index("candidates", "programme_id")
    own = rows.index("candidates", "fund_id")
    return {
        "programme_ids": rows.ids("programmes"),
        "programme_hours": rows.values("programmes", "hours"),
        "programme_cost_person": rows.values("programmes", "cost_per_person"),
        "programme_cost_batch": rows.values("programmes", "cost_per_batch"),
        "programme_capacity": rows.values("programmes", "capacity"),
        "programme_batch_min": rows.values("programmes", "batch_min"),
        "programme_synchronous": rows.values("programmes", "synchronous"),
        "programme_fund": programme_fund,
        "programme_prerequisite": rows.index("programmes", "prerequisite_id"),
        "programme_away_load": rows.values("programmes", "away_load", 1),
        "programme_organiser": rows.index("programmes", "organiser_id"),
        "session_ids": rows.ids("sessions"),
        "session_programme": rows.index("sessions", "programme_id"),
        "session_period": rows.values("sessions", "period", 0),
        "session_duration": rows.values("sessions", "duration", 1),
        "session_closed": rows.values("sessions", "closed", False),
        "session_batches_max": rows.values("sessions", "batches_max"),
        "candidate_programme": candidate_programme,
        "candidate_fund": np.where(own >= 0, own, programme_fund[candidate_programme]),
        "organiser_ids": rows.ids("organisers"),
        "organiser_batches_max": rows.values("organisers", "batches_max_year", NO_LIMIT),
        "organiser_period_organiser": rows.index("organiser_periods", "organiser_id"),
        "organiser_period_period": rows.values("organiser_periods", "period"),
        "organiser_period_batches_max": rows.values("organiser_periods", "batches_max"),
        "unit_period_unit": rows.index("unit_periods", "unit_id"),
        "unit_period_period": rows.values("unit_periods", "period"),
        "unit_period_away_max": rows.values("unit_periods", "away_max", NO_LIMIT),
        "fixed_person": rows.index("fixed", "person_id"),
        "fixed_session": rows.index("fixed", "session_id"),
    }


def _competencies(rows: _Rows) -> tuple[tuple[str, ...], Int32s, Int32s]:
    """All competencies in order, and their positions in the gaps and effects."""
    gaps, effects = (rows.tables[table]["competency_id"] for table in ("gaps", "effects"))
    names = tuple(sorted({*gaps.names, *effects.names}))
    at = {name: position for position, name in enumerate(names)}

    def positions(table: str, cells: Cells) -> Int32s:
        known = np.array([at[name] for name in cells.names], np.int32)
        return known[cells.values[rows.links.order[table]]]

    return names, positions("gaps", gaps), positions("effects", effects)
