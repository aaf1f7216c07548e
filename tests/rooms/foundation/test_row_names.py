"""What stands beside the title of a row: what people know it by, never the key that rows are compared with."""

import pytest

from renbina.config.imports import IMPORTS
from renbina.foundation.imports.queries import known_as, known_by
from renbina.foundation.models import ImportRow

NIP = "199001012015031001"


@pytest.mark.parametrize(
    ("kind", "cells", "key", "words"),
    [
        ("roster", {"nip": NIP}, NIP, NIP),
        ("roster", {"name": "Orang 1"}, NIP, NIP),  # stored, not in the file
        ("superiors", {"nip": NIP}, f"{NIP}|rater", NIP),
        ("superiors", {}, f"{NIP}|rater", NIP),
        ("programmes", {"code": "A02"}, "a02", "A02"),
        ("roster", {"nip": None}, "", ""),
    ],
)
def test_a_row_is_known_by_its_nip_or_its_code(kind: str, cells: dict[str, str | None], key: str, words: str) -> None:
    known = known_by(IMPORTS[kind])
    assert known is not None
    assert known_as(ImportRow(cells=cells, key=key), known) == words


def test_a_digest_is_nothing_to_read() -> None:
    assert known_by(IMPORTS["positions"]) is None
