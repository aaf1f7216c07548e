"""The units of the problem: people who share one limit of absence in every month.

The format closes months to a unit, so people whose duties differ from their colleagues' (treasurers at the closing of
the year) form a unit of their own in the problem. What their real unit allows is then divided among its groups, month
by month, by how many of each could be away at all; the parts never add up to more than the whole. A group is made only
where it matters: for months in which a class is open to these people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from renbina.planning.gather.people import Person

MONTHS = range(1, 13)
Months = Mapping[int, frozenset[int]]
Sign = tuple[int, frozenset[int], frozenset[int], tuple[tuple[str, ...], int] | None]


@dataclass(slots=True)
class Group:
    """People of one unit with the same duties. `limits`: most away by month (None: no limit); `key`: its name."""

    key: str
    unit: int
    people: list[Person] = field(default_factory=list)
    limits: dict[int, int | None] = field(default_factory=dict)

    @property
    def usual(self) -> int | None:
        """The limit of most months; the others are rows of their own."""
        values = [self.limits[month] for month in MONTHS]
        return max(values, key=lambda value: (values.count(value), value is None, value or 0))

    def free(self, month: int) -> bool:
        return all(month in person.free_months for person in self.people)


def groups_of(
    people: Iterable[Person],
    wanted: Months,
    owed: Months,
    away_max: Mapping[int, int | None],
    names: Mapping[int, str],
    sitting: Months = MappingProxyType({}),
) -> list[Group]:
    """`wanted`: months in which a class that keeps people away is open to a person (by primary key); `owed`: those of
    classes they must attend, which come before duties and before the minimum of staff; `sitting`: those of classes they
    sit in already, which no rule undoes. `away_max` and `names` by unit.
    """
    found: dict[Sign, list[Person]] = defaultdict(list)
    for person in people:
        months = wanted.get(person.pk, frozenset())
        gone = frozenset(month for month in months if month >= person.leave_month)
        shut = _shut(person, owed)
        sign = (person.plan_unit, (shut & months) | gone, person.free_months & months, person.keep)
        found[sign].append(person)
    by_unit: dict[int, list[tuple[Sign, list[Person]]]] = defaultdict(list)
    for sign, members in found.items():
        by_unit[sign[0]].append((sign, members))
    groups = []
    for unit in sorted(by_unit, key=lambda pk: names[pk]):
        groups += _divided(unit, by_unit[unit], wanted, owed, away_max[unit], names[unit])
    for group in groups:
        for month, limit in group.limits.items():
            if limit is not None:
                group.limits[month] = max(limit, sum(month in sitting.get(one.pk, ()) for one in group.people))
    return groups


def _divided(
    unit: int,
    parts: list[tuple[Sign, list[Person]]],
    wanted: Months,
    owed: Months,
    limit: int | None,
    name: str,
) -> list[Group]:
    parts.sort(key=lambda part: (-len(part[1]), sorted(part[0][1]), sorted(part[0][2]), part[0][3] or ((), 0)))
    groups = [
        Group(name if place == 0 else f"{name}.{place}", unit, members) for place, (_, members) in enumerate(parts)
    ]
    credit = dict.fromkeys((group.key for group in groups), 0.0)
    for month in MONTHS:
        _limit_month(month, groups, [sign for sign, _ in parts], wanted, owed, limit, credit)
    return groups


def _limit_month(
    month: int,
    groups: Sequence[Group],
    signs: Sequence[Sign],
    wanted: Months,
    owed: Months,
    limit: int | None,
    credit: dict[str, float],
) -> None:
    sharing, needs, wishes = [], [], []
    for group, sign in zip(groups, signs, strict=True):
        if month in sign[1] or all(month in _shut(person, owed) for person in group.people):
            group.limits[month] = 0
        elif month in sign[2] or group.free(month) or (limit is None and sign[3] is None):
            group.limits[month] = None
        else:
            most = _most_away(group, sign)
            sharing.append((group, most))
            wishes.append(min(most, sum(month in wanted.get(person.pk, ()) for person in group.people)))
            needs.append(min(wishes[-1], sum(month in owed.get(person.pk, ()) for person in group.people)))
    if limit is not None:
        limit = max(limit, sum(needs))
        lent = [credit[group.key] for group, _ in sharing]
        parts = share(limit, needs, wishes, lent)
        credit.update(zip((group.key for group, _ in sharing), lent, strict=True))
    else:
        parts = [most for _, most in sharing]
    for (group, most), part in zip(sharing, parts, strict=True):
        group.limits[month] = min(part, most)


def _shut(person: Person, owed: Months) -> frozenset[int]:
    return person.away_months | (person.duty_months - owed.get(person.pk, frozenset()))


def _most_away(group: Group, sign: Sign) -> int:
    """Everybody, or all but those of whom a rule says how many stay."""
    keep = sign[3]
    return max(0, len(group.people) - keep[1]) if keep else len(group.people)


def share(limit: int, needs: Sequence[int], wishes: Sequence[int], credit: list[float] | None = None) -> list[int]:
    """Divide a limit: everybody has all of it while the wishes fit together; else needs come first and the rest goes by
    what is still wished. Never adds up to more than `limit` where wishes exceed it.

    `credit` is what rounding has cost each part so far (changed here): over the months a small part gets its turn.
    """
    if sum(wishes) <= limit:
        return [limit] * len(wishes)
    credit = [0.0] * len(wishes) if credit is None else credit
    first = _proportional(limit, needs, credit)
    more = _proportional(limit - sum(first), [w - f for w, f in zip(wishes, first, strict=True)], credit)
    return [f + m for f, m in zip(first, more, strict=True)]


def _proportional(total: int, weights: Sequence[int], credit: list[float]) -> list[int]:
    """Whole numbers that add up to `total`, as near to the weights as they can be; no more than each weight."""
    whole = sum(weights)
    if whole <= total:
        return list(weights)
    parts = [total * weight // whole for weight in weights]
    for at, weight in enumerate(weights):
        credit[at] += total * weight / whole - parts[at]
    able = [at for at in range(len(weights)) if parts[at] < weights[at]]
    for at in sorted(able, key=lambda at: (-round(credit[at], 9), at))[: total - sum(parts)]:
        parts[at] += 1
        credit[at] -= 1
    return parts
