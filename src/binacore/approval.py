"""How a plan becomes a decision: states, steps, whose step it is, and who may not take two of them.

The plan is drafted by the personnel agency, agreed to by the Pejabat yang Berwenang (PyB, the Sekda) and set by decree
of the Pejabat Pembina Kepegawaian (PPK: mayor, regent, governor, minister). Source: PP 11/2017, articles 205 to 207.
Whoever puts a plan forward does not agree to it, and whoever agreed to it does not set it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where the newest version of a plan stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ENDORSED = "endorsed"
    APPROVED = "approved"


class Verb(StrEnum):
    """A step."""

    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    ENDORSE = "endorse"
    SEND_BACK = "send_back"
    SET = "set"


class Office(StrEnum):
    """Whose step it is."""

    MAKER = "maker"  # who answers for the draft
    PYB = "pyb"
    PPK = "ppk"


class StepNotPossible(Exception):
    """The step does not lead on from this state."""


_NEXT: Final[Mapping[tuple[State, Verb], tuple[State, Office]]] = {
    (State.DRAFT, Verb.PROPOSE): (State.PROPOSED, Office.MAKER),
    (State.PROPOSED, Verb.WITHDRAW): (State.DRAFT, Office.MAKER),
    (State.PROPOSED, Verb.ENDORSE): (State.ENDORSED, Office.PYB),
    (State.PROPOSED, Verb.SEND_BACK): (State.DRAFT, Office.PYB),
    (State.ENDORSED, Verb.SET): (State.APPROVED, Office.PPK),
    (State.ENDORSED, Verb.SEND_BACK): (State.DRAFT, Office.PPK),
}
_FORWARD: Final = (Verb.PROPOSE, Verb.ENDORSE, Verb.SET)


def next_state(state: State, verb: Verb) -> State:
    """Raises StepNotPossible."""
    return _found(state, verb)[0]


def office_of(state: State, verb: Verb) -> Office:
    """Whose step it is in this state. Raises StepNotPossible."""
    return _found(state, verb)[1]


def steps_from(state: State) -> tuple[tuple[Verb, Office], ...]:
    """The steps that lead on, with whose they are; none once a plan is set."""
    return tuple((verb, office) for (before, verb), (_, office) in _NEXT.items() if before == state)


def waits_for(state: State) -> Office | None:
    """Who is to decide next; None while it is drafted and once it is set."""
    return {State.PROPOSED: Office.PYB, State.ENDORSED: Office.PPK}.get(state)


def taken_before(verb: Verb, person: str, earlier: Mapping[Verb, str]) -> Verb | None:
    """The step of this round that forbids the same person to take this one; None where nothing does.

    earlier: the steps forward of the round and who took each. Sending back and withdrawing are never forbidden.
    """
    if verb not in _FORWARD:
        return None
    before = _FORWARD[: _FORWARD.index(verb)]
    return next((each for each in before if earlier.get(each) == person), None)


def _found(state: State, verb: Verb) -> tuple[State, Office]:
    try:
        return _NEXT[state, verb]
    except KeyError:
        raise StepNotPossible(f"{verb} does not lead on from {state}") from None
