"""How a caller hears where the planner is. The core never logs; a caller that wants to listen overrides this class."""

from __future__ import annotations


class NoProgress:
    """Ignores everything; subclass it to listen. To cancel, hand in a `StopWhen`."""

    def stage(self, name: str) -> None:
        """A stage begins: `bound`, `baselines`, `construction`, `improvement`, `check`."""

    def advance(self, fraction: float, message_code: str) -> None:
        """`fraction` of the whole computation is done, 0 to 1; the code is the stage's name."""
