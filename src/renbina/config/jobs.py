"""What the worker can do: kind of job -> the action that does it."""

JOBS: dict[str, object] = {}
