"""What lets a citizen's form in: our own signed token, time to read, not too many at once. No address is kept."""

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext as _

from renbina.foundation import clock, rates
from renbina.foundation.base import new_public_id
from renbina.foundation.http import Request

FRESH_SECONDS: Final = 24 * 3600  # a form left open longer asks to be sent once more
BUSY: Final = 4  # a minute is busy from this part of the limit on
HOURLY: Final = 6  # an hour may hold so many times the limit in busy minutes
FLOOD: Final = 3  # times the limit: from there on a refusal is a few bytes and no other work
MINUTE, HOUR = 60, 3600
_SALT: Final = "voice.form"


def form_token(purpose: str) -> str:
    """The random name of one form, signed together with what it is for and when it was shown."""
    return signing.dumps([purpose, new_public_id(), _now()], salt=_SALT)


def nonce_of(token: str, purpose: str) -> str | None:
    """The random name of a form that we handed out for this purpose not long ago; None for anything else."""
    found = _read(token, purpose)
    return None if found is None else found[0]


def too_fast(token: str, purpose: str) -> bool:
    """Whether the form came back sooner than anybody can read it."""
    found = _read(token, purpose)
    least: int = settings.RENBINA_FORM_SECONDS
    return found is not None and _now() - found[1] < least


def too_many(request: Request, what: str, limit: int) -> bool:
    """Whether this address sent more than `limit` within the minute, or went on like that for long."""
    return over(request, what, limit, sent_in_a_minute(request, what))


def sent_in_a_minute(request: Request, what: str) -> int:
    """How often this address sent, this time included; two queries."""
    return rates.hits(f"voice.{what}", rates.sender(request), MINUTE)


def over(request: Request, what: str, limit: int, sent: int) -> bool:
    """The same with a count taken before. Busy minutes also count for the hour, quiet ones cost no query."""
    if sent > limit:
        return True
    return sent > limit // BUSY and rates.hits(f"voice.{what}.hour", rates.sender(request), HOUR) > HOURLY * limit


def point_is_full(public_id: str, limit: int) -> bool:
    """Whether more than `limit` came to one counter within the minute, from wherever."""
    return rates.hits("voice.point", public_id, MINUTE) > limit


def flooded() -> HttpResponse:
    """The answer to a flood: short, in the visitor's language, made without the database."""
    words = _("Very many answers come from here just now. Please go back and send yours again in a minute.")
    response = HttpResponse(words, content_type="text/plain; charset=utf-8", status=429)
    response.headers["Retry-After"] = str(MINUTE)
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _read(token: str, purpose: str) -> tuple[str, int] | None:
    try:
        found = signing.loads(token, salt=_SALT, max_age=FRESH_SECONDS)
    except signing.BadSignature:
        return None
    if not isinstance(found, list) or len(found) != 3 or found[0] != purpose:
        return None
    return str(found[1]), int(found[2])


def _now() -> int:
    return int(clock.real_now().timestamp())
