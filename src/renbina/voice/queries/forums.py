"""Reads of public consultation forums: the office's own, access included, and what everybody may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.models import Unit
from renbina.voice.access import ANSWER, MODERATE, can, may_keep, units_to_answer_for, visible_forums
from renbina.voice.enums import ForumStage
from renbina.voice.models import Forum, ForumInput, Remedy

_LATE = Q(commitments__done_on=None)
_WAITING = Q(inputs__beforehand=True, inputs__shown_text="", inputs__set_aside=False)


def stage_of(forum: Forum, on: date) -> ForumStage:
    """Where a forum stands on a day."""
    if forum.announced_on is None:
        return ForumStage.DRAFT
    if forum.published_on is not None:
        return ForumStage.PUBLISHED
    if forum.minutes:
        return ForumStage.WRITTEN
    return ForumStage.HELD if forum.held_on < on else ForumStage.ANNOUNCED


@dataclass(frozen=True, slots=True)
class ForumRow:
    """One forum in a list, with its promises counted: all, kept, and open beyond their day."""

    public_id: str
    title: str
    unit: str
    held_on: date
    place: str
    stage: str
    present: int | None
    promises: int
    kept: int
    overdue: int
    questions: int  # that wait for a moderator
    agency: str = ""


def _counted(forums: QuerySet[Forum], on: date) -> QuerySet[Forum]:
    """With unit and counts; no order."""
    return forums.select_related("unit", "agency").annotate(
        promises=Count("commitments", distinct=True),
        kept=Count("commitments", filter=Q(commitments__done_on__isnull=False), distinct=True),
        overdue=Count("commitments", filter=_LATE & Q(commitments__due_on__lt=on), distinct=True),
        questions=Count("inputs", filter=_WAITING, distinct=True),
    )


def _rows(forums: Iterable[Forum], on: date) -> list[ForumRow]:
    return [
        ForumRow(
            each.public_id, each.title, each.unit.short_name, each.held_on, each.place, stage_of(each, on),
            each.present, each.promises, each.kept, each.overdue, each.questions, each.agency.short_name,  # type: ignore[attr-defined]  # annotated
        )
        for each in forums
    ]  # fmt: skip


def forum_rows(actor: Actor, on: date) -> list[ForumRow]:
    """The office's list, newest first; one query."""
    return _rows(_counted(visible_forums(actor), on).order_by("-held_on", "-pk"), on)


def forum_for(actor: Actor, public_id: str) -> Forum:
    """Raises NotFound out of the actor's scope, Forbidden for somebody who reads no forum."""
    found = visible_forums(actor).filter(public_id=public_id).select_related("unit__agency").first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class ForumPage:
    """One forum for the office: what is in it, and what the actor may do now."""

    forum: Forum
    stage: ForumStage
    questions: tuple[ForumInput, ...]  # of citizens; those that wait for a moderator only for the moderator
    unread: int
    inputs: tuple[ForumInput, ...]
    commitments: tuple[tuple[Remedy, bool, bool], ...]  # (promise, overdue, may the actor keep it)
    may_change: bool
    may_announce: bool
    may_minute: bool
    may_publish: bool
    may_answer: bool
    moderates: bool


def forum_page(actor: Actor, public_id: str, on: date) -> ForumPage:
    """Three queries."""
    forum = forum_for(actor, public_id)
    moderates, answers = can(actor, MODERATE, forum), can(actor, ANSWER, forum)
    said = list(forum.inputs.order_by("pk"))
    unread = [each for each in said if each.beforehand and not each.shown_text and not each.set_aside]
    minutes_open = answers and (moderates or forum.published_on is None)
    return ForumPage(
        forum=forum,
        stage=stage_of(forum, on),
        questions=tuple(each for each in said if each.beforehand and (moderates or each.shown_text)),
        unread=len(unread),
        inputs=tuple(each for each in said if not each.beforehand),
        commitments=tuple(
            (each, each.done_on is None and each.due_on < on, each.done_on is None and may_keep(actor, each))
            for each in forum.commitments.select_related("unit", "forum__unit").order_by("due_on", "pk")
        ),
        may_change=moderates or (answers and forum.announced_on is None),
        may_announce=moderates and forum.announced_on is None,
        may_minute=minutes_open and forum.announced_on is not None and forum.held_on <= on,
        may_publish=moderates and forum.published_on is None and bool(forum.minutes),
        may_answer=answers,
        moderates=moderates,
    )


def input_for(actor: Actor, public_id: str) -> ForumInput:
    found = ForumInput.objects.filter(public_id=public_id, forum__in=visible_forums(actor)).select_related(
        "forum__unit"
    )
    said = found.first()
    if said is None or (said.beforehand and not said.shown_text and not can(actor, MODERATE, said.forum)):
        raise NotFound
    return said


def commitment_for(actor: Actor, public_id: str) -> Remedy:
    """A promise of a forum, published or not."""
    found = Remedy.objects.filter(public_id=public_id, forum__in=visible_forums(actor))
    remedy = found.select_related("unit", "forum__unit").first()
    if remedy is None:
        raise NotFound
    return remedy


def forum_units(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may draft a forum."""
    return units_to_answer_for(actor)


def _public() -> QuerySet[Forum]:
    forums: QuerySet[Forum] = Forum.objects.filter(announced_on__isnull=False)
    return forums


def public_forums(on: date) -> tuple[list[ForumRow], list[ForumRow]]:
    """Every announced forum of this installation: those to come, the next first, and those held, newest first."""
    rows = _rows(_counted(_public(), on).order_by("held_on", "pk"), on)
    to_come = [row for row in rows if row.held_on >= on]
    return to_come, [row for row in reversed(rows) if row.held_on < on]


@dataclass(frozen=True, slots=True)
class PublicForum:
    """One announced forum as everybody reads it. Inputs and promises only once its minutes are public."""

    forum: Forum
    stage: ForumStage
    may_ask: bool
    questions: tuple[ForumInput, ...]
    inputs: tuple[ForumInput, ...]
    commitments: tuple[tuple[Remedy, bool], ...]  # (promise, overdue)

    @property
    def overdue(self) -> int:
        return sum(late for _promise, late in self.commitments)

    @property
    def kept(self) -> int:
        return sum(promise.done_on is not None for promise, _late in self.commitments)


def announced_forum(public_id: str) -> Forum | None:
    """None for a forum that never was, or is a draft."""
    return _public().filter(public_id=public_id).select_related("unit", "agency").first()


def public_forum(forum: Forum, on: date) -> PublicForum:
    """Two queries."""
    said = [each for each in forum.inputs.order_by("pk") if each.shown_text]
    published = forum.published_on is not None
    promises = forum.commitments.select_related("unit").order_by("due_on", "pk") if published else []
    return PublicForum(
        forum=forum,
        stage=stage_of(forum, on),
        may_ask=forum.held_on >= on,
        questions=tuple(each for each in said if each.beforehand),
        inputs=tuple(each for each in said if not each.beforehand) if published else (),
        commitments=tuple((each, each.done_on is None and each.due_on < on) for each in promises),
    )
