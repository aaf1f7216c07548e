"""Days as spreadsheets count them."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Final

_BASE_1900: Final = dt.date(1899, 12, 30)  # right from 1 March 1900 on
_BASE_1904: Final = dt.date(1904, 1, 1)
_LEAP_BUG: Final = 60  # 29 February 1900, which never was; earlier days are counted one off
_LAST: Final = 2_958_465  # 31 December 9999
_SECOND: Final = Decimal(1) / 86_400


def serial_day(written: str, *, base1904: bool) -> list[str]:
    """The cell for a number shown as a day: `["d", ISO]`, or `["t", text]` where it carries a time or is no day."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return ["e", written[:50]]
    day = int(number.to_integral_value())
    if abs(number - day) > _SECOND or not 0 <= day <= _LAST:
        return ["t", written]
    if base1904:
        return ["d", (_BASE_1904 + dt.timedelta(days=min(day, _LAST - 1462))).isoformat()]
    if day in (0, _LEAP_BUG):
        return ["t", written]
    return ["d", (_BASE_1900 + dt.timedelta(days=day + (day < _LEAP_BUG))).isoformat()]


def iso_day(written: str) -> list[str]:
    """The cell for a day written as ISO text, with or without a midnight."""
    day, _, time = written.partition("T")
    return ["d", day[:40]] if not time.strip("0:.Z") else ["t", written[:40]]
