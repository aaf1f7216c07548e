"""Headings of staff lists as they are really written."""

import pytest

from renbina.foundation.imports.header import find_header
from renbina.foundation.imports.reading import Sheet
from renbina.organisation.imports.roster import roster_import


@pytest.mark.parametrize(
    ("below", "place"), [(("TEMPAT", "TANGGAL"), 3), (("TANGGAL", "TEMPAT"), 2), (("TMP", "TGL"), 3)]
)
def test_a_birth_date_stands_under_its_group(below, place):
    rows = [["NIP", "NAMA", "KELAHIRAN", None, "UNIT KERJA"], [None, None, *below, None], [None] * 5]
    merged = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    header = find_header(Sheet("PNS", hidden=False, rows=rows, merges=merged), roster_import(lambda **_: {}))
    assert header is not None
    assert header.columns["birth_date"] == place
