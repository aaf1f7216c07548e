"""Talks with people of a unit: held, noted, and what was said coded to a cause and a competency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from renbina.competency.models import Competency
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound, Refused
from renbina.needs.access import RUN_NEEDS, require
from renbina.needs.enums import InterviewKind, NeedCause
from renbina.needs.models import Interview, Quote
from renbina.organisation.models import Unit
from renbina.organisation.queries import agency_of

PEOPLE_MOST = 60
TEXT_MOST = 500


class InterviewRefused(Refused):
    """A talk that cannot have been held so."""


class QuoteRefused(Refused):
    """A quote of nobody, without words, or coded so that it says nothing."""


@dataclass(frozen=True, slots=True)
class NewInterview:
    """What is known of a talk. `people`: how many spoke; one in an interview."""

    year: int
    kind: str
    unit: Unit
    topic: str
    held_on: date
    people: int
    guide: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class NewQuote:
    """What a speaker (1 up to the people of the talk) said; `cause` empty: coded later."""

    speaker: int
    text: str
    cause: str = ""
    competency: Competency | None = None


@action
def hold_interview(
    *, talk: NewInterview, on: date, by: Actor, at: datetime, quotes: Sequence[NewQuote] = ()
) -> Interview:
    """Note a talk, with what was said in it if that is known already. Raises InterviewRefused, QuoteRefused."""
    require(by, RUN_NEEDS)
    agency = agency_of(by)
    _check(talk, agency.pk, on)
    made = Interview.objects.create(
        agency=agency, year=talk.year, kind=talk.kind, unit=talk.unit, topic=talk.topic.strip()[:200],
        held_on=talk.held_on, people=talk.people, guide=talk.guide.strip(), notes=talk.notes.strip(),
    )  # fmt: skip
    Quote.objects.bulk_create([_quote(made, each, on) for each in quotes])
    record(obj=made, new={"year": talk.year, "people": talk.people, "quotes": len(quotes)})
    return made


@action
def change_notes(*, interview: Interview, guide: str, notes: str, by: Actor, at: datetime) -> Interview:
    """Guide and notes as they stand now; the audit keeps their lengths, not the words."""
    require(by, RUN_NEEDS, interview.agency_id)
    before = {"guide": len(interview.guide), "notes": len(interview.notes)}
    interview.guide, interview.notes = guide.strip(), notes.strip()
    interview.save(update_fields=["guide", "notes"])
    record(obj=interview, old=before, new={"guide": len(interview.guide), "notes": len(interview.notes)})
    return interview


@action
def add_quote(*, interview: Interview, quote: NewQuote, on: date, by: Actor, at: datetime) -> Quote:
    """One thing that was said. Raises QuoteRefused."""
    require(by, RUN_NEEDS, interview.agency_id)
    made = _quote(interview, quote, on)
    made.save()
    record(obj=made, new={"interview": interview.public_id, "cause": made.cause})
    return made


@action
def code_quote(
    *, quote: Quote, cause: str, on: date, by: Actor, at: datetime, competency: Competency | None = None
) -> Quote:
    """Say what a quote is about, or correct it. Raises QuoteRefused."""
    require(by, RUN_NEEDS, quote.interview.agency_id)
    _check_code(quote.interview.agency_id, cause, competency)
    before = {"cause": quote.cause, "competency": quote.competency_id}
    quote.cause, quote.competency, quote.coded_on = cause, competency, on
    quote.save(update_fields=["cause", "competency", "coded_on"])
    record(obj=quote, old=before, new={"cause": cause, "competency": quote.competency_id})
    return quote


@action
def remove_quote(*, quote: Quote, by: Actor, at: datetime) -> None:
    """Take out what should not have been noted, such as words that show who spoke."""
    require(by, RUN_NEEDS, quote.interview.agency_id)
    record(obj=quote, old={"interview": quote.interview.public_id, "cause": quote.cause}, new=None)
    quote.delete()


def _check(talk: NewInterview, agency_id: int, on: date) -> None:
    if talk.unit.agency_id != agency_id:
        raise NotFound
    if talk.kind not in InterviewKind.values:
        raise InterviewRefused(_("Choose whether it was an interview or a group discussion."), "kind")
    if not talk.topic.strip():
        raise InterviewRefused(_("Say what the talk was about."), "topic")
    if talk.held_on > on:
        raise InterviewRefused(_("The day lies in the future. Note a talk after it was held."), "held_on")
    least = 2 if talk.kind == InterviewKind.FGD else 1
    most = PEOPLE_MOST if talk.kind == InterviewKind.FGD else 1
    if not least <= talk.people <= most:
        raise InterviewRefused(
            _("An interview is held with one person; a group discussion with 2 to %(most)s people.")
            % {"most": PEOPLE_MOST},
            "people",
        )


def _quote(interview: Interview, new: NewQuote, on: date) -> Quote:
    if not new.text.strip():
        raise QuoteRefused(_("Write what was said, without names."), "text")
    if not 1 <= new.speaker <= interview.people:
        raise QuoteRefused(
            _("There was no speaker %(speaker)s: the talk had %(people)s.")
            % {"speaker": new.speaker, "people": interview.people}, "speaker",
        )  # fmt: skip
    if new.cause:
        _check_code(interview.agency_id, new.cause, new.competency)
    return Quote(
        interview=interview, speaker=new.speaker, text=" ".join(new.text.split())[:TEXT_MOST], cause=new.cause,
        competency=new.competency if new.cause else None, coded_on=on if new.cause else None,
    )  # fmt: skip


def _check_code(agency_id: int, cause: str, competency: Competency | None) -> None:
    if cause not in NeedCause.values:
        raise QuoteRefused(_("Choose what the quote is about."), "cause")
    if cause == NeedCause.COMPETENCE and competency is None:
        raise QuoteRefused(_("Choose the competency that lacks."), "competency")
    if competency is not None and competency.agency_id != agency_id:
        raise NotFound
