"""What a checked file of partners, programmes, offers or cost standards writes, each through the import's journal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Model

from renbina.catalogue.access import LOAD, own_agency, require
from renbina.catalogue.imports import costs, offers, partners, programmes, texts
from renbina.catalogue.models import Audience, CostStandard, Effect, Offer, Partner, Programme
from renbina.competency.models import Competency
from renbina.foundation import outbox
from renbina.foundation.action import action, record
from renbina.foundation.actor import Actor
from renbina.foundation.imports import Row
from renbina.foundation.imports.declare import key_text
from renbina.foundation.imports.journal import Journal

_RELATED: Final = frozenset({"effects", "audience", "prerequisite", "partner"})


@action
def apply_partners(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store new and changed partners; returns counts."""
    require(by, LOAD)
    agency = own_agency(by)
    known = {key_text(each.name): each for each in Partner.objects.filter(agency_id=agency)}
    names = [field.name for field in partners.FIELDS]
    return _stored(rows, known, lambda: Partner(agency_id=agency), names, by, at, journal)


@action
def apply_cost_standards(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store new and changed cost standards; returns counts."""
    require(by, LOAD)
    agency = own_agency(by)
    found = CostStandard.objects.filter(agency_id=agency)
    known = {key_text(each.year, each.item, each.unit): each for each in found}
    names = [field.name for field in costs.FIELDS]
    return _stored(rows, known, lambda: CostStandard(agency_id=agency), names, by, at, journal)


@action
def apply_offers(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store what is on offer; returns counts. An offer on which a plan stands is changed, never replaced."""
    require(by, LOAD)
    agency = own_agency(by)
    taught = {each.code: each for each in Programme.objects.filter(agency_id=agency)}
    giving = {key_text(each.name): each for each in Partner.objects.filter(agency_id=agency)}
    found = Offer.objects.filter(programme__agency_id=agency).select_related("programme")
    known = {
        key_text(each.programme.code, each.year, each.month or offers.SELF_PACED, "s" if each.own_class else ""): each
        for each in found
    }
    new: list[Offer] = []
    changed: list[Offer] = []
    for row in rows:
        values = dict(row.values)
        offer = known.get(row.key)
        if offer is None:
            offer = Offer(
                programme=taught[values["programme"]],
                year=values["year"],
                month=int(values["month"]) or None,
                own_class=bool(values.get("own_class")),
            )
            new.append(offer)
        else:
            changed.append(offer)
        for name in _told(row, offers.STORED):
            value = values[name]
            if name == "partner":
                value = giving[key_text(value)] if value else None
            setattr(offer, name, "" if name == "place" and value is None else value)
    journal.create(new)
    journal.update(changed, offers.STORED)
    return _counted(new, changed, rows, by, at)


@action
def apply_programmes(*, rows: Sequence[Row], by: Actor, at: datetime, journal: Journal) -> dict[str, int]:
    """Store programmes with what they raise and whom they are for; returns counts."""
    require(by, LOAD)
    agency = own_agency(by)
    known = {key_text(each.code): each for each in Programme.objects.filter(agency_id=agency)}
    giving = {key_text(each.name): each for each in Partner.objects.filter(agency_id=agency)}
    plain = [field.name for field in programmes.FIELDS if field.name not in _RELATED]
    new: list[Programme] = []
    changed: list[Programme] = []
    for row in rows:
        programme = known.get(row.key)
        (changed if programme else new).append(programme := programme or Programme(agency_id=agency))
        known[row.key] = programme
        _put(programme, row, plain)
        if "partner" in _told(row, ("partner",)):
            programme.partner = giving[key_text(row.values["partner"])] if row.values["partner"] else None
    journal.create(new)
    journal.update(changed, [*plain, "partner"])
    _tie(rows, known, journal)
    ours = programmes.Known.of(agency)
    _write_effects([row for row in rows if "effects" in _told(row, ("effects",))], known, ours, agency, journal)
    _write_audiences([row for row in rows if "audience" in _told(row, ("audience",))], known, ours, journal)
    return _counted(new, changed, rows, by, at)


def _tie(rows: Sequence[Row], known: Mapping[str, Programme], journal: Journal) -> None:
    """What comes first can be a programme of the same file, so it is tied when all of them exist."""
    tied = []
    for row in rows:
        if _told(row, ("prerequisite",)):
            first = row.values["prerequisite"]
            known[row.key].prerequisite = known[key_text(first)] if first else None
            tied.append(known[row.key])
    journal.update(tied, ["prerequisite"])


def _write_effects(
    rows: Sequence[Row], known: Mapping[str, Programme], ours: programmes.Known, agency: int, journal: Journal
) -> None:
    """Only what differs is written: an effect that stays keeps its row."""
    competencies = {each.code: each for each in Competency.objects.filter(agency_id=agency)}
    there: dict[tuple[int, str], Effect] = {
        (each.programme_id, each.competency.code): each
        for each in Effect.objects.filter(programme__in=[known[row.key].pk for row in rows]).select_related(
            "competency"
        )
    }
    new, changed = [], []
    for row in rows:
        programme = known[row.key]
        for code, lift, ceiling in texts.effects_of(row.values["effects"] or "", ours.competencies):
            effect = there.pop((programme.pk, code), None)
            if effect is None:
                effect = Effect(programme=programme, competency=competencies[code], lift=lift, ceiling=ceiling)
                new.append(effect)
            elif (effect.lift, effect.ceiling) != (lift, ceiling):
                effect.lift, effect.ceiling = lift, ceiling
                changed.append(effect)
    journal.delete(there.values())
    journal.create(new)
    journal.update(changed, ["lift", "ceiling"])


def _write_audiences(
    rows: Sequence[Row], known: Mapping[str, Programme], ours: programmes.Known, journal: Journal
) -> None:
    """Ways have no name of their own: those of a programme are replaced together, with the units that they name."""
    link = Audience.units.through
    before = list(Audience.objects.filter(programme__in=[known[row.key].pk for row in rows]).order_by("pk"))
    journal.delete(link.objects.filter(audience__in=before).order_by("pk"))
    journal.delete(before)
    named = [(known[row.key], way) for row in rows for way in texts.ways_of(row.values["audience"] or "", ours.units)]
    lists = [name for name in texts.PARTS.values() if name != "units"]
    made = journal.create(
        Audience(programme=programme, **{name: list(getattr(way, name)) for name in lists}) for programme, way in named
    )
    journal.create(
        link(audience_id=audience.pk, unit_id=unit)
        for audience, (_programme, way) in zip(made, named, strict=True)
        for unit in way.units
    )


def _stored(
    rows: Sequence[Row],
    known: Mapping[str, Model],
    make: Any,
    names: Sequence[str],
    by: Actor,
    at: datetime,
    journal: Journal,
) -> dict[str, int]:
    new: list[Model] = []
    changed: list[Model] = []
    for row in rows:
        found = known.get(row.key)
        (changed if found else new).append(_put(found or make(), row, names))
    journal.create(new)
    journal.update(changed, names)
    return _counted(new, changed, rows, by, at)


def _told(row: Row, names: Iterable[str]) -> list[str]:
    """The fields that this row writes: of a new one all that its file has, of a known one what differs."""
    return [name for name in names if (name in row.changes if row.verdict == "changed" else name in row.values)]


def _put(obj: Any, row: Row, names: Sequence[str]) -> Any:
    for name in _told(row, names):
        value = row.values[name]
        field = obj._meta.get_field(name)
        if value is None and not field.null:
            value = field.get_default()
        setattr(obj, name, float(value) if field.get_internal_type() == "FloatField" else value)
    return obj


def _counted(
    new: Sequence[object], changed: Sequence[object], rows: Sequence[Row], by: Actor, at: datetime
) -> dict[str, int]:
    counts = {"added": len(new), "changed": len(changed)}
    changes = {row.key: {name: [str(old), str(now)] for name, (old, now) in row.changes.items()} for row in rows}
    record(new=counts | {"changes": {key: pairs for key, pairs in changes.items() if pairs}})
    outbox.publish("catalogue.changed", {}, by=by, at=at)
    return counts
