"""The classes of 2025 and 2026 that are over: people, days and certificate numbers are those of the learning history.

The history gives every person a day of their own; here the rows of one class move onto its days within the same year,
so that hours, numbers and ledgers stay what they were. How many people a class held is what its year's plan says.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from binacity import classes_now
from binacity.apportion import scaled
from binacity.class_records import Classes, ClassRecord, PastProgramme, SeatRecord
from binacity.drafts import Draft
from binacity.history import OURS, SEMINAR, SEMINAR_DAY
from binacity.records import DefectRecord, LearningRecord, LoginRecord, SupervisionRecord

SEMINAR_CODE = "X01"
HALL = "Aula BKPSDM Kota Lembah Arai"
FEWEST = 4  # people: smaller agencies hold no class for fewer
_REASONS = (
    "Bersamaan dengan audit di perangkat daerah.",
    "Cuti pada minggu itu.",
    "Sedang menggantikan rekan yang sakit.",
    "Ada tenggat laporan triwulan.",
)
_ODD = ("certificate_double", "two_places_same_day", "hours_impossible")
_CLERKS = ("bendahara", "keuangan", "analis_keuangan", "kasubbag", "pengurus_barang", "kepegawaian", "umum")
OFFICE = "Administrasi perkantoran dan pelayanan"
ACCOUNTS = "Penyusunan laporan keuangan SKPD (akrual)"


@dataclass(frozen=True, slots=True)
class _Past:
    """A class that was held: which rows of the history are its own, and when it was."""

    programme: str
    first: date
    days: int
    place: str
    trainer: str
    method: str
    people: int  # of the city; other sizes are scaled
    capacity: int
    unit: str = ""


_DATA = ("Lab komputer Diskominfo", "Padmaya Giripada, S.Kom.", "practice")
_PLANS = (HALL, "Narottama Hestiara, M.E.", "practice")
_COUNTER = ("Sekartaji Wanodyara, M.I.Kom.", "role_play")
_PAST = (
    _Past("D01", date(2025, 2, 17), 3, *_PLANS, 40, 40),
    _Past("D01", date(2025, 5, 19), 3, *_PLANS, 39, 40),
    _Past("D01", date(2025, 9, 22), 3, *_PLANS, 39, 40),
    _Past("D01", date(2026, 2, 9), 3, *_PLANS, 29, 40),
    _Past("D01", date(2026, 5, 18), 3, *_PLANS, 29, 40),
    _Past("D01", date(2026, 8, 10), 3, *_PLANS, 28, 40),
    _Past("C10", date(2025, 3, 10), 3, *_DATA, 25, 25),
    _Past("C10", date(2025, 6, 16), 3, *_DATA, 25, 25),
    _Past("C10", date(2025, 7, 21), 3, *_DATA, 24, 25),
    _Past("C10", date(2025, 10, 13), 3, *_DATA, 24, 25),
    _Past("C10", date(2026, 3, 2), 3, *_DATA, 24, 25),
    _Past("C10", date(2026, 6, 22), 3, *_DATA, 23, 25),
    _Past("C10", date(2026, 9, 14), 3, *_DATA, 23, 25),
    _Past("C02", date(2025, 3, 17), 2, "Puskesmas Batu Lintang", *_COUNTER, 30, 30, "dinkes.p2"),
    _Past("C02", date(2025, 6, 23), 2, "Puskesmas Arai Hulu", *_COUNTER, 30, 30, "dinkes.p3"),
    _Past("C02", date(2025, 9, 15), 2, "Puskesmas Rawang Arai", *_COUNTER, 30, 30, "dinkes.p6"),
    _Past("C02", date(2026, 2, 23), 2, "Puskesmas Batu Lintang", *_COUNTER, 30, 30, "dinkes.p2"),
    _Past("C02", date(2026, 4, 13), 2, "Puskesmas Rawang Arai", *_COUNTER, 30, 30, "dinkes.p6"),
    _Past("C02", date(2026, 7, 20), 2, "Puskesmas Arai Hulu", *_COUNTER, 30, 30, "dinkes.p3"),
)
_METHODS = ((date(2025, 4, 21), 66, "lecture"), (date(2026, 4, 20), 64, "case_study"))
_VISIT = date(2025, 10, 7)


class Days:
    """Where everybody was, so that a class moves nobody into two places at once."""

    def __init__(self, rows: Sequence[LearningRecord], people: Iterable[Draft]) -> None:
        self.since = {p.key: p.appointed for p in people}
        self.settled: set[int] = set()  # rows that have their class
        self.spans: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for row in rows:
            self.spans[row.employee].append((row.started_on, row.ended_on))

    def fits(self, row: LearningRecord, first: date, last: date) -> bool:
        own = (row.started_on, row.ended_on)
        others = [span for span in self.spans[row.employee] if span != own]
        double = len(others) != len(self.spans[row.employee]) - 1
        busy = any(first <= end and start <= last for start, end in others)
        return not double and not busy and self.since[row.employee] < first - timedelta(days=40)

    def move(self, row: LearningRecord, first: date, last: date) -> None:
        spans = self.spans[row.employee]
        spans[spans.index((row.started_on, row.ended_on))] = (first, last)


def make(
    people: list[Draft],
    learned: list[LearningRecord],
    supervisions: Sequence[SupervisionRecord],
    logins: Sequence[LoginRecord],
    defects: Sequence[DefectRecord],
    zero: Iterable[str],
    size: int,
    seed: int,
) -> tuple[list[LearningRecord], Classes]:
    """The history with the rows of classes on their days, and the classes themselves: over, running and coming."""
    random = Random(f"{seed}:classes")
    raters = {row.employee: row.superior for row in supervisions if row.relation == "rater"}
    odd = {key for defect in defects if defect.kind in _ODD for key in defect.keys}
    rows, days = list(learned), Days(learned, people)
    made: list[ClassRecord] = []
    for past in _PAST:
        wanted = _rows_of(past, rows, people, odd)
        made += _held(past, wanted, rows, days, raters, random, size)
    made += _accounts(rows, people, days, raters, random, odd, size)
    made += _seminar(rows, people, days, set(zero), size)
    made += _visit(people, raters)
    passed = {(c.programme, seat.employee) for c in made for seat in c.people}
    made = [_with_others(each, people, passed, set(zero), random) for each in made]
    made += classes_now.make(people, supervisions, logins, passed, set(zero), size, seed)
    return rows, Classes(tuple(_numbered(made)), past_programmes(size))


def past_programmes(size: int) -> tuple[PastProgramme, ...]:
    """The seminar of 2025: bought from an event organiser, off the catalogue since."""
    note = "Seminar 2025 dari penyelenggara acara; tidak lagi ditawarkan"
    capacity = max(1, scaled(420, size))
    return (
        PastProgramme(
            SEMINAR_CODE, SEMINAR, "KL06", "field", 4.0, 1.0, capacity, 186_000_000, date(2026, 1, 1), note
        ),
    )  # fmt: skip


def _rows_of(past: _Past, rows: Sequence[LearningRecord], people: Sequence[Draft], odd: set[str]) -> list[int]:
    """Places of the history rows that can be of this class, the nearest days first."""
    units = {p.key: p.slot.unit for p in people}
    found = [
        n
        for n, row in enumerate(rows)
        if row.programme == past.programme
        and row.organiser == OURS
        and row.started_on.year == past.first.year
        and row.employee not in odd
        and (not past.unit or units[row.employee] == past.unit)
        and row.sessions == past.days
    ]
    return sorted(found, key=lambda n: (abs((rows[n].started_on - past.first).days), n))


def _held(
    past: _Past,
    wanted: Sequence[int],
    rows: list[LearningRecord],
    days: Days,
    raters: Mapping[str, str],
    random: Random,
    size: int,
) -> list[ClassRecord]:
    last = past.first + timedelta(days=past.days - 1)
    chosen: list[int] = []
    here: set[str] = set()
    for place in wanted:
        row = rows[place]
        if len(chosen) == max(1, scaled(past.people, size)) or row.employee in here or place in days.settled:
            continue
        if days.fits(row, past.first, last):
            days.move(row, past.first, last)
            days.settled.add(place)
            rows[place] = replace(row, started_on=past.first, ended_on=last)
            chosen.append(place)
            here.add(row.employee)
    if len(chosen) < FEWEST:
        return []
    return [_record(past, [rows[place] for place in chosen], raters, random, max(len(chosen), past.capacity))]


def _record(
    past: _Past, rows: Sequence[LearningRecord], raters: Mapping[str, str], random: Random, capacity: int
) -> ClassRecord:
    every = tuple(range(past.days))
    seats = tuple(
        SeatRecord(
            row.employee,
            "passed",
            every,
            by_code=random.random() < 0.8,
            certificate=row.certificate_number,
            superior=raters.get(row.employee),
            agrees=True if raters.get(row.employee) else None,
        )
        for row in rows
    )
    sessions = tuple(past.first + timedelta(days=n) for n in range(past.days))
    return ClassRecord(
        programme=past.programme,
        year=past.first.year,
        number=0,
        place=past.place,
        trainer=past.trainer,
        trainer_employee=None,
        method=past.method,
        capacity=capacity,
        hours=rows[0].hours,
        days=sessions,
        begins=8,
        ends=16,
        opened_on=past.first - timedelta(days=35),
        answer_by=past.first - timedelta(days=7),
        state="closed",
        people=seats,
        closed_on=sessions[-1] + timedelta(days=2),
    )


def _accounts(
    rows: list[LearningRecord],
    people: Sequence[Draft],
    days: Days,
    raters: Mapping[str, str],
    random: Random,
    odd: set[str],
    size: int,
) -> list[ClassRecord]:
    """Annual accounts, held twice: by lecture, then by case studies. Its people are clerks who spent those hours on
    office work in the drawn history; their row says the accounts instead, with the hours and number it had.
    """
    order = {family: place for place, family in enumerate(_CLERKS)}
    family = {p.key: p.family for p in people}
    found = []
    for first, wanted, method in _METHODS:
        trainer = "Tim pelatih BPSDM Provinsi Andalas Tengah"
        past = _Past("D05", first, 3, HALL, trainer, method, wanted, scaled(70, size))
        places = [
            n
            for n, row in enumerate(rows)
            if row.name == OFFICE and row.started_on.year == first.year and row.employee not in odd
        ]
        places.sort(key=lambda n: (order.get(family[rows[n].employee], len(order)), n))
        made = _held(past, places, rows, days, raters, random, size)
        inside = {seat.certificate for each in made for seat in each.people}
        for place in places:
            if rows[place].certificate_number in inside:
                rows[place] = replace(rows[place], name=ACCOUNTS, form="KL03")
        found += made
    return found


def _seminar(
    rows: Sequence[LearningRecord], people: Sequence[Draft], days: Days, zero: set[str], size: int
) -> list[ClassRecord]:
    """420 people in one hall. A few of them were there and never asked for their certificate: the history lacks it."""
    wanted = scaled(420, size)
    there = [row for row in rows if row.name == SEMINAR and row.started_on == SEMINAR_DAY]
    seats = [SeatRecord(row.employee, "passed", (0,), certificate=row.certificate_number) for row in there]
    inside = {row.employee for row in rows if row.name == SEMINAR} | zero
    others = [
        SeatRecord(p.key, "passed", (0,))
        for p in people
        if p.key not in inside
        and p.slot.kind == "executive"
        and p.appointed.year < 2025
        and not any(first <= SEMINAR_DAY <= last for first, last in days.spans[p.key])
    ]
    seats += others[: wanted - len(seats)]
    if len(seats) < FEWEST:
        return []
    return [
        ClassRecord(
            SEMINAR_CODE, 2025, 0, "Gedung Serbaguna Arai", "Penyelenggara acara Gemilang", None, "lecture",
            max(len(seats), wanted), 4.0, (SEMINAR_DAY,), 8, 12, date(2025, 7, 14), date(2025, 8, 11),
            "closed", tuple(seats), date(2025, 8, 22),
        )
    ]  # fmt: skip


def _visit(people: Sequence[Draft], raters: Mapping[str, str]) -> list[ClassRecord]:
    """Eight of the civil registry see how another city does it: a report, no certificate."""
    wanted = ("siak", "adb_kependudukan", "kabid")
    there = [p.key for p in people if p.agency == "disdukcapil" and p.family in wanted and p.appointed.year < 2025]
    if len(there) < FEWEST:
        return []
    seats = tuple(
        SeatRecord(key, "passed", (0, 1), superior=raters.get(key), agrees=True if raters.get(key) else None)
        for key in there[:8]
    )
    return [
        ClassRecord(
            "G05", 2025, 0, "Disdukcapil Kota Muara Tanjung", "Disdukcapil Kota Muara Tanjung", None, "visit",
            8, 10.0, (_VISIT, _VISIT + timedelta(days=1)), 8, 16, date(2025, 9, 1), date(2025, 9, 22),
            "closed", seats, date(2025, 10, 14),
        )
    ]  # fmt: skip


def _with_others(
    held: ClassRecord, people: Sequence[Draft], passed: set[tuple[str, str]], zero: set[str], random: Random
) -> ClassRecord:
    """A few who declined and one who missed a day: people without this programme in their history."""
    if held.programme not in ("D01", "C10", "D05") or held.capacity < 20:
        return held
    units = {seat.employee for seat in held.people}
    pool = [
        p.key
        for p in people
        if p.status == "active"
        and p.slot.kind in ("executive", "functional")
        and p.appointed.year < 2025
        and (held.programme, p.key) not in passed
        and p.key not in units
        and p.key not in zero
        and p.agency not in ("disdikbud", "rsud", "dinkes")
    ]
    found = random.sample(pool, min(len(pool), 4))
    extra = [SeatRecord(key, "declined", reason=_REASONS[n % len(_REASONS)]) for n, key in enumerate(found[:3])]
    if len(held.people) < held.capacity:
        extra += [SeatRecord(key, "missed", (0,), by_code=True) for key in found[3:]]
    return replace(held, people=held.people + tuple(extra))


def _numbered(made: Sequence[ClassRecord]) -> list[ClassRecord]:
    """Numbers count on through the years of a programme."""
    counts: dict[str, int] = defaultdict(int)
    found = []
    for each in sorted(made, key=lambda c: (c.days[0], c.programme)):
        counts[each.programme] += 1
        found.append(replace(each, number=counts[each.programme]))
    return found
