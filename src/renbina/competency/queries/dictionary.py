"""Reads of the dictionary: its entries, and their words in each version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from renbina.competency.access import READ, require
from renbina.competency.models import (
    BehaviourIndicator,
    Competency,
    CompetencyLevel,
    CompetencyVersion,
    UnitGap,
)
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.ui.spoken import Spoken, english_is_read, spoken


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """A competency with its levels in words (1 first)."""

    public_id: str
    code: str
    name: str
    kind: str
    family: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelWords:
    """What a level looks like, and the behaviours that prove it: (code, text), codes such as 2.1.

    `indicators_en`: their English in the same order; "" where nobody wrote it, as everywhere.
    """

    level: int
    description: str
    indicators: tuple[tuple[str, str], ...]
    description_en: str = ""
    indicators_en: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """(Indonesian, English) of the level and of each behaviour."""
        english = (*self.indicators_en, *([""] * (len(self.indicators) - len(self.indicators_en))))
        seen = zip((text for _code, text in self.indicators), english, strict=True)
        return ((self.description, self.description_en), *seen)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a competency in one version, and the days they were the words: from `since` up to `until`."""

    competency_id: int
    number: int
    since: date
    until: date | None
    name: str
    definition: str
    reason: str
    levels: tuple[LevelWords, ...]
    name_en: str = ""
    definition_en: str = ""

    @property
    def untranslated(self) -> int:
        """How many texts have no English."""
        pairs = [(self.name, self.name_en), (self.definition, self.definition_en)]
        pairs += [pair for each in self.levels for pair in each.texts]
        return sum(bool(text) and not english for text, english in pairs)

    @property
    def indicators(self) -> int:
        """How many behaviours are described."""
        return sum(len(each.indicators) for each in self.levels)


def dictionary(actor: Actor) -> tuple[DictionaryEntry, ...]:
    """The agency's competencies in the order in which they came, in their newest words; three queries."""
    newest = Prefetch("versions", CompetencyVersion.objects.order_by("-number").prefetch_related("levels"))
    rows = Competency.objects.filter(agency_id=own_agency(actor)).prefetch_related(newest).order_by("pk")
    return tuple(
        DictionaryEntry(
            row.public_id,
            row.code,
            row.name,
            row.kind,
            row.family,
            tuple(
                each.description
                for version in list(row.versions.all())[:1]
                for each in sorted(version.levels.all(), key=lambda level: level.level)
            ),
        )
        for row in rows
    )


def competency_names(agency_id: int | None) -> Mapping[int, tuple[str, str]]:
    """Key -> (Indonesian, English or "") name of every competency of an agency; one query."""
    named = Competency.objects.filter(agency_id=agency_id or 0).order_by("pk").values_list("pk", "name", "name_en")
    return {key: (name, english) for key, name, english in named}


def said_names(actor: Actor, public_ids: Collection[str]) -> list[Spoken]:
    """Names of these competencies of the actor's agency in the reader's language and the order asked; one query."""
    found = Competency.objects.filter(agency_id=own_agency(actor), public_id__in=public_ids) if public_ids else ()
    named = {each.public_id: each.said_name for each in found}
    return [named[each] for each in dict.fromkeys(public_ids) if each in named]


def codes_of(agency_id: int) -> dict[str, int]:
    """Code -> key of every competency of an agency; one query."""
    return dict(Competency.objects.filter(agency_id=agency_id).values_list("code", "pk"))


def entries(actor: Actor, *, kind: str = "", family: str = "") -> QuerySet[Competency]:
    """The dictionary as a list: each with `described` (levels in words), `indicators` and `asked` (people).

    `shown_name` is the name in the reader's language, to sort by.
    """
    require(actor, READ)
    rows = Competency.objects.filter(agency_id=own_agency(actor))
    if kind:
        rows = rows.filter(kind=kind)
    if family:
        rows = rows.filter(family=family)
    newest = CompetencyVersion.objects.filter(competency=OuterRef("pk")).order_by("-number").values("pk")[:1]
    name = Coalesce(NullIf("name_en", Value("")), "name") if english_is_read() else F("name")
    rows = rows.annotate(newest=Subquery(newest), shown_name=name)
    levels = CompetencyLevel.objects.filter(version=OuterRef("newest")).order_by().values("version")
    seen = BehaviourIndicator.objects.filter(level__version=OuterRef("newest")).order_by().values("level__version")
    people = UnitGap.objects.filter(competency=OuterRef("pk")).order_by().values("competency")
    return rows.annotate(
        described=_number(levels.annotate(n=Count("pk"))),
        indicators=_number(seen.annotate(n=Count("pk"))),
        asked=_number(people.annotate(n=Sum("people"))),
    )


def _number(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), Value(0))


def entry_count(actor: Actor) -> int:
    """How many competencies the dictionary has; one query."""
    return Competency.objects.filter(agency_id=own_agency(actor)).count()


def families(actor: Actor) -> dict[str, Spoken]:
    """Families of the agency's technical competencies, each as the reader reads it, by that name; one query."""
    rows = Competency.objects.filter(agency_id=own_agency(actor)).exclude(family="").order_by("family", "family_en")
    found = {family: spoken(family, english) for family, english in rows.values_list("family", "family_en").distinct()}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def entry_for(actor: Actor, public_id: str) -> Competency:
    """One entry of the agency's dictionary; one query. Raises NotFound."""
    found = Competency.objects.filter(agency_id=own_agency(actor), public_id=public_id).first()
    if found is None:
        raise NotFound
    require(actor, READ)
    return found


def versions_of(competency: Competency) -> tuple[Words, ...]:
    """The words of every version, newest first; three queries."""
    return words_of([competency.pk]).get(competency.pk, ())


def words_on(competencies: Collection[int], on: date) -> dict[int, Words]:
    """Competency -> the words that hold on a day; before the first version its words; three queries.

    Ask with the day of an assessment for the words it was made against. Nothing where there are no words.
    """
    found = {key: version_on(versions, on) for key, versions in words_of(competencies).items()}
    return {key: words for key, words in found.items() if words is not None}


def version_on(versions: Sequence[Words], on: date) -> Words | None:
    """Of versions, newest first, the one that holds on a day; the oldest before all of them."""
    return next((each for each in versions if each.since <= on), versions[-1] if versions else None)


def words_of(competencies: Collection[int]) -> dict[int, tuple[Words, ...]]:
    levels = Prefetch("levels", CompetencyLevel.objects.order_by("level"))
    seen = Prefetch("levels__indicators", BehaviourIndicator.objects.order_by("pk"))
    rows = CompetencyVersion.objects.filter(competency_id__in=competencies).order_by("competency_id", "number")
    of: dict[int, list[CompetencyVersion]] = {}
    for row in rows.prefetch_related(levels, seen):
        of.setdefault(row.competency_id, []).append(row)
    return {key: tuple(_in_order(versions)) for key, versions in of.items()}


def _in_order(versions: Sequence[CompetencyVersion]) -> Iterable[Words]:
    """Newest first, each with the day on which the next one began."""
    ends = [*(each.since for each in versions[1:]), None]
    for row, until in reversed(list(zip(versions, ends, strict=True))):
        levels = tuple(
            LevelWords(
                each.level,
                each.description,
                tuple((seen.code, seen.text) for seen in each.indicators.all()),
                each.description_en,
                tuple(seen.text_en for seen in each.indicators.all()),
            )
            for each in row.levels.all()
        )
        yield Words(
            row.competency_id,
            row.number,
            row.since,
            until,
            row.name,
            row.definition,
            row.reason,
            levels,
            row.name_en,
            row.definition_en,
        )
