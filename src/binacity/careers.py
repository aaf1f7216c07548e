"""Careers of the drafted people: appointment, contract, grade (golongan) and NIP."""

from datetime import date
from random import Random

from binacity.apportion import CITY_SIZE, apportion, scaled
from binacity.dates import years_before
from binacity.drafts import FROZEN_ON, Draft


def careers(people: list[Draft], size: int, seed: int) -> None:
    random = Random(f"{seed}:career")
    new_contracts = {
        p.key for p in [q for q in people if q.employment == "pppk" and not q.near][::9][: scaled(48, size)]
    }
    for person in people:
        if person.employment == "cpns":
            person.appointed = person.position_since = date(2026, 4, 1)
        elif person.employment == "pppk_part_time":
            person.appointed = person.position_since = date(2025, 10, 1)
            person.contract_end = date(2027, 12, 31)
        elif person.employment == "pppk":
            year = random.choice((2021, 2022, 2023, 2023, 2024, 2025))
            new = person.key in new_contracts
            person.appointed = person.position_since = (
                date(2026, 3, 1) if new else date(year, random.choice((2, 3, 5)), 1)
            )
            person.contract_end = date(2031, 2, 28) if new else date(2028 + year % 3, 12, 31)
        else:
            _public_career(person, random)
    if size == CITY_SIZE:
        ending = [p for p in people if p.employment == "pppk" and p.key not in new_contracts and not p.near][5:25:10]
        for person in ending:
            person.contract_end = date(2027, 3, 31)


def _public_career(person: Draft, random: Random) -> None:
    start = years_before(person.birth, -random.randrange(22, 31))
    latest = date(2012, 1, 1) if person.level in ("jpt_pratama", "administrator") else date(2022, 1, 1)
    start = min(start, latest)
    if (start - person.birth).days < 20 * 365:
        start = min(date(2022, 1, 1), years_before(person.birth, -20))
    person.appointed = date(start.year, random.choice((1, 2, 3, 4, 12)), 1)
    person.position_since = max(date(random.randrange(2015, 2026), random.randrange(1, 13), 1), person.appointed)


def grades(people: list[Draft]) -> None:
    """Golongan of PNS by exact shares (IV 21, III 62, II 16, I 1 %); PPPK by education (IX, VII, V, I)."""
    public = [p for p in people if p.employment in ("pns", "cpns")]
    four, three, two, _ = apportion(len(public), [429, 1265, 327, 20])
    for person in public:  # newcomers first: their rank follows from the schooling alone
        if person.employment == "cpns":
            row = "III" if person.education == "S1" else "II"
            person.grade = f"{row}/{_letter(person, row)}"
            three, two = (three - 1, two) if row == "III" else (three, two - 1)
    order = sorted((p for p in public if p.employment == "pns"), key=lambda p: (-_seniority(p), p.key))
    for place, person in enumerate(order):
        row = "IV" if place < four else "III" if place < four + three else "II" if place < four + three + two else "I"
        person.grade = f"{row}/{_letter(person, row)}"
    for person in people:
        if person.employment.startswith("pppk"):
            person.grade = {"S3": "XI", "S2": "X", "S1": "IX", "D3": "VII", "SMA": "V"}.get(person.education, "I")


def _seniority(person: Draft) -> int:
    years = FROZEN_ON.year - person.appointed.year
    schooling = {"S3": 700, "S2": 640, "S1": 600, "D3": 380, "SMA": 330}.get(person.education, 0)
    rank = {"jpt_pratama": 500, "administrator": 300, "jf_madya": 320, "jf_muda": 60, "supervisor": 50}.get(
        person.level, 0
    )
    bonus = 120 if person.level in ("jf_penyelia", "jf_mahir") else 0
    return schooling + rank + bonus + years * 8


def _letter(person: Draft, row: str) -> str:
    years = FROZEN_ON.year - person.appointed.year
    if row == "IV":
        return "c" if person.level == "jpt_pratama" else "b" if person.level == "administrator" and years > 22 else "a"
    if person.employment == "cpns":
        return "a" if row == "III" or person.education == "SMA" else "c"
    if row == "III" and person.level in ("jf_muda", "administrator", "supervisor"):
        return "d" if years > 14 else "c"
    return "abcd"[min(3, years // 5)]


def nips(people: list[Draft], seed: int) -> None:
    """A valid shape with serial 900-999 only, so that it is very unlikely to be anybody's."""
    random = Random(f"{seed}:nip")
    used: set[str] = set()
    for person in people:
        born = f"{person.birth:%Y%m%d}"
        sex = "1" if person.sex == "m" else "2"
        middle = f"{person.appointed:%Y%m}"
        if person.employment.startswith("pppk"):
            middle = f"{person.appointed:%Y}2{1 if person.appointed.year < 2025 else 2}"
        nip = ""
        while not nip or nip in used:
            nip = f"{born}{middle}{sex}{random.randrange(900, 1000)}"
        used.add(nip)
        person.nip = person.true_nip = nip
