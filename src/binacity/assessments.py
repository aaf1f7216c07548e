"""Assessed levels, with the coverage and the planted gaps of the demonstration city.

"Average" of a planted gap is the mean over everybody of the named group who has that standard; "people" are those
below it. In the city itself nobody beside them is below where its sheet names the people: the rest of the civil
registry in digital service, everybody else in indicators, purchasing, performance management and information security.
In all other competencies, and in agencies of other sizes, people miss levels as anywhere.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from binacity.apportion import CITY_SIZE, scaled
from binacity.drafts import Draft
from binacity.positions import group
from binacity.records import AssessmentRecord, StandardRecord
from binacity.standards import DIGITAL, NINE, SECURITY, TEAM_LEAD

GENEROUS = "dispora"  # one unit rates everybody exactly at the standard
HARSH = "perkimtan.b1"  # one superior rates everybody 1
UNTRAINED = "simpang-kincir"
NEARLY_PERFECT = ("bapperida", "bkad")
CENTRES_WITH_GAP = ("dinkes.p1", "dinkes.p2", "dinkes.p6")  # Pasar Arai, Batu Lintang, Rawang Arai
COMPLETE = ("bapperida", "bkad", "dispora")
PURCHASING, INDICATORS = "5.2", "3.2"
MOVED_OUT = "penyuluh_pertanian"  # still listed, but with the ministry since January: counted on no screen

Levels = dict[str, dict[str, int]]  # employee -> competency -> level


class Workshop:
    """Holds the levels while they are made; `need[employee][competency]` is the standard."""

    def __init__(self, people: list[Draft], standards: tuple[StandardRecord, ...], size: int, seed: int) -> None:
        by_position: dict[str, dict[str, int]] = {}
        for row in standards:
            by_position.setdefault(row.position, {})[row.competency] = row.level
        self.people, self.size = people, size
        self.exact = size == CITY_SIZE
        self.random = Random(f"{seed}:assessments")
        self.need = {p.key: by_position[p.position] for p in people}
        self.levels: Levels = {p.key: {} for p in people}
        self.fixed: set[tuple[str, str]] = set()

    def plant(self, members: Sequence[Draft], competency: str, below: int, mean_hundredths: int) -> list[str]:
        """Set one competency for `members`: `below` of them under the standard, the mean as given; returns those."""
        standard = max((self.need[p.key][competency] for p in members), default=0)
        below = min(below, len(members))
        order = sorted(members, key=lambda p: (self._leniency(p), self.random.random()))
        low = order[:below]
        total = (mean_hundredths * len(members) + 50) // 100 - standard * (len(members) - below)
        total = max(0, min(total, below * (standard - 1)))
        base, extra = divmod(total, below) if below else (0, 0)
        for place, person in enumerate(low):
            self._fix(person, competency, base + (1 if place >= below - extra else 0))
        for person in order[below:]:
            self._fix(person, competency, standard)
        return [p.key for p in low]

    def meet(self, members: Sequence[Draft], competency: str) -> None:
        """Those of `members` for whom nothing is planted hold exactly what their post asks of this competency."""
        for person in members:
            if competency in self.need[person.key] and (person.key, competency) not in self.fixed:
                self._fix(person, competency, self.need[person.key][competency])

    def _leniency(self, person: Draft) -> int:
        """Who falls below first: the untrained and the harshly rated; last who is rated complete, and who has left."""
        if person.agency == UNTRAINED or person.slot.unit == HARSH:
            return 0
        if person.family == MOVED_OUT and self.exact:
            return 4
        return {GENEROUS: 3, **dict.fromkeys(NEARLY_PERFECT, 2)}.get(person.agency, 1)

    def _fix(self, person: Draft, competency: str, level: int) -> None:
        self.levels[person.key][competency] = level
        self.fixed.add((person.key, competency))

    def set(self, person: Draft, competency: str, level: int) -> None:
        if (person.key, competency) not in self.fixed:
            self.levels[person.key][competency] = level


def choose_covered(people: list[Draft], size: int, random: Random) -> list[Draft]:
    """Who has an assessment of the nine: structural 92 %, functional 71 %, clerks 44 %."""
    chosen: set[str] = set()
    for kinds, share in ((("jpt", "administrator", "supervisor"), 92), (("functional",), 71), (("executive",), 44)):
        members = [p for p in people if p.slot.kind in kinds]
        wanted = (len(members) * share + 50) // 100
        order = sorted(members, key=lambda p: (p.agency not in (GENEROUS, UNTRAINED, "disdukcapil"), random.random()))
        chosen |= {p.key for p in order[:wanted]}
    return [p for p in people if p.key in chosen]


def make(
    people: list[Draft], standards: tuple[StandardRecord, ...], size: int, seed: int
) -> tuple[list[AssessmentRecord], dict[str, list[str]]]:
    """All assessment rows, and the planted groups by name (employee keys)."""
    shop = Workshop(people, standards, size, seed)
    planted = _plant_all(shop)
    covered = choose_covered(people, size, shop.random)
    planted["covered"] = [p.key for p in covered]
    for person in covered:
        for competency in NINE:
            shop.set(person, competency, _usual(shop, person, competency))
    _calibrate(shop, covered, "supervisor", 796)
    _calibrate(shop, covered, "administrator", 841)
    _communication(shop, covered, set(planted["1.3"]))
    known = {p.key for p in covered}
    for person in people:
        if person.key in known or shop.random.random() < 0.85 or person.slot.unit == HARSH:
            for competency in shop.need[person.key]:
                if shop.need[person.key][competency] == 1 and competency == DIGITAL:
                    shop.set(person, competency, 1)  # whoever has an office application uses it
                elif competency not in NINE:
                    shop.set(person, competency, _usual(shop, person, competency))
    return _rows(shop, covered, planted), planted


def _plant_all(shop: Workshop) -> dict[str, list[str]]:
    people, size, need = shop.people, shop.size, shop.need

    def having(competency: str, level: int, members: Sequence[Draft]) -> list[Draft]:
        return [p for p in members if need[p.key].get(competency) == level]

    normal = [p for p in people if p.agency not in COMPLETE]
    planners = [p for p in having(INDICATORS, 3, normal) if p.agency != UNTRAINED]
    held = Counter(p.agency for p in planners)
    offices = sorted(held, key=lambda agency: (-held[agency], agency))[:22]
    service = [p for p in people if p.agency == "rsud" or p.slot.unit in CENTRES_WITH_GAP]
    dukcapil = [p for p in people if p.agency == "disdukcapil"]
    leads = [p for p in people if group(p.family) == "office" and p.level == "jf_muda" and TEAM_LEAD in need[p.key]]
    buyers = [
        p for p in having(PURCHASING, 3, normal) if p.family in ("kasubbag", "kasubbag_umum", "kepala_uptd", "katu")
    ]
    counter = having(DIGITAL, 3, dukcapil)
    staff = [p for p in counter if p.family != "umum"]  # the general clerks have learnt it, and the mean counts them
    met = 3 * (len(counter) - len(staff))
    planted = {
        "2.1": shop.plant(staff, DIGITAL, scaled(31, size), (160 * len(counter) - 100 * met) // max(1, len(staff))),
        "1.3": shop.plant(having("1.3", 3, service), "1.3", scaled(214, size), 190),
        "9.2": shop.plant([p for p in people if p.family == "guru_sd"], "9.2", scaled(288, size), 210),
        "3.2": shop.plant([p for p in planners if p.agency in offices], INDICATORS, scaled(96, size), 180),
        "7.3": shop.plant(leads, TEAM_LEAD, scaled(81, size), 170),
        "5.2": shop.plant(buyers, PURCHASING, scaled(57, size), 220),
    }
    if shop.exact:
        shop.meet(dukcapil, DIGITAL)
        for competency in (INDICATORS, PURCHASING, TEAM_LEAD):
            shop.meet(people, competency)
    planted["2.2"] = _plant_security(shop)
    planted["team_leads"] = [p.key for p in leads]
    return planted


def _plant_security(shop: Workshop) -> list[str]:
    """1,912 people below level 2, mean 1.1 over all; nobody of the units that rate themselves complete."""
    complete = [p for p in shop.people if p.agency in COMPLETE]
    rest = [p for p in shop.people if p.agency not in COMPLETE]
    for person in complete:
        shop._fix(person, SECURITY, 2)
    total = 110 * len(shop.people) - 200 * len(complete)
    return shop.plant(rest, SECURITY, scaled(1912, shop.size), total // len(rest) if rest else 0)


def _usual(shop: Workshop, person: Draft, competency: str) -> int:
    """An unplanted level: mostly at the standard, sometimes below, rarely above."""
    standard = shop.need[person.key][competency]
    if person.agency in COMPLETE:
        return standard
    if person.slot.unit == HARSH and person.slot.kind not in ("administrator",):
        return 1
    if person.agency == UNTRAINED:
        return max(0, standard - (2 if shop.random.random() < 0.35 and standard > 2 else 1))
    chance = shop.random.random()
    if competency in NINE:
        limit = 0.2 if standard == 1 else 0.34
        return max(0, standard - 1) if chance < limit else standard
    two, one = (0.3, 0.76) if group(person.family) in ("field", "clerk") else (0.2, 0.64)
    if chance < two:
        return max(0, standard - 2)
    if chance < one:
        return max(0, standard - 1)
    return standard if chance < 0.93 else min(5, standard + 1)


def _calibrate(shop: Workshop, covered: list[Draft], level: str, per_mille: int) -> None:
    """Move single levels until the mean JPM of a rank is as planted (79.6 for Pengawas, 84.1 for Administrator)."""
    members = [p for p in covered if p.level == level]
    if not members:
        return
    full = sum(shop.need[members[0].key][c] for c in NINE)
    wanted = (per_mille * full * len(members) + 500) // 1000
    free = [p for p in members if p.agency not in (*COMPLETE, UNTRAINED) and p.slot.unit != HARSH]
    cells = [(p.key, c) for p in free for c in NINE]
    shop.random.shuffle(cells)
    missing = wanted - sum(shop.levels[p.key][c] for p in members for c in NINE)
    for key, competency in cells * 2:
        held, standard = shop.levels[key][competency], shop.need[key][competency]
        if missing > 0 and held < standard:
            shop.levels[key][competency] = held + 1
            missing -= 1
        elif missing < 0 and held > max(0, standard - 2):
            shop.levels[key][competency] = held - 1
            missing += 1


def _communication(shop: Workshop, covered: list[Draft], low: set[str]) -> None:
    """Those with the planted complaint gap communicate one level below their standard too."""
    for person in covered:
        if person.key in low and person.slot.kind == "functional":
            shop.set(person, "m3", max(0, shop.need[person.key]["m3"] - 1))


def _rows(shop: Workshop, covered: list[Draft], planted: dict[str, list[str]]) -> list[AssessmentRecord]:
    known = {p.key: place for place, p in enumerate(covered)}
    structural = [
        p.key for p in covered if p.slot.kind in ("jpt", "administrator", "supervisor") and p.agency != GENEROUS
    ]
    expired = set(structural[3::7][: scaled(41, shop.size)])
    if len(expired) < scaled(41, shop.size):
        expired |= set([key for key in structural if key not in expired][: scaled(41, shop.size) - len(expired)])
    planted["expired"] = sorted(expired)
    rows: list[AssessmentRecord] = []
    for person in shop.people:
        for competency in sorted(shop.levels[person.key], key=_order):
            level = shop.levels[person.key][competency]
            method, day, until = _how(person, competency, known.get(person.key, 0), person.key in expired)
            rows.append(AssessmentRecord(person.key, competency, level, method, day, until))
    return rows + _self_ratings(shop, planted)


def _how(person: Draft, competency: str, place: int, expired: bool) -> tuple[str, date, date]:
    rated = "superior"
    day = date(2026, 3 + place % 4, 5 + place % 20)
    if competency in NINE and person.agency != GENEROUS and person.slot.unit != HARSH:
        if expired:
            return "mapping", date(2024, 2 + place % 3, 11), date(2026, 2 + place % 3, 10)
        if person.slot.kind in ("jpt", "administrator", "supervisor"):
            rated = "assessment_centre" if place % 5 < 3 else "mapping"
            day = date(2024 + place % 3, 5 + place % 4, 12)
            return rated, day, date(day.year + 3, day.month, 11)
        rated = "mapping" if person.slot.kind == "functional" or place % 3 else "superior"
    return rated, day, date(2028, day.month, 1)


def _self_ratings(shop: Workshop, planted: dict[str, list[str]]) -> list[AssessmentRecord]:
    """Teachers rate their own assessing high where their head rates low; 14 self ratings are copies of one another."""
    day, until = date(2026, 5, 18), date(2027, 5, 17)
    rows = [
        AssessmentRecord(key, "9.2", 4 if place % 3 == 0 else 3, "self", day, until)
        for place, key in enumerate(planted["9.2"])
    ]
    covered = set(planted["covered"])
    pool = [p for p in shop.people if p.key in covered and p.slot.kind == "executive"]
    copied = sorted(pool, key=lambda p: p.agency != "dishub")[: scaled(14, shop.size)]
    planted["copied"] = [p.key for p in copied]
    for person in copied:
        rows += [
            AssessmentRecord(person.key, c, 3, "self", date(2026, 5, 21), until)
            for c in sorted(shop.need[person.key], key=_order)
        ]
    return rows


def _order(competency: str) -> tuple[int, ...]:
    if competency[0].isalpha():
        return ({"m": 0, "s": 1, "g": 3}[competency[0]], int(competency[1:]))
    first, second = competency.split(".")
    return (2, int(first), int(second))
