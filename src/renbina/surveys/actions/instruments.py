"""Writing questionnaires. A version that was used is never changed; the next one begins as its copy."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from binacore.instruments import ready_instruments
from binacore.questionnaire import Clause, Questionnaire, faults
from binacore.questionnaire import Item as AskedItem
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.organisation.queries import agency_of
from renbina.surveys.access import MANAGE, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.gather import questionnaire_of
from renbina.surveys.models import Instrument, InstrumentVersion, Item, Section
from renbina.surveys.queries import items_of
from renbina.surveys.wording import fault_words

MOST_ITEMS = 60
MOST_CHOICES = 12
WIDEST_SCALE = 10


class InstrumentRefused(Refused):
    """An instrument without a name, or a section without a title."""


class VersionFrozen(Refused):
    """A version that a campaign has used."""


class ItemRefused(Refused):
    """An item that nobody could answer."""


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


def _item(section: Section, rank: int, item: AskedItem) -> Item:
    same = ("code", "text", "required", "unknown", "low", "high", "low_label", "high_label", "right", "subject")
    return Item(
        section=section,
        rank=rank,
        kind=item.kind.value,
        choices=list(item.choices),
        rows=list(item.rows),
        condition=stored(item.condition),
        translations=_plain(item.translations),
        **{name: getattr(item, name) for name in same},
    )


def stored(condition: Iterable[Clause]) -> list[dict[str, Any]]:
    """A condition as it is stored; `gather.clauses` reads it."""
    return [
        {"item": each.item, "values": list(each.values)}
        | ({"low": each.low, "high": each.high} if _ranged(each) else {})
        for each in condition
    ]


def _ranged(clause: Clause) -> bool:
    return clause.low is not None or clause.high is not None


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
    _changeable(version, by)
    if not title.strip():
        raise InstrumentRefused(_("Give the section a heading."), "title")
    last = version.sections.aggregate(last=Max("rank"))["last"] or 0
    section = Section.objects.create(version=version, rank=last + 1, title=title.strip(), intro=intro.strip())
    record(obj=version, old=None, new={"section": section.title})
    return section


@action
def remove_section(*, section: Section, by: Actor, at: datetime) -> None:
    """A heading with everything under it."""
    _changeable(section.version, by)
    record(obj=section.version, old={"section": section.title, "items": section.items.count()}, new=None)
    section.delete()


@action
def save_item(
    *, section: Section, values: Mapping[str, Any], item: Item | None = None, by: Actor, at: datetime
) -> Item:
    """A new item at the end of a section, or a changed one. `values`: kind, text, required, choices, right, low, high,
    labels.

    Raises ItemRefused with the field that is wrong.
    """
    _changeable(section.version, by)
    fields = _checked(values)
    if item is None:
        items = Item.objects.filter(section__version=section.version)
        if items.count() >= MOST_ITEMS:
            raise ItemRefused(_("%(most)s items are enough for one questionnaire.") % {"most": MOST_ITEMS}, "text")
        last = section.items.aggregate(last=Max("rank"))["last"] or 0
        item = Item(section=section, rank=last + 1, code=_free_code(set(items.values_list("code", flat=True))))
    elif item.section_id != section.pk:
        raise ItemRefused(_("This item stands under another heading."))
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    record(obj=section.version, old=None, new={"item": item.code, "kind": item.kind})
    return item


@action
def move_item(*, item: Item, up: bool, by: Actor, at: datetime) -> None:
    """One place up or down within its section; at the end nothing moves."""
    _changeable(item.section.version, by)
    rows = list(item.section.items.all())
    place = next(number for number, row in enumerate(rows) if row.pk == item.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        for rank, row in enumerate(rows, start=1):
            row.rank = rank
        Item.objects.bulk_update(rows, ["rank"])
    record(obj=item.section.version, old=None, new={"item": item.code, "up": up})


@action
def remove_item(*, item: Item, by: Actor, at: datetime) -> None:
    """An item out of a version that nobody has used."""
    _changeable(item.section.version, by)
    record(obj=item.section.version, old={"item": item.code}, new=None)
    item.delete()


def _changeable(version: InstrumentVersion, by: Actor) -> None:
    require(by, MANAGE, version.instrument)
    if InstrumentVersion.objects.select_for_update().get(pk=version.pk).is_frozen:
        raise VersionFrozen(_("This version has been used and stays as it is. Begin the next version to change it."))


def _free_code(taken: set[str]) -> str:
    return next(code for number in range(1, MOST_ITEMS + len(taken) + 2) if (code := f"q{number}") not in taken)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    kind, text = str(values.get("kind", "")), str(values.get("text", "")).strip()
    if kind not in ItemKind.values:
        raise ItemRefused(_("Choose what kind of answer is asked for."), "kind")
    if not text:
        raise ItemRefused(_("Write the question."), "text")
    choices = [str(choice).strip() for choice in values.get("choices", []) if str(choice).strip()]
    low, high = int(values.get("low", 1)), int(values.get("high", 5))
    if kind == ItemKind.CHOICE and (len(set(choices)) != len(choices) or not 2 <= len(choices) <= MOST_CHOICES):
        words = _("Write 2 to %(most)s different choices, one a line.") % {"most": MOST_CHOICES}
        raise ItemRefused(words, "choices")
    right = str(values.get("right", "")).strip() if kind == ItemKind.CHOICE else ""
    if right and right not in choices:
        raise ItemRefused(_("The right answer must be one of the choices, letter by letter."), "right")
    if kind in (ItemKind.LIKERT, ItemKind.NUMBER) and low >= high:
        raise ItemRefused(_("The lowest value must be below the highest."), "low")
    if kind == ItemKind.LIKERT and high - low >= WIDEST_SCALE:
        raise ItemRefused(_("A scale has at most %(most)s steps.") % {"most": WIDEST_SCALE}, "high")
    ends = kind in (ItemKind.LIKERT, ItemKind.NUMBER)
    return {
        "kind": kind,
        "text": text,
        "required": bool(values.get("required", True)),
        "choices": choices if kind == ItemKind.CHOICE else [],
        "right": right,
        "low": low if ends else 1,
        "high": high if ends else 5,
        "low_label": str(values.get("low_label", "")).strip() if kind == ItemKind.LIKERT else "",
        "high_label": str(values.get("high_label", "")).strip() if kind == ItemKind.LIKERT else "",
    }
