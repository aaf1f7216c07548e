"""The clock of the business, standing or going."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.test import override_settings

from renbina.foundation import clock

JAKARTA = ZoneInfo("Asia/Jakarta")


def test_a_standing_clock_shows_its_day_at_home_at_every_hour() -> None:
    with override_settings(RENBINA_FROZEN_ON=date(2026, 11, 23)):
        now = clock.now()
        assert now.utcoffset() == timedelta(0)
        assert now.astimezone(JAKARTA).date() == clock.today("Asia/Jakarta") == date(2026, 11, 23)
        assert now.astimezone(JAKARTA).hour == clock.real_now().astimezone(JAKARTA).hour


def test_a_going_clock_is_the_machines() -> None:
    with override_settings(RENBINA_FROZEN_ON=None):
        before = clock.real_now()
        assert before <= clock.now() <= clock.real_now()
