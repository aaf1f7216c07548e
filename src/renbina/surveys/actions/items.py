"""Writing the questions of a version that nobody has used yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from binacore.questionnaire import Clause
from binacore.questionnaire import Item as AskedItem
from binacore.questionnaire_files import MOST_ITEMS, fitted, item_complaints
from binacore.survey import Kind
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.errors import Refused
from renbina.surveys.access import MANAGE, require
from renbina.surveys.enums import ItemKind
from renbina.surveys.models import InstrumentVersion, Item, Section
from renbina.surveys.wording import complaint_sentence

SAME = ("code", "text", "required", "unknown", "low", "high", "low_label", "high_label", "right", "subject")


class VersionFrozen(Refused):
    """A version that a campaign has used."""


class ItemRefused(Refused):
    """An item that nobody could answer."""


@action
def save_item(
    *, section: Section, values: Mapping[str, Any], item: Item | None = None, by: Actor, at: datetime
) -> Item:
    """A new item at the end of a section, or a changed one.

    `values`: kind, text, required, unknown, choices, rows, right, low, high, labels, subject, and condition as clauses;
    what is not given keeps its value, what the kind does not use is dropped. Raises ItemRefused with the field that is
    wrong.
    """
    changeable(section.version, by)
    if item is not None and item.section_id != section.pk:
        raise ItemRefused(_("This item stands under another heading."))
    if item is None:
        items = Item.objects.filter(section__version=section.version)
        if items.count() >= MOST_ITEMS:
            raise ItemRefused(_("%(most)s items are enough for one questionnaire.") % {"most": MOST_ITEMS}, "text")
        last = section.items.aggregate(last=Max("rank"))["last"] or 0
        item = Item(section=section, rank=last + 1, code=_free_code(set(items.values_list("code", flat=True))))
    fill_item(item, _checked(item, values))
    if "condition" in values:
        item.condition = stored(values["condition"])
    item.save()
    record(obj=section.version, old=None, new={"item": item.code, "kind": item.kind})
    return item


def fill_item(item: Item, content: AskedItem) -> None:
    """Give a row what a question of the core says, but for its condition and its translations."""
    item.kind = content.kind.value
    item.choices, item.rows = list(content.choices), list(content.rows)
    for name in SAME:
        setattr(item, name, getattr(content, name))


@action
def move_item(*, item: Item, up: bool, by: Actor, at: datetime) -> None:
    """One place up or down within its section; at the end nothing moves."""
    changeable(item.section.version, by)
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
    changeable(item.section.version, by)
    record(obj=item.section.version, old={"item": item.code}, new=None)
    item.delete()


def changeable(version: InstrumentVersion, by: Actor) -> None:
    """Raises VersionFrozen for a version that was used, NotFound, Forbidden."""
    require(by, MANAGE, version.instrument)
    if InstrumentVersion.objects.select_for_update().get(pk=version.pk).is_frozen:
        raise VersionFrozen(_("This version has been used and stays as it is. Begin the next version to change it."))


def stored(condition: Iterable[Clause]) -> list[dict[str, Any]]:
    """A condition as it is stored; `gather.clauses` reads it."""
    return [
        {"item": each.item, "values": list(each.values)}
        | ({} if each.low is None and each.high is None else {"low": each.low, "high": each.high})
        for each in condition
    ]


def _free_code(taken: set[str]) -> str:
    return next(code for number in range(1, MOST_ITEMS + len(taken) + 2) if (code := f"q{number}") not in taken)


def _checked(item: Item, values: Mapping[str, Any]) -> AskedItem:
    kind = str(values.get("kind", item.kind))
    if kind not in ItemKind.values:
        raise ItemRefused(_("Choose what kind of answer is asked for."), "kind")
    given: dict[str, Any] = {name: getattr(item, name) for name in SAME} | {
        name: values[name] for name in SAME if name in values
    }
    words = ("code", "text", "low_label", "high_label", "right", "subject")
    content = AskedItem(
        kind=Kind(kind),
        choices=_lines(values.get("choices", item.choices)),
        rows=_lines(values.get("rows", item.rows)),
        **(given | {name: str(given[name]).strip() for name in words}),
    )
    content = fitted(replace(content, low=int(content.low), high=int(content.high)))
    wrong = item_complaints(content)
    if wrong:
        raise ItemRefused(complaint_sentence(wrong[0]), wrong[0].name)
    return content


def _lines(lines: Sequence[Any]) -> tuple[str, ...]:
    return tuple(text for line in lines if (text := str(line).strip()))
