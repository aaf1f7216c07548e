"""The small world, for tests that walk every page."""

from tests.world import world

__all__ = ["world"]
