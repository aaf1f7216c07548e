"""Superiors named by their NIP: known or not, oneself, and circles of superiors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from renbina.foundation.imports import Row
from renbina.organisation.gather.lists import Register

SAID: Final = "superior_said"  # what the cell said, kept so that a second look starts from it again


def check_superiors(rows: Sequence[Row], register: Register) -> None:
    """A superior who is unknown, oneself or part of a circle is said and not stored; the person is taken."""
    told = [row for row in rows if _look_again(row)]
    if not told:
        return
    people = register.names.keys() | _taken(rows)
    for row in told:
        said = row.values["superior_nip"]
        if said == row.key:
            _leave_out(row, "superior_self")
        elif said not in people:
            _leave_out(row, "superior_unknown")
    standing = [row for row in told if row.values["superior_nip"] and row.key and not row.held]
    above = dict(register.superiors) | {row.key: row.values["superior_nip"] for row in standing}
    members = circles(above)
    numbers = {row.key: row.number for row in standing}
    for row in standing:
        circle = members.get(row.key)
        if circle:
            lines = ", ".join(str(numbers[nip]) for nip in circle if nip in numbers)
            _leave_out(row, "superior_cycle", rows=lines)


def _taken(rows: Sequence[Row]) -> set[str]:
    """The NIPs of the file whose rows are stored: not those held, nor one that stands there with two meanings."""
    first: dict[str, Row] = {}
    twice: set[str] = set()
    for row in rows:
        if row.key and row.values != first.setdefault(row.key, row).values:
            twice.add(row.key)
    held = {row.key for row in rows if row.held}
    return first.keys() - twice - held


def _look_again(row: Row) -> bool:
    """Whether the row names a superior; a damaged NIP of a superior holds nobody back, it is only said."""
    for problem in row.problems:
        if problem.field == "superior_nip" and problem.severity == "error":
            problem.severity = "warning"
    said = row.values.get("superior_nip") or row.values.get(SAID)
    if not said:
        return False
    row.values |= {"superior_nip": said, SAID: said}
    return True


def _leave_out(row: Row, code: str, **params: str) -> None:
    row.warn("superior_nip", code, **params)
    row.values["superior_nip"] = None


def circles(above: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Everybody who stands in a circle -> its members, from the one with the smallest key on."""
    found: dict[str, tuple[str, ...]] = {}
    done: set[str] = set()
    for start in above:
        path: list[str] = []
        place: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in done and at not in place:
            place[at] = len(path)
            path.append(at)
            at = above.get(at)
        if at in place:
            members = _from_smallest(path[place[at] :])
            found.update(dict.fromkeys(members, members))
        done.update(path)
    return found


def _from_smallest(members: Iterable[str]) -> tuple[str, ...]:
    ring = list(members)
    first = ring.index(min(ring))
    return tuple(ring[first:] + ring[:first])
