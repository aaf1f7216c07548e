"""How much a file may hold. No imports: the child process reads this file too."""

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
RATIO = 100
MEMBERS = 1_000
ROWS = 200_000
COLUMNS = 1_000  # the last one that may be filled; empty ones further right are no matter
CELLS = 20_000_000
BLANK_CELLS = 4_000_000  # with a format and nothing in them
OTHER_ELEMENTS = 3_000_000  # of a part, that are no cells
NESTED_TABLES = 20
LAST_ROW = 1_048_576
SHARED_TEXTS = 1_000_000
PASSED_ON = 120 * 1024 * 1024  # bytes of rows: one long text may be shared by all of them
CELL_CHARACTERS = 32_767
TEXT_CHARACTERS = 1_000_000  # one cell or one line of text that is longer is no roster
MERGES = 20_000
CHILD_MEMORY_BYTES = 1024 * 1024 * 1024
CHILD_CPU_SECONDS = 60
CHILD_WALL_SECONDS = 120
HEADER_WITHIN_ROWS = 30
