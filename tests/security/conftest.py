"""The world that security tests walk through."""

from tests.world import world, world_photograph

__all__ = ["world", "world_photograph"]
