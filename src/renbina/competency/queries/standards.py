"""Reads of what positions ask: their own standards, their class's, and the general rule behind both."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from binacore.people import PositionClass
from binacore.rules import RuleNotInForce, RulesAt
from binacore.standards import Asked, Claim, Contradiction, Origin, asked_on, contradictions_in
from renbina.competency.models import ClassStandard, Competency, PositionStandard
from renbina.foundation.base import holds_on
from renbina.organisation.models import Position
from renbina.rulebook.queries import rules_on

_RULES: Final[Mapping[str, str]] = {"supervisor": "pengawas", "executive": "pelaksana"}
CLASSES: Final = tuple({"pengawas": "supervisor", "pelaksana": "executive"}.get(each, each) for each in PositionClass)
"""Classes of positions that have a general rule, as `Position.level` names them."""

Own = Mapping[tuple[int, int], list[Claim]]  # position, competency


@dataclass(frozen=True, slots=True)
class ClassClaims:
    """What classes ask: decisions of the agency, and the general rule for the competencies that follow it."""

    decided: Mapping[tuple[str, str], tuple[tuple[int, Claim], ...]]  # class, family -> competency, claim
    by_class: tuple[int, ...]  # competencies that the general rule speaks of
    general: Mapping[str, int]  # class -> level

    def of(self, level: str, family: str) -> list[tuple[int, Claim]]:
        """Competency and claim of everything that a position of this class and family inherits."""
        found = list(self.decided.get((level, ""), ()))
        if family:
            found += self.decided.get((level, family), ())
        if level in self.general:
            rule = Claim(Origin.RULE, self.general[level])
            found += [(competency, rule) for competency in self.by_class]
        return found


def rule_of(level: str) -> str:
    """The rule that gives a class its general level, such as `required_level.pengawas`."""
    return f"required_level.{_RULES.get(level, level)}"


def general_levels(rules: RulesAt) -> dict[str, int]:
    """Class -> general level on the day of the rules; a class whose rule was not in force then is left out."""
    found = {}
    for level in CLASSES:
        try:
            found[level] = rules.integer(rule_of(level))
        except RuleNotInForce:
            continue
    return found


def class_claims(
    agency_id: int, on: date, rules: RulesAt | None = None, *, followers: Collection[int] | None = None
) -> ClassClaims:
    """What classes ask on a day; three queries, each of the rules of the day and `followers` handed in saves one.

    `followers`: keys of the competencies that follow the general rule (`Competency.by_class`).
    """
    decided: dict[tuple[str, str], list[tuple[int, Claim]]] = defaultdict(list)
    for each in ClassStandard.objects.filter(holds_on(on), agency_id=agency_id).order_by("valid_from", "pk"):
        origin = Origin.FAMILY if each.family else Origin.CLASS
        claim = Claim(origin, each.level, each.is_critical, each.valid_from, each.valid_to, str(each.pk))
        decided[each.position_level, each.family].append((each.competency_id, claim))
    if followers is None:
        rows = Competency.objects.filter(agency_id=agency_id, by_class=True).order_by("pk")
        followers = rows.values_list("pk", flat=True)
    by_class = tuple(followers)
    general = general_levels(rules or rules_on(agency_id, on)) if by_class else {}
    return ClassClaims({key: tuple(rows) for key, rows in decided.items()}, by_class, general)


def asked_levels(
    agency_id: int,
    on: date,
    *,
    positions: Collection[int] | None = None,
    rules: RulesAt | None = None,
    followers: Collection[int] | None = None,
) -> dict[int, list[tuple[int, Asked]]]:
    """Position -> its competencies (by their keys) with what is asked on the day; at most five queries.

    `positions`: only these; `rules`, `followers`: as for `class_claims`. A pair about which its own standards
    contradict each other asks what its class does.
    """
    chosen = Position.objects.filter(agency_id=agency_id)
    own_rows = PositionStandard.objects.filter(holds_on(on), position__agency_id=agency_id)
    if positions is not None:
        chosen, own_rows = chosen.filter(pk__in=positions), own_rows.filter(position_id__in=positions)
    own: dict[int, dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    fields = ("position_id", "competency_id", "level", "is_critical", "valid_from", "valid_to")
    for position, competency, level, critical, since, until in own_rows.order_by("valid_from", "pk").values_list(
        *fields
    ):
        own[position][competency].append(Claim(Origin.POSITION, level, critical, since, until))
    inherited = class_claims(agency_id, on, rules, followers=followers)
    found: dict[int, list[tuple[int, Asked]]] = {}
    for position, level, family in chosen.order_by("pk").values_list("pk", "level", "family"):
        claims = own.get(position, {})
        for competency, claim in inherited.of(level, family):
            claims.setdefault(competency, []).append(claim)
        asked = ((competency, asked_on(claims[competency], on)) for competency in sorted(claims))
        rows = [(competency, each) for competency, each in asked if each is not None]
        if rows:
            found[position] = rows
    return found


def asking_positions(on: date) -> QuerySet[Position]:
    """Positions that ask something on the day, by themselves or through their class; a subquery."""
    own = PositionStandard.objects.filter(holds_on(on), position=OuterRef("pk"))
    decided = ClassStandard.objects.filter(
        Q(family="") | Q(family=OuterRef("family")),
        holds_on(on),
        agency=OuterRef("agency"),
        position_level=OuterRef("level"),
    )
    followers = Competency.objects.filter(agency=OuterRef("agency"), by_class=True)
    return Position.objects.filter(Exists(own) | Exists(decided) | (Q(level__in=CLASSES) & Exists(followers)))


def own_contradictions(agency_id: int, *, position_id: int | None = None) -> dict[tuple[int, int], list[Contradiction]]:
    """(Position, competency) -> what is wrong with its own standards; one query. Nothing is repaired silently."""
    rows = PositionStandard.objects.filter(position__agency_id=agency_id)
    if position_id is not None:
        rows = rows.filter(position_id=position_id)
    other = PositionStandard.objects.filter(position=OuterRef("position"), competency=OuterRef("competency")).exclude(
        pk=OuterRef("pk")
    )
    claims: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for each in rows.filter(Exists(other)).order_by("valid_from", "pk"):
        claims[each.position_id, each.competency_id].append(
            Claim(Origin.POSITION, each.level, each.is_critical, each.valid_from, each.valid_to, str(each.pk))
        )
    found = {pair: list(contradictions_in(said)) for pair, said in claims.items()}
    return {pair: wrong for pair, wrong in found.items() if wrong}
