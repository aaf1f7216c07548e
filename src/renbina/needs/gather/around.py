"""What rooms above know of a need: what the plan does for it, which goals it serves, what citizens said.

Needs imports none of them. Whoever composes the rooms names an object in the setting RENBINA_NEEDS_AROUND; without one
the pages say less, and the plan is taken to pay for the first needs of the ranking.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from renbina.foundation.actor import Actor
from renbina.needs.queries.evidence import EvidenceRow


@dataclass(frozen=True, slots=True)
class Cure:
    """A programme that raises the competency, and how many people of the unit the plan sends to it."""

    code: str
    name: str
    url: str
    lift: int
    ceiling: int
    seats: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal that the competency serves, from the top: (kind, text) of each step, and what measures it at its end."""

    steps: tuple[tuple[str, str], ...]
    indicators: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a row of derived evidence comes from, in words, and where it stands."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A goal that asks for a competency in the plan of a year: the way to it from the top, and units that carry it.

    `units`: (path, short name); none: everybody.
    """

    goal: Goal
    competency_id: int
    weight: float
    units: tuple[tuple[str, str], ...] = ()

    def concerns(self, path: str) -> bool:
        """Whether people of a unit or below it carry the goal."""
        return not self.units or any(path.startswith(each) or each.startswith(path) for each, _name in self.units)


@dataclass(frozen=True, slots=True)
class Complaints:
    """Citizens who named the competency about services of the unit in the year of the question."""

    people: int
    url: str


def _nowhere(public_id: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class NeedAround:
    cures: tuple[Cure, ...] = ()
    goals: tuple[Goal, ...] = ()
    complaints: Complaints | None = None
    plan: str = ""  # title of the plan that the seats are of
    plan_url: str = ""
    origins: Mapping[str, Origin] = field(default_factory=dict)  # by `origin` of a row of evidence
    levels_closed: int | None = None  # by the plan of the year; None: there is none
    # Where the finding behind a row of evaluation stands, by the public id in its origin; "" for who may not read it.
    finding_url: Callable[[str], str] = _nowhere


class Around(Protocol):
    """What `RENBINA_NEEDS_AROUND` names."""

    def need(self, actor: Actor, path: str, competency_id: int, year: int, named: tuple[str, str]) -> NeedAround:
        """Of one need, whose unit and competency are `named` (public ids) for addresses; five queries."""

    def levels_closed(self, actor: Actor, year: int) -> int | None:
        """Levels that the plan of the year closes; None where there is none; one query."""

    def asking(self, actor: Actor, year: int) -> Sequence[Asking]:
        """What goals ask people to be able to do in the plan of a year, in the order of the goals; three queries."""

    def evidence(self, actor: Actor, year: int, on: date) -> Sequence[EvidenceRow]:
        """What speaks for needs of the plan of a year, each row with its origin: collected with all the rest."""


class _Nothing:
    def need(self, actor: Actor, path: str, competency_id: int, year: int, named: tuple[str, str]) -> NeedAround:
        return NeedAround()

    def levels_closed(self, actor: Actor, year: int) -> int | None:
        return None

    def asking(self, actor: Actor, year: int) -> Sequence[Asking]:
        return ()

    def evidence(self, actor: Actor, year: int, on: date) -> Sequence[EvidenceRow]:
        return ()


def around() -> Around:
    path: str = getattr(settings, "RENBINA_NEEDS_AROUND", "")
    if not path:
        return _Nothing()
    found: Around = import_string(path)
    return found
