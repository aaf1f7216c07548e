"""The world that security tests walk through."""

from tests.world import world

__all__ = ["world"]
