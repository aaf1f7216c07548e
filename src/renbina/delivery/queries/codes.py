"""The code a trainer shows: signed for one session and half a minute, so that it proves being in the room."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from renbina.delivery.models import Session

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else on a screen
LENGTH: Final = 8  # 31**8: not to be guessed within a minute by somebody who must be logged in
SECONDS: Final = 30  # how long a code is shown
_GRACE: Final = 2  # codes before the present one that still count: a minute to find the page and type
_REMEMBERED: Final = 240  # older codes that are known as expired rather than wrong: two hours
_SALT: Final = "renbina.delivery.attendance"


class CodeVerdict(StrEnum):
    RIGHT = "right"
    EXPIRED = "expired"
    FOREIGN = "foreign"  # of another session, or never given out


def code_for(session: Session, at: datetime) -> str:
    """The code that stands on the trainer's screen at a moment."""
    return _code(session, _window(at))


def seconds_left(at: datetime) -> int:
    """How long the code of this moment is shown, 1 to SECONDS."""
    return SECONDS - int(at.timestamp()) % SECONDS


def judge_code(session: Session, code: str, at: datetime) -> CodeVerdict:
    """Whether somebody who gives this code now is in the room. Small letters, blanks and dashes do not matter."""
    given = "".join(sign for sign in code.upper() if sign.isalnum())[:40]
    now = _window(at)
    for age in range(_GRACE + 1):
        if constant_time_compare(given, _code(session, now - age)):
            return CodeVerdict.RIGHT
    older = range(_GRACE + 1, _REMEMBERED)
    return CodeVerdict.EXPIRED if any(given == _code(session, now - age) for age in older) else CodeVerdict.FOREIGN


def _window(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS


def _code(session: Session, window: int) -> str:
    digest = salted_hmac(_SALT, f"{session.public_id}:{window}", algorithm="sha256").digest()
    number = int.from_bytes(digest[:16], "big")
    signs = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)
