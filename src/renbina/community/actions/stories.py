"""A story is told when its author agrees, and gone the moment the author takes the consent back."""

from dataclasses import dataclass
from datetime import datetime

from renbina.catalogue.models import Programme
from renbina.community.access import require_employee
from renbina.community.models import Story
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class StoryText:
    """The lines of a report that its author shares."""

    title: str
    before: str
    now: str
    proof: str
    effect: str
    is_named: bool = False


@action
def share_story(*, programme: Programme, text: StoryText, by: Actor, at: datetime) -> Story:
    """The actor's own story. That the lines are the actor's own, and settled, the caller has seen to."""
    me = require_employee(by)
    if programme.agency_id != by.agency_id:
        raise NotFound
    story = Story.objects.create(
        agency_id=programme.agency_id, author_id=me, programme=programme, title=text.title.strip()[:120],
        before=text.before, now=text.now, proof=text.proof, effect=text.effect, is_named=text.is_named, shared_at=at,
    )  # fmt: skip
    record(obj=story, old=None, new={"programme": programme.code, "named": text.is_named})
    return story


@action
def take_story_back(*, story: Story, by: Actor, at: datetime) -> None:
    """Deletes the copy. Raises NotFound for somebody else's story."""
    if story.author_id != require_employee(by):
        raise NotFound
    record(obj=story, old={"shared": True}, new={"shared": False})
    Story.objects.filter(pk=story.pk).delete()
