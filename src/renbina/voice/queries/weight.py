"""What citizens' words about a competency weigh in the next plan, and how many said so."""

from dataclasses import dataclass
from datetime import date

from binacore.priority import Component
from renbina.foundation.actor import Actor
from renbina.needs.queries import priority_of
from renbina.rulebook.queries import rules_on
from renbina.voice.enums import Cause
from renbina.voice.models import Feedback


@dataclass(frozen=True, slots=True)
class Weight:
    """`said` citizens of a year named this competency in this unit; from `enough` on their words are evidence.

    `quiet` is the priority of the need if no citizen had spoken, `weight` as the next plan counts it.
    """

    said: int
    enough: int
    quiet: float
    weight: float

    @property
    def counts(self) -> bool:
        return self.weight > self.quiet


def said_so(feedback: Feedback) -> int:
    """Citizens who named the same competency in the same unit in the same year, this one included; one query."""
    return Feedback.objects.filter(
        service__unit=feedback.service.unit_id,
        competency=feedback.competency_id,
        cause=Cause.COMPETENCE,
        received_on__year=feedback.received_on.year,
    ).count()


def weight_of(actor: Actor, feedback: Feedback, on: date) -> Weight | None:
    """None where the cause is not a competency. `feedback` is one that the actor may read; two queries, the rules."""
    if feedback.cause != Cause.COMPETENCE or feedback.competency_id is None:
        return None
    priority = priority_of(actor, feedback.competency_id, feedback.service.unit.path, on=on)
    voice = next(each.factor for each in priority.components if each.component is Component.VOICE)
    enough = rules_on(feedback.agency_id, on).integer("voice.evidence_after")
    return Weight(said_so(feedback), enough, priority.weight / voice, priority.weight)
