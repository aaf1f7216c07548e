"""The audit record: append-only, each line sealed over the line before with a key that the database does not hold.

`hash_n = HMAC-SHA256(key, hash_{n-1} || canonical(entry_n))`. Whoever edits, removes, adds, swaps or re-dates a line
breaks the seal from there on. A cut tail leaves a whole chain behind, so the head is noted outside (`anchor`) and in
one sealed row (`AuditHead`): the row finds a simple cut, the note outside finds it even when the row was put back too.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from renbina.foundation.actor import Actor, StandIn
from renbina.foundation.canonical import canonical_bytes, instant, plain
from renbina.foundation.models import AuditEvent, AuditHead

START: Final = "0" * 64
_LOCK: Final = 0x52454E42  # "RENB": the advisory lock of the head
_FIELDS: Final = (
    "sequence", "at", "agency_id", "actor_user_id", "actor_label", "verb", "object_type", "object_id", "old", "new",
    "behalf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head at some moment, kept outside the database: written as `SEQUENCE:HASH`."""

    sequence: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Raises ValueError with what to write instead."""
        number, _, seal = text.strip().partition(":")
        if not number.isdigit() or len(seal) != len(START) or set(seal) - set("0123456789abcdef"):
            raise ValueError(f"{text!r} is not an anchor; it looks like 1200:{'a' * 64}.")
        return cls(int(number), seal)

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What the check saw. `broken_at` is the first position that does not hold, `fault` says why (a code)."""

    lines: int
    head: Anchor
    broken_at: int | None = None
    fault: str = ""  # gap | previous | seal | tail | anchor

    @property
    def ok(self) -> bool:
        return self.broken_at is None


def append(
    *,
    verb: str,
    by: Actor,
    at: datetime,
    object_type: str = "",
    object_id: str = "",
    old: Any = None,
    new: Any = None,
    behalf: StandIn | None = None,
) -> AuditEvent:
    """Write the next line, in the caller's transaction. Only `action.record` calls this."""
    if not connection.in_atomic_block:
        raise RuntimeError("An audit line belongs to the transaction of its action.")
    hold_head()
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, START)
    event = AuditEvent(
        sequence=last[0] + 1,
        at=at,
        agency_id=by.agency_id,
        actor_user_id=by.user_id,
        actor_label=by.label[:200],
        verb=verb,
        object_type=object_type,
        object_id=object_id,
        old=plain(old),
        new=plain(new),
        behalf=plain(_behalf(behalf)),
        previous_hash=last[1],
    )
    event.hash = seal_of(event)
    event.save(force_insert=True)
    _seal_head(event)
    return event


def _behalf(stands_in: StandIn | None) -> dict[str, str] | None:
    if stands_in is None:
        return None
    return {
        "kind": stands_in.kind,
        "name": stands_in.name,
        "office": stands_in.office,
        "role": stands_in.role.value,
    }


def _seal_head(event: AuditEvent) -> None:
    """One statement; whoever writes holds the head already, so nobody else begins the row meanwhile."""
    values = {"sequence": event.sequence, "seal": head_seal(event.sequence, event.hash)}
    if not AuditHead.objects.filter(pk=1).update(**values):
        AuditHead.objects.create(pk=1, **values)


def seal_of(event: AuditEvent) -> str:
    """The hash that belongs to a line, given its `previous_hash`."""
    return _seal(event.previous_hash, tuple(getattr(event, name) for name in _FIELDS))


def head() -> Anchor:
    """The last line, to be noted outside the database."""
    last = AuditEvent.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return Anchor(*last) if last else Anchor(0, START)


def verify(anchors: tuple[Anchor, ...] = ()) -> ChainReport:
    """Walk the whole chain, line by line in constant memory, and name the first position that does not hold.

    Only the look at the head stops the writers; what they add during the walk belongs to the next check.
    """
    with transaction.atomic():
        hold_head()
        end = head()
        agrees = _head_agrees(end)
    report = _walk({anchor.sequence: anchor for anchor in anchors}, end.sequence)
    if report.ok and not (agrees and report.head == end):
        return ChainReport(report.lines, report.head, report.lines + 1, "tail")
    return report


def _walk(anchors: dict[int, Anchor], end: int) -> ChainReport:
    position, previous = 0, START
    for values, stated_previous, stated in _lines(end):
        position += 1
        fault = ""
        if values[0] != position:
            fault = "gap"
        elif stated_previous != previous:
            fault = "previous"
        elif not hmac.compare_digest(stated, _seal(previous, values)):
            fault = "seal"
        elif position in anchors and anchors[position].hash != stated:
            fault = "anchor"
        if fault:
            return ChainReport(position - 1, Anchor(position - 1, previous), position, fault)
        previous = stated
    whole = Anchor(position, previous)
    if any(anchor.sequence > position for anchor in anchors.values()):
        return ChainReport(position, whole, position + 1, "anchor")
    return ChainReport(position, whole)


def _lines(end: int) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    events = AuditEvent.objects.filter(sequence__lte=end).order_by("sequence")
    rows = events.values_list(*_FIELDS, "previous_hash", "hash")
    for row in rows.iterator(chunk_size=5000):
        yield row[:-2], row[-2], row[-1]


def _head_agrees(whole: Anchor) -> bool:
    row = AuditHead.objects.filter(pk=1).first()
    if row is None:
        return whole.sequence == 0
    return row.sequence == whole.sequence and hmac.compare_digest(row.seal, head_seal(whole.sequence, whole.hash))


def _seal(previous: str, values: tuple[Any, ...]) -> str:
    # Lines older than acting officers were sealed without the last column: where it is empty it stays outside.
    values = values if values[-1] is not None else values[:-1]
    entry = (values[0], instant(values[1]), *values[2:])
    return _hmac(previous.encode() + canonical_bytes(entry))


def head_seal(sequence: int, line: str) -> str:
    """The seal of the one row that says how long the chain is."""
    return _hmac(f"head:{sequence}:{line}".encode())


def _hmac(message: bytes) -> str:
    return hmac.digest(settings.RENBINA_AUDIT_KEY.encode(), message, "sha256").hex()


def hold_head() -> None:
    """One writer at a time until commit. SQLite's transactions are IMMEDIATE, so they already are alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
