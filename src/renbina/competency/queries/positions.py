"""Reads of the pages of standards: positions with what they ask, one position line by line, and the classes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from binacore.rules import RuleNotInForce, RuleValue
from binacore.standards import Asked, Contradiction, Origin
from renbina.competency.access import READ, require
from renbina.competency.models import ClassStandard, Competency, PositionStandard
from renbina.competency.queries.standards import CLASSES, asked_levels, own_contradictions, rule_of
from renbina.foundation.actor import Actor
from renbina.foundation.base import holds_on
from renbina.foundation.errors import NotFound
from renbina.organisation.access import own_agency
from renbina.organisation.enums import PlacementKind
from renbina.organisation.models import Placement, Position
from renbina.organisation.queries.families import named_families
from renbina.rulebook.queries import rules_on

SHOWN = 40  # lines of history on the page of a position


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A position in the list; `own` and `inherited` count competencies, `wrong` its contradictions."""

    public_id: str
    title: str
    level: str
    family: str
    holders: int
    own: int
    inherited: int
    critical: int
    wrong: int

    @property
    def total(self) -> int:
        return self.own + self.inherited


@dataclass(frozen=True, slots=True)
class AskedLine:
    """What a position asks of one competency on a day."""

    competency: Competency
    asked: Asked


@dataclass(frozen=True, slots=True)
class StandardPage:
    """The standard of a position on a day, what contradicts in it, and its own standards of other days."""

    position: Position
    on: date
    lines: tuple[AskedLine, ...]
    wrong: tuple[tuple[Competency, Contradiction], ...]
    history: tuple[PositionStandard, ...]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of positions: its general level (None: no rule on the day), and what the agency decided for it."""

    level: str
    positions: int
    rule: RuleValue | None
    decisions: tuple[ClassStandard, ...]


def position_rows(actor: Actor, on: date, *, level: str = "", family: str = "", wrong: bool = False) -> QuerySet:
    """Positions of the agency, each with `holders`: people who hold it definitively on the day."""
    require(actor, READ)
    agency = own_agency(actor)
    rows = Position.objects.filter(agency_id=agency)
    if level:
        rows = rows.filter(level=level)
    if family:
        rows = rows.filter(family=family)
    if wrong:
        rows = rows.filter(pk__in={position for position, _competency in own_contradictions(agency)})
    held = Placement.objects.filter(holds_on(on), position=OuterRef("pk"), kind=PlacementKind.DEFINITIVE)
    people = held.order_by().values("position").annotate(n=Count("employee", distinct=True)).values("n")
    return rows.annotate(holders=Coalesce(Subquery(people, output_field=IntegerField()), Value(0)))


def position_lines(actor: Actor, on: date, rows: Sequence[Position]) -> list[PositionLine]:
    """The rows of a page with their counts; its number of queries does not grow."""
    agency = own_agency(actor)
    asked = asked_levels(agency, on, positions=[row.pk for row in rows])
    wrong: dict[int, int] = defaultdict(int)
    for (position, _competency), found in own_contradictions(agency).items():
        wrong[position] += len(found)
    lines = []
    for row in rows:
        levels = [each for _competency, each in asked.get(row.pk, ())]
        own = sum(each.claim.origin is Origin.POSITION for each in levels)
        critical = sum(each.claim.critical for each in levels)
        lines.append(
            PositionLine(
                row.public_id, row.title, row.level, row.family, getattr(row, "holders", 0), own, len(levels) - own,
                critical, wrong[row.pk],
            )
        )  # fmt: skip
    return lines


def wrong_count(actor: Actor) -> int:
    """How many positions have standards that contradict each other; one query."""
    return len({position for position, _competency in own_contradictions(own_agency(actor))})


def asked_of(competency: Competency, on: date) -> list[tuple[int, int, int]]:
    """Level, positions that ask it on the day, and of them critical, highest level first; at most five queries."""
    counts: dict[int, list[int]] = {}
    for asked in asked_levels(competency.agency_id, on).values():
        for key, each in asked:
            if key == competency.pk:
                row = counts.setdefault(each.level, [0, 0])
                row[0] += 1
                row[1] += each.claim.critical
    return [(level, positions, critical) for level, (positions, critical) in sorted(counts.items(), reverse=True)]


def choices(actor: Actor) -> tuple[list[str], dict[str, str]]:
    """Classes, and families with what they are called, that the agency's positions have; one query."""
    rows = Position.objects.filter(agency_id=own_agency(actor)).order_by("pk")
    found = list(rows.values_list("level", "family", "title"))
    levels = {level for level, _family, _title in found if level}
    known = [level for level in CLASSES if level in levels]
    families = named_families((family, title) for _level, family, title in found if family)
    return [*known, *sorted(levels - set(known))], families


def position_for(actor: Actor, public_id: str) -> Position:
    """One position of the agency; one query. Raises NotFound."""
    found = Position.objects.filter(agency_id=own_agency(actor), public_id=public_id).first()
    if found is None:
        raise NotFound
    require(actor, READ)
    return found


def standard_page(actor: Actor, public_id: str, on: date) -> StandardPage:
    """What a position asks on a day; a fixed number of queries. Raises NotFound."""
    position = position_for(actor, public_id)
    agency = own_agency(actor)
    asked = dict(asked_levels(agency, on, positions=[position.pk]).get(position.pk, ()))
    wrong = own_contradictions(agency, position_id=position.pk)
    others = PositionStandard.objects.filter(position=position).exclude(holds_on(on)).select_related("competency")
    history = tuple(others.order_by("-valid_from", "pk")[:SHOWN])
    keys = {*asked, *(competency for _position, competency in wrong)}
    by_key = Competency.objects.in_bulk(keys)
    lines = sorted((AskedLine(by_key[key], each) for key, each in asked.items()), key=_in_order)
    told = tuple((by_key[key], each) for (_position, key), found in wrong.items() for each in found)
    return StandardPage(position, on, tuple(lines), told, history)


_KINDS = ("managerial", "sociocultural", "governance", "technical")


def _in_order(line: AskedLine) -> tuple[int, bool, int]:
    kind = line.competency.kind
    place = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
    return place, not line.asked.claim.critical, line.competency.pk


def asked_line(position: Position, competency: Competency, on: date) -> AskedLine | None:
    """What one position asks of one competency on a day, if anything."""
    found = dict(asked_levels(position.agency_id, on, positions=[position.pk]).get(position.pk, ()))
    return AskedLine(competency, found[competency.pk]) if competency.pk in found else None


def own_standards(position: Position, competency: Competency) -> tuple[PositionStandard, ...]:
    """The position's own standards of a competency, newest first; one query."""
    return tuple(PositionStandard.objects.filter(position=position, competency=competency).order_by("-valid_from"))


def not_asked(actor: Actor, position: Position, on: date) -> list[Competency]:
    """Competencies of the dictionary that the position does not ask on the day."""
    asked = dict(asked_levels(position.agency_id, on, positions=[position.pk]).get(position.pk, ()))
    rows = Competency.objects.filter(agency_id=own_agency(actor)).exclude(pk__in=asked)
    return list(rows.order_by("pk"))


def class_lines(actor: Actor, on: date) -> tuple[ClassLine, ...]:
    """Every class with a general rule or with positions, highest first; decisions that hold or are to come."""
    require(actor, READ)
    agency = own_agency(actor)
    rows = Position.objects.filter(agency_id=agency).order_by().values("level").annotate(n=Count("pk"))
    counts: Mapping[str, int] = dict(rows.values_list("level", "n"))
    decided: dict[str, list[ClassStandard]] = defaultdict(list)
    standing = ClassStandard.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), agency_id=agency)
    for each in standing.select_related("competency").order_by("family", "competency_id", "valid_from"):
        decided[each.position_level].append(each)
    general = _general(agency, on)
    levels: Iterable[str] = [*CLASSES, *sorted(set(counts) - set(CLASSES))]
    return tuple(
        ClassLine(level, counts.get(level, 0), general.get(level), tuple(decided[level])) for level in levels if level
    )


def _general(agency_id: int, on: date) -> dict[str, RuleValue]:
    rules = rules_on(agency_id, on)
    found = {}
    for level in CLASSES:
        try:
            found[level] = rules.value(rule_of(level))
        except RuleNotInForce:
            continue
    return found


def general_rule(agency_id: int, level: str, on: date) -> RuleValue | None:
    """The general rule of a class on a day, with its source and how sure it is; one query."""
    return _general(agency_id, on).get(level)
