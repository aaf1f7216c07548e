"""A work-change report: asked for, written, sent, answered by the superior, and shared as a story."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from renbina.community.actions import StoryText, share_story, take_story_back
from renbina.evaluation.access import led_reports, own_reports
from renbina.evaluation.enums import Obstacle, Outcome, ReportState
from renbina.evaluation.models import Hindrance, WorkReport
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.organisation.access import behalf_over
from renbina.organisation.queries import day_for
from renbina.ui import formats

MOST_TEXT: Final = 1500  # characters of one line


class ReportRefused(Refused):
    """Incomplete, sent or answered already, or not to be shared (yet)."""


class OwnReport(ReportRefused):
    """Nobody confirms their own report."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What a participant writes. With `nothing_changed`, `now` says what stands in the way."""

    applied: str = ""
    before: str = ""
    now: str = ""
    proof: str = ""
    effect: str = ""
    nothing_changed: bool = False


_NEEDED: Final = ("applied", "before", "now", "proof", "effect")


@action
def save_report(*, report: WorkReport, lines: Lines, by: Actor, at: datetime) -> WorkReport:
    """Keep a draft on the server; anything may be missing. Raises NotFound, ReportRefused once it was sent."""
    mine = _open(report, by)
    _write(mine, lines, at)
    mine.save()
    record(obj=mine, old=None, new={"draft": True})
    return mine


@action
def send_report(*, report: WorkReport, lines: Lines, by: Actor, at: datetime) -> WorkReport:
    """To the superior. Late is allowed and marked. Raises ReportRefused with the first line that is missing."""
    mine = _open(report, by)
    for name in ("now",) if lines.nothing_changed else _NEEDED:
        if not getattr(lines, name).strip():
            raise ReportRefused(_("One short sentence is enough, but please not empty."), field=name)
    _write(mine, lines, at)
    mine.state, mine.sent_at = ReportState.SENT, at
    mine.is_late = at.astimezone(ZoneInfo(mine.agency.timezone)).date() > mine.due_on
    mine.reminders, mine.reminded_on = 0, None
    mine.save()
    record(obj=mine, old={"state": ReportState.ASKED.value}, new={"state": mine.state, "late": mine.is_late})
    return mine


@action
def confirm_report(
    *, report: WorkReport, outcome: str, hindrances: Collection[str] = (), remark: str = "", by: Actor, at: datetime
) -> WorkReport:
    """Whoever rates or leads the person says whether the change is seen, and what hindered. Once.

    Raises OwnReport, NotFound for somebody else's people, ReportRefused for a second answer or none.
    """
    if by.employee_id is not None and report.registration.employee_id == by.employee_id:
        raise OwnReport(_("This is your own report. Your superior answers it."))
    on = day_for(by)
    if not led_reports(by, on).filter(pk=report.pk).exists():
        raise NotFound
    behalf = behalf_over(by, report.registration.employee_id, on)
    found = WorkReport.objects.select_for_update().get(pk=report.pk)
    if found.state == ReportState.CONFIRMED:
        words = _("%(name)s has answered this report already, on %(day)s.")
        day = formats.day(found.confirmed_at.date()) if found.confirmed_at else ""
        raise ReportRefused(words % {"name": found.confirmed_name, "day": day})
    if outcome not in Outcome.values:
        raise ReportRefused(_("Tap one of the three: seen, partly, not yet."), field="outcome")
    kinds = [kind for kind in Obstacle.values if kind in hindrances]
    found.state, found.outcome, found.remark = ReportState.CONFIRMED, outcome, remark.strip()[:300]
    found.confirmed_by_id, found.confirmed_name, found.confirmed_at = by.employee_id, by.signature(behalf), at
    found.save()
    Hindrance.objects.bulk_create(Hindrance(report=found, kind=kind) for kind in kinds)
    told = {"outcome": outcome, "hindrances": kinds}
    record(obj=found, old={"state": ReportState.SENT.value}, new=told, behalf=behalf)
    return found


@action
def share_report(*, report: WorkReport, title: str, is_named: bool, by: Actor, at: datetime) -> WorkReport:
    """Tell it as a story: the author's own lines only, never a word of the superior.

    Raises NotFound, ReportRefused before the superior has seen the change, without a title, or the second time.
    """
    mine = _own(report, by)
    if mine.story_id is not None:
        raise ReportRefused(_("This report is shared already."))
    if not may_share(mine):
        raise ReportRefused(_("A report can be shared once your superior has seen the change, at least in part."))
    if not title.strip():
        raise ReportRefused(_("Give the story a title of a few words."), field="title")
    text = StoryText(title, mine.before, mine.now, mine.proof, mine.effect, is_named)
    mine.story = share_story(programme=mine.registration.batch.programme, text=text, by=by, at=at)
    mine.save(update_fields=["story"])
    record(obj=mine, old={"shared": False}, new={"shared": True, "named": is_named})
    return mine


@action
def stop_sharing_report(*, report: WorkReport, by: Actor, at: datetime) -> None:
    """The consent is taken back: the story is gone at once. Asking twice changes nothing."""
    mine = _own(report, by)
    story = mine.story
    record(obj=mine, old={"shared": story is not None}, new={"shared": False})
    if story is not None:
        take_story_back(story=story, by=by, at=at)


def may_share(report: WorkReport) -> bool:
    """Whether the superior has seen a change that can be told."""
    seen = report.outcome in (Outcome.SEEN, Outcome.PARTLY)
    return report.state == ReportState.CONFIRMED and seen and not report.nothing_changed


def _own(report: WorkReport, by: Actor) -> WorkReport:
    if not own_reports(by).filter(pk=report.pk).exists():
        raise NotFound
    rows = WorkReport.objects.select_for_update(of=("self",)).select_related("agency", "registration__batch__programme")
    return rows.get(pk=report.pk)


def _open(report: WorkReport, by: Actor) -> WorkReport:
    mine = _own(report, by)
    if mine.state != ReportState.ASKED:
        raise ReportRefused(_("This report is with your superior already; it no longer changes."))
    return mine


def _write(report: WorkReport, lines: Lines, at: datetime) -> None:
    for name in _NEEDED:
        setattr(report, name, getattr(lines, name).strip()[:MOST_TEXT])
    report.nothing_changed, report.saved_at = lines.nothing_changed, at
