"""How much a file may hold. No imports: the child process reads this file too."""

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
RATIO = 100
MEMBERS = 1_000
ROWS = 200_000
COLUMNS = 1_000  # the last one that may be filled; empty ones further right are no matter
CELLS = 20_000_000
SHARED_TEXTS = 3_000_000
CELL_CHARACTERS = 32_767
TEXT_CHARACTERS = 1_000_000  # one cell or one line of text that is longer is no roster
MERGES = 20_000
CHILD_MEMORY_BYTES = 1024 * 1024 * 1024
CHILD_CPU_SECONDS = 60
CHILD_WALL_SECONDS = 120
HEADER_WITHIN_ROWS = 30
