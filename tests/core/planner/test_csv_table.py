"""The fast reading of CSV and the slow and simple one accept and refuse the same bytes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binacore.planner import csv_table
from binacore.planner.csv_table import read_csv
from binacore.planner.schema import ALL_TABLES

GAPS = b"person_id,competency_id,held,gap,weight\n"


def outcome(name, raw):
    """What was read, in terms that do not depend on the way of reading."""
    cells, errors = read_csv(name, raw, ALL_TABLES[name], 12)
    if errors:
        return [(error.code, error.column, error.row) for error in errors]
    return {
        title: (
            [column.names[code] if code >= 0 else None for code in column.values.tolist()]
            if column.values.dtype == np.int32
            else column.values.tolist(),
            column.empty.tolist(),
        )
        for title, column in cells.items()
    }


def slow_outcome(name, raw):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_table, "_fast", lambda *arguments: None)
        return outcome(name, raw)


VALUES = st.one_of(
    st.sampled_from(["", "0", "-0", "-1", "007", "1.", ".5", "1.50", "1e2", "1E-2", "+1", "nan", "100", "101", " 1"]),
    st.sampled_from(["99999999999999999999", "0.1234567890123456789", "123456789.25", "-", "1_0", "true", "\u0661"]),
    st.floats(0, 1e10).map(repr),
    st.integers(-200, 200).map(str),
    st.text("abc\u00e9 '", max_size=9),
)
LINE_ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES, VALUES), max_size=6), LINE_ENDS, st.booleans())
def test_both_ways_read_the_same_values(rows, end, ended):
    raw = end.join([GAPS.decode().strip(), *(",".join(row) for row in rows)]) + (end if ended else "")
    assert outcome("gaps", raw.encode()) == slow_outcome("gaps", raw.encode())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_both_ways_refuse_the_same_broken_bytes(data):
    raw = bytearray(GAPS + b"P1,C1,1,2,1.5\nP2,C1,0,1,2\nP3,C2,3,1,0.25\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(
            st.sampled_from([b",", b"\n", b"\r", b"\r\n", b"", b"\x00", b"\xff", b"\xc3\xa9", b"9", b"."])
        )
        raw[at : at + data.draw(st.integers(0, 2))] = piece
    assert outcome("gaps", bytes(raw)) == slow_outcome("gaps", bytes(raw))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["true", "false", "", "True", "tru", "truee", "falsee", "fals", "1"]), max_size=8))
def test_both_ways_read_the_same_booleans(values):
    lines = ["person_id,programme_id,mandatory,needs_prerequisite", *(f"P,J,{value},true" for value in values)]
    raw = "\n".join(lines).encode()
    assert outcome("candidates", raw) == slow_outcome("candidates", raw)


def test_long_identifiers_are_told_apart():
    names = [f"{'x' * 20}{i}" for i in range(300)]
    raw = ("unit_id,budget,away_max\n" + "".join(f"{name},,\n" for name in names)).encode()
    assert outcome("units", raw)["unit_id"][0] == names
