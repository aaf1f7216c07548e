"""What answers to form 2a say of each competency, and what became of those of a closed campaign."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from binacore.form_2a import PREFIX, Ticked, ticks
from renbina.competency.models import Assessment, Competency
from renbina.competency.queries.form_2a import Dictionary, asked_items
from renbina.foundation.actor import Actor
from renbina.surveys.access import VIEW, require
from renbina.surveys.enums import Becomes, CampaignState, Mode
from renbina.surveys.models import Campaign, NamedAnswer
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import asked_item


class Unused(StrEnum):
    """Why what somebody answered about a competency becomes no assessment."""

    GONE = "gone"  # the dictionary holds no such competency any more
    WORDS = "words"  # on the day of the answer the dictionary described it otherwise than was asked
    SILENT = "silent"  # none of its questions was answered


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer and one competency that it was asked about: what was ticked, or why nothing comes of it."""

    given: NamedAnswer
    code: str
    competency: Competency | None
    said: Ticked | None
    unused: Unused | None


@dataclass(frozen=True, slots=True)
class Became:
    """Of a closed campaign. `answers` were sent; `assessments` came of them, of `people`; `waiting` are still to come.

    `unused`: (name or code of the competency, why) -> answers, the most first.
    """

    answers: int
    assessments: int
    people: int
    waiting: int
    unused: tuple[tuple[str, Unused, int], ...]


def pairs_of(campaign: Campaign) -> Iterator[Pair]:
    """Every answer with a name beside every competency it was asked about; six queries."""
    items = asked_items(asked_item(row) for row in items_of(campaign.version_id))
    competencies = {each.code: each for each in Competency.objects.filter(agency_id=campaign.agency_id, code__in=items)}
    words = Dictionary(competencies.values())
    zone = ZoneInfo(campaign.agency.timezone)
    for given in campaign.named_answers.select_related("employee").order_by("pk"):
        day = given.changed_at.astimezone(zone).date()
        for code, asked in items.items():
            competency = competencies.get(code)
            if competency is None:
                yield Pair(given, code, None, None, Unused.GONE)
                continue
            said = ticks(words.on(competency.pk, day), asked, given.answers)
            unused = None
            if said is None:
                unused = Unused.WORDS if any(each.code in given.answers for each in asked) else Unused.SILENT
            yield Pair(given, code, competency, said, unused)


def became_of(actor: Actor, campaign: Campaign) -> Became | None:
    """What became of the answers; None unless they become self-assessments and it is closed. Raises Forbidden."""
    require(actor, VIEW, campaign)
    becomes = campaign.version.instrument.becomes
    if (campaign.mode, campaign.state, becomes) != (Mode.NAMED, CampaignState.CLOSED, Becomes.SELF_ASSESSMENT):
        return None
    made = set(Assessment.objects.filter(campaign=campaign).values_list("employee_id", "competency_id"))
    unused: Counter[tuple[str, Unused]] = Counter()
    waiting = 0
    for pair in pairs_of(campaign):
        if pair.unused is not None:
            unused[str(pair.competency.said_name) if pair.competency else pair.code, pair.unused] += 1
        elif pair.competency is not None and (pair.given.employee_id, pair.competency.pk) not in made:
            waiting += 1
    return Became(
        answers=campaign.answered or 0,
        assessments=len(made),
        people=len({employee for employee, _competency in made}),
        waiting=waiting,
        unused=tuple((name, why, n) for (name, why), n in unused.most_common()),
    )


def subject_names(agency_id: int, codes: set[str]) -> dict[str, str]:
    """Keys of the subjects of questions -> names of competencies in the reader's language; one query."""
    wanted = {code.removeprefix(PREFIX) for code in codes if code.startswith(PREFIX)}
    rows = Competency.objects.filter(agency_id=agency_id, code__in=wanted) if wanted else ()
    return {PREFIX + each.code: str(each.said_name) for each in rows}


def subjects_of(agency_id: int) -> dict[str, str]:
    """Every competency that a question can be about: its key -> its name in the reader's language; one query."""
    return {PREFIX + each.code: str(each.said_name) for each in Competency.objects.filter(agency_id=agency_id)}
