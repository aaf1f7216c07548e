"""Services of the city and what citizens ticked about them: answers whose computed SKM is the figure of the story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from binacity import tables
from binacity.apportion import CITY_SIZE, scaled

ELEMENTS = 9
RUNNING = (2026, 2)  # the half year of the city's day: its survey still runs
HALVES = ((2025, 1), (2025, 2), (2026, 1), RUNNING)
CLOSED_DAYS = frozenset(
    [date(2025, 1, 1), date(2025, 5, 1), date(2025, 8, 17), date(2025, 12, 25), date(2026, 1, 1), date(2026, 5, 1),
     date(2026, 6, 1), date(2026, 8, 17)]
)  # fmt: skip
_TOO_FEW = 8  # answers of a service in the smallest agencies: above the group that is shown


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service that citizens speak about, with the names of its points."""

    key: str
    unit: str
    name: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """One citizen's nine scores, U1 to U9, given on paper or by QR at a point (its place in the service's list)."""

    service: str
    point: int
    on_paper: bool
    received_on: date
    scores: tuple[int, ...]


def services(unit_keys: frozenset[str]) -> tuple[ServiceRecord, ...]:
    """The services of the units that this agency has."""
    return tuple(
        ServiceRecord(row["key"], row["unit"], row["name"], tables.words(row["points"]))
        for row in tables.rows("services")
        if row["unit"] in unit_keys
    )


def answers(unit_keys: frozenset[str], size: int, seed: int, today: date) -> list[AnswerRecord]:
    """Answers of four half years, the last one up to `today`, service by service."""
    found: list[AnswerRecord] = []
    for row in tables.rows("services"):
        if row["unit"] not in unit_keys or not int(row["answers"]):
            continue
        for year, half in HALVES:
            random = Random(f"{seed}:skm:{row['key']}:{year}:{half}")
            found += _half_year(row, year, half, size, today, random)
    return found


def _half_year(row: dict[str, str], year: int, half: int, size: int, today: date, random: Random) -> list[AnswerRecord]:
    label = f"{year}_{half}" if year == 2025 else str(year)
    wish = int(row["answers"]) * 3 // 4 if (year, half) == RUNNING else int(row["answers"])
    index, fixed = int(row[f"index_{label}"]), dict(_hundredths(row[f"means_{label}"]))
    people = _people(wish, index, fixed) if size >= CITY_SIZE else max(_TOO_FEW, scaled(wish, size))
    sums = _sums(people, index, fixed, dict(_hundredths(row["lean"])))
    scores = _scores(people, sums, random)
    days = working_days(*_limits(year, half, today))
    points = len(tables.words(row["points"]))
    return [
        AnswerRecord(row["key"], random.randrange(points), random.random() < 0.4, random.choice(days), each)
        for each in scores
    ]


def _limits(year: int, half: int, today: date) -> tuple[date, date]:
    first, last = (date(year, 1, 2), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 30))
    return first, min(last, today)


def working_days(first: date, last: date) -> list[date]:
    """Days of open counters from the first to the last, both included."""
    every = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return [day for day in every if day.weekday() < 5 and day not in CLOSED_DAYS]


def _hundredths(text: str) -> list[tuple[int, int]]:
    """`3:271;9:284` -> [(2, 271), (8, 284)]: the place of the element, a mean or a leaning in hundredths."""
    return [(int(number) - 1, value) for number, value in tables.pairs(text)]


def _total(people: int, index: int) -> int:
    """The sum of all scores that comes nearest to an index (in hundredths) of that many people."""
    return (2 * index * ELEMENTS * people + 2500) // 5000


def _people(wish: int, index: int, fixed: dict[int, int]) -> int:
    """The first number from the wish on with which index and fixed means come out to two decimals."""
    for people in range(wish, wish + 60):
        close = abs(2500 * _total(people, index) - index * ELEMENTS * people) * 2 < ELEMENTS * people
        if close and all(abs(100 * _whole(mean, people) - mean * people) * 2 < people for mean in fixed.values()):
            return people
    return wish


def _whole(mean: int, people: int) -> int:
    return (2 * mean * people + 100) // 200


def _sums(people: int, index: int, fixed: dict[int, int], lean: dict[int, int]) -> list[int]:
    """Nine sums of scores: the fixed ones as they are, the others around their mean, leaning as written."""
    sums = {place: _whole(mean, people) for place, mean in fixed.items()}
    free = [place for place in range(ELEMENTS) if place not in fixed]
    left = _total(people, index) - sum(sums.values())
    offsets = [lean.get(place, -2 if place % 2 else 2) * people for place in free]
    middle = sum(offsets) // len(free)
    for place, offset in zip(free, offsets, strict=True):
        sums[place] = left // len(free) + (offset - middle) // 100
    for place in range(left - sum(sums[each] for each in free)):
        sums[free[place % len(free)]] += 1
    return [min(4 * people, max(people, sums[place])) for place in range(ELEMENTS)]


def _scores(people: int, sums: Sequence[int], random: Random) -> list[tuple[int, ...]]:
    """Scores 1 to 4 with exactly these sums; whoever is content with one element is rather so with the others."""
    mood = [random.random() for _ in range(people)]
    columns = []
    for total in sums:
        low, more = divmod(total, people)
        column = sorted([low] * (people - more) + [low + 1] * more)
        _spread(column, people // 7)
        noisy = sorted(range(people), key=lambda each: mood[each] + 0.6 * random.random())
        placed = [0] * people
        for person, score in zip(noisy, sorted(column), strict=True):
            placed[person] = score
        columns.append(placed)
    return [tuple(column[person] for column in columns) for person in range(people)]


def _spread(column: list[int], pairs: int) -> None:
    """Some answer lower and as many higher than most: the sum stays."""
    size = len(column)
    for place in range(min(pairs, size // 2)):
        if column[place] > 1 and column[size - 1 - place] < 4:
            column[place] -= 1
            column[size - 1 - place] += 1
