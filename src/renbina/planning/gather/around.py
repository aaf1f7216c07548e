"""What rooms above planning know of one programme beside a plan: its classes, its target, what became of it before.

Planning imports none of them. Whoever composes the rooms names a function in the setting RENBINA_AROUND; without one
the page simply says less.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from renbina.catalogue.models import Programme
from renbina.foundation.actor import Actor
from renbina.planning.models import Plan


@dataclass(frozen=True, slots=True)
class Step:
    """Somewhere to go on from the programme; `main` for what should be done next."""

    label: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What the programme was to reach in an earlier year; the `sentence` of its verdict only where judged."""

    year: int
    target: str
    url: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    steps: tuple[Step, ...] = ()
    past: Past | None = None


Look = Callable[[Actor, Plan, Programme, bool, date], Around]


def around(actor: Actor, plan: Plan, programme: Programme, *, is_held: bool, on: date) -> Around:
    """What the actor may know of it. `is_held`: in this plan; only otherwise the past is judged, by six queries."""
    path: str = getattr(settings, "RENBINA_AROUND", "")
    if not path:
        return Around()
    look: Look = import_string(path)
    return look(actor, plan, programme, is_held, on)
