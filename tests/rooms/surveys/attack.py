"""An insider who wants to know who wrote which answer.

They hold three copies of the whole database (the nights before and after a day of answering, and one after the
closing), the order and second in which each person opened the questionnaire (a log kept elsewhere), and know how
the product works. They lack the installation's secret, which is not in the database. Each attack names a person for
every answer; it is scored by how many are right, of all answers and of those that came between the two nights: what two
copies of the database tell, they tell of that day alone, and of the others the attack can only guess. Nothing here
knows our tables: the attacks look at every table that holds the words of the answers, so that a naive design is
attacked by the same code.
"""

import hashlib
import random
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

Row = dict[str, Any]
Dump = dict[str, list[Row]]


@dataclass(frozen=True)
class Loot:
    """What the insider holds of one wave. `log`: (person, moment) as they opened it; `words`: what was written."""

    before: Dump
    between: Dump
    after: Dump
    log: list[tuple[int, datetime]]
    words: list[str]  # sorted: the attacker sees them in the results anyway
    seed: int
    pile: Sequence[tuple[int, set[str]]] = ()  # of paper: who was handed which sheet (its marks)


@dataclass(frozen=True)
class Wave:
    """One wave as it was lived: the loot, who wrote which words, and the words that came between the two nights."""

    loot: Loot
    truth: dict[str, int]
    of_the_day: frozenset[str]


FIRST_NIGHT, SECOND_NIGHT = 40, 60  # answers that are there


def lived(
    people: Sequence[Any],
    take: Callable[[int, Any, str, datetime], None],
    close: Callable[[], None],
    tables: Sequence[str] | None,
    *,
    seed: int,
    start: datetime,
    step: timedelta,
    hand_out: Callable[[Sequence[Any]], list[set[str]]] | None = None,
) -> Wave:
    """A wave in which everybody answers in an order of their own. `take` stores one: number, person, words, moment.

    `hand_out`: gives everybody in that order a sheet of paper; the marks of each.
    """
    order = random.Random(seed).sample(people, len(people))
    marks = hand_out(order) if hand_out is not None else []
    log, truth, copies, of_the_day = [], {}, [], set()
    for number, person in enumerate(order):
        if number in (FIRST_NIGHT, SECOND_NIGHT):
            copies.append(dump(tables))
        word, moment = f"jawaban-{secrets.token_hex(8)}", start + step * number
        take(number, person, word, moment)
        log.append((person.pk, moment))
        truth[word] = person.pk
        if FIRST_NIGHT <= number < SECOND_NIGHT:
            of_the_day.add(word)
    close()
    pile = [(person.pk, own) for person, own in zip(order, marks, strict=False)]
    loot = Loot(copies[0], copies[1], dump(tables), log, sorted(truth), seed, pile)
    return Wave(loot, truth, frozenset(of_the_day))


def dump(tables: Iterable[str] | None = None) -> Dump:
    """Every row of every table in its physical order, with what the engine keeps of its writing."""
    hidden = "rowid AS rb_place" if connection.vendor == "sqlite" else "ctid::text AS rb_place, xmin::text AS rb_xmin"
    names = tables if tables is not None else connection.introspection.table_names()
    found: Dump = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT {hidden}, * FROM "{name}" ORDER BY 1')  # noqa: S608 - names from the engine
            columns = [column[0] for column in cursor.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def text_of(row: Row) -> str:
    return " ".join(bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                    for value in row.values())  # fmt: skip


def holders(copy: Dump, words: Sequence[str]) -> dict[str, Row]:
    """Words -> the row of this copy that holds them, wherever it stands."""
    wanted = dict.fromkeys(words)
    found: dict[str, Row] = {}
    for rows in copy.values():
        for row in rows:
            for token in re.findall(r"jawaban-[0-9a-f]+", text_of(row)):
                if token in wanted:
                    found.setdefault(token, row)
    return found


def by_column(loot: Loot, pick: Callable[[Row], Any]) -> dict[str, int]:
    """The answers sorted by a column, against the people in the order of the log."""
    rows = holders(loot.after, loot.words)
    ordered = sorted(rows, key=lambda word: pick(rows[word]))
    return {word: person for word, (person, _) in zip(ordered, loot.log, strict=False)}


def place(row: Row) -> tuple[int, ...]:
    """SQLite tells a number, PostgreSQL "(page,line)": compared as numbers, for as words 10 stands before 2."""
    return tuple(int(number) for number in re.findall(r"\d+", str(row["rb_place"])))


def place_order(loot: Loot) -> dict[str, int]:
    """Where the engine put the row."""
    return by_column(loot, place)


def key_order(loot: Loot) -> dict[str, int]:
    """The primary key: the first column that is the product's."""

    def key(row: Row) -> str:
        return str(next(value for name, value in row.items() if not name.startswith("rb_"))).zfill(40)

    return by_column(loot, key)


def time_match(loot: Loot) -> dict[str, int]:
    """The moment written beside the answer, against the nearest moment of the log; else a guess."""
    found = {}
    draw = random.Random(loot.seed)
    for word, row in holders(loot.after, loot.words).items():
        moments = [value for value in row.values() if isinstance(value, datetime)]
        moments += [datetime.fromisoformat(each) for value in row.values()
                    for each in re.findall(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d", str(value))]  # fmt: skip
        people = loot.log
        if moments:
            bare = moments[0].replace(tzinfo=None)
            found[word] = min(people, key=lambda entry: abs(entry[1].replace(tzinfo=None) - bare))[0]
        else:
            found[word] = draw.choice(people)[0]
    return found


def joined(loot: Loot) -> dict[str, int]:
    """A value that stands beside the answer and beside a person, or the digest of a person's key; else a guess."""
    people = {person for person, _ in loot.log}
    draw = random.Random(loot.seed + 1)
    marks: dict[str, int] = {}
    for copy in (loot.before, loot.between, loot.after):
        for rows in copy.values():
            for row in rows:
                owner = row.get("employee_id")
                if owner in people:
                    values = [str(value) for value in row.values() if len(str(value)) >= 8]
                    marks.update(dict.fromkeys(values, owner))
    for person in people:
        for text in (str(person), f"{person}"):
            marks[hashlib.sha256(text.encode()).hexdigest()] = person
    found = {}
    for word, row in holders(loot.after, loot.words).items():
        owner = row.get("employee_id")
        hits = [marks[str(value)] for value in row.values() if str(value) in marks]
        found[word] = owner if owner in people else hits[0] if hits else draw.choice(sorted(people))
    return found


def dump_difference(loot: Loot) -> dict[str, int]:
    """Rows new between two nights, found again after the closing, against the people of that day in the log.

    New rows are followed by any long value that survives: a key, a cipher text, its length.
    """
    old = {text_of(row) for rows in loot.before.values() for row in rows}
    new = [row for rows in loot.between.values() for row in rows if text_of(row) not in old]
    final = holders(loot.after, loot.words)
    survived = {str(value): word for word, row in final.items() for value in row.values() if len(str(value)) >= 8}
    arrived = []
    for row in sorted(new, key=place):
        hit = next((survived[str(value)] for value in row.values() if str(value) in survived), None)
        if hit is not None and hit not in arrived:
            arrived.append(hit)
    earlier = len(holders(loot.before, loot.words))
    today = loot.log[earlier : earlier + len(arrived)]
    found = {word: person for word, (person, _) in zip(arrived, today, strict=False)}
    draw = random.Random(loot.seed + 2)
    rest = [word for word in final if word not in found]
    half = [person for person, _ in loot.log]
    return found | {word: draw.choice(half) for word in rest}


ATTACKS: Mapping[str, Callable[[Loot], dict[str, int]]] = {
    "place": place_order, "key": key_order, "time": time_match, "join": joined, "difference": dump_difference,
}  # fmt: skip


@dataclass(frozen=True)
class Score:
    """Share of the answers that an attack gives to the right person: of all, and of those of the one day."""

    all: float
    of_the_day: float


def scores(
    waves: Sequence[Wave], attacks: Mapping[str, Callable[[Loot], dict[str, int]]] = ATTACKS
) -> dict[str, Score]:
    """Attack -> how well it did over all waves."""
    found = {}
    for name, attack in attacks.items():
        hits = [(word, wave) for wave in waves for word, person in attack(wave.loot).items()
                if wave.truth[word] == person]  # fmt: skip
        day = sum(word in wave.of_the_day for word, wave in hits)
        found[name] = Score(
            len(hits) / sum(len(wave.truth) for wave in waves), day / sum(len(wave.of_the_day) for wave in waves)
        )
    return found


CHANCE_OF_THE_DAY = 1 / (SECOND_NIGHT - FIRST_NIGHT)


def assert_no_better_than_chance(found: Mapping[str, Score]) -> None:
    """At most three in a hundred right where chance is one; of one day, no more than lots drawn among its people."""
    assert max(score.all for score in found.values()) <= 0.03, found
    assert max(score.of_the_day for score in found.values()) <= CHANCE_OF_THE_DAY, found
