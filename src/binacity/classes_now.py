"""The classes that are open on the day of the demonstration: one runs, one is over, others invite; one was cancelled.

Whoever has a demonstration login finds something that waits, as far as the agency has their kind of work.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from binacity.apportion import CITY_SIZE, scaled
from binacity.class_records import ClassRecord, SeatRecord
from binacity.drafts import FROZEN_ON, Draft
from binacity.records import LoginRecord, SupervisionRecord

Test = Callable[[Draft], bool]
YEAR = 2026
FEWEST = 4
_LEADERS = ("jpt", "administrator", "supervisor")
_COUNTER = ("siak", "loket", "pendaftaran", "adb_kependudukan", "penata_perizinan", "kelurahan", "pajak")
_PLANNERS = ("perencana", "perencanaan", "analis_kebijakan", "sekretaris", "kabid", "kabag", "kasubbag")
_NURSES = ("perawat", "bidan", "apoteker", "perekam_medis", "nutrisionis", "pranata_lab", "dokter")
_TEACHERS = ("guru_sd", "guru_tk")
_WHY_NOT = (
    "Mendampingi pemeriksaan di kantor pada hari itu.",
    "Cuti yang sudah disetujui.",
    "Piket loket tidak ada pengganti.",
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A class that is open: who it is for, and how its seats stand. Counts are those of the city."""

    programme: str
    place: str
    trainer: str
    method: str
    hours: float
    days: tuple[date, ...]
    opened_on: date
    answer_by: date
    capacity: int
    states: tuple[tuple[str, int], ...]  # in this order; the people of `shown` first take the states of `asked`
    fits: Test
    shown: tuple[str, ...] = ()  # user names that are in it
    asked: str = "invited"  # where these stand


def make(
    people: Sequence[Draft],
    supervisions: Sequence[SupervisionRecord],
    logins: Sequence[LoginRecord],
    passed: set[tuple[str, str]],
    zero: set[str],
    size: int,
    seed: int,
) -> list[ClassRecord]:
    """Classes without numbers. Nobody is in two of them; nobody who learned nothing in two years was in one."""
    random = Random(f"{seed}:classes now")
    raters = {row.employee: row.superior for row in supervisions if row.relation == "rater"}
    by_login = {row.username: row.employee for row in logins if row.employee}
    leads: dict[str, list[str]] = defaultdict(list)
    for row in supervisions:
        leads[row.superior].append(row.employee)
    near = [frozenset(leads.get(by_login.get(name) or "", ())) for name in ("ketuatim", "puskesmas")]
    taken = set(zero)
    made: list[ClassRecord] = []
    for each in _plan():
        pool = [
            p.key
            for p in people
            if p.status == "active"
            and p.employment != "cpns"
            and p.appointed.year < YEAR
            and each.fits(p)
            and p.key not in taken
            and (each.programme, p.key) not in passed
        ]
        shown = [by_login[name] for name in each.shown if by_login.get(name) and by_login[name] not in taken]
        trainer = _trainer(each, people, by_login)
        wanted = _choose([key for key in pool if key != trainer], shown, near, each, random, size)
        if len(wanted) < FEWEST:
            continue
        taken |= set(wanted)
        made.append(_record(each, wanted, set(shown), raters, trainer, people, random, size))
    return made


def _trainer(each: _Open, people: Sequence[Draft], by_login: Mapping[str, str | None]) -> str | None:
    """The running class is given by a nurse of our own."""
    if each.programme != "E12":
        return None
    known = by_login.get("perawat")
    return known or next((p.key for p in people if each.fits(p)), None)


def _choose(
    pool: Sequence[str], shown: Sequence[str], near: Sequence[frozenset[str]], each: _Open, random: Random, size: int
) -> list[str]:
    """People in the order of their states: those with a login first, then those whom such a person leads."""
    count = sum(_part(number, size) for _state, number in each.states)
    rest = [key for key in pool if key not in shown]
    random.shuffle(rest)
    close = [key for team in near for key in [key for key in rest if key in team][:4]]
    return [*shown, *close, *(key for key in rest if key not in close)][:count]


def _part(number: int, size: int) -> int:
    """A class keeps its size down to the smallest agencies, which have a tenth of the people."""
    return number if size >= CITY_SIZE // 8 else max(1, scaled(number * 8, size))


def _record(
    each: _Open,
    wanted: Sequence[str],
    shown: set[str],
    raters: Mapping[str, str],
    trainer: str | None,
    people: Sequence[Draft],
    random: Random,
    size: int,
) -> ClassRecord:
    states = [state for state, number in each.states for _n in range(_part(number, size))]
    first = next((n for n, state in enumerate(states) if state == each.asked), 0)
    states = states[first:] + states[:first]  # the shown ones stand where they are meant to
    seats = tuple(
        _seat(key, _settled(state, each), each, raters, random, plain=key in shown)
        for key, state in zip(wanted, states, strict=False)
    )
    taken = sum(seat.state == "confirmed" for seat in seats)
    waiting = any(seat.state == "waiting" for seat in seats)
    name = next((p.name for p in people if p.key == trainer), each.trainer)
    return ClassRecord(
        programme=each.programme,
        year=YEAR,
        number=0,
        place=each.place,
        trainer=name,
        trainer_employee=trainer,
        method=each.method,
        capacity=taken if waiting else max(taken, each.capacity),
        hours=each.hours,
        days=each.days,
        begins=8,
        ends=16,
        opened_on=each.opened_on,
        answer_by=each.answer_by,
        state="cancelled" if each.days == _CANCELLED else "open",
        people=seats,
        closed_on=_CANCELLED[0] - timedelta(days=4) if each.days == _CANCELLED else None,
        cancelled_because=_BECAUSE if each.days == _CANCELLED else "",
    )


def _settled(state: str, each: _Open) -> str:
    """Whoever was invited to a class that was cancelled is told, and free again."""
    return "cancelled" if each.days == _CANCELLED and state != "declined" else state


def _seat(key: str, state: str, each: _Open, raters: Mapping[str, str], random: Random, *, plain: bool) -> SeatRecord:
    superior = raters.get(key)
    agrees = True if state == "confirmed" and superior and not plain and random.random() < 0.8 else None
    if state == "objected":
        agrees = False if superior else None
    reason = ""
    if state == "declined":
        reason = _WHY_NOT[random.randrange(len(_WHY_NOT))]
    if state == "objected":
        reason = "Tidak ada pengganti di loket pada minggu itu."
    began = [n for n, day in enumerate(each.days) if day <= FROZEN_ON]
    here: tuple[int, ...] = ()
    if state == "confirmed":
        here = tuple(n for n in began if random.random() < (0.6 if each.days[n] == FROZEN_ON else 0.96))
    return SeatRecord(
        key,
        state,
        here,
        by_code=random.random() < 0.8,
        reason=reason,
        superior=superior if agrees is not None else None,
        agrees=agrees,
    )


_CANCELLED = (date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14))
_BECAUSE = "Pelatih sakit dan belum ada pengganti; pesertanya didahulukan pada kelas berikutnya."


def _family(*families: str) -> Test:
    return lambda p: p.family in families


def _days(first: date, count: int) -> tuple[date, ...]:
    found: list[date] = []
    while len(found) < count:
        if first.weekday() < 5:
            found.append(first)
        first += timedelta(days=1)
    return tuple(found)


def _plan() -> tuple[_Open, ...]:
    """What the plan of 2026 had left to hold in its last weeks."""
    hall = "Aula BKPSDM Kota Lembah Arai"
    return (
        _Open(
            "C02", hall, "Sekartaji Wanodyara, M.I.Kom.", "role_play", 16.0, _days(date(2026, 12, 8), 2),
            date(2026, 11, 16), date(2026, 12, 1), 24,
            (("invited", 13), ("confirmed", 9), ("declined", 2), ("objected", 1)),
            lambda p: p.family in _COUNTER or p.slot.unit == "dinkes.p2", ("pegawai",),
        ),
        _Open(
            "E12", "Ruang diklat RSUD Arai Medika", "Tim PPI RSUD", "practice", 40.0, _days(date(2026, 11, 19), 5),
            date(2026, 10, 12), date(2026, 11, 12), 30,
            (("confirmed", 28), ("declined", 3)),
            lambda p: p.agency == "rsud" and p.family in _NURSES,
        ),
        _Open(
            "E01", "SD Negeri 1, ruang guru", "Gugus KKG I", "practice", 32.0, _days(date(2026, 12, 14), 4),
            date(2026, 11, 9), date(2026, 11, 30), 12,
            (("confirmed", 12), ("waiting", 4), ("declined", 1)),
            _family(*_TEACHERS), ("guru",), "waiting",
        ),
        _Open(
            "F02", hall, "Balai Kepemimpinan Andalas", "role_play", 16.0, _days(date(2026, 12, 2), 2),
            date(2026, 11, 10), date(2026, 11, 25), 19,
            (("invited", 8), ("confirmed", 7), ("declined", 4)),
            lambda p: p.slot.kind in _LEADERS, ("kabid", "kepala", "hukum", "operator"),
        ),
        _Open(
            "D01", hall, "Narottama Hestiara, M.E.", "practice", 24.0, _days(date(2026, 11, 17), 3),
            date(2026, 10, 5), date(2026, 11, 9), 34,
            (("confirmed", 32), ("declined", 2)),
            lambda p: p.family in _PLANNERS or p.slot.kind == "executive",
        ),
        _Open(
            "C10", "Lab komputer Diskominfo", "Padmaya Giripada, S.Kom.", "practice", 24.0, _CANCELLED,
            date(2026, 9, 7), date(2026, 10, 5), 25,
            (("confirmed", 14), ("invited", 6), ("declined", 2)),
            lambda p: p.slot.kind == "executive",
        ),
    )  # fmt: skip
