"""Fills slots with people: employment, education, sex, age, grade, NIP, name, titles."""

from datetime import date, timedelta
from random import Random

from binacity import careers, names
from binacity.apportion import CITY_SIZE, apportion, scaled
from binacity.dates import add_months, month_after
from binacity.drafts import FROZEN_ON, Draft
from binacity.positions import EXPERT, clerk_title, group
from binacity.titles import education_name, titles
from binacity.units import Slot, UnitSpec

NEAR_UNTIL = date(2031, 11, 23)  # "BUP within five years" is counted to this day
LATE_RETIREMENT = (
    "guru_sd",
    "guru_smp",
    "guru_tk",
    "kepala_sekolah",
    "pengawas_sekolah",
    "penilik",
    "dokter",
    "dokter_gigi",
    "kepala_puskesmas",
)
AGES = {
    "jpt_pratama": (44, 54),
    "administrator": (38, 52),
    "supervisor": (33, 52),
    "jf_madya": (40, 54),
    "jf_muda": (35, 52),
    "jf_pertama": (25, 46),
    "jf_terampil": (23, 41),
    "jf_mahir": (29, 49),
    "jf_penyelia": (37, 52),
    "jf_pemula": (21, 35),
    "executive": (24, 52),
}
# People of the demonstration's stories with a login: they stay in service beyond the plan year.
STORY_TITLES = (
    "Sekretaris Daerah",
    "Asisten Administrasi Umum",
    "Kepala Bagian Hukum",
    "Kepala Badan Kepegawaian dan Pengembangan SDM",
    "Kepala Bidang Pengembangan Kompetensi",
    "Kepala Subbagian Umum dan Kepegawaian Dinkes",
)
NEAR_WEIGHT = {
    "jpt_pratama": 40,
    "administrator": 26,
    "supervisor": 24,
    "jf_madya": 40,
    "jf_muda": 20,
    "jf_penyelia": 24,
    "executive": 14,
}
WOMEN = {"health": 150, "teacher": 145, "education": 90, "office": 100, "clerk": 85, "structural": 75, "field": 45}


def retirement_age(slot: Slot) -> int:
    """BUP: 60 for JPT, Ahli Madya, teachers, school supervisors and doctors; 58 for the rest."""
    return 60 if slot.level in ("jpt_pratama", "jf_madya") or slot.family in LATE_RETIREMENT else 58


def make(slots: list[Slot], units: list[UnitSpec], size: int, seed: int) -> list[Draft]:
    """Everybody, in slot order; deterministic for a size and a seed."""
    people = _employ(slots, units, size, seed)
    _educate(people, size, seed)
    _choose_newcomers(people, size, seed)
    _sexes(people, size, seed)
    _births(people, size, seed)
    careers.careers(people, size, seed)
    careers.grades(people)
    careers.nips(people, seed)
    drawn = names.draw(len(people), seed)
    random = Random(f"{seed}:titles")
    for person, name in zip(people, drawn, strict=True):
        person.name = name
        person.front, person.back = titles(person, random)
        person.education_name = education_name(person.family, person.education)
    return people


def _employ(slots: list[Slot], units: list[UnitSpec], size: int, seed: int) -> list[Draft]:
    random = Random(f"{seed}:employment")
    people = [Draft(f"e{number:05d}", slot, "pns") for number, slot in enumerate(slots, start=1)]
    for spec in units:
        members = [p for p in people if p.agency == spec.key and p.slot.kind in ("functional", "executive")]
        low = {"jf_pertama", "jf_terampil", "jf_pemula", "executive"}
        order = sorted(members, key=lambda p: (p.slot.kind != "executive", p.level not in low, random.random()))
        for person in order[: spec.part_time]:
            person.employment = "pppk_part_time"
        rest = sorted(order[spec.part_time :], key=lambda p: (p.level not in low, random.random() - _contract_pull(p)))
        for person in rest[: spec.pppk]:
            person.employment = "pppk"
    return people


def _contract_pull(person: Draft) -> float:
    """Teachers, nurses and midwives are the usual PPPK; treasurers and registrars of goods hardly ever are."""
    if person.family in ("bendahara", "pengurus_barang", "kepegawaian"):
        return -0.9
    return 0.5 if group(person.family) in ("teacher", "health") else 0.0


def _educate(people: list[Draft], size: int, seed: int) -> None:
    """Exact shares: S2/S3 280, S1 1,693, D3 507, SMA 414, below 20 (of 2,914)."""
    random = Random(f"{seed}:education")
    s2, s1, d3, sma, low = apportion(size, [280, 1693, 507, 414, 20])
    clerks = [p for p in people if p.slot.kind == "executive"]
    degrees = [
        p
        for p in people
        if p.slot.kind != "executive" and p.level not in ("jf_terampil", "jf_mahir", "jf_penyelia", "jf_pemula")
    ]
    for person in people:
        if person.slot.kind != "executive":
            person.education = "S1" if person.level in (*EXPERT, "jpt_pratama", "administrator", "supervisor") else "D3"
            if person.level == "jf_pemula":
                person.education = "SMA"
    fixed = {code: sum(p.education == code for p in people) for code in ("S1", "D3", "SMA")}
    free = [max(0, s1 + s2 - fixed["S1"]), max(0, d3 - fixed["D3"]), max(0, sma - fixed["SMA"]), low]
    if sum(free) != len(clerks):
        free = apportion(len(clerks), free)
    codes = ["S1"] * free[0] + ["D3"] * free[1] + ["SMA"] * free[2] + ["low"] * free[3]
    order = sorted(clerks, key=lambda p: _clerk_schooling(p) + random.random())
    turns: dict[tuple[str, str], int] = {}
    for person, code in zip(order, codes, strict=True):
        person.education = code
    _low_schooling_to_public(order)
    for person in clerks:
        turn = turns.get((person.family, person.education), 0)
        turns[person.family, person.education] = turn + 1
        own = person.agency if size == CITY_SIZE else ""
        person.slot.title = clerk_title(own, person.family, person.education, turn)
        if person.education == "low":
            person.education = "SD" if turn % 3 == 0 else "SMP"
    ranks = {"jpt_pratama": 3.0, "administrator": 1.9, "jf_madya": 1.2, "supervisor": 0.9, "jf_muda": 0.8}
    wish = sorted(
        degrees, key=lambda p: -(ranks.get(p.level, 0.0) + 1.6 * random.random() - 0.6 * (p.employment != "pns"))
    )
    for person in wish[:s2]:
        person.education = "S3" if person.level == "jpt_pratama" and random.random() < 0.06 else "S2"


def _low_schooling_to_public(order: list[Draft]) -> None:
    """Golongan I is for those below SMA: exchange schooling so that they are PNS, not contract workers."""
    low = [p for p in order if p.education == "low" and p.employment != "pns"]
    public = [p for p in reversed(order) if p.education == "SMA" and p.employment == "pns"]
    for person, other in zip(low, public, strict=False):
        person.education, other.education = other.education, person.education


def _clerk_schooling(person: Draft) -> float:
    """Smaller means more schooling: planning, finance and IT clerks hold degrees, guards and cleaners do not."""
    pull = {
        "bendahara": -0.8,
        "perencanaan": -0.9,
        "keuangan": -0.7,
        "kepegawaian": -0.8,
        "ti": -1.5,
        "pajak": -0.5,
        "umum": -0.15,
    }
    push = {"tpa": 1.0, "jaga": 0.7, "siaga": 0.7, "pasar": 0.5, "perhubungan": 0.4, "siak": -0.1}
    value = pull.get(person.family, 0.0) + push.get(person.family, 0.0)
    return (
        value
        + (0.35 if person.employment == "pppk_part_time" else 0.0)
        + (0.9 if person.agency == "dlh" and person.family == "tpa" else 0.0)
    )


def _choose_newcomers(people: list[Draft], size: int, seed: int) -> None:
    """46 CPNS: 31 of golongan III (degree) and 15 of golongan II (D3, SMA)."""
    random = Random(f"{seed}:cpns")
    low = ("jf_pertama", "jf_terampil", "jf_pemula", "executive")
    pool = [
        p
        for p in people
        if p.employment == "pns" and p.level in low and p.family not in ("bendahara", "pengurus_barang")
    ]
    random.shuffle(pool)
    higher = [p for p in pool if p.education == "S1" and group(p.family) != "teacher"][: scaled(31, size)]
    lower = [p for p in pool if p.education in ("D3", "SMA")][: scaled(15, size)]
    for person in higher + lower:
        person.employment = "cpns"


def _sexes(people: list[Draft], size: int, seed: int) -> None:
    random = Random(f"{seed}:sex")
    order = sorted(
        people,
        key=lambda p: (
            -(WOMEN[group(p.family)] + random.randrange(110) - (60 if p.family in ("tpa", "jaga", "siaga") else 0))
        ),
    )
    women = (size * 638 + 500) // 1000
    for place, person in enumerate(order):
        person.sex = "f" if place < women else "m"


def _births(people: list[Draft], size: int, seed: int) -> None:
    random = Random(f"{seed}:birth")
    late = [
        p
        for p in people
        if p.employment in ("pns", "pppk")
        and p.level in NEAR_WEIGHT
        and p.family != "penyuluh_pertanian"
        and p.slot.title not in STORY_TITLES
    ]
    late.sort(key=lambda p: -(NEAR_WEIGHT[p.level] * (1 if p.employment == "pns" else 0.1) * (0.15 + random.random())))
    near = late[: scaled(408, size)]
    random.shuffle(near)
    near.sort(key=lambda p: p.level == "jpt_pratama")  # heads of agencies retire late in the five years
    months = _near_months(len(near), size, random)
    for person, month in zip(near, months, strict=True):
        person.near, person.retire_on = True, month
        born = add_months(month, -12 * retirement_age(person.slot) - 1)
        person.birth = born + timedelta(days=random.randrange(28))
    _mentor_near_retirement(people)
    for person in people:
        if not person.near:
            low, high = _age_range(person)
            days = random.randrange(low * 365, high * 365)
            person.birth = _not_near(person, FROZEN_ON - timedelta(days=days))
    _tune_mean_age(people, random)
    for person in people:
        if not person.near:
            person.retire_on = month_after(person.birth, retirement_age(person.slot))


def _mentor_near_retirement(people: list[Draft]) -> None:
    """The mentor of the story, an Arsiparis Ahli Madya, retires in about two years: exchange dates with somebody who
    does.
    """
    mentor = next((p for p in people if p.slot.title == "Arsiparis Ahli Madya"), None)
    other = next(
        (
            p
            for p in people
            if p.near and date(2028, 12, 1) < p.retire_on < date(2029, 6, 1) and retirement_age(p.slot) == 60
        ),
        None,
    )
    if mentor is not None and other is not None and mentor.employment == "pns":
        for name in ("near", "retire_on", "birth"):
            first, second = getattr(mentor, name), getattr(other, name)
            setattr(mentor, name, second)
            setattr(other, name, first)


def _near_months(count: int, size: int, random: Random) -> list[date]:
    """7 already past, 5 in the rest of 2026, 79 in 2027, the others until November 2031."""
    past, soon, year = scaled(7, size), scaled(5, size), scaled(79, size)
    past, soon, year = min(past, count), min(soon, max(0, count - past)), min(year, max(0, count - past - soon))
    result = [date(2026, 9 + n % 3, 1) for n in range(past)] + [date(2026, 12, 1)] * soon
    result += [date(2027, 1 + n % 12, 1) for n in range(year)]
    return result + [add_months(date(2028, 1, 1), random.randrange(47)) for _ in range(count - len(result))]


def _age_range(person: Draft) -> tuple[int, int]:
    if person.employment == "cpns":
        return 22, 30
    low, high = AGES[person.level]
    if person.employment == "pppk":
        return max(low, 26), min(high, 49)
    return (max(low, 27), high) if person.employment == "pppk_part_time" else (low, high)


def _not_near(person: Draft, birth: date) -> date:
    """Move a birth date so that retirement is after the five years."""
    while month_after(birth, retirement_age(person.slot)) <= NEAR_UNTIL:
        birth += timedelta(days=400)
    return birth


def _tune_mean_age(people: list[Draft], random: Random) -> None:
    """Shift birth dates in small steps until the mean age on the frozen day is 43.60 years."""
    free = [p for p in people if not p.near and p.employment != "cpns"]
    target = 4360 * len(people) * 1461 // 400  # days; a year has 365.25 days
    for _ in range(60):
        missing = target - sum((FROZEN_ON - p.birth).days for p in people)
        if abs(missing) < len(people) or not free:
            return
        step = max(-500, min(500, missing // len(free) or (1 if missing > 0 else -1)))
        for person in free:
            low, high = _age_range(person)
            moved = person.birth - timedelta(days=step)
            age = (FROZEN_ON - moved).days // 365
            if low - 2 <= age <= high + 4 and month_after(moved, retirement_age(person.slot)) > NEAR_UNTIL:
                person.birth = moved
