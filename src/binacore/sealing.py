"""Locks a short text under a key, with every locked text of the same length; for answers that wait for their closing.

A keystream from SHAKE-256 (FIPS 202) over key and nonce, then HMAC-SHA-256 over nonce and cipher text (encrypt, then
authenticate). A nonce must never serve twice under one key; the caller draws it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

NONCE: Final = 16  # bytes
TAG: Final = 32  # bytes
_LENGTH: Final = 4  # bytes that hold the length of the text


class SealBroken(ValueError):
    """Another key, or bytes that were changed."""


class TooLong(ValueError):
    """The text does not fit into the size that all of them have."""


def seal(text: bytes, *, key: bytes, nonce: bytes, size: int) -> bytes:
    """`text` locked, filled up to `size` bytes before: NONCE + 4 + size + TAG bytes, whatever the text."""
    if len(nonce) != NONCE:
        raise ValueError(f"a nonce has {NONCE} bytes")
    if len(text) > size:
        raise TooLong(f"{len(text)} bytes do not fit into {size}")
    plain = len(text).to_bytes(_LENGTH, "big") + text.ljust(size, b"\0")
    body = nonce + _mixed(plain, key, nonce)
    return body + _tag(body, key)


def unseal(sealed: bytes, *, key: bytes) -> bytes:
    """The text again. Raises SealBroken."""
    body, tag = sealed[:-TAG], sealed[-TAG:]
    if len(body) < NONCE + _LENGTH or not hmac.compare_digest(tag, _tag(body, key)):
        raise SealBroken
    plain = _mixed(body[NONCE:], key, body[:NONCE])
    length = int.from_bytes(plain[:_LENGTH], "big")
    return plain[_LENGTH : _LENGTH + length]


def derived(secret: bytes, *purpose: str) -> bytes:
    """A key of 32 bytes for one purpose from a longer-lived secret; parts are kept apart by their length."""
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in purpose)
    return hmac.digest(secret, message, "sha256")


def _mixed(data: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_256(derived(key, "stream") + nonce).digest(len(data))
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")


def _tag(body: bytes, key: bytes) -> bytes:
    return hmac.digest(derived(key, "tag"), body, "sha256")
