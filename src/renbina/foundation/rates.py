"""How often somebody did something within a minute or an hour, without keeping who.

Counted in the database by one statement that the database makes whole, so that all processes count together. Kept is a
keyed hash that changes with every window; rows of windows gone by are thrown away.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from renbina.foundation import clock
from renbina.foundation.models import RateCount

_KEPT: Final = timedelta(hours=2)
_SWEEP: Final = "0"  # one new row in sixteen sweeps
# The ORM has no upsert that counts. One statement for SQLite and PostgreSQL; it alone holds the row.
_COUNT: Final = (
    "INSERT INTO foundation_ratecount (name, count, counted_at) VALUES (%s, 1, %s) "
    "ON CONFLICT (name) DO UPDATE SET count = foundation_ratecount.count + 1 RETURNING count"
)
_PREFIX: Final = 64  # whoever has an IPv6 address has a whole /64


def hits(what: str, who: str, seconds: int) -> int:
    """How often `who` did `what` in the running window of so many seconds, this time included; one query."""
    now = int(clock.real_now().timestamp())
    value = f"{what} {now // seconds} {who}"
    name = salted_hmac("renbina.foundation.rates", value, algorithm="sha256").hexdigest()[:40]
    counted_at = datetime.fromtimestamp(now, UTC)
    field = RateCount._meta.get_field("counted_at")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [name, field.get_db_prep_save(counted_at, connection)])
        count = int(cursor.fetchone()[0])
    if count == 1 and name.startswith(_SWEEP):
        RateCount.objects.filter(counted_at__lt=counted_at - _KEPT).delete()
    return count


def sender(request: HttpRequest) -> str:
    """The address a request came from.

    Behind RENBINA_PROXIES proxies of one's own it stands that many places from the end of X-Forwarded-For. Without
    them the header is what the sender likes to write, and is not read.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.RENBINA_PROXIES
    if count:
        named = [part.strip() for part in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        if len(named) >= count and named[-count]:
            address = named[-count]
    return _network(address)


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or int(found) >> (128 - _PREFIX))
    return str(found)
