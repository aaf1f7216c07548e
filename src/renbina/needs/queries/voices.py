"""What was said in talks: counts behind each code, and quotes without who said them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.needs.access import NAMED_FROM, RUN_NEEDS, can, read_interviews, visible_interviews
from renbina.needs.enums import NeedCause
from renbina.needs.models import Interview, Quote
from renbina.organisation.models import Unit
from renbina.ui.spoken import Spoken, spoken


@dataclass(frozen=True, slots=True)
class QuoteCount:
    """What stands behind a code: quotes, distinct speakers, distinct units in which they work."""

    quotes: int
    people: int
    units: int


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code of the year. `competency` empty where the cause is not one of competence."""

    cause: NeedCause
    competency_id: int | None
    competency: Spoken
    count: QuoteCount


@dataclass(frozen=True, slots=True)
class TalkTotals:
    """Talks, people who spoke, quotes, and quotes that wait for a code."""

    talks: int
    people: int
    quotes: int
    uncoded: int


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A quote as readers see it: `part` is the part of the agency, empty where it would point at a person."""

    text: str
    cause: str
    competency: Spoken
    part: str


def quotes_by_need(actor: Actor, year: int) -> dict[tuple[str, int], QuoteCount]:
    """(unit path, competency key) -> what talks said about that competency in that unit and below it; one query.

    Only quotes coded to missing competence. A quote counts for the unit of its talk and for every unit above it, so a
    caller looks up the level it needs and never adds levels up. Raises Forbidden.
    """
    quotes: dict[tuple[str, int], int] = defaultdict(int)
    people: dict[tuple[str, int], set[tuple[int, int]]] = defaultdict(set)
    units: dict[tuple[str, int], set[str]] = defaultdict(set)
    for path, competency, interview, speaker in (
        _said(actor, year)
        .filter(cause=NeedCause.COMPETENCE)
        .values_list("interview__unit__path", "competency_id", "interview_id", "speaker")
    ):
        for end in range(Unit.steplen, len(path) + 1, Unit.steplen):
            key = (path[:end], competency)
            quotes[key] += 1
            people[key].add((interview, speaker))
            units[key].add(path)
    return {key: QuoteCount(number, len(people[key]), len(units[key])) for key, number in quotes.items()}


def code_lines(actor: Actor, year: int) -> list[CodeLine]:
    """Every code of a year with what stands behind it, most people first; one query. Raises Forbidden."""
    groups: dict[tuple[str, int | None], list[tuple[int, int, str]]] = defaultdict(list)
    names: dict[int | None, Spoken] = {}
    rows = _said(actor, year).values_list(
        "cause", "competency_id", "competency__name", "competency__name_en", "interview_id", "speaker",
        "interview__unit__path",
    )  # fmt: skip
    for cause, competency, name, english, interview, speaker, path in rows:
        groups[cause, competency].append((interview, speaker, path))
        names[competency] = spoken(name or "", english or "")
    lines = [
        CodeLine(NeedCause(cause), competency, names[competency], _count(said))
        for (cause, competency), said in groups.items()
    ]
    order = list(NeedCause)
    return sorted(lines, key=lambda line: (-line.count.people, -line.count.quotes, order.index(line.cause)))


def said(
    actor: Actor, year: int, *, cause: str = "", competency_id: int | None = None, path: str = ""
) -> list[SaidLine]:
    """Coded quotes as readers may see them, in the order of codes; two queries. `path`: of this unit and below.

    Asking for a unit gives nothing while too few of its part of the agency spoke. Raises Forbidden.
    """
    named = _named_parts(actor, year)
    if path and path[: Unit.steplen] not in named:
        return []
    rows = _said(actor, year).filter(interview__unit__path__startswith=path)
    if cause:
        rows = rows.filter(cause=cause)
    if competency_id is not None:
        rows = rows.filter(competency_id=competency_id)
    fields = ("text", "cause", "competency__name", "competency__name_en", "interview__unit__path")
    return [
        SaidLine(
            text, str(NeedCause(cause).label), spoken(name or "", english or ""), named.get(unit[: Unit.steplen], "")
        )
        for text, cause, name, english, unit in rows.order_by("cause", "competency__code", "public_id").values_list(
            *fields
        )
    ]


def talks(actor: Actor, year: int | None = None, *, waiting: bool = False) -> QuerySet[Interview]:
    """Talks for the desk, with counts of quotes and of those not coded yet; `waiting`: only with such quotes.

    Raises Forbidden.
    """
    found = visible_interviews(actor).select_related("unit")
    if year is not None:
        found = found.filter(year=year)
    uncoded = Count("quotes", filter=Q(quotes__cause=""))
    counted = found.annotate(said=Count("quotes"), uncoded=uncoded)
    return counted.filter(uncoded__gt=0) if waiting else counted


def talk_for(actor: Actor, public_id: str) -> Interview:
    """One talk with its quotes in the order of speakers. Raises NotFound, Forbidden."""
    quotes = Quote.objects.select_related("competency").order_by("speaker", "pk")
    found = visible_interviews(actor).filter(public_id=public_id).select_related("unit")
    talk = found.prefetch_related(Prefetch("quotes", queryset=quotes)).first()
    if talk is None:
        raise NotFound
    return talk


def talk_counts(actor: Actor, year: int) -> TalkTotals:
    """What was heard in a year; one query. Raises Forbidden."""
    rows = read_interviews(actor).filter(year=year)
    counted = rows.annotate(said=Count("quotes"), uncoded=Count("quotes", filter=Q(quotes__cause="")))
    found = list(counted.values_list("people", "said", "uncoded"))
    return TalkTotals(len(found), *(sum(row[place] for row in found) for place in range(3)))


def talk_totals(actor: Actor, year: int) -> tuple[int, int, int]:
    """(talks, people, quotes) of a year; one query. Raises Forbidden."""
    found = talk_counts(actor, year)
    return found.talks, found.people, found.quotes


def _said(actor: Actor, year: int) -> QuerySet[Quote]:
    talks = read_interviews(actor).filter(year=year)
    return Quote.objects.filter(interview__in=talks).exclude(cause="")


def _count(said: Iterable[tuple[int, int, str]]) -> QuoteCount:
    rows = list(said)
    return QuoteCount(len(rows), len({row[:2] for row in rows}), len({row[2] for row in rows}))


def _named_parts(actor: Actor, year: int) -> dict[str, str]:
    """Path of a part of the agency -> its name, for parts of which enough people spoke (all, for the needs team)."""
    people: dict[str, int] = defaultdict(int)
    for path, number in read_interviews(actor).filter(year=year).values_list("unit__path", "people"):
        people[path[: Unit.steplen]] += number
    least = 1 if can(actor, RUN_NEEDS) else NAMED_FROM
    named = [path for path, number in people.items() if number >= least]
    return dict(Unit.objects.filter(path__in=named).values_list("path", "short_name"))
