"""What citizens said before Renbina was there: whole years at once, as another system or a box of slips holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.organisation.models import Unit
from renbina.voice.access import MODERATE, require
from renbina.voice.models import SCORES, Feedback, FeedbackMessage, Remedy, Service, ServicePoint
from renbina.voice.queries import receipt_code, receipt_hash

BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class PastMessage:
    """As FeedbackMessage; `shown` empty: nobody has covered it yet."""

    by_citizen: bool
    written_on: date
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class PastPromise:
    """A promise; it hangs on the first feedback that leans on it, and is left out when none does."""

    unit: Unit
    cause: str
    text: str
    due_on: date
    done_on: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class PastFeedback:
    """As Feedback. `scores` are nine or none; `promise` is a place in the promises given beside."""

    service: Service
    point: ServicePoint | None
    channel: str
    received_on: date
    state: str
    scores: tuple[int, ...] = ()
    ticket: str = ""
    theme: str = ""
    cause: str = ""
    competency: Competency | None = None
    promise: int | None = None
    messages: tuple[PastMessage, ...] = ()


@action
def load_feedback(
    *, rows: Sequence[PastFeedback], promises: Sequence[PastPromise], by: Actor, at: datetime
) -> list[Feedback]:
    """Store past feedback with its threads and promises, in the order given; nothing here becomes evidence.

    Nobody was given a receipt code for these. Raises Forbidden, NotFound for a service out of scope.
    """
    require(by, MODERATE)
    for service in {row.service.pk: row.service for row in rows}.values():
        require(by, MODERATE, service)
    before = Feedback.objects.count()
    made = Feedback.objects.bulk_create(
        [_feedback(row, f"past {by.agency_id} {before + place}") for place, row in enumerate(rows)], batch_size=BATCH
    )
    FeedbackMessage.objects.bulk_create(
        [
            FeedbackMessage(feedback=stored, by_citizen=m.by_citizen, written_on=m.written_on, text=m.text,
                            shown_text=m.shown)
            for stored, row in zip(made, rows, strict=True)
            for m in row.messages
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _promise(made, rows, promises)
    record(new={"feedback": len(made), "promises": len(promises)})
    return made


def _feedback(row: PastFeedback, token: str) -> Feedback:
    return Feedback(
        agency_id=row.service.agency_id, service=row.service, point=row.point, channel=row.channel, ticket=row.ticket,
        received_on=row.received_on, receipt_hash=receipt_hash(receipt_code(token)), state=row.state, theme=row.theme,
        cause=row.cause, competency=row.competency,
        reopened=sum(message.by_citizen for message in row.messages) > 1,
        **dict(zip(SCORES, row.scores, strict=False)),
    )  # fmt: skip


def _promise(made: Sequence[Feedback], rows: Sequence[PastFeedback], promises: Sequence[PastPromise]) -> None:
    """Each promise once, at the first feedback that leans on it; the others point to it."""
    leaning: dict[int, list[Feedback]] = {}
    for stored, row in zip(made, rows, strict=True):
        if row.promise is not None:
            leaning.setdefault(row.promise, []).append(stored)
    first = {place: found[0] for place, found in leaning.items()}
    kept = Remedy.objects.bulk_create(
        [
            Remedy(
                agency_id=each.agency_id, feedback=each, unit=promises[place].unit, cause=promises[place].cause,
                promise=promises[place].text, due_on=promises[place].due_on, done_on=promises[place].done_on,
                proof=promises[place].proof,
            )
            for place, each in first.items()
        ]
    )  # fmt: skip
    others: list[Feedback] = []
    for remedy, place in zip(kept, first, strict=True):
        for each in leaning[place][1:]:
            each.remedy = remedy
            others.append(each)
    Feedback.objects.bulk_update(others, ["remedy"], batch_size=BATCH)
