"""One spelling of a value as JSON, the same on every engine, so that digests and the audit chain can be recomputed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

_HIDDEN: Final = "[hidden]"
# Made once: json.dumps with settings of its own makes an encoder for every call.
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_SECRET_WORDS: Final = ("password", "passwd", "secret", "token", "private_key", "otp", "session_key")


def plain(value: Any) -> Any:
    """JSON values only. Floats become text: engines print and read them differently, text stays as written."""
    if isinstance(value, str) and not isinstance(value, Enum):  # first, as nearly every value is a text
        return str(value).replace("\x00", "")  # PostgreSQL cannot keep a NUL
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Decimal | UUID | Promise):
        return str(value)
    if isinstance(value, Model):
        return str(getattr(value, "public_id", value.pk))
    if isinstance(value, Mapping):
        return {str(key): _HIDDEN if _is_secret(str(key)) else plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form; hand over text, numbers, dates or ids.")


def instant(value: datetime) -> str:
    """UTC with microseconds: what both engines keep."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def canonical_bytes(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces, of a value that is already plain."""
    return _ENCODER.encode(value).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical_bytes(plain(value))).hexdigest()


def digest_of_many(values: Iterable[Any]) -> str:
    """SHA-256 over the canonical forms one after the other, for lists too long to be in memory as one text."""
    seal = hashlib.sha256()
    for value in values:
        seal.update(canonical_bytes(plain(value)))
    return seal.hexdigest()


@lru_cache(maxsize=4096)
def _is_secret(key: str) -> bool:
    folded = key.casefold()
    return any(word in folded for word in _SECRET_WORDS)
