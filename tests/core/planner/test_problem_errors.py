"""Every error code of sections 1.4 and 7.3, from memory and from folders."""

import json

import pytest

from binacore.planner import Problem, ProblemInvalid
from binacore.planner.canonical import problem_files
from binacore.planner.folder import read_problem, write_problem

from .example import example


def field(name, value):
    def change(header, tables):
        header[name] = value

    return change


def without(name):
    def change(header, tables):
        del header[name]

    return change


def cell(table, column, row, value):
    def change(header, tables):
        tables[table][column][row] = value

    return change


def drop_table(name):
    return lambda header, tables: tables.pop(name)


def add_column(table, column):
    def change(header, tables):
        rows = len(next(iter(tables[table].values())))
        tables[table][column] = [None] * rows

    return change


def add_table(name, **columns):
    def change(header, tables):
        tables[name] = columns

    return change


def fill_column(table, column, *values):
    def change(header, tables):
        tables[table][column] = list(values)

    return change


def self_prerequisite(header, tables):
    tables["programmes"]["prerequisite_id"] = ["J2", "J1"]


CASES = [
    ("format_unknown", "", "format", None, field("format", "renbina-problem/2")),
    ("field_missing", "", "budget", None, without("budget")),
    ("field_missing", "", "step_weights", None, without("step_weights")),
    ("field_missing", "", "weights", None, without("weights")),
    ("field_missing", "", "weights.cost", None, field("weights", {"mandatory": 1, "entitlement": 1, "fairness": 1})),
    ("field_unknown", "", "colour", None, field("colour", 1)),
    ("field_type", "", "periods", None, field("periods", 12.0)),
    ("field_type", "", "budget", None, field("budget", True)),
    ("field_type", "", "hours_max", None, field("hours_max", float("inf"))),
    ("field_type", "", "name", None, field("name", 3)),
    ("field_type", "", "step_weights", None, field("step_weights", 1)),
    ("field_range", "", "periods", None, field("periods", 367)),
    ("field_range", "", "budget", None, field("budget", 10**5000)),
    ("field_range", "", "step_weights", None, field("step_weights", [])),
    ("field_range", "", "fairness_share", None, field("fairness_share", 1.5)),
    ("step_weights_increasing", "", "step_weights", None, field("step_weights", [1, 1.1, 0.5, 0.4])),
    ("table_missing", "funds", "", None, drop_table("funds")),
    ("column_missing", "units", "away_max", None, lambda header, tables: tables["units"].pop("away_max")),
    ("column_unknown", "persons", "hours", None, add_column("persons", "hours")),
    ("column_unknown", "sessions", "fund_id", None, add_column("sessions", "fund_id")),
    ("column_unknown", "fixes", "", None, add_table("fixes")),
    ("column_unknown", "fixed", "mode", None, add_table("fixed", person_id=[], session_id=[], mode=[])),
    ("column_missing", "fixed", "session_id", None, add_table("fixed", person_id=[])),
    ("column_missing", "unit_periods", "away_max", None, add_table("unit_periods", unit_id=[], period=[])),
    ("row_shape", "persons", "", None, fill_column("persons", "hours_done", 1)),
    ("row_shape", "units", "", None, lambda header, tables: tables["units"]["away_max"].append(1)),
    ("value_missing", "persons", "unit_id", 2, cell("persons", "unit_id", 1, "")),
    ("value_missing", "gaps", "held", 1, cell("gaps", "held", 0, None)),
    ("value_type", "programmes", "cost_per_person", 1, cell("programmes", "cost_per_person", 0, 1000000.0)),
    ("value_type", "candidates", "mandatory", 1, cell("candidates", "mandatory", 0, "FALSE")),
    ("value_type", "gaps", "weight", 2, cell("gaps", "weight", 1, float("nan"))),
    ("value_type", "gaps", "gap", 2, cell("gaps", "gap", 1, True)),
    ("value_range", "sessions", "period", 2, cell("sessions", "period", 1, 13)),
    ("value_range", "effects", "lift", 1, cell("effects", "lift", 0, 0)),
    ("value_range", "units", "budget", 1, cell("units", "budget", 0, 10**18 + 1)),
    ("value_type", "persons", "entitled", 2, fill_column("persons", "entitled", None, 1)),
    ("value_type", "sessions", "duration", 1, fill_column("sessions", "duration", 1.0, None, None)),
    ("value_type", "persons", "person_id", 1, cell("persons", "person_id", 0, "\ud800")),
    ("value_range", "units", "fairness", 1, fill_column("units", "fairness", 1.01)),
    ("value_range", "persons", "hours_done", 2, fill_column("persons", "hours_done", None, -1)),
    ("value_range", "programmes", "away_load", 2, fill_column("programmes", "away_load", 1, 1000.5)),
    ("value_range", "sessions", "duration", 3, fill_column("sessions", "duration", None, 1, 0)),
    ("value_range", "programmes", "hours", 1, cell("programmes", "hours", 0, 10**5000)),
    (
        "value_range",
        "unit_periods",
        "period",
        2,
        add_table("unit_periods", unit_id=["U1", "U1"], period=[12, 13], away_max=[None, 1]),
    ),
    (
        "value_range",
        "organiser_periods",
        "period",
        1,
        add_table("organiser_periods", organiser_id=["O1"], period=[0], batches_max=[1]),
    ),
    (
        "value_missing",
        "organiser_periods",
        "batches_max",
        1,
        add_table("organiser_periods", organiser_id=["O1"], period=[1], batches_max=[None]),
    ),
    ("value_missing", "fixed", "session_id", 1, add_table("fixed", person_id=["P1"], session_id=[None])),
    ("duplicate_key", "fixed", "session_id", 2, add_table("fixed", person_id=["P1", "P1"], session_id=["S1", "S1"])),
    (
        "duplicate_key",
        "unit_periods",
        "period",
        3,
        add_table("unit_periods", unit_id=["U1"] * 3, period=[2, 1, 2], away_max=[None, 1, 1]),
    ),
    (
        "duplicate_key",
        "organisers",
        "organiser_id",
        2,
        add_table("organisers", organiser_id=["O1", "O1"], batches_max_year=[None, 1]),
    ),
    ("reference_unknown", "programmes", "organiser_id", 2, fill_column("programmes", "organiser_id", None, "O1")),
    ("reference_unknown", "candidates", "fund_id", 3, fill_column("candidates", "fund_id", None, "F1", "F2")),
    ("reference_unknown", "fixed", "session_id", 1, add_table("fixed", person_id=["P1"], session_id=["S9"])),
    ("duration_self_paced", "sessions", "duration", 3, fill_column("sessions", "duration", 1, None, 2)),
    ("duration_beyond_end", "sessions", "duration", 2, fill_column("sessions", "duration", 10, 8, 1)),
    ("fixed_infeasible", "fixed", "", 1, add_table("fixed", person_id=["P1"], session_id=["S3"])),
    ("duplicate_key", "candidates", "programme_id", 3, cell("candidates", "programme_id", 2, "J1")),
    ("reference_unknown", "persons", "unit_id", 1, cell("persons", "unit_id", 0, "U9")),
    ("reference_unknown", "persons", "unit_id", 1, cell("persons", "unit_id", 0, "u1")),
    ("prerequisite_cycle", "programmes", "prerequisite_id", 1, self_prerequisite),
    ("prerequisite_cycle", "programmes", "prerequisite_id", 1, cell("programmes", "prerequisite_id", 0, "J1")),
    ("prerequisite_none", "candidates", "needs_prerequisite", 1, cell("candidates", "needs_prerequisite", 0, True)),
    ("synchronous_self_paced", "sessions", "period", 1, cell("sessions", "period", 0, None)),
    ("batch_min_above_capacity", "programmes", "batch_min", 1, cell("programmes", "batch_min", 0, 3)),
    ("gap_above_steps", "gaps", "gap", 1, cell("gaps", "gap", 0, 5)),
]


@pytest.mark.parametrize(("code", "table", "column", "row", "change"), CASES)
def test_an_error_in_memory_is_refused_with_code_and_place(code, table, column, row, change):
    header, tables = example()
    change(header, tables)
    with pytest.raises(ProblemInvalid) as caught:
        Problem.from_columns(header, tables)
    assert (code, table, column, row) in [(e.code, e.table, e.column, e.row) for e in caught.value.errors]
    assert all(error.message for error in caught.value.errors)


def test_all_errors_are_reported_together():
    header, tables = example()
    tables["persons"]["unit_id"] = ["U8", "U9"]
    with pytest.raises(ProblemInvalid) as caught:
        Problem.from_columns(header, tables)
    assert [error.row for error in caught.value.errors] == [1, 2]


def test_x_fields_and_columns_are_ignored():
    header, tables = example()
    header["x_note"] = "free"
    tables["units"]["x_name"] = ["anything"]
    assert Problem.from_columns(header, tables).unit_ids == ("U1",)


def replace_bytes(name, old, new):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes().replace(old, new, 1))


def append(name, extra):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes() + extra)


def write(name, content):
    return lambda folder: (folder / name).write_bytes(content)


FOLDER_CASES = [
    ("problem_missing", lambda folder: (folder / "problem.json").unlink()),
    ("problem_not_json", write("problem.json", b"[1]")),
    ("problem_not_json", write("problem.json", b"{")),
    ("problem_not_json", replace_bytes("problem.json", b"0.7", b"NaN")),
    ("field_type", replace_bytes("problem.json", b'"periods": 12', b'"periods": 12.0')),
    ("encoding", write("problem.json", b'{"name": "\xff"}')),
    ("encoding", append("persons.csv", b"P\xff,U1\n")),
    ("table_missing", lambda folder: (folder / "gaps.csv").unlink()),
    ("table_ambiguous", write("gaps.parquet", b"")),
    ("column_missing", write("effects.csv", b"")),
    ("column_duplicate", replace_bytes("funds.csv", b"fund_id,budget", b"fund_id,fund_id")),
    ("column_missing", write("fixed.csv", b"person_id\n")),
    ("column_unknown", write("fixed.csv", b"person_id,session_id,mode\n")),
    ("table_ambiguous", lambda folder: [(folder / f"fixed.{kind}").write_bytes(b"") for kind in ("csv", "parquet")]),
    ("fixed_infeasible", write("fixed.csv", b"person_id,session_id\nP1,S3\n")),
    ("row_shape", append("persons.csv", b"\n")),
    ("row_shape", append("persons.csv", b"P3,U1,more\n")),
    ("row_shape", append("persons.csv", b'P3,"U1\n')),
    ("row_shape", append("persons.csv", b'P3,U"1"\n')),
    ("value_type", replace_bytes("gaps.csv", b",1.5", b",.5")),
    ("value_type", replace_bytes("gaps.csv", b",1.5", b", 1.5")),
    ("value_type", replace_bytes("gaps.csv", b",1.5", b",nan")),
    ("value_type", replace_bytes("candidates.csv", b"true", b"True")),
    ("value_type", replace_bytes("units.csv", b"3000000", b"3_000_000")),
    ("value_range", replace_bytes("units.csv", b"3000000", b"-1")),
    ("value_range", replace_bytes("units.csv", b"3000000", b"9" * 5000)),
    ("value_range", replace_bytes("gaps.csv", b",1.5", b",1e999")),
    ("value_range", replace_bytes("gaps.csv", b",1.5", b",-0.5")),
    ("field_range", replace_bytes("problem.json", b'"budget": 6000000', b'"budget": ' + b"9" * 5000)),
    ("value_type", replace_bytes("gaps.csv", b",1.5", b",1.")),
    ("value_type", replace_bytes("gaps.csv", b",1.5", b",1.5.0")),
    ("value_type", replace_bytes("gaps.csv", b",1.5", b",+1")),
    ("value_type", replace_bytes("units.csv", b"3000000", b"3000000.0")),
    ("value_type", replace_bytes("units.csv", b"3000000", b"-")),
    ("value_missing", replace_bytes("candidates.csv", b"true", b"")),
    ("row_shape", append("persons.csv", b"P3,U1\rP4,U1\n")),
    ("row_shape", append("persons.csv", b"\r\n\r\n")),
    ("encoding", append("funds.csv", b'"\xff",\n')),
]


@pytest.mark.parametrize(("code", "change"), FOLDER_CASES)
def test_a_wrong_folder_is_refused_with_its_code(tmp_path, code, change):
    write_problem(Problem.from_columns(*example()), tmp_path)
    change(tmp_path)
    with pytest.raises(ProblemInvalid) as caught:
        read_problem(tmp_path)
    assert code in [error.code for error in caught.value.errors]


def test_an_error_in_a_folder_names_the_row_counted_without_the_header(tmp_path):
    write_problem(Problem.from_columns(*example()), tmp_path)
    rows = b"P1,C1,1,2,1.5\nP2,C1,x,1,2\nP2,C2,,1,2\n"
    (tmp_path / "gaps.csv").write_bytes(b"person_id,competency_id,held,gap,weight\n" + rows)
    (tmp_path / "funds.csv").write_bytes(b"fund_id,budget\nF1,-1\n")
    with pytest.raises(ProblemInvalid) as caught:
        read_problem(tmp_path)
    assert [(e.code, e.table, e.column, e.row) for e in caught.value.errors] == [
        ("value_type", "gaps", "held", 2),
        ("value_missing", "gaps", "held", 3),
        ("value_range", "funds", "budget", 1),
    ]


def test_errors_of_the_header_and_of_all_tables_are_reported_together(tmp_path):
    write_problem(Problem.from_columns(*example()), tmp_path)
    replace_bytes("problem.json", b'"periods": 12', b'"periods": 0')(tmp_path)
    append("persons.csv", b"P3\n")(tmp_path)
    (tmp_path / "funds.csv").unlink()
    with pytest.raises(ProblemInvalid) as caught:
        read_problem(tmp_path)
    assert {error.code for error in caught.value.errors} == {"field_range", "row_shape", "table_missing"}


def test_many_errors_in_a_large_table_are_all_found():
    header, tables = example()
    rows = 50_000
    tables["persons"] = {"person_id": [f"P{i}" for i in range(rows)], "unit_id": ["U1", "U2"] * (rows // 2)}
    with pytest.raises(ProblemInvalid) as caught:
        Problem.from_columns(header, tables)
    assert sum(error.code == "reference_unknown" for error in caught.value.errors) == rows // 2


def test_an_unreadable_parquet_table_is_refused(tmp_path):
    write_problem(Problem.from_columns(*example()), tmp_path)
    (tmp_path / "gaps.csv").unlink()
    (tmp_path / "gaps.parquet").write_bytes(b"not parquet")
    with pytest.raises(ProblemInvalid) as caught:
        read_problem(tmp_path)
    assert [error.code for error in caught.value.errors] == ["table_unreadable"]


def test_header_numbers_survive_the_folder(tmp_path):
    problem = Problem.from_columns(*example())
    fields = json.loads(problem_files(problem)["problem.json"])
    assert fields["budget"] == 6_000_000
    write_problem(problem, tmp_path)
    assert read_problem(tmp_path).header == problem.header
