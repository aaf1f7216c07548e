"""What lets a citizen's form in: our own signed token and not too many at once. No cookie, no address is kept."""

from typing import Final

from django.core import signing
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from renbina.foundation import clock
from renbina.foundation.base import new_public_id
from renbina.foundation.http import Request

FRESH_SECONDS: Final = 24 * 3600  # a form left open longer asks to be sent once more
_SALT: Final = "voice.form"


def form_token(purpose: str) -> str:
    """The random name of one form, signed together with what it is for."""
    return signing.dumps([purpose, new_public_id()], salt=_SALT)


def nonce_of(token: str, purpose: str) -> str | None:
    """The random name of a form that we handed out for this purpose not long ago; None for anything else."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=FRESH_SECONDS)
    except signing.BadSignature:
        return None
    fits = isinstance(found, list) and len(found) == 2 and found[0] == purpose
    return str(found[1]) if fits else None


def too_many(request: Request, what: str, limit: int) -> bool:
    """Whether this address sent too much within the minute. Only a keyed hash is kept, for minutes."""
    minute = int(clock.real_now().timestamp()) // 60
    value = f"{what} {minute} {request.META.get('REMOTE_ADDR', '')}"
    key = f"voice.{salted_hmac('renbina.voice.rate', value, algorithm='sha256').hexdigest()[:32]}"
    cache.add(key, 0, 120)
    try:
        return int(cache.incr(key)) > limit
    except ValueError:  # thrown out of the cache in between
        return False


def private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
