"""Addresses for letters, which leave without a request that would know the host."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path of this installation; empty where RENBINA_ADDRESS is not set."""
    address: str = settings.RENBINA_ADDRESS
    return f"{address.rstrip('/')}{path}" if address else ""
