"""Core tests need no Django and no clock: hypothesis may take its time on a busy machine, and repeats its examples."""

from hypothesis import settings

settings.register_profile("core", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("core")
