"""Settings of a worker in a process of its own: the product's, with the slow job and the lists of people of tests."""

from renbina.config.settings import *  # noqa: F403,TID251 - a settings module of the tests

RENBINA_JOBS = "tests.rooms.foundation.slow.JOBS"
RENBINA_IMPORTS = "tests.rooms.foundation.slow.IMPORTS"
