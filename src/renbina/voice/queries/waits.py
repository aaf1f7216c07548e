"""What waits for somebody in citizens' voice, in one query for everybody's home page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value

from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency
from renbina.organisation.models import Agency
from renbina.voice.access import ANSWER, MODERATE, can, visible_forums
from renbina.voice.enums import WAITING, State
from renbina.voice.models import ForumInput
from renbina.voice.queries.feedback import worded
from renbina.voice.queries.promises import remedies


@dataclass(frozen=True, slots=True)
class VoiceWaits:
    """Counts; 0 for what is not the actor's to do."""

    feedback: int = 0  # messages of citizens that only a moderator may read first
    unanswered: int = 0  # coded messages that wait for the answer of the actor's unit
    promises: int = 0  # overdue promises that the actor could keep
    questions: int = 0  # for a forum, that a moderator has not read
    drafts: int = 0  # forums to be announced
    to_publish: int = 0  # minutes to be made public
    to_write: int = 0  # forums of one's unit without minutes


def voice_waits(actor: Actor, on: date) -> VoiceWaits:
    """One query; none for somebody who answers for no unit."""
    if not can(actor, ANSWER):
        return VoiceWaits()
    forums = visible_forums(actor)
    wanted: dict[str, QuerySet[Any]] = {"promises": remedies(actor, open_only=True).filter(due_on__lt=on)}
    if can(actor, MODERATE):
        wanted |= {
            "feedback": worded(actor).filter(state__in=WAITING),
            "questions": ForumInput.objects.filter(forum__in=forums, beforehand=True, shown_text="", set_aside=False),
            "drafts": forums.filter(announced_on=None),
            "to_publish": forums.filter(published_on=None).exclude(minutes=""),
        }
    else:
        wanted |= {
            "unanswered": worded(actor).filter(state=State.TRIAGED),
            "to_write": forums.filter(announced_on__isnull=False, held_on__lt=on, published_on=None, minutes=""),
        }
    counts = [_count(rows) for rows in wanted.values()]
    found = Agency.objects.filter(pk=own_agency(actor)).values_list(*counts).first() or ()
    return VoiceWaits(**{name: count or 0 for name, count in zip(wanted, found, strict=False)})


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many rows, as a column of another query; None for none."""
    counted = rows.select_related(None).order_by().annotate(one=Value(1)).values("one")
    return Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
