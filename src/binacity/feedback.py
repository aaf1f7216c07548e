"""What citizens of the city wrote in 2026, what its causes were, what was answered and promised."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from binacity import tables
from binacity.apportion import CITY_SIZE, apportion
from binacity.satisfaction import AnswerRecord, ServiceRecord, answers, services, working_days
from binacity.sayings import Sayings
from binacore.masking import Found, mask

COVERED = {
    Found.NAME: "[nama]",
    Found.NUMBER: "[nomor]",
    Found.PHONE: "[telepon]",
    Found.EMAIL: "[surel]",
    Found.PLATE: "[pelat nomor]",
}
TOTAL, BY_CHANNEL = 1146, {"forum": 52, "lapor": 94, "paper": 388}  # the rest came by QR
FORUM_DAYS = {"adminduk": date(2026, 4, 14), "rsud": date(2026, 6, 9), "perizinan": date(2026, 9, 22)}
AT_COUNTER = ("qr", "paper")
WAITING, REOPENED = 24, 5
TICKET = 8_730_100  # the first number of a LAPOR! ticket here
_ELEMENT = {"queue": 2, "requirements": 0, "attitude": 6, "app": 8, "cost": 3, "roads": 4, "praise": 6}


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """What a unit promised; `key` is its place in the table."""

    key: int
    service: str
    theme: str
    cause: str
    unit: str
    promise: str
    promised_on: date
    due_on: date
    done_on: date | None
    proof: str


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """Words of a citizen, or of the office. `shown` is what others than moderators read; empty: not looked at yet."""

    by_citizen: bool
    written_on: date
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class FeedbackRecord:
    """One feedback with words. `point` None: it did not come from a counter. `promise` names the one it leans on."""

    service: str
    theme: str
    channel: str  # qr | paper | lapor | forum
    ticket: str
    received_on: date
    point: int | None
    scores: tuple[int, ...]  # empty: only words
    state: str  # received | reopened | triaged | answered | closed
    cause: str
    competency: str
    promise: int | None
    messages: tuple[MessageRecord, ...]


@dataclass(frozen=True, slots=True)
class CitizenVoice:
    """Everything citizens said in 2025 and 2026. `answers` are those without words; those with words hold theirs."""

    services: tuple[ServiceRecord, ...]
    answers: tuple[AnswerRecord, ...]
    feedback: tuple[FeedbackRecord, ...]
    promises: tuple[PromiseRecord, ...]


@dataclass(slots=True)
class _Item:
    """A feedback on its way: what is fixed by the tables, then day and channel, then the rest."""

    service: str
    theme: str
    cause: str
    competency: str
    coded: bool  # must have been read and coded, so that the counts of causes hold
    day: date = date.min
    channel: str = "qr"
    fresh: bool = False  # came in the last days and waits


def make(unit_keys: frozenset[str], size: int, seed: int, today: date) -> CitizenVoice:
    """Services of the units that exist, answers, and feedback in the numbers of the city, scaled to its size."""
    random = Random(f"{seed}:feedback")
    known = services(unit_keys)
    promises = _promises(unit_keys, known, today)
    items = _items(known, size)
    sayings = Sayings(random)
    _date(items, sayings.special(), today, random)
    _channels(items, random)
    items.sort(key=lambda item: item.day)
    states = _states(items, today, random)
    pool = _Pool(answers(unit_keys, size, seed, today))
    points = {service.key: service.points for service in known}
    taken = _scores(items, pool)
    rows: list[FeedbackRecord] = []
    for number, (item, state) in enumerate(zip(items, states, strict=True)):
        scores = taken.get(number, ())
        rows.append(_record(item, state, number, scores, points[item.service], promises, sayings, today, random))
    return CitizenVoice(known, tuple(pool.left()), tuple(rows), tuple(promises))


def _scores(items: list[_Item], pool: "_Pool") -> dict[int, tuple[int, ...]]:
    """Place of an item -> its scores; what waits with a sentence of its own chooses first."""
    found: dict[int, tuple[int, ...]] = {}
    for place in sorted(range(len(items)), key=lambda each: (not items[each].fresh, each)):
        item = items[place]
        answer = pool.take(item.service, item.day, item.theme) if item.channel in AT_COUNTER else None
        if answer is not None:
            found[place] = answer.scores
    return found


def counts(voice: CitizenVoice) -> dict[str, int]:
    """The figures that all screens share."""
    by_channel = {
        name: sum(row.channel == name for row in voice.feedback) for name in ("qr", "paper", "lapor", "forum")
    }
    return {"feedback_2026": len(voice.feedback)} | {f"feedback_2026_{name}": n for name, n in by_channel.items()}


def _promises(unit_keys: frozenset[str], known: tuple[ServiceRecord, ...], today: date) -> list[PromiseRecord]:
    """Promises about services that exist; where the owner does not, the service's own unit keeps it."""
    homes = {service.key: service.unit.split(".")[0] for service in known}
    return [
        PromiseRecord(
            key, row["service"], row["theme"], row["cause"],
            row["unit"] if row["unit"] in unit_keys else homes[row["service"]], row["promise"],
            date.fromisoformat(row["promised_on"]), date.fromisoformat(row["due_on"]),
            date.fromisoformat(row["done_on"]) if row["done_on"] else None, row["proof"],
        )
        for key, row in enumerate(tables.rows("citizen_promises"))
        if row["service"] in homes and date.fromisoformat(row["promised_on"]) <= today
    ]  # fmt: skip


def _items(known: tuple[ServiceRecord, ...], size: int) -> list[_Item]:
    keys = {service.key for service in known}
    rows = [row for row in tables.rows("citizen_counts") if row["service"] in keys]
    numbers = [int(row["count"]) for row in rows]
    if size != CITY_SIZE:
        numbers = apportion(max(len(rows), sum(numbers) * size // CITY_SIZE), numbers, minimum=1)
    return [
        _Item(row["service"], row["theme"], row["cause"], row["competency"], bool(row["fixed"]))
        for row, number in zip(rows, numbers, strict=True)
        for _ in range(number)
    ]


def _date(items: list[_Item], special: list[tuple[str, str]], today: date, random: Random) -> None:
    """Any open day of the year; one of each kind for which a sentence was written by hand came in the last days."""
    days = working_days(date(2026, 1, 5), today)
    for item in items:
        item.day = random.choice(days)
        if not item.coded and (item.service, item.theme) in special:
            special.remove((item.service, item.theme))
            item.fresh, item.day = True, random.choice(days[-4:])


def _channels(items: list[_Item], random: Random) -> None:
    """Forum matters are about the three services that held one, on its day; LAPOR! mostly about roads and waste."""
    wanted = {name: (2 * number * len(items) + TOTAL) // (2 * TOTAL) for name, number in BY_CHANNEL.items()}
    order = list(items)
    random.shuffle(order)
    talked = [item for item in order if item.service in FORUM_DAYS and item.theme != "praise" and not item.fresh][
        : wanted["forum"]
    ]
    for item in talked:
        item.channel, item.day = "forum", FORUM_DAYS[item.service]
    rest = [item for item in order if item.channel == "qr" and not item.fresh]
    rest.sort(key=lambda item: (item.theme != "roads", item.theme not in ("app", "cost")))
    roads = [item for item in rest if item.theme == "roads"][: wanted["lapor"] * 3 // 4]
    others = [item for item in rest if item.theme in ("app", "cost", "queue")][: wanted["lapor"] - len(roads)]
    for item in roads + others:
        item.channel = "lapor"
    rest = [item for item in rest if item.channel == "qr"]
    random.shuffle(rest)
    for item in rest[: wanted["paper"]]:
        item.channel = "paper"


def _states(items: list[_Item], today: date, random: Random) -> list[str]:
    """Items by day: the newest uncoded ones wait, the weeks before are handled, older ones are answered and closed."""
    states: list[str] = []
    for item in items:
        age = (today - item.day).days
        if age <= 12 or (age <= 40 and random.random() < 0.35):
            states.append("triaged")
        elif age <= 60 or random.random() < 0.03:
            states.append("answered")
        else:
            states.append("closed")
    fresh = [place for place, item in enumerate(items) if not item.coded and item.channel in AT_COUNTER]
    for place in fresh[-max(2, WAITING * len(items) // TOTAL) :]:
        states[place] = "received"
    answered = [
        place
        for place, state in enumerate(states)
        if state == "answered" and items[place].theme != "praise" and (today - items[place].day).days < 75
    ]
    for place in random.sample(answered, min(len(answered), max(1, REOPENED * len(items) // TOTAL))):
        states[place] = "reopened"
    return states


class _Pool:
    """Answers without words yet. Words take the scores that fit them, so that the SKM stays what it is."""

    def __init__(self, rows: list[AnswerRecord]) -> None:
        self._rows: dict[tuple[str, date], list[AnswerRecord]] = {}
        for row in rows:
            self._rows.setdefault(self._key(row.service, row.received_on), []).append(row)

    @staticmethod
    def _key(service: str, day: date) -> tuple[str, date]:
        return service, date(day.year, 1 if day.month < 7 else 7, 1)

    def take(self, service: str, day: date, theme: str) -> AnswerRecord | None:
        rows = self._rows.get(self._key(service, day), [])
        if not rows:
            return None
        place, sign = _ELEMENT[theme], -1 if theme == "praise" else 1
        best = min(range(len(rows)), key=lambda each: (sign * rows[each].scores[place], sign * sum(rows[each].scores)))
        return rows.pop(best)

    def left(self) -> Iterator[AnswerRecord]:
        for rows in self._rows.values():
            yield from rows


def _record(
    item: _Item, state: str, number: int, scores: tuple[int, ...], points: tuple[str, ...],
    promises: list[PromiseRecord], sayings: Sayings, today: date, random: Random,
) -> FeedbackRecord:  # fmt: skip
    point = random.randrange(len(points)) if item.channel in AT_COUNTER else None
    name = points[point] if point is not None else points[0]
    text = sayings.waiting(item.service, item.theme) if state == "received" else ""
    text = text or sayings.said(item.service, item.theme, item.cause, name)
    promise = _fitting(promises, item)
    record = FeedbackRecord(
        item.service, item.theme, item.channel, str(TICKET + 37 * number) if item.channel == "lapor" else "",
        item.day, point, scores, state, item.cause, item.competency,
        promise.key if promise else None, (_citizen(text, item.day, state),),
    )  # fmt: skip
    if state == "received":
        return replace(record, cause="", competency="", promise=None)
    if state == "triaged":
        return record
    replied = min(item.day + timedelta(days=random.randrange(2, 8)), today)
    reply = sayings.reply(item.theme, item.cause)
    messages = [*record.messages, MessageRecord(False, replied, reply, reply)]
    if state == "reopened":
        messages.append(_citizen(sayings.again(), today - timedelta(days=random.randrange(0, 5)), "received"))
    return replace(record, messages=tuple(messages))


def _citizen(text: str, day: date, state: str) -> MessageRecord:
    return MessageRecord(True, day, text, "" if state == "received" else mask(text, COVERED).text)


def _fitting(promises: list[PromiseRecord], item: _Item) -> PromiseRecord | None:
    """The promise that this shortcoming leans on: the last one made by then, else the first made afterwards."""
    same = [p for p in promises if (p.service, p.theme, p.cause) == (item.service, item.theme, item.cause)]
    earlier = [p for p in same if p.promised_on <= item.day]
    return earlier[-1] if earlier else (same[0] if same else None)
