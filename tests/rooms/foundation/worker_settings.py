"""Settings of a worker in a process of its own: the product's, with the slow job of these tests."""

from renbina.config.settings import *  # noqa: F403,TID251 - a settings module of the tests

RENBINA_JOBS = "tests.rooms.foundation.slow.JOBS"
