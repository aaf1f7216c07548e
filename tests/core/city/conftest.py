"""One city for all tests of this folder: it is frozen, and making it takes half a second."""

import pytest

from binacity.generate import generate
from binacity.records import City


@pytest.fixture(scope="session")
def city() -> City:
    return generate()
