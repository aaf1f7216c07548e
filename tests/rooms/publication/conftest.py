"""The town of the overviews serves here too: the public page shows the figures of its plan."""

from tests.rooms.dashboards.conftest import elsewhere, login, planned, the_day, town

__all__ = ["elsewhere", "login", "planned", "the_day", "town"]
