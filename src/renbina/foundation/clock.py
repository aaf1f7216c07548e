"""The only place that reads the clock. Everything else is handed `at` or `on`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def real_now() -> datetime:
    """The machine's time, for leases and heartbeats only."""
    return datetime.now(UTC)  # noqa: TID251 - this module is the one reader of the clock


def now() -> datetime:
    """The time of the business. A demonstration stands still on its day while the hours of the wall clock go on."""
    actual = real_now()
    frozen: date | None = settings.RENBINA_FROZEN_ON
    if frozen is None:
        return actual
    wall = actual.astimezone(ZoneInfo(settings.TIME_ZONE)).replace(year=frozen.year, month=frozen.month, day=frozen.day)
    return wall.astimezone(UTC)


def today(timezone: str) -> date:
    """The civil day in an agency's zone."""
    if settings.RENBINA_FROZEN_ON is not None:
        frozen: date = settings.RENBINA_FROZEN_ON
        return frozen
    return now().astimezone(ZoneInfo(timezone)).date()
