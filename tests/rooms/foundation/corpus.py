"""Files as they really come, and as nobody should send them: D1 to D45, each with its verdict.

Every file is made by the tests, byte by byte or by a library that writes what spreadsheets write.
"""

from tests.rooms.foundation.corpus_made import IMPORTS, KIND, Case
from tests.rooms.foundation.corpus_packages import PACKAGES
from tests.rooms.foundation.corpus_rows import ROWS

CASES = [*ROWS, *PACKAGES]

__all__ = ["CASES", "IMPORTS", "KIND", "Case"]
