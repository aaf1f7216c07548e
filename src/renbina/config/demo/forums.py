"""Loads the public consultation forums, each step on its day."""

from datetime import date, datetime

from binacity.forums import ForumRecord
from binacity.records import City
from renbina.config.demo.keys import Keys
from renbina.foundation.actor import Actor
from renbina.voice import actions
from renbina.voice.access import citizen
from renbina.voice.models import Forum


def load_forums(city: City, keys: Keys, *, by: Actor, at: datetime) -> None:
    for number, record in enumerate(city.forums):
        forum = actions.draft_forum(unit=keys.units[record.unit], said=_announcement(record), by=by, at=at)
        forum = actions.announce_forum(forum=forum, on=record.announced_on, by=by, at=at)
        _ask(record, forum, number, by=by, at=at)
        if record.present is not None and record.published_on is not None:
            _minute(record, forum, keys, present=record.present, on=record.published_on, by=by, at=at)


def _announcement(record: ForumRecord) -> actions.Announcement:
    return actions.Announcement(
        record.title, record.held_on, record.place, "\n".join(record.agenda), "\n".join(record.invited),
        record.begins_at,
    )  # fmt: skip


def _ask(record: ForumRecord, forum: Forum, number: int, *, by: Actor, at: datetime) -> None:
    for place, asked in enumerate(record.questions):
        token = f"city {forum.agency_id} {number} {place}"
        question = actions.ask_forum(
            forum=forum, text=asked.text, token=token, on=asked.asked_on, by=citizen(forum), at=at
        )
        if asked.shown:
            actions.read_question(question=question, shown=asked.shown, by=by, at=at)
        if asked.answer:
            actions.answer_question(question=question, text=asked.answer, by=by, at=at)


def _minute(record: ForumRecord, forum: Forum, keys: Keys, *, present: int, on: date, by: Actor, at: datetime) -> None:
    """Minutes, what was said, promises; those that were kept are kept on their day."""
    actions.write_minutes(forum=forum, present=present, minutes=record.minutes, on=on, by=by, at=at)
    for text, answer in record.said:
        actions.note_input(forum=forum, text=text, answer=answer, by=by, at=at)
    owed = []
    for each in record.commitments:
        unit = keys.units.get(each.unit, keys.units[record.unit])
        promise = actions.Promise(unit, each.promise, each.due_on)
        owed.append(actions.add_commitment(forum=forum, promise=promise, cause=each.cause, by=by, at=at))
    actions.publish_minutes(forum=forum, on=on, by=by, at=at)
    for each, remedy in zip(record.commitments, owed, strict=True):
        if each.done_on is not None:
            actions.finish_remedy(remedy=remedy, proof=each.proof, on=each.done_on, by=by, at=at)
