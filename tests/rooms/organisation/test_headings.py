"""Headings of staff lists as they are really written."""

import pytest
from django.utils.translation import override

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


@pytest.mark.parametrize("language", ["id", "en"])
def test_of_two_columns_the_one_declared_first_is_taken_in_any_language(language):
    """The label in the reader's language is a spelling too: "Nama" must not count as worse than NAMA LENGKAP."""
    rows = [["NIP", "NAMA LENGKAP", "NAMA", "UNIT KERJA"], [None] * 4]
    with override(language):
        header = find_header(Sheet("PNS", hidden=False, rows=rows), roster_import(lambda **_: {}))
    assert header is not None
    assert (header.columns["name"], header.ignored) == (2, ("NAMA LENGKAP",))
