"""What is not worth a line each, visitors whom a public page turned away; and what must not stand in one."""

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
        _without_ticket(record)
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


def _without_ticket(record: logging.LogRecord) -> None:
    """A line about a page without names shows its kind and never its ticket: the log would tell when it was used."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    token = getattr(match, "kwargs", {}).get("token", "")
    if token and getattr(getattr(match, "func", None), "asks_nobody", False) and isinstance(record.args, tuple):
        record.args = tuple(each.replace(token, "…") if isinstance(each, str) else each for each in record.args)


def _is_refusal(record: logging.LogRecord) -> bool:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return 400 <= getattr(record, "status_code", 0) < 500 and getattr(
        getattr(match, "func", None), "asks_nobody", False
    )
