"""AKPK form 2a: what the dictionary offers to ask, the forms that were made of it, and what came of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from binacore.form_2a import PREFIX, Described, Level, form_code, items_of
from binacore.questionnaire import Item
from renbina.competency.models import Assessment, Competency
from renbina.competency.queries.dictionary import Words, version_on, words_of
from renbina.competency.queries.standards import asked_levels
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency
from renbina.organisation.models import Position
from renbina.surveys.access import MANAGE, require
from renbina.surveys.enums import Becomes, CampaignState, Mode
from renbina.surveys.models import Campaign, InstrumentVersion
from renbina.surveys.models import Item as ItemRow


@dataclass(frozen=True, slots=True)
class Offered:
    """A competency of the dictionary as a part of the form. `questions`: at most so many; 0 where nothing is written.

    `asked`: positions of the family that was chosen ask for it.
    """

    competency: Competency
    questions: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent. `taken`: self-assessments that came of it; `people`: of so many people."""

    campaign: Campaign
    taken: int
    people: int

    @property
    def makes(self) -> bool:
        """Whether answers become assessments: only with names."""
        return self.campaign.mode == Mode.NAMED

    @property
    def is_closed(self) -> bool:
        return self.campaign.state == CampaignState.CLOSED


@dataclass(frozen=True, slots=True)
class Form:
    """A form in its newest version. `outdated`: names of what the dictionary describes otherwise by now."""

    version: InstrumentVersion
    names: tuple[str, ...]
    questions: int
    outdated: tuple[str, ...]
    sent: tuple[Sent, ...]


class Dictionary:
    """The words of some competencies in every version, to be asked for many days; three queries."""

    def __init__(self, competencies: Iterable[Competency]) -> None:
        self.competencies = {each.pk: each for each in competencies}
        self._versions = words_of(list(self.competencies))
        self._described: dict[tuple[int, int], Described] = {}

    def on(self, key: int, day: date) -> Described:
        """A competency as it was described on a day; without levels where it is not."""
        words = version_on(self._versions.get(key, ()), day)
        number = words.number if words else 0
        if (key, number) not in self._described:
            self._described[key, number] = _described(self.competencies[key], words)
        return self._described[key, number]


def _described(competency: Competency, words: Words | None) -> Described:
    if words is None:
        return Described(competency.code, competency.name, "", ())
    levels = tuple(
        Level(each.level, each.description, each.indicators, each.description_en, each.indicators_en)
        for each in words.levels
    )
    return Described(competency.code, words.name, words.definition, levels, words.name_en, words.definition_en)


def all_words(actor: Actor) -> Dictionary:
    """The whole dictionary of the agency, by kind and name; four queries."""
    return Dictionary(Competency.objects.filter(agency_id=own_agency(actor)).order_by("kind", "name", "pk"))


def offered(actor: Actor, on: date, words: Dictionary, *, family: str = "") -> tuple[Offered, ...]:
    """Every competency of `all_words`, in its order; six queries with a family, else none. Raises Forbidden."""
    require(actor, MANAGE)
    agency = own_agency(actor)
    asked: set[int] = set()
    if family:
        posts = Position.objects.filter(agency_id=agency, family=family).values_list("pk", flat=True)
        found = asked_levels(agency, on, positions=list(posts))
        asked = {competency for lines in found.values() for competency, _asked in lines}
    return tuple(
        Offered(each, _questions(words.on(each.pk, on)), each.pk in asked) for each in words.competencies.values()
    )


def _questions(described: Described) -> int:
    return len(items_of(described, "k")) if described.is_askable else 0


def chosen_entries(actor: Actor, ids: Collection[str]) -> list[Competency]:
    """Competencies of the agency by their public ids, by kind and name; what it does not have is left out."""
    rows = Competency.objects.filter(agency_id=own_agency(actor), public_id__in=ids)
    return list(rows.order_by("kind", "name", "pk"))


def made_forms(actor: Actor, on: date, words: Dictionary) -> tuple[Form, ...]:
    """The forms of the agency, the newest first, each with how it was sent; four queries. Raises Forbidden."""
    require(actor, MANAGE)
    versions = _newest(own_agency(actor))
    items: dict[int, list[ItemRow]] = defaultdict(list)
    for item in ItemRow.objects.filter(section__version__in=versions).select_related("section").order_by("pk"):
        items[item.section.version_id].append(item)
    named = {each.code: each for each in words.competencies.values()}
    sent = _sent([version.instrument_id for version in versions])
    return tuple(
        _form(version, items[version.pk], named, words, on, sent.get(version.instrument_id, ())) for version in versions
    )


def _newest(agency_id: int, codes: Collection[str] | None = None) -> list[InstrumentVersion]:
    rows = InstrumentVersion.objects.filter(
        instrument__agency_id=agency_id, instrument__becomes=Becomes.SELF_ASSESSMENT
    ).select_related("instrument")
    if codes is not None:
        rows = rows.filter(instrument__code__in=codes)
    newest = {row.instrument_id: row for row in rows.order_by("instrument_id", "number")}
    return sorted(newest.values(), key=lambda row: -row.pk)


def _form(
    version: InstrumentVersion, items: Sequence[ItemRow], named: Mapping[str, Competency], words: Dictionary, on: date,
    sent: Sequence[Sent],
) -> Form:  # fmt: skip
    texts: dict[str, list[tuple[str, str, tuple[str, ...]]]] = defaultdict(list)
    for item in items:
        texts[item.subject.removeprefix(PREFIX)].append((item.code, item.text, tuple(item.choices)))
    names, outdated = [], []
    for code, asked in texts.items():
        if code not in named:
            continue
        names.append(named[code].said_name)
        today = words.on(named[code].pk, on)
        slug = asked[0][0].split("_", 1)[0]
        expected = items_of(today, slug) if today.is_askable else ()
        if {(each.code, each.text, each.choices) for each in expected} != set(asked):
            outdated.append(named[code].said_name)
    return Form(version, tuple(names), len(items), tuple(outdated), tuple(sent))


def _sent(instruments: Collection[int]) -> dict[int, tuple[Sent, ...]]:
    rows = list(Campaign.objects.filter(version__instrument_id__in=instruments).select_related("version").order_by(
        "-opened_on", "-pk"
    ))  # fmt: skip
    made = Assessment.objects.filter(campaign__in=rows).order_by().values("campaign")
    counts = {
        row["campaign"]: (row["taken"], row["people"])
        for row in made.annotate(taken=Count("pk"), people=Count("employee", distinct=True))
    }
    found: dict[int, list[Sent]] = defaultdict(list)
    for row in rows:
        found[row.version.instrument_id].append(Sent(row, *counts.get(row.pk, (0, 0))))
    return {key: tuple(lines) for key, lines in found.items()}


def forms_for(actor: Actor, sets: Collection[frozenset[str]]) -> dict[frozenset[str], str]:
    """Sets of competency codes for which a form exists -> public id of its newest version; one query."""
    of_code = {form_code(codes): codes for codes in sets}
    return {of_code[each.instrument.code]: each.public_id for each in _newest(own_agency(actor), of_code)}


def asked_items(rows: Iterable[Item]) -> dict[str, list[Item]]:
    """Code of a competency -> the questions that ask about it, in their order."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in rows:
        if item.subject.startswith(PREFIX):
            found[item.subject.removeprefix(PREFIX)].append(item)
    return found
