"""The small world, for tests that walk every page."""

from tests.world import world, world_photograph

__all__ = ["world", "world_photograph"]
