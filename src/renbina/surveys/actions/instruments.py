"""Writing questionnaires. A version that was used is never changed; the next one begins as its copy."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from binacore.instruments import ready_instruments
from binacore.questionnaire import Clause, Questionnaire, faults
from binacore.questionnaire import Item as AskedItem
from binacore.questionnaire_files import LANGUAGES
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.queries import agency_of
from renbina.surveys.access import MANAGE, require
from renbina.surveys.actions.items import changeable, fill_item, stored
from renbina.surveys.models import Instrument, InstrumentVersion, Item, Section
from renbina.surveys.queries import items_of
from renbina.surveys.queries.questionnaires import questionnaire_of
from renbina.surveys.wording import fault_words


class InstrumentRefused(Refused):
    """An instrument without a name, or a section without a title."""


class InstrumentUnsound(Refused):
    """A questionnaire with a question nobody can reach, conditions that contradict, or a translation with holes."""


def require_sound(version: InstrumentVersion) -> None:
    """Raises InstrumentUnsound, naming the place, unless the version may be asked."""
    content = questionnaire_of(items_of(version.pk), version)
    found = faults(content)
    if found:
        more = _(" (and %(n)s more on the page of the questionnaire)") % {"n": len(found) - 1} if found[1:] else ""
        raise InstrumentUnsound(fault_words(found[0], content) + more, "version")


@action
def load_ready(*, by: Actor, at: datetime) -> int:
    """Give the actor's agency the questionnaires that come with the product; returns how many were new."""
    require(by, MANAGE)
    agency = agency_of(by)
    known = set(Instrument.objects.filter(agency=agency).exclude(code="").values_list("code", flat=True))
    new = [ready for ready in ready_instruments() if ready.code not in known]
    for ready in new:
        _store_ready(Instrument(agency=agency, code=ready.code, name=ready.name, purpose=ready.purpose), ready)
    record(obj=agency, old=None, new={"instruments": [ready.code for ready in new]})
    return len(new)


def _store_ready(instrument: Instrument, ready: Questionnaire) -> None:
    instrument.save()
    version = InstrumentVersion.objects.create(instrument=instrument, number=1)
    store_version(version, ready)


def store_version(version: InstrumentVersion, content: Questionnaire) -> None:
    """Fill an empty version with a questionnaire."""
    version.intro, version.translations = content.intro, _plain(content.translations)
    version.save(update_fields=["intro", "translations"])
    for rank, part in enumerate(content.sections, start=1):
        section = Section.objects.create(
            version=version, rank=rank, title=part.title, intro=part.intro,
            condition=stored(part.condition), translations=_plain(part.translations),
        )  # fmt: skip
        Item.objects.bulk_create([_item(section, number, item) for number, item in enumerate(part.items, start=1)])


def _item(section: Section, rank: int, content: AskedItem) -> Item:
    item = Item(section=section, rank=rank, condition=stored(content.condition))
    item.translations = _plain(content.translations)
    fill_item(item, content)
    return item


def _plain(translations: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        language: {name: said if isinstance(said, str) else list(said) for name, said in words.items()}
        for language, words in translations.items()
    }


@action
def create_instrument(*, name: str, purpose: str, intro: str, by: Actor, at: datetime) -> Instrument:
    """A new questionnaire with an empty first version."""
    require(by, MANAGE)
    if not name.strip():
        raise InstrumentRefused(_("Give the questionnaire a name."), "name")
    instrument = Instrument.objects.create(agency=agency_of(by), name=name.strip(), purpose=purpose.strip())
    InstrumentVersion.objects.create(instrument=instrument, number=1, intro=intro.strip())
    record(obj=instrument, old=None, new={"name": instrument.name})
    return instrument


@action
def revise_instrument(*, instrument: Instrument, by: Actor, at: datetime) -> InstrumentVersion:
    """The version that may be changed: the newest if nobody has used it, else a copy of it as the next one."""
    require(by, MANAGE, instrument)
    newest = instrument.versions.select_for_update().order_by("-number").first()
    if newest is None:
        raise InstrumentRefused(_("This questionnaire has no version. Make a new one."))
    version = _copied(newest) if newest.is_frozen else newest
    record(obj=version, old={"number": newest.number}, new={"number": version.number})
    return version


def _copied(old: InstrumentVersion) -> InstrumentVersion:
    version = InstrumentVersion.objects.create(
        instrument=old.instrument, number=old.number + 1, intro=old.intro, translations=old.translations
    )
    for part in old.sections.prefetch_related("items"):
        section = Section.objects.create(
            version=version, rank=part.rank, title=part.title, intro=part.intro,
            condition=part.condition, translations=part.translations,
        )  # fmt: skip
        Item.objects.bulk_create([_item_again(section, item) for item in part.items.all()])
    return version


def _item_again(section: Section, item: Item) -> Item:
    left = ("id", "public_id", "section")
    names = [field.name for field in Item._meta.concrete_fields if field.name not in left]
    return Item(section=section, **{name: getattr(item, name) for name in names})


@action
def add_section(*, version: InstrumentVersion, title: str, intro: str = "", by: Actor, at: datetime) -> Section:
    """A new heading at the end."""
    changeable(version, by)
    if not title.strip():
        raise InstrumentRefused(_("Give the section a heading."), "title")
    last = version.sections.aggregate(last=Max("rank"))["last"] or 0
    section = Section.objects.create(version=version, rank=last + 1, title=title.strip(), intro=intro.strip())
    record(obj=version, old=None, new={"section": section.title})
    return section


@action
def change_section(
    *, section: Section, title: str, intro: str, condition: Sequence[Clause] = (), by: Actor, at: datetime
) -> Section:
    """Another heading, explanation, or condition for everything under it."""
    changeable(section.version, by)
    if not title.strip():
        raise InstrumentRefused(_("Give the section a heading."), "title")
    section.title, section.intro, section.condition = title.strip(), intro.strip(), stored(condition)
    section.save(update_fields=["title", "intro", "condition"])
    record(obj=section.version, old=None, new={"section": section.title, "conditions": len(section.condition)})
    return section


@action
def translate_version(
    *, version: InstrumentVersion, language: str, words: Mapping[str, Mapping[str, Any]], by: Actor, at: datetime
) -> int:
    """The words of a version in a language; returns how many questions have some.

    `words`: "" for the version (name, intro), "#2" for the second section (title, intro), the code of an item (text,
    choices, rows, labels). What is not given is not translated any more. Raises VersionFrozen, InstrumentRefused.
    """
    changeable(version, by)
    if language not in LANGUAGES:
        raise InstrumentRefused(_("Questionnaires can be translated into English."), "language")
    _translate(version, language, words.get("", {}))
    version.save(update_fields=["translations"])
    sections = list(version.sections.all())
    for number, section in enumerate(sections, start=1):
        _translate(section, language, words.get(f"#{number}", {}))
    Section.objects.bulk_update(sections, ["translations"])
    items = list(items_of(version.pk))
    for item in items:
        _translate(item, language, words.get(item.code, {}))
    Item.objects.bulk_update(items, ["translations"])
    done = sum(bool(item.translations.get(language)) for item in items)
    record(obj=version, old=None, new={"language": language, "items": done})
    return done


def _translate(row: InstrumentVersion | Section | Item, language: str, words: Mapping[str, Any]) -> None:
    kept = {name: said for name, said in words.items() if said}
    others = {other: said for other, said in row.translations.items() if other != language}
    row.translations = others | ({language: kept} if kept else {})


@action
def remove_section(*, section: Section, by: Actor, at: datetime) -> None:
    """A heading with everything under it."""
    changeable(section.version, by)
    record(obj=section.version, old={"section": section.title, "items": section.items.count()}, new=None)
    section.delete()
