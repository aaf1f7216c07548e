"""The tree of units on a day: people, heads and problems, each unit with everything below it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from binacore.names import fold_name
from renbina.foundation.actor import Actor
from renbina.organisation.access import own_agency, sees_agency
from renbina.organisation.previews.picture import Picture, picture_of
from renbina.organisation.queries import UnitState, day_for, tree_on

WHOLE = 500  # units that are drawn at once; of larger trees the parts of one top unit at a time


@dataclass(slots=True)
class UnitLine:
    """A unit of the tree. `people` and `unled` count everything below too; `head` is a name, "" without one."""

    pk: int
    public_id: str
    name: str
    short_name: str
    own_people: int = 0
    people: int = 0
    unled: int = 0  # people without a rating official
    head: str = ""
    acting: bool = False
    parts: list["UnitLine"] = field(default_factory=list)

    @property
    def is_headless(self) -> bool:
        return self.people > 0 and not self.head

    @property
    def is_empty(self) -> bool:
        return self.people == 0


@dataclass(frozen=True, slots=True)
class Tree:
    """All that is asked of a tree in sum, and its units from the top."""

    on: date
    roots: tuple[UnitLine, ...]
    states: Mapping[int, UnitState]
    lines: Mapping[int, UnitLine]
    picture: Picture
    people: int
    unled: int
    circles: int
    headless: tuple[UnitLine, ...]
    empty: tuple[UnitLine, ...]

    @property
    def is_large(self) -> bool:
        return len(self.lines) > WHOLE

    def matching(self, words: str) -> list[UnitLine]:
        """Units whose name or short name holds these words, in any spelling that folds alike."""
        wanted = fold_name(words)
        return [
            line for line in self.lines.values() if wanted in f"{fold_name(line.name)} {fold_name(line.short_name)}"
        ]


def tree_page(actor: Actor, on: date, below: str = "") -> Tree:
    """The tree of a day as far as the actor may open it. Raises Forbidden. Four queries while nothing has changed.

    below: only this path of today, with what is above; the counts of those above are not whole then.
    """
    states = tree_on(actor, on, below)
    picture = picture_of(own_agency(actor), on, is_today=on >= day_for(actor))
    lines = {pk: _line(state, picture) for pk, state in states.items()}
    roots = _hang_up(states, lines)
    return Tree(
        on=on,
        roots=tuple(roots),
        states=states,
        lines=lines,
        picture=picture,
        people=sum(line.people for line in roots),
        unled=sum(line.unled for line in roots),
        circles=picture.circles if sees_agency(actor) else 0,
        headless=tuple(line for line in lines.values() if line.is_headless),
        empty=tuple(line for line in lines.values() if line.is_empty),
    )


def _line(state: UnitState, picture: Picture) -> UnitLine:
    own, unled = picture.counts.get(state.pk, (0, 0))
    head = picture.heads.get(state.pk)
    return UnitLine(
        state.pk, state.public_id, state.name, state.short_name, own, own, unled,
        head[1] if head else "", head is not None and head[4],
    )  # fmt: skip


def _hang_up(states: Mapping[int, UnitState], lines: Mapping[int, UnitLine]) -> list[UnitLine]:
    """Parts below their unit, sums upwards: the order of the tree has parents first, so backwards parts come first."""
    roots = []
    for pk, state in states.items():
        if state.parent is not None and state.parent in lines:
            lines[state.parent].parts.append(lines[pk])
        else:
            roots.append(lines[pk])
    for pk in reversed(list(states)):
        above = states[pk].parent
        if above is not None and above in lines:
            lines[above].people += lines[pk].people
            lines[above].unled += lines[pk].unled
    return roots
