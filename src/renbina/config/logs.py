"""What is not worth a line each: visitors whom a public page turned away."""

import logging
import threading
from typing import Final

SILENCE: Final = 60.0  # seconds; of one process


class TurnedAway(logging.Filter):
    """Refusals on pages that ask nobody: one line a minute with how many there were, however many robots knock."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._told_at = 0.0
        self._untold = 0

    def filter(self, record: logging.LogRecord) -> bool:
        if not _is_refusal(record):
            return True
        with self._lock:
            self._untold += 1
            if record.created - self._told_at < SILENCE:
                return False
            count, self._untold, self._told_at = self._untold, 0, record.created
        if count > 1:
            record.msg = f"{record.msg} (and %d more visitors were turned away since the last such line)"
            record.args = (*(record.args if isinstance(record.args, tuple) else ()), count - 1)
        return True


def _is_refusal(record: logging.LogRecord) -> bool:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return 400 <= getattr(record, "status_code", 0) < 500 and getattr(
        getattr(match, "func", None), "asks_nobody", False
    )
