"""What people learned in 2025 and 2026, and how they were rated in 2025.

Hours are those of certificates and obey the usual conversion (a half-day seminar 4 JP), so a ledger gives the
planted figures:
1,498 people with 20 JP in 2025, 187 without any JP in both years, PPPK with a mean of 7 JP in 2025.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from binacity.apportion import apportion, scaled
from binacity.drafts import Draft
from binacity.positions import group
from binacity.records import LearningRecord, PerformanceRecord

UNTRAINED = "simpang-kincir"
FAVOURED = ("bapperida", "bkad")
OURS = "BKPSDM Kota Lembah Arai"
ORGANISERS = {
    "teacher": "Balai Guru Wilayah",
    "education": "Balai Guru Wilayah",
    "health": "Bapelkes Provinsi Andalas Tengah",
}
# (programme or None, name, form, JP, days) by the kind of work; classes that BKPSDM ran.
Course = tuple[str | None, str, str, int, int]
CLASSES: dict[str, tuple[Course, ...]] = {
    "office": (
        ("C10", "Analisis data dengan lembar kerja untuk perangkat daerah", "KL08", 24, 3),
        ("D01", "Menyusun Renja, indikator, dan pohon kinerja", "KL10", 24, 3),
    ),
    "clerk": (
        ("C10", "Analisis data dengan lembar kerja untuk perangkat daerah", "KL08", 24, 3),
        (None, "Administrasi perkantoran dan pelayanan", "KL08", 24, 3),
    ),
    "structural": (
        ("F04", "Manajemen perubahan dan inovasi layanan", "KL02", 24, 3),
        ("D01", "Menyusun Renja, indikator, dan pohon kinerja", "KL10", 24, 3),
    ),
    "teacher": (
        ("E02", "Literasi dan numerasi kelas awal", "KL07", 24, 3),
        ("E01", "Pembelajaran mendalam dan diferensiasi (IHT sekolah)", "KL07", 32, 4),
    ),
    "education": (
        ("E06", "Supervisi akademik kepala sekolah", "KL03", 32, 4),
        ("E04", "Kelas inklusif dan murid berkebutuhan khusus", "KL03", 32, 4),
    ),
    "health": (
        ("E12", "Pencegahan dan pengendalian infeksi", "KL03", 40, 5),
        ("E15", "Konseling gizi dan stunting", "KL03", 32, 4),
    ),
    "field": (
        ("F09", "Kaji cepat bencana dan pusdalops", "KL03", 24, 3),
        (None, "Keselamatan kerja di lapangan", "KL03", 24, 3),
    ),
}
ONLINE = (
    ("C07", "Keamanan informasi untuk semua pegawai", "NKL03"),
    ("F05", "BerAKHLAK dan etika pelayanan", "NKL03"),
    (None, "Kelas daring mandiri: pelayanan prima", "NKL03"),
)
SEMINAR = "Seminar motivasi: bekerja dengan bahagia"
SEMINAR_PEOPLE = 420
SEMINAR_DAY = date(2025, 8, 20)
ONLINE_HOURS_A_DAY = 6


@dataclass(slots=True)
class YearGoal:
    """Who reached the target in a year, who learned nothing, and who is PPPK with a planned sum."""

    year: int
    reached: set[str]
    nothing: set[str]
    small: dict[str, int]  # JP of those who learned something but less than 20


def make(people: list[Draft], size: int, seed: int) -> tuple[list[LearningRecord], dict[str, list[str]]]:
    """Learning rows of both years (defects are added later), and named groups of employee keys."""
    random = Random(f"{seed}:history")
    zero = _never(people, size, random)
    first = _goal_2025(people, zero, size, random)
    second = _goal_2026(people, zero, size, random)
    seminar = set(_seminar(people, first, size, random))
    rows: list[LearningRecord] = []
    counselled = {p.key for p in people if p.slot.unit in ("dinkes.p2", "dinkes.p3", "dinkes.p6")}
    favoured_seats = _favoured_extra(people, first, counselled)
    for goal in (first, second):
        for person in people:
            rows += _person_rows(
                person, goal, random, seminar if goal.year == 2025 else set(), counselled, favoured_seats
            )
    numbered = [_numbered(row, place) for place, row in enumerate(rows, start=1)]
    groups = {
        "reached_2025": sorted(first.reached), "reached_2026": sorted(second.reached),
        "zero_both": sorted(zero), "seminar": sorted(seminar),
    }  # fmt: skip
    return numbered, groups


def _never(people: list[Draft], size: int, random: Random) -> set[str]:
    """187 people without a single JP in both years; more PPPK and clerks than others, nobody appointed in 2026."""
    pool = [
        p
        for p in people
        if p.appointed.year < 2026 and p.agency not in FAVOURED and p.slot.kind in ("functional", "executive")
    ]
    order = sorted(
        pool, key=lambda p: random.random() - 0.5 * (p.employment != "pns") - 0.3 * (p.slot.kind == "executive")
    )
    return {p.key for p in order[: scaled(187, size)]}


def _goal_2025(people: list[Draft], zero: set[str], size: int, random: Random) -> YearGoal:
    contracts = [p for p in people if p.employment == "pppk"]
    able = [p for p in contracts if p.key not in zero and p.appointed.year < 2026]
    few = {p.key for p in able[::17]}  # the few PPPK that reached 20 JP, with one class of 24
    wanted = scaled(1498, size) - len(few)
    pool = [
        p for p in people if p.employment in ("pns", "pppk_part_time") and p.key not in zero and p.appointed.year < 2026
    ]
    order = sorted(
        pool,
        key=lambda p: (
            random.random()
            + 0.6 * (p.employment != "pns")
            - 0.8 * (p.agency in FAVOURED)
            + 0.2 * (p.agency == UNTRAINED)
        ),
    )
    reached = {p.key for p in order[:wanted]} | few
    settled = reached | zero
    small = {
        p.key: random.choice((4, 6, 8, 10, 12))
        for p in people
        if p.key not in settled and p.appointed.year < 2026 and random.random() < 0.8
    }
    _contract_mean(able, few, small, 7 * len(contracts), random)
    return YearGoal(2025, reached, zero, small)


def _contract_mean(able: list[Draft], few: set[str], small: dict[str, int], total: int, random: Random) -> None:
    """Choose the small hours of PPPK so that their mean over all PPPK is exactly 7 JP."""
    rest = [p.key for p in able if p.key not in few]
    missing = total - 24 * len(few)
    for key in rest:
        small.pop(key, None)
    small.update(dict.fromkeys(rest, 0))
    while missing > 0 and rest:
        place = random.randrange(len(rest))
        step = min(missing, 2, 18 - small[rest[place]])
        small[rest[place]] += step
        missing -= step
        if small[rest[place]] >= 18:
            rest[place] = rest[-1]
            rest.pop()


def _goal_2026(people: list[Draft], zero: set[str], size: int, random: Random) -> YearGoal:
    """1,402 people at the target by October; 1,617 (55.5 %) are forecast for the year."""
    pool = [p for p in people if p.key not in zero and p.agency != UNTRAINED]
    order = sorted(
        pool, key=lambda p: random.random() + 0.25 * (p.employment != "pns") + 0.5 * (p.employment == "cpns")
    )
    reached = {p.key for p in order[: scaled(1402, size)]}
    settled = reached | zero
    small = {p.key: random.choice((4, 6, 8, 10, 12, 16)) for p in people if p.key not in settled}
    return YearGoal(2026, reached, zero, small)


def _seminar(people: list[Draft], goal: YearGoal, size: int, random: Random) -> list[str]:
    """420 participants of the seminar of 2025, taken from those who learned enough hours anyway."""
    pool = [p.key for p in people if p.key in goal.reached and p.agency != UNTRAINED and p.employment != "pppk"]
    random.shuffle(pool)
    return pool[: scaled(SEMINAR_PEOPLE, size)]


def _favoured_extra(people: list[Draft], goal: YearGoal, counselled: set[str]) -> dict[str, int]:
    """Class seats of 2025 for Bapperida and BKAD, so that 3 % of the people held 19 % of the seats."""
    reached = [p for p in people if p.key in goal.reached]
    inside = [p for p in reached if p.agency in FAVOURED]
    outside = sum(
        p.agency not in FAVOURED and (_in_class(p) or (p.key in counselled and group(p.family) == "health"))
        for p in reached
    )
    several = [p.key for p in inside if p.employment != "pppk"]
    seats = (19 * outside + 40) // 81 - (len(inside) - len(several))
    return dict(zip(several, apportion(max(seats, len(several)), [1] * len(several)), strict=True))


def _in_class(person: Draft) -> bool:
    """Whether a person who reached the target in 2025 did so in a class of BKPSDM (teachers and health staff learn
    elsewhere).
    """
    return group(person.family) not in ("teacher", "health", "education") and person.agency != UNTRAINED


def _person_rows(
    person: Draft, goal: YearGoal, random: Random, seminar: set[str], counselled: set[str], favoured: dict[str, int]
) -> list[LearningRecord]:
    year = goal.year
    if person.key in goal.nothing:
        return []
    rows: list[LearningRecord] = []
    if person.key in seminar:
        rows.append(_row(person, None, SEMINAR, "KL06", SEMINAR_DAY, 1, 4, "Penyelenggara acara Gemilang"))
    if person.key in goal.reached:
        return rows + _reached_rows(person, year, random, counselled, favoured)
    hours = goal.small.get(person.key, 0)
    if hours:
        programme, name, form = ONLINE[hours % 3]
        days = -(-hours // ONLINE_HOURS_A_DAY)
        rows.append(_row(person, programme, name, form, _class_day(year, random), days, hours, "Kelas daring pusat"))
    return rows


def _reached_rows(
    person: Draft, year: int, random: Random, counselled: set[str], favoured: dict[str, int]
) -> list[LearningRecord]:
    kind = group(person.family)
    options = CLASSES[kind]
    rows: list[LearningRecord] = []
    if person.agency == UNTRAINED:  # two years without a face-to-face class
        return [
            _row(
                person,
                None,
                "Pelatihan jarak jauh pelayanan kewilayahan",
                "NKL04",
                _class_day(year, random),
                3,
                24,
                "BPSDM Provinsi Andalas Tengah",
            )
        ]
    if person.key in counselled and kind == "health":
        rows.append(_row(person, "C02", "Komunikasi pelayanan di loket", "KL07", _class_day(year, random), 2, 16, OURS))
        rows.append(
            _row(
                person,
                None,
                "Kelas daring keselamatan pasien",
                "NKL03",
                _class_day(year, random),
                1,
                8,
                "Kelas daring pusat",
            )
        )
        return rows
    seats = favoured.get(person.key, 1) if year == 2025 and person.agency in FAVOURED else 1
    for seat in range(max(1, seats)):
        programme, name, form, hours, days = options[(random.randrange(2) + seat) % 2]
        organiser = ORGANISERS.get(kind, OURS)
        if year == 2025 and organiser == OURS and person.employment == "pppk":
            programme, name, form, hours, days = None, "Pelatihan layanan publik bagi PPPK", "KL03", 24, 3
        if person.employment == "pppk":
            hours = 24
        start = date(year, 2 + 2 * (seat % 4), 2 + 3 * (seat // 4)) if seats > 1 else _class_day(year, random)
        rows.append(
            _row(
                person,
                programme,
                name,
                form,
                start + timedelta(days=random.randrange(3) if seats > 1 else 0),
                days,
                hours,
                organiser,
            )
        )
    if random.random() < 0.3 and person.employment != "pppk":
        programme, name, form = ONLINE[random.randrange(3)]
        rows.append(
            _row(
                person,
                programme,
                name,
                form,
                _class_day(year, random),
                1,
                5 + random.randrange(2),
                "Kelas daring pusat",
            )
        )
    return rows


def _class_day(year: int, random: Random) -> date:
    """A Monday to Wednesday between mid January and October."""
    day = date(year, 1, 20) + timedelta(days=random.randrange(270))
    day -= timedelta(days=max(0, day.weekday() - 2))
    around = abs((day - SEMINAR_DAY).days) < 7  # nobody is meant to be in two places on the day of the seminar
    return day + timedelta(days=14) if around else day


def _row(
    person: Draft, programme: str | None, name: str, form: str, start: date, days: int, hours: float, organiser: str
) -> LearningRecord:
    if start <= person.appointed and person.appointed.year == start.year:
        start = person.appointed + timedelta(days=30)
    end = start + timedelta(days=max(0, days - 1))
    return LearningRecord(person.key, programme, name, form, start, end, float(hours), days, "", organiser)


def _numbered(row: LearningRecord, place: int) -> LearningRecord:
    number = f"800.2/{place:05d}/{row.started_on.year}"
    return LearningRecord(
        row.employee,
        row.programme,
        row.name,
        row.form,
        row.started_on,
        row.ended_on,
        row.hours,
        row.sessions,
        number,
        row.organiser,
    )


def performance(people: list[Draft], size: int, seed: int) -> tuple[list[PerformanceRecord], list[str]]:
    """Predicates of 2025 for those in service then, and the 87 below expectation (65 + 15 + 7), who need a coaching
    plan.
    """
    random = Random(f"{seed}:performance")
    rated = [p for p in people if p.appointed.year < 2026]
    mixed = list(rated)
    random.shuffle(mixed)
    counts = [scaled(number, size) for number in (65, 15, 7)]
    excellent = (60 * len(rated) + 500) // 1000
    kinds = (
        ["needs_improvement"] * counts[0] + ["poor"] * counts[1] + ["very_poor"] * counts[2] + ["very_good"] * excellent
    )
    predicate = {p.key: kind for p, kind in zip(mixed, kinds, strict=False)}
    shapes = {
        "very_good": (("above", "above"),),
        "good": (("meets", "meets"), ("meets", "above"), ("above", "meets")),
        "needs_improvement": (("below", "meets"), ("below", "above")),
        "poor": (("meets", "below"),),
        "very_poor": (("below", "below"),),
    }
    rows = []
    for person in rated:
        kind = predicate.get(person.key, "good")
        options = shapes[kind]
        result, behaviour = options[0 if random.random() < 0.7 else random.randrange(len(options))]
        rows.append(PerformanceRecord(person.key, 2025, result, behaviour, kind))
    below = [p.key for p in rated if predicate.get(p.key) in ("needs_improvement", "poor", "very_poor")]
    return rows, below
