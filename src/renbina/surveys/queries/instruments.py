"""The analyst's view of questionnaires."""

from dataclasses import dataclass

from django.db.models import Count, Max

from binacore.questionnaire import Questionnaire, languages
from renbina.foundation.actor import Actor
from renbina.foundation.errors import NotFound
from renbina.surveys.access import MANAGE, can, visible_instruments
from renbina.surveys.models import Instrument, InstrumentVersion, Item, Section
from renbina.surveys.queries.answering import items_of
from renbina.surveys.queries.questionnaires import questionnaire_of


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """A line of the list: the newest version, and how often the questionnaire was asked."""

    public_id: str
    name: str
    purpose: str
    version: int
    campaigns: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One of the versions of a questionnaire, and how often it was asked."""

    number: int
    campaigns: int


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """One version with its sections and items, in their order, and all versions, the newest first."""

    instrument: Instrument
    version: InstrumentVersion
    sections: tuple[tuple[Section, tuple[Item, ...]], ...]
    may_change: bool  # the actor may, and this version has not been used
    may_revise: bool
    content: Questionnaire
    versions: tuple[VersionRow, ...]

    @property
    def is_newest(self) -> bool:
        return self.version.number == self.versions[0].number

    @property
    def languages(self) -> tuple[str, ...]:
        return languages(self.content)

    @property
    def items(self) -> int:
        return sum(len(items) for _, items in self.sections)


def instrument_rows(actor: Actor) -> list[InstrumentRow]:
    """The questionnaires of the agency by name; one query."""
    found = visible_instruments(actor).annotate(
        newest=Max("versions__number"), asked=Count("versions__campaigns", distinct=True)
    )
    return [
        InstrumentRow(each.public_id, each.name, each.purpose, each.newest or 0, each.asked)
        for each in found.order_by("name", "pk")
    ]


def instrument_page(actor: Actor, public_id: str, number: str = "") -> InstrumentPage:
    """One questionnaire in its newest version, or to be read in that of a number. Raises NotFound, Forbidden."""
    instrument = visible_instruments(actor).filter(public_id=public_id).first()
    counted = InstrumentVersion.objects.filter(instrument=instrument).annotate(asked=Count("campaigns"))
    versions = list(counted.order_by("-number")) if instrument is not None else []
    version = next((each for each in versions if number in ("", str(each.number))), None)
    if instrument is None or version is None:
        raise NotFound
    version.instrument = instrument
    sections = version.sections.prefetch_related("items").order_by("rank", "pk")
    may = can(actor, MANAGE) and version is versions[0]
    return InstrumentPage(
        instrument=instrument,
        version=version,
        sections=tuple((section, tuple(section.items.all())) for section in sections),
        may_change=may and not version.is_frozen,
        may_revise=may and version.is_frozen,
        content=questionnaire_of(items_of(version.pk), version),
        versions=tuple(VersionRow(each.number, each.asked) for each in versions),
    )


def section_for(actor: Actor, public_id: str) -> Section:
    """A section of the actor's agency. Raises NotFound, Forbidden."""
    found = Section.objects.select_related("version__instrument").filter(public_id=public_id)
    section = found.filter(version__instrument__in=visible_instruments(actor)).first()
    if section is None:
        raise NotFound
    return section


def item_for(actor: Actor, public_id: str) -> Item:
    """An item of the actor's agency. Raises NotFound, Forbidden."""
    found = Item.objects.select_related("section__version__instrument").filter(public_id=public_id)
    item = found.filter(section__version__instrument__in=visible_instruments(actor)).first()
    if item is None:
        raise NotFound
    return item
