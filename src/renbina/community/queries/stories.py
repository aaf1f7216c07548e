"""Stories of what changed at work."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from renbina.community.access import visible_stories
from renbina.community.models import Story
from renbina.delivery.queries.batches import unit_on
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story as everybody of the agency reads it. `teller` and `unit` are empty unless the author is named."""

    public_id: str
    title: str
    programme: str
    before: str
    now: str
    proof: str
    effect: str
    teller: str
    unit: str
    shared_at: datetime
    is_mine: bool


def story_rows(actor: Actor, on: date) -> QuerySet[Story]:
    """Newest first."""
    rows = visible_stories(actor).select_related("author", "programme").annotate(unit_name=unit_on(on, "author"))
    return rows.order_by("-shared_at", "-pk")


def story_page(actor: Actor, public_id: str, on: date) -> StoryLine:
    """Raises NotFound, also for a story that was taken back."""
    found = story_rows(actor, on).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return story_line(found, actor)


def story_line(row: Story, actor: Actor) -> StoryLine:
    """A row of `story_rows` as it may be shown to the actor."""
    named = row.is_named
    return StoryLine(
        public_id=row.public_id,
        title=row.title,
        programme=row.programme.name,
        before=row.before,
        now=row.now,
        proof=row.proof,
        effect=row.effect,
        teller=row.author.full_name if named else "",
        unit=(getattr(row, "unit_name", "") or "") if named else "",
        shared_at=row.shared_at,
        is_mine=row.author_id == actor.employee_id,
    )
