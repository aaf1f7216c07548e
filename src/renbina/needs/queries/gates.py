"""Gates, what was answered, and how much of a need training can cure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Prefetch, Q, QuerySet

from binacore.gate import Cause, Judgement, judge
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import VIEW_VOICES, can, gates_to_answer, may_finish, visible_gates, visible_handovers
from renbina.needs.enums import Asked, NeedCause
from renbina.needs.models import GateAnswer, GateCheck, Handover

CAUSES: Final[Mapping[Cause, NeedCause]] = {
    Cause.COMPETENCE: NeedCause.COMPETENCE,
    Cause.TOOLS: NeedCause.TOOLS,
    Cause.RULES: NeedCause.PROCEDURE,
    Cause.STAFFING: NeedCause.STAFFING,
    Cause.MOTIVE: NeedCause.MOTIVE,
}
"""The causes of the five questions as the codes of the room name them."""


@dataclass(frozen=True, slots=True)
class GatePage:
    """A gate with its answers by who was asked (nobody named), what they say together, and what was handed over."""

    gate: GateCheck
    judgement: Judgement
    asked: tuple[tuple[str, int], ...]
    sources: tuple[str, ...]
    handovers: tuple[Handover, ...]


def training_shares(actor: Actor) -> dict[tuple[str, int], float]:
    """(unit path, competency key) -> share 0 to 1 that training cures, of the newest decided gate; one query.

    A share holds for the unit and those below it. Needs without a decided gate are absent: nothing is known of them.
    Raises Forbidden.
    """
    rows = visible_gates(actor).filter(decided_on__isnull=False).order_by("decided_on", "pk")
    found = rows.values_list("unit__path", "competency_id", "training_share")
    return {(path, competency): share for path, competency, share in found if share is not None}


def gates(actor: Actor, year: int | None = None) -> QuerySet[GateCheck]:
    """Gates for a table that pages in the database, with the number of answers and of open handovers."""
    found = visible_gates(actor).select_related("unit", "competency")
    if year is not None:
        found = found.filter(year=year)
    open_ones = Count("handovers", filter=Q(handovers__done_on=None), distinct=True)
    return found.annotate(answered=Count("answers", distinct=True), open_handovers=open_ones)


def gate_for(actor: Actor, public_id: str) -> GateCheck:
    """Raises NotFound, Forbidden."""
    found = visible_gates(actor).filter(public_id=public_id).select_related("unit", "competency", "agency").first()
    if found is None:
        raise NotFound
    return found


def gate_page(actor: Actor, public_id: str) -> GatePage:
    """One gate; three queries. Raises NotFound, Forbidden."""
    todo = Handover.objects.select_related("unit").order_by("due_on", "pk")
    found = (
        visible_gates(actor).filter(public_id=public_id).select_related("unit", "competency")
        .prefetch_related("answers", Prefetch("handovers", queryset=todo)).first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    answers = list(found.answers.all())
    counts = [(str(kind.label), sum(each.asked == kind for each in answers)) for kind in Asked]
    return GatePage(
        gate=found,
        judgement=judge([counts_of(each) for each in answers]),
        asked=tuple((label, number) for label, number in counts if number),
        sources=tuple(each.source for each in answers if each.source),
        handovers=tuple(found.handovers.all()),
    )


def gates_waiting(actor: Actor, on: date) -> QuerySet[GateCheck]:
    """Gates on which the actor is asked and has not answered, the oldest first."""
    return gates_to_answer(actor, on).select_related("unit", "competency").order_by("opened_on", "pk")


def gate_to_answer(actor: Actor, public_id: str, on: date) -> GateCheck:
    """A gate on which the actor is asked. Raises NotFound, also when it is answered or decided."""
    found = gates_waiting(actor, on).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def handovers(actor: Actor, on: date, state: str = "") -> QuerySet[Handover]:
    """What was handed to units, open ones first by their day. `state`: "open", "overdue", "done" or everything."""
    rows = visible_handovers(actor, on).select_related("unit", "gate")
    if state == "overdue":
        rows = rows.filter(done_on=None, due_on__lt=on)
    elif state in ("open", "done"):
        rows = rows.filter(done_on__isnull=state == "open")
    return rows.order_by("done_on", "due_on", "pk")


def handover_for(actor: Actor, public_id: str, on: date) -> Handover:
    """Raises NotFound, Forbidden."""
    found = visible_handovers(actor, on).filter(public_id=public_id).select_related("unit", "gate").first()
    if found is None:
        raise NotFound
    return found


def may_note_done(actor: Actor, handover: Handover, on: date) -> bool:
    """Whether the actor may say that it is done."""
    return handover.done_on is None and may_finish(actor, handover, on)


def counts_of(answer: GateAnswer) -> dict[Cause, int]:
    """A stored answer as the core reads it."""
    return {cause: int(getattr(answer, cause.value)) for cause in Cause}


def reads_gates(actor: Actor) -> bool:
    """Whether the actor may open the gate behind a handover."""
    return can(actor, VIEW_VOICES)
