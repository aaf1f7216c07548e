"""Core tests need no Django and no clock: hypothesis may take the time a busy machine needs, and repeats its examples."""

from hypothesis import settings

settings.register_profile("core", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("core")
